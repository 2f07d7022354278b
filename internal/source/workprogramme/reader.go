// Package workprogramme reads pages of the Work Programme, as a browser saves them: the page of one work item, and the
// list of work items.
package workprogramme

import (
	"context"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// Reader reads pages of the Work Programme.
type Reader struct{}

// What the ids of the values of a work item, and of the cells of the list, have in them.
const (
	itemID = "ContentPlaceHolder1_rpt_main_"
	listID = "_tab_list_view_gd_wp_"
)

// Guess is certain of a page with the ids, and nearly of one that has most of the labels.
func (Reader) Guess(d *layout.Document) source.Certainty {
	if d.Page == nil {
		return 0
	}
	if strings.Contains(d.Content, itemID) || strings.Contains(d.Content, listID) {
		return 1
	}
	known := 0
	for _, label := range []string{"Work item", "Subject/title", "Approval process", "Type of work item", "Equivalent number", "Supporting members", "First registration in the WP", "Contact(s)", "Base text(s)", "Timing", "Study period"} {
		if strings.Contains(d.Content, label) {
			known++
		}
	}
	if known >= 4 && strings.Contains(d.Content, "Work item") && strings.Contains(d.Content, "Subject/title") {
		return 0.9
	}
	return 0
}

// Read returns a statement of each work item.
func (Reader) Read(ctx context.Context, d *layout.Document) (*source.Facts, error) {
	facts := &source.Facts{Kind: source.WorkProgramme, Format: standards.HTMLFormat, LineCount: d.Count}
	rows := d.Rows()
	if l := (&list{Facts: facts}); l.recognised(rows) {
		return l.read(ctx, rows)
	}
	i := &item{Facts: facts, rows: rows, seen: map[string]bool{}}
	return i.read(ctx, d)
}
