package meeting_test

import (
	"strings"
	"testing"

	"rapporteur/internal/sample"
)

// TestTextLayoutsAgree reads the sample's facts in the other layouts of text: spaces between cells, the header and
// the first row on one line, pipe tables, several rows on a line.
func TestTextLayoutsAgree(t *testing.T) {
	t.Parallel()
	want := parse(t, sample.Report)
	all := blocks(string(sample.Report), want)
	for name, row := range map[string]func(cells []string) string{
		"spaces between cells": func(cells []string) string { return strings.Join(cells, " ") + "\n" },
		"rows that follow":     func(cells []string) string { return strings.Join(cells, " ") + " " },
		"line breaks":          func(cells []string) string { return cells[0] + " " + strings.Join(cells[1:], "\n") + "\n" },
		"pipes":                func(cells []string) string { return "| " + strings.Join(cells, " | ") + " |\n" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for _, block := range all {
				for k, cells := range block.rows {
					printed := make([]string, len(cells))
					for i, cell := range cells {
						printed[i] = strings.ReplaceAll(strings.ReplaceAll(cell, "\n", " "), "|", `\|`)
					}
					if name == "pipes" || k > 0 {
						b.WriteString(row(printed))
					} else {
						b.WriteString(strings.TrimSpace(strings.Join(strings.Fields(strings.Join(printed, " ")), " ")))
						if name != "rows that follow" {
							b.WriteString("\n")
						} else {
							b.WriteString(" ")
						}
					}
				}
				if block.bullet {
					b.WriteString("- ")
				}
				b.WriteString(block.text + "\n")
			}
			sameFacts(t, parse(t, []byte(b.String())), want)
		})
	}
}
