package recommendation

import (
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// listed is one of the tables below the labels.
type listed int

const (
	unknownTable listed = iota
	editions
	supplements
	guides
	others
)

// tableIDs are in the ids of the cells of each table.
var tableIDs = map[string]listed{"_rpt_history_": editions, "_rpt_sup_": supplements, "_rpt_igs_": guides, "_rpt_other_pubs_": others}

// table is the table that a row is of, by the ids of its cells.
func table(row *layout.Row) listed {
	for e := range row.Elements {
		for part, is := range tableIDs {
			if strings.Contains(e.ID(), part) {
				return is
			}
		}
	}
	return unknownTable
}

// headings are the names of the columns that tell the tables, where no ids do.
var headings = map[string]listed{"Ed.": editions, "ITU-T Recommendation": editions, "ITU-T Supplement": supplements, "Supplement name": supplements}

// heads says whether a row names columns.
func heads(row *layout.Row) bool {
	known := 0
	for _, cell := range row.Cells {
		switch layout.Clean(cell.Text()) {
		case "Ed.", "ITU-T Recommendation", "ITU-T Supplement", "Title", "Status", "Summary", "Table of Contents", "Table of contents", "Download", "Approved on":
			known++
		}
	}
	return known >= 2
}

// row reads a row behind the first label; in is the table that the row above was of.
func (r *reader) row(row *layout.Row, in listed) listed {
	if heads(row) {
		r.columns, in = nil, unknownTable
		for _, cell := range row.Cells {
			name := layout.Clean(cell.Text())
			r.columns = append(r.columns, name)
			if is, ok := headings[name]; ok {
				in = is
			}
		}
		r.boilerplate()
		return in
	}
	is := table(row)
	switch {
	case is != unknownTable:
		r.listedRow(row, is)
		return is
	case layout.Clean(row.Text()) == "", r.labelledRow(row):
	case r.columns != nil && len(row.Cells) == len(r.columns):
		r.listedRow(row, in)
	case len(row.Cells) >= 3 && r.labelled > 0:
		r.unread("the table is not known", row, row.Text())
	}
	return in
}

func (r *reader) listedRow(row *layout.Row, is listed) {
	switch is {
	case editions:
		r.edition(row)
	case supplements:
		r.supplement(row)
	case guides:
		r.publication(row, standards.ImplementersGuide)
	case others:
		r.publication(row, "")
	default:
		r.publication(row, "")
	}
}

// cell is the cell with an id that ends so, or else the one below a column with one of the names.
func (r *reader) cell(row *layout.Row, id string, names ...string) (layout.Element, bool) {
	for e := range row.Elements {
		if id != "" && strings.HasSuffix(e.ID(), id) {
			return e, true
		}
	}
	for i, name := range r.columns {
		if slices.Contains(names, name) && i < len(row.Cells) {
			return row.Cells[i], true
		}
	}
	return layout.Element{}, false
}

// edition reads a row of the table of editions, which also lists amendments, corrigenda and annexes.
func (r *reader) edition(row *layout.Row) {
	cell, ok := r.cell(row, "_lbl_title", "ITU-T Recommendation")
	if !ok {
		r.unread("the row has no name", row, row.Text())
		return
	}
	name, ok := printed.ReadPublished(layout.Clean(cell.Text()))
	if !ok || name.Erratum {
		r.unread("the name is not that of an edition, an amendment, a corrigendum or an annex; errata and addenda are not kept", row, row.Text())
		return
	}
	title := titleOf(cell)
	url := r.download(row, "_Label4")
	status := r.statusOf(row, "_lbl_status", url)
	number, _ := r.cell(row, "_Label8", "Ed.")
	edition := source.Edition{Name: name.Printed, Approved: name.Approved, Status: status, URL: url}
	if number.Node != nil {
		edition.Number = layout.Clean(number.Text())
	}
	s := &r.own
	switch {
	case name.Name == r.name.Name, name.Kind == standards.Recommendation && r.name.Kind == standards.Recommendation:
		if name.Printed == r.name.Printed && r.own.Approved != "" {
			edition.Approved = r.own.Approved // to the day
		}
		s.Editions = append(s.Editions, edition)
	case name.Kind == standards.Recommendation:
		s = r.wholeOf(row, name)
		if len(s.Editions) == 0 {
			s.Title = title
		}
		s.Editions = append(s.Editions, edition)
	default:
		if r.name.Kind != standards.Recommendation {
			s = r.wholeOf(row, name)
		}
		s.Others = append(s.Others, source.RelatedName{Name: name.Name, Title: title, Kind: name.Kind, Approved: name.Approved, Status: status})
	}
	r.note(s, row.First, row.Last, layout.Clean(row.Text()))
}

// wholeOf is the statement of the Recommendation that the page's text is a part of.
func (r *reader) wholeOf(row *layout.Row, name printed.Published) *source.Statement {
	w := &r.whole
	if w.FirstLine == 0 {
		*w = source.Statement{TextKind: standards.Recommendation, Number: 2, FirstLine: row.First}
		w.Language = r.own.Language
		if len(r.name.Relations) > 0 {
			w.Acronym = r.name.Relations[0].Name
		}
	}
	if w.Acronym == "" && name.Kind == standards.Recommendation {
		w.Acronym = name.Name
	}
	if len(w.Raw) < maxRaw {
		w.Raw += layout.Clean(row.Text()) + "\n"
	}
	return w
}

// titleOf is the title that a cell shows when it is pointed at.
func titleOf(cell layout.Element) string {
	for e := range cell.Elements {
		if title := layout.Clean(layout.Attribute(e.Node, "title")); title != "" {
			return title
		}
	}
	return ""
}

// supplement reads a row of the table of supplements.
func (r *reader) supplement(row *layout.Row) {
	cell, ok := r.cell(row, "_lbl_imp_title_e", "ITU-T Supplement")
	if !ok {
		r.unread("the row has no name", row, row.Text())
		return
	}
	name, ok := printed.ReadPublished(layout.Clean(cell.Text()))
	if !ok || name.Erratum {
		r.unread("the name is not that of a supplement", row, row.Text())
		return
	}
	title := titleOf(cell)
	if e, ok := r.cell(row, "_Label3", "Title"); ok && layout.Clean(e.Text()) != "" {
		title = layout.Clean(e.Text())
	}
	r.own.Others = append(r.own.Others, source.RelatedName{
		Name: name.Name, Title: title, Kind: name.Kind, Approved: name.Approved, Status: r.statusOf(row, "_Label4", r.download(row, "_Label2")),
	})
	r.note(&r.own, row.First, row.Last, layout.Clean(row.Text()))
}

var guideTarget = regexp.MustCompile(`/T-REC-([A-Z]{1,2}\.(?:Imp|IG)[A-Za-z0-9.]+)-\d{6}`)

// publication reads a row of the tables of implementers' guides and of other publications. They print no name: that of a
// guide is taken from where its download leads.
func (r *reader) publication(row *layout.Row, kind standards.TextKind) {
	cell, ok := r.cell(row, "_lbl_imp_title_e", "Title")
	if other, is := r.cell(row, "_lbl_pubs_title"); is {
		cell, ok = other, true
	}
	if !ok || layout.Clean(cell.Text()) == "" {
		r.unread("the row has no title", row, row.Text())
		return
	}
	p := source.RelatedName{Title: layout.Clean(cell.Text()), Kind: kind}
	on, _ := r.cell(row, "_lbl_imp_approval_date", "Approved on")
	if on.Node != nil {
		p.Approved, _ = standards.ParsePartialDate(layout.Clean(on.Text()))
	}
	for _, link := range row.Links() {
		if m := guideTarget.FindStringSubmatch(link.Target); m != nil {
			p.Name, p.Kind = m[1], standards.ImplementersGuide
		}
	}
	if p.Name == "" && kind == "" {
		r.boilerplate() // a technical paper or a handbook of the field, which has no name here
		return
	}
	r.own.Others = append(r.own.Others, p)
	r.note(&r.own, row.First, row.Last, layout.Clean(row.Text()))
}

// site is where addresses without a host lead.
const site = "https://www.itu.int"

// download is where the last column leads.
func (r *reader) download(row *layout.Row, id string) string {
	cell, ok := r.cell(row, id, "Download")
	if !ok {
		return ""
	}
	for _, link := range cell.Links() {
		switch {
		case strings.HasPrefix(link.Target, "https://"), strings.HasPrefix(link.Target, "http://"):
			return link.Target
		case strings.HasPrefix(link.Target, "/") && !strings.HasPrefix(link.Target, "//"):
			return site + link.Target
		}
	}
	return ""
}

func (r *reader) statusOf(row *layout.Row, id, url string) source.Publication {
	cell, ok := r.cell(row, id, "Status")
	if !ok {
		return ""
	}
	text := layout.Clean(cell.Text())
	status, known := statusOf(text, url)
	if !known && text != "" {
		r.unread("the status is not known", row, text)
	}
	return status
}

var statusLetter = regexp.MustCompile(`/T-REC-[^/]*-\d{6}-([ISW])(?:!|$)`)

// statusOf is the status that a word says, or else the letter in the address of an edition: in force, superseded,
// withdrawn.
func statusOf(word, url string) (source.Publication, bool) {
	switch strings.ToLower(word) {
	case "in force", "in force (prepublished)":
		return source.InForce, true
	case "superseded":
		return source.Superseded, true
	case "withdrawn", "deleted":
		return source.Withdrawn, true
	}
	if m := statusLetter.FindStringSubmatch(url); m != nil {
		return map[string]source.Publication{"I": source.InForce, "S": source.Superseded, "W": source.Withdrawn}[m[1]], true
	}
	return "", false
}
