package workprogramme

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// innermost leaves out elements that hold others of the list.
func innermost(elements []layout.Element) []layout.Element {
	holds := map[*html.Node]bool{}
	for _, e := range elements {
		for up := e.Node.Parent; up != nil && !holds[up]; up = up.Parent {
			holds[up] = true
		}
	}
	var all []layout.Element
	for _, e := range elements {
		if !holds[e.Node] {
			all = append(all, e)
		}
	}
	return all
}

var (
	contactRow  = regexp.MustCompile(`_ctl\d+`)
	addressOnly = regexp.MustCompile(`(?i)^(?:e-?mail|tel|fax|phone|mobile)\b|^[^ ]*@|^\+?[\d ()/.-]{6,}$|^https?:`)
	personName  = regexp.MustCompile(`^[\p{L}.'’-]+(?:,? [\p{L}.'’-]+){1,5}$`)
)

// editors keeps the names of the contacts: the first line of each, up to the organization behind a comma. Addresses are
// not kept, and warnings do not show them.
func (i *item) editors(elements []layout.Element) {
	i.seen[editorLabel] = true
	row, expected := "", true
	for _, e := range innermost(elements) {
		if at := contactRow.FindAllString(e.ID(), -1); len(at) > 0 && at[len(at)-1] != row {
			row, expected = at[len(at)-1], true
		}
		for line := range strings.SplitSeq(e.Text(), "\n") {
			switch {
			case line == "", line == "-":
			case addressOnly.MatchString(line):
				expected = true // the next contact may follow
			case expected:
				i.editor(e, line)
				expected = strings.Contains(line, "@")
			}
		}
	}
}

// editor reads the name at the beginning of a contact.
func (i *item) editor(e layout.Element, line string) {
	name, rest := contactName(line)
	if name == "" {
		i.Coverage.Unread++
		w := source.Unread("a contact was not understood", e.First, e.Last, "")
		w.Raw = nil
		i.Warnings = append(i.Warnings, w)
		return
	}
	if rest = strings.TrimSpace(rest); rest != "" && !strings.ContainsAny(rest, " @>)]") {
		i.said.Doubts = append(i.said.Doubts, &standards.Doubt{
			Field: "editors", Reason: fmt.Sprintf("what follows %s behind a comma is taken for an organization", name),
		})
	}
	i.said.Editors = append(i.said.Editors, name)
	i.note(e, editorLabel, name)
}

// contactName cuts a line where the name ends: at an address, at a bracket, or at the comma before an organization. Where
// one word stands before the comma, the family name comes first: "Lim, Hyungjin".
func contactName(line string) (name, rest string) {
	line = layout.Clean(line)
	for _, sign := range []string{"<", "(", "[", ";", "\t"} {
		if before, after, ok := strings.Cut(line, sign); ok {
			line, rest = strings.TrimSpace(before), after
		}
	}
	if at := strings.LastIndex(line[:max(strings.Index(line, "@"), 0)], " "); at > 0 {
		line, rest = strings.TrimSpace(line[:at]), line[at:]
	}
	before, after, comma := strings.Cut(line, ",")
	if after = strings.TrimSpace(after); comma && (strings.Contains(before, " ") || strings.ContainsAny(after, ",0123456789@")) {
		line, rest = before, after
	}
	line = strings.Trim(line, " ,:")
	if !personName.MatchString(line) || strings.EqualFold(line, "to be determined") || strings.EqualFold(line, "to be defined") {
		return "", ""
	}
	return line, rest
}

// unknownLabels lists the labels that were not known: rows of a label and a value of which nothing was read.
func (i *item) unknownLabels() {
	known := map[string]bool{strings.ToLower(baseTextLabel): true, strings.ToLower(editorLabel): true}
	for _, f := range fields {
		known[strings.ToLower(f.label)] = true
	}
	for k := range i.rows {
		row := &i.rows[k]
		if len(row.Cells) != 2 || !strings.HasSuffix(layout.Clean(row.Cells[0].Text()), ":") {
			continue
		}
		label, text := labelOf(row.Cells[0]), row.Cells[1].Text()
		read := known[strings.ToLower(label)] || text == ""
		for e := range row.Elements {
			read = read || strings.Contains(e.ID(), itemID)
		}
		if !read {
			i.Coverage.Unread++
			i.Warnings = append(i.Warnings, source.Unread(fmt.Sprintf("the label %q is not known", label), row.First, row.Last, label+": "+text))
		}
	}
}
