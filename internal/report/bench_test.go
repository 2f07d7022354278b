package report_test

import (
	"strings"
	"testing"

	"rapporteur/internal/report"
	"rapporteur/internal/sample"
)

// BenchmarkParse reads 5 MB: the sample over and over, as flattened text and as HTML.
func BenchmarkParse(b *testing.B) {
	one := parseForBenchmark(b, sample.Report)
	for name, content := range map[string]string{
		"text": string(sample.Report), "html": string(asHTML(blocks(string(sample.Report), one))),
	} {
		b.Run(name, func(b *testing.B) {
			many := []byte(strings.Repeat(content, 5<<20/len(content)))
			b.SetBytes(int64(len(many)))
			for b.Loop() {
				parseForBenchmark(b, many)
			}
		})
	}
}

func parseForBenchmark(b *testing.B, content []byte) *report.Report {
	b.Helper()
	r, err := report.Parse(content, "benchmark")
	if err != nil {
		b.Fatal(err)
	}
	return r
}
