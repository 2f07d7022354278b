package meeting

import (
	"fmt"
	"os"
	"testing"

	"rapporteur/internal/layout"
)

func TestDebug(t *testing.T) {
	file := os.Getenv("FILE")
	if file == "" {
		t.Skip()
	}
	content, _ := os.ReadFile(file)
	l, err := layout.Open(content)
	if err != nil {
		t.Fatal(err)
	}
	d := newDocument(l)
	found, feats, _ := classify(t.Context(), d.lines)
	for i, c := range found {
		fmt.Printf("%d %4d %-60.60q dec=%v/%s other=%v cols=%d/%.2f prose=%v tok=%d\n", c, d.lines[i].first, d.lines[i].text, feats[i].decides, feats[i].decision.kind, feats[i].other, len(feats[i].columns), feats[i].share, feats[i].prose, feats[i].tokens)
	}
	r := &reader{document: d}
	_ = r
	debugTable = func(order, rival any, tab *table, rows []tableRow) {
		fmt.Println("ORDER", order, "RIVAL", rival, "rowAt", tab.learned.rowAt)
		for _, row := range rows {
			if row.isNote() {
				fmt.Printf("  NOTE %q\n", tab.text[row.from:row.end])
				continue
			}
			fmt.Printf("  ROW %.2f", row.certainty)
			for _, c := range row.cells {
				fmt.Printf(" [%d %q %.2f]", tab.columns[c.column], tab.text[c.from:c.end], c.certainty)
			}
			fmt.Println()
		}
	}
	facts, err := (Reader{}).Read(t.Context(), l)
	fmt.Println(err)
	if facts != nil {
		fmt.Printf("%+v\n", *facts.Meeting)
		for _, w := range facts.Warnings {
			if w.FirstLine != nil {
				fmt.Println(w.Code, *w.FirstLine, *w.LastLine, w.Message)
			} else {
				fmt.Println(w.Code, w.Message)
			}
		}
	}
}
