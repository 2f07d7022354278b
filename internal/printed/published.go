package printed

import (
	"regexp"
	"strings"

	"rapporteur/internal/standards"
)

// Published holds the parts of the name of a published text, as pages and records print it: "ITU-T X.509 (2012) Cor. 3
// (10/2016)" is an edition of the text "X.509 (2012) Cor.3", "H.264 (V14) (08/2021)" one of "H.264".
type Published struct {
	Printed   string // with the edition, without the organization: "X.509 (2012) Cor. 3 (10/2016)"
	Name      string // of the text: "X.509", "X.509 (2012) Cor.3", "X.Sup35", "Z.100 Annex F3"
	Kind      standards.TextKind
	Relations []standards.NamedRelation
	Version   string                // "14" of "(V14)"
	Approved  standards.PartialDate // the month of the edition
	Erratum   bool                  // an erratum or an addendum: an edition of no text; Kind is empty
}

const recommendationName = `[A-Z]\.\d+(?:\.\d+)*[a-zA-Z]?(?:[ ]?(?:bis|ter|quater|R|[A-F]))?`

var (
	sector       = regexp.MustCompile(`^(?:Rec(?:ommendation|\.)?[ ]?)?(?:ITU-T|CCITT)[ ](?:Rec(?:ommendation|\.)[ ])?`)
	editionMonth = regexp.MustCompile(`[ ]?\((\d\d)/((?:18|19|20)\d\d)\)$`)
	version      = regexp.MustCompile(`[ ](?:\(V(\d{1,3})\)|[vV]\.?[ ]?(\d{1,3}))(?:[ ]|$)`)
	baseName     = regexp.MustCompile(`^` + recommendationName + `(?:/` + recommendationName + `)*(?:-(?:` + recommendationName + `|\d+))?$`)
	seriesSup    = regexp.MustCompile(`^([A-Z])(?: Suppl\.? ?|\.Sup(?:pl)?\.? ?)(?:[A-Z]\.)?(\d+(?:\.\d+)?)$`)
	namedSup     = regexp.MustCompile(`^(` + recommendationName + `|[A-Z]{1,2}[.-]?\d+(?:-\d+)?(?:[ -]series)?) Suppl\.? ?(\d+)$`)
	publishedBy  = regexp.MustCompile(`^(.+?)(?: |/)(Amd|Cor|Technical Cor|Err|Add)\.? ?(\d+)$`)
	publishedIn  = regexp.MustCompile(`^(.+?) (Annex|App)\.? ?([A-Z][A-Z0-9]{0,4})(?: \(((?:18|19|20)\d\d)\))?$`)
	ofEdition    = regexp.MustCompile(`^(.+?) \(((?:18|19|20)\d\d)\)$`)
)

// ReadPublished reads the name of a published text. It is false for anything else.
func ReadPublished(s string) (Published, bool) {
	var p Published
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "‑", "-")), " ")
	s = s[len(sector.FindString(s)):]
	p.Printed = s
	if m := editionMonth.FindStringSubmatch(s); m != nil {
		if on, err := standards.ParsePartialDate(m[2] + "-" + m[1]); err == nil {
			p.Approved = on
		} else if m[1] != "00" {
			return Published{}, false
		} else {
			p.Approved = standards.PartialDate(m[2])
		}
		s = s[:len(s)-len(m[0])]
	}
	if m := version.FindStringSubmatchIndex(s); m != nil {
		p.Version = s[max(m[2], m[4]):max(m[3], m[5])]
		s = strings.TrimSpace(s[:m[0]] + " " + s[m[1]:])
	}
	if !p.read(s) {
		return Published{}, false
	}
	return p, true
}

// mostParts is how many corrections of corrections a name may have.
const mostParts = 4

// read reads a name without its edition.
func (p *Published) read(s string) bool {
	for range mostParts {
		switch {
		case baseName.MatchString(s):
			p.is(standards.Recommendation, s)
			return true
		case p.supplement(s):
			return true
		}
		base, ok := p.cut(s)
		if !ok {
			return false
		}
		s = base
	}
	return false
}

// cut takes the last part off a name; the first cut says what the text is.
func (p *Published) cut(s string) (base string, ok bool) {
	if m := publishedBy.FindStringSubmatch(s); m != nil {
		kind, relation := standards.Amendment, standards.Amends
		switch m[2] {
		case "Cor", "Technical Cor":
			kind, relation = standards.Corrigendum, standards.Corrects
		case "Err", "Add":
			kind, relation, p.Erratum = "", "", p.Erratum || p.Name == ""
		}
		base = m[1]
		if e := ofEdition.FindStringSubmatch(base); e != nil {
			base = e[1]
		}
		p.part(kind, relation, respelled(m[1])+" "+m[2]+"."+m[3], base)
		return base, true
	}
	if m := publishedIn.FindStringSubmatch(s); m != nil {
		word := m[2]
		if word == "App" {
			word = "App."
		}
		base = m[1]
		if e := ofEdition.FindStringSubmatch(base); e != nil {
			base = e[1]
		}
		p.part(standards.Annex, standards.PartOf, base+" "+word+" "+m[3], base)
		return base, true
	}
	return "", false
}

// respelled is a name of which the parts are spelled as those of texts.
func respelled(s string) string {
	year := ""
	if e := ofEdition.FindStringSubmatch(s); e != nil {
		s, year = e[1], " ("+e[2]+")"
	}
	if m := publishedBy.FindStringSubmatch(s); m != nil {
		return respelled(m[1]) + " " + m[2] + "." + m[3] + year
	}
	if m := seriesSup.FindStringSubmatch(s); m != nil {
		s = m[1] + ".Sup" + m[2]
	}
	return s + year
}

func (p *Published) supplement(s string) bool {
	if m := seriesSup.FindStringSubmatch(s); m != nil {
		p.is(standards.Supplement, m[1]+".Sup"+m[2])
		return true
	}
	m := namedSup.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	relation := standards.Supplements
	if !baseName.MatchString(m[1]) {
		relation = ""
	}
	p.part(standards.Supplement, relation, m[1]+" Suppl."+m[2], m[1])
	return true
}

// is sets what the text is, unless a part of its name said so.
func (p *Published) is(kind standards.TextKind, name string) {
	if p.Name == "" {
		p.Kind, p.Name = kind, name
	}
}

func (p *Published) part(kind standards.TextKind, relation standards.RelationKind, name, of string) {
	if p.Name != "" {
		return
	}
	p.is(kind, name)
	if relation != "" {
		p.Relations = append(p.Relations, standards.NamedRelation{Kind: relation, Name: respelled(of)})
	}
}
