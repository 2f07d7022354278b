package relaton

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// maxRaw bounds the lines that are kept of a record, in bytes.
const maxRaw = 2 << 10

// statement is what a record says of its text. Its status and approval are those of the newest edition that the record
// knows of; LastUpdate is the date of the record's own edition.
func (p *part) statement() (*source.Statement, error) {
	r, err := p.decode()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errYAML, err)
	}
	name, err := r.name()
	if err != nil {
		return nil, err
	}
	raw, _, _ := strings.Cut(p.text, "\nrelation:")
	s := &source.Statement{
		Section: r.primary(), Acronym: name.Name, TextKind: name.Kind, Relations: name.Relations,
		FirstLine: p.first, LastLine: p.last, Raw: standards.Shortened(strings.TrimSpace(raw), maxRaw),
	}
	r.titled(s)
	for _, id := range r.Identifiers {
		if spec, ok := standards.ParseSpecification(id.Content); ok && !strings.HasPrefix(id.Content, "ITU-") {
			s.Equivalents = append(s.Equivalents, spec)
			s.Degrees = append(s.Degrees, "")
		}
	}
	r.responsible(s)
	own := source.Edition{Number: cmp.Or(r.Edition.Content, name.Version), Name: name.Printed, Approved: r.approved(name.Approved)}
	for _, src := range r.Source {
		if src.Type == "src" && strings.HasPrefix(src.Content, "http") {
			own.URL = src.Content
		}
	}
	r.others(s, name)
	own.Status = r.status(s, own)
	s.LastUpdate = own.Approved
	s.Editions = append(s.Editions, own)
	slices.SortStableFunc(s.Editions, func(a, b source.Edition) int { return strings.Compare(string(a.Approved), string(b.Approved)) })
	newest := s.Editions[len(s.Editions)-1]
	s.Status, s.Approved, s.URL = newest.Status, newest.Approved, newest.URL
	return s, nil
}

// name is the name of the text. The error is ErrOutside for a record that is not of a text of ITU-T.
func (r *record) name() (printed.Published, error) {
	id, doctype := r.primary(), r.Ext.Doctype.Content
	name, ok := printed.ReadPublished(id)
	switch {
	case id == "":
		return name, source.Outside("a record without an identifier")
	case strings.HasPrefix(id, "ITU-R"):
		return name, source.Outside("a record of ITU-R")
	case !strings.HasPrefix(id, "ITU-T"):
		return name, source.Outside("a record of another body")
	case doctype != "" && !strings.HasPrefix(doctype, "recommendation"):
		return name, source.Outside("a record of type " + doctype)
	case ok && name.Erratum:
		return name, source.Outside("a record of an erratum or addendum")
	case !ok:
		return name, source.Outside("a record with a name that is not understood")
	}
	return name, nil
}

// titled reads title and abstract, in English where they are.
func (r *record) titled(s *source.Statement) {
	for _, t := range r.Title {
		if s.Title == "" || t.Language == "en" && s.Language != "en" {
			s.Title, s.Language = layout.Clean(t.Content), t.Language
		}
	}
	for _, a := range r.Abstract {
		if s.Summary == "" || a.Language == s.Language {
			var lines []string
			for line := range strings.Lines(a.Content) {
				if line = layout.Clean(line); line != "" {
					lines = append(lines, line)
				}
			}
			s.Summary, s.Language = strings.Join(lines, "\n"), cmp.Or(s.Language, a.Language)
		}
	}
}

var studyGroup = regexp.MustCompile(`^ITU-T Study Group (\d{1,2})$`)

// responsible reads the study group.
func (r *record) responsible(s *source.Statement) {
	for _, c := range r.Contributors {
		for _, sub := range c.Organization.Subdivisions {
			for _, n := range sub.Name {
				if m := studyGroup.FindStringSubmatch(n.Content); m != nil {
					s.Group, _ = strconv.Atoi(m[1])
				} else if n.Content == "Telecommunication Standardization Advisory Group" {
					s.GroupName = "TSAG"
				}
			}
		}
	}
}

// approved is the date of the edition: that of the record, as far as it lies in the month of the name.
func (r *record) approved(month standards.PartialDate) standards.PartialDate {
	for _, d := range r.Date {
		on, err := standards.ParsePartialDate(strings.TrimSpace(d.At))
		if err == nil && d.Type == "published" && (month == "" || strings.HasPrefix(string(on), string(month))) {
			return on
		}
	}
	return month
}

// others reads which editions the record knows of, and the amendments and corrigenda of a Recommendation. Records of
// amendments list the editions of their Recommendation, which has records of its own.
func (r *record) others(s *source.Statement, name printed.Published) {
	for i := range r.Relations {
		rel := &r.Relations[i]
		if rel.Type != "hasEdition" || len(rel.Bibitem.Identifiers) == 0 {
			continue
		}
		other, ok := printed.ReadPublished(rel.Bibitem.Identifiers[0].Content)
		switch {
		case !ok || other.Erratum || other.Printed == name.Printed:
		case other.Name == name.Name:
			s.Editions = append(s.Editions, source.Edition{Number: other.Version, Name: other.Printed, Approved: other.Approved})
		case name.Kind == standards.Recommendation && other.Kind != standards.Recommendation && len(other.Relations) > 0 && other.Relations[0].Name == name.Name:
			o := source.RelatedName{Name: other.Name, Kind: other.Kind, Approved: other.Approved}
			if len(rel.Bibitem.Title) > 0 {
				o.Title = layout.Clean(rel.Bibitem.Title[0].Content)
			}
			s.Others = append(s.Others, o)
		}
	}
}

var statusLetter = regexp.MustCompile(`/T-REC-[^/]*-\d{6}-([A-Z])(?:!|$)`)

// status is that of the record's own edition: what the letter in its address says, else its stage. "Withdrawal" stands for
// both ways to end: an edition that has a newer one beside it was superseded.
func (r *record) status(s *source.Statement, own source.Edition) source.Publication {
	letter := ""
	if m := statusLetter.FindStringSubmatch(own.URL); m != nil {
		letter = m[1]
	}
	stage := r.Status.Stage.Content
	switch {
	case letter == "S":
		return source.Superseded
	case letter == "W":
		return source.Withdrawn
	case stage == "Published", stage == "" && (letter == "I" || letter == "P"):
		return source.InForce
	case stage != "Withdrawal":
		return ""
	}
	for _, e := range s.Editions {
		if e.Approved > own.Approved {
			s.Doubts = append(s.Doubts, &standards.Doubt{Field: "publication", Reason: "the record says withdrawal; it is taken for superseded because a newer edition is listed", InferredFrom: &stage})
			return source.Superseded
		}
	}
	return source.Withdrawn
}
