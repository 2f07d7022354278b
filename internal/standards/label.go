package standards

import "strings"

// Label returns its name: ITU-T SG17.
func (g *StudyGroup) Label() string { return label(g.ID, &g.Name) }

// Label returns its newest formal name: X.1332. Where there is none, the provisional name, another name or the title.
func (t *Text) Label() string { return label(t.ID, append(t.printedNames(), t.Title)...) }

func (t *Text) printedNames() []*string {
	names := []*string{t.Acronym, t.ProvisionalName}
	for i := range t.OtherNames {
		names = append(names, &t.OtherNames[i])
	}
	return names
}

// Label returns the spelling used most.
func (p *Person) Label() string { return label(p.ID, &p.Name) }

// Label returns its number: TD2442.
func (d *Document) Label() string { return label(d.ID, &d.Number) }

// Label returns its identifier: ISO/IEC 9594-8.
func (s *Specification) Label() string { return label(s.ID, &s.Identifier) }

// Label returns its name.
func (m *Meeting) Label() string { return label(m.ID, &m.Name) }

// Label returns the text as its row names it, the decision and the date: "X.1332: consented, 2019-09-05".
func (a *Action) Label() string {
	of := label(a.TextID, a.Acronym, a.ProvisionalName, a.Title) + ": " + strings.ToLower(strings.ReplaceAll(string(a.Kind), "_", " "))
	if a.Date != "" {
		of += ", " + string(a.Date)
	}
	return of
}

// Label returns its acronym: CG-xss.
func (g *CorrespondenceGroup) Label() string { return label(g.ID, &g.Acronym, g.Title) }

// Label returns its heading.
func (r *Report) Label() string { return label(r.ID, &r.Title) }

// label returns the first value that is not blank, and the id where all are.
func label[ID ~string](id ID, values ...*string) string {
	for _, v := range values {
		if v != nil && strings.TrimSpace(*v) != "" {
			return *v
		}
	}
	return string(id)
}
