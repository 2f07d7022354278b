package workprogramme

import (
	"context"
	"fmt"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
)

// item is the page of one work item.
type item struct {
	*source.Facts
	rows []layout.Row
	said source.Statement
	seen map[string]bool // labels of the fields that were read
	raw  []string
}

// field is a value of the page: the end of its id, the label before it, and how it is read. A field without a way to
// read it says nothing that is kept.
type field struct {
	id    string
	label string
	read  func(*source.Statement, string) bool
}

// fields are the values in the order in which they are read: the name before what adds to it.
var fields = []field{
	{"lbl_full_path", "", path},
	{"lbl_status", "Work item", name},
	{"lbl_type_of_work_item", "Type of work item", textKind},
	{"Label1", "Version", version},
	{"lbl_subject", "Subject/title", func(s *source.Statement, text string) bool { s.Title = layout.Clean(text); return true }},
	{"Label4", "Status", stage},
	{"lbl_approval_process", "Approval process", process},
	{"lbl_iso_number", "Equivalent number", equivalent},
	{"lbl_timing", "Timing", timing},
	{"Label3", "Liaison", func(s *source.Statement, text string) bool { s.Liaisons = parts(text); return true }},
	{"Label6", "Supporting members", func(s *source.Statement, text string) bool { s.SupportingMembers = parts(text); return true }},
	{"lbl_summary", "Summary", func(s *source.Statement, text string) bool { s.Summary = text; return true }},
	{"lbl_first_registration_date", "First registration in the WP", func(s *source.Statement, text string) (ok bool) { s.StartOfWork, ok = date(text); return ok }},
	{"Label5", "Last update", func(s *source.Statement, text string) (ok bool) { s.LastUpdate, ok = date(text); return ok }},
	{"lbl_comment", "Comment", nil},
	{"lbl_ipr", "Patent statements", nil},
	{"lbl_related_work", "Associated work", nil},
	{"Label2", "Publication", nil},
}

// What the ids of the lists of a work item have in them, and their labels.
const (
	baseTextID, baseTextLabel = "gd_base_text", "Base text(s)"
	editorID, editorLabel     = "gd_editor", "Contact(s)"
)

func (i *item) read(ctx context.Context, d *layout.Document) (*source.Facts, error) {
	values := i.values(d)
	for _, f := range fields {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		i.field(f, values[f.label+f.id])
		if f.label == "Work item" && i.said.Acronym == "" {
			return nil, source.ErrNotRecognised
		}
	}
	i.baseTexts(values[baseTextLabel])
	i.editors(values[editorLabel])
	i.unknownLabels()
	s := &i.said
	i.Date, s.LastUpdate = s.LastUpdate, ""
	i.Title = "Work item " + s.Acronym
	s.Number, s.Section, s.Raw = 1, "Work Programme", strings.Join(i.raw, "\n")
	if s.Language = "en"; s.Title == "" && s.Summary == "" {
		s.Language = ""
	}
	i.Sections = []source.Section{{Heading: s.Section, FirstLine: s.FirstLine, LastLine: s.LastLine, Rows: 1}}
	i.Statements = []source.Statement{*s}
	return i.Facts, nil
}

// values are the elements of each field and list: those with their ids or, where no id is on the page, those behind their
// labels.
func (i *item) values(d *layout.Document) map[string][]layout.Element {
	values := map[string][]layout.Element{}
	for _, e := range d.Identified() {
		id := e.ID()
		if action := layout.Attribute(e.Node, "action"); e.Node.Data == "form" && strings.Contains(action, "wp_item") {
			i.said.URL = address(action)
		}
		_, end, ok := strings.Cut(id, itemID)
		if !ok {
			continue
		}
		_, end, _ = strings.Cut(end, "_")
		switch {
		case strings.HasPrefix(end, baseTextID):
			values[baseTextLabel] = append(values[baseTextLabel], e)
		case strings.HasPrefix(end, editorID):
			values[editorLabel] = append(values[editorLabel], e)
		}
		for _, f := range fields {
			if end == f.id {
				values[f.label+f.id] = append(values[f.label+f.id], e)
			}
		}
	}
	for k := range i.rows {
		cells := i.rows[k].Cells
		if len(cells) < 2 {
			continue
		}
		label := labelOf(cells[0])
		for _, f := range fields {
			if f.label != "" && strings.EqualFold(label, f.label) && values[f.label+f.id] == nil {
				values[f.label+f.id] = cells[1:2]
			}
		}
		for _, l := range []string{baseTextLabel, editorLabel} {
			if strings.EqualFold(label, l) && values[l] == nil {
				values[l] = cells[1:]
			}
		}
	}
	return values
}

func labelOf(cell layout.Element) string {
	return strings.TrimSpace(strings.TrimSuffix(layout.Clean(cell.Text()), ":"))
}

func (i *item) field(f field, values []layout.Element) {
	for _, e := range values {
		text := e.Text()
		i.seen[f.label] = true
		switch {
		case text == "", text == "-", f.read == nil:
			i.Coverage.Boilerplate++
		case f.read(&i.said, text):
			i.note(e, f.label, text)
		default:
			i.Coverage.Unread++
			i.Warnings = append(i.Warnings, source.Unread(fmt.Sprintf("what stands at %q was not understood", f.label), e.First, e.Last, text))
		}
	}
}

// note adds what was read to the lines of the statement.
func (i *item) note(e layout.Element, label, text string) {
	s := &i.said
	if s.FirstLine == 0 || e.First < s.FirstLine {
		s.FirstLine = e.First
	}
	s.LastLine = max(s.LastLine, e.Last)
	i.Coverage.Facts++
	if label != "" {
		text = label + ": " + text
	}
	i.raw = append(i.raw, text)
}

// path reads the way to the item: "2017-2020 : SG17 : Q6/17".
func path(s *source.Statement, text string) bool {
	text = layout.Clean(text)
	s.StudyPeriod = strings.ReplaceAll(strings.ReplaceAll(studyPeriod.FindString(text), " ", ""), "–", "-")
	if s.Group, s.GroupName = group(text); s.Group == 0 && s.GroupName == "" {
		return questions(s, text)
	}
	questions(s, text)
	return true
}

// baseTexts keeps the temporary documents of the list; contributions and others have no node of their own.
func (i *item) baseTexts(elements []layout.Element) {
	for _, e := range innermost(elements) {
		for line := range strings.SplitSeq(e.Text(), "\n") {
			var best printed.Reading
			for _, r := range readings(line) {
				if r.Type == printed.Document && r.End > best.End {
					best = r
				}
			}
			switch {
			case line == "", line == "-":
			case best.Value.TD != "":
				i.said.BaseTexts = append(i.said.BaseTexts, source.TD{Number: best.Value.TD, Revision: best.Value.Revision})
				i.note(e, baseTextLabel, line)
			default:
				i.Coverage.Boilerplate++
			}
		}
	}
	i.seen[baseTextLabel] = true
}
