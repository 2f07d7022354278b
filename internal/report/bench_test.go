package report_test

import (
	"testing"

	"rapporteur/internal/report"
)

// BenchmarkParse reads 5 MB of each kind of content: two seconds are promised.
func BenchmarkParse(b *testing.B) {
	for name, content := range hostile(b) {
		b.Run(name, func(b *testing.B) {
			content := content(5 << 20)
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				_, _ = report.Parse(content, name)
			}
		})
	}
}
