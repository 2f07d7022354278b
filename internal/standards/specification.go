package standards

import (
	"regexp"
	"slices"
	"strings"
)

// SpecificationName is the identifier of a specification at another organization, in its parts:
// "ETSI ES 201 873-1" is ETSI, ES, 201 873, 1.
type SpecificationName struct {
	Organizations []string // "ISO", "IEC"
	Series        string   // "ES", "RFC"; empty where there is none
	Number        string   // "9594", "201 873", "S68"
	Part          string   // "8"; empty where there is none
}

// Organizations whose specifications can be told from the words around them. The spellings are their own.
var organizations = []string{
	"ISO", "IEC", "ETSI", "UPU", "IEEE", "IETF", "IRTF", "3GPP2", "3GPP", "OASIS", "W3C", "CENELEC", "CEN", "GSMA",
	"NIST", "ANSI", "ATIS", "CCSA", "ARIB", "TTA", "TTC", "TIA", "OMA", "oneM2M", "ITU-R", "SAE", "FIDO", "OMG",
}

const (
	specificationSeries = `TS|TR|ES|EN|EG|GS|GR|SR|FDIS|DIS|CD|WD|NP|PWI|PDTS|DTS|PDTR|DTR|PAS|IS|RFC|SP|SGP|FIPS|STD`
	specificationNumber = `\d{3} \d{3}|[A-Za-z]?\d+(?:\.\d+)*`
)

var specificationPattern, specificationOnly = func() (*regexp.Regexp, *regexp.Regexp) {
	names := make([]string, len(organizations))
	for i, name := range organizations {
		names[i] = regexp.QuoteMeta(name)
	}
	organization := `(?:` + strings.Join(names, "|") + `)`
	whole := `(` + organization + `(?:\s*/\s*` + organization + `)*)` +
		`[\s/]+(?:(` + specificationSeries + `)[\s.]+)?` +
		`(` + specificationNumber + `)` +
		`(?:\s?[-‑–]\s?(\d+(?:-\d+)?))?(?::\d{4}|\s*\((?:19|20)\d\d\))?`
	return regexp.MustCompile(whole), regexp.MustCompile(`(?i)^` + whole + `$`)
}()

// ParseSpecification reads an identifier such as "ISO/IEC 9594-8", "iso/iec 9594-8" or "UPU S68". A year of
// edition is left out. It is false for anything else.
func ParseSpecification(s string) (SpecificationName, bool) {
	m := specificationOnly.FindStringSubmatch(strings.Join(strings.Fields(s), " "))
	if m == nil {
		return SpecificationName{}, false
	}
	return specificationName(m), true
}

// FindSpecifications are the identifiers printed anywhere in a text, and where each begins and ends in it.
func FindSpecifications(s string) (names []SpecificationName, at [][2]int) {
	if !slices.ContainsFunc(organizations, func(name string) bool { return strings.Contains(s, name) }) {
		return nil, nil
	}
	for _, span := range specificationPattern.FindAllStringSubmatchIndex(s, -1) {
		m := make([]string, len(span)/2)
		for i := range m {
			if span[2*i] >= 0 {
				m[i] = s[span[2*i]:span[2*i+1]]
			}
		}
		names, at = append(names, specificationName(m)), append(at, [2]int{span[0], span[1]})
	}
	return names, at
}

func specificationName(m []string) SpecificationName {
	n := SpecificationName{Series: series(strings.ToUpper(m[2])), Number: strings.ToUpper(m[3]), Part: m[4]}
	for _, printed := range strings.Split(m[1], "/") {
		n.Organizations = append(n.Organizations, organization(strings.TrimSpace(printed)))
	}
	return n
}

// series is the series that a printed word stands for. A stage is none: ISO/IEC DIS 27017 is ISO/IEC 27017 on its
// way, and ISO/IEC PDTS 1 is ISO/IEC TS 1.
func series(word string) string {
	switch word {
	case "DIS", "FDIS", "CD", "WD", "NP", "PWI", "IS":
		return ""
	case "DTS", "PDTS":
		return "TS"
	case "DTR", "PDTR":
		return "TR"
	}
	return word
}

// OrganizationName is the name of an organization as it spells it, in whatever case it was printed.
func OrganizationName(printed string) string { return organization(printed) }

func organization(printed string) string {
	for _, name := range organizations {
		if strings.EqualFold(name, printed) {
			return name
		}
	}
	return printed
}

// String is the identifier as it is usually printed: "ISO/IEC 9594-8".
func (n SpecificationName) String() string {
	parts := []string{strings.Join(n.Organizations, "/")}
	if n.Series != "" {
		parts = append(parts, n.Series)
	}
	number := n.Number
	if n.Part != "" {
		number += "-" + n.Part
	}
	return strings.Join(append(parts, number), " ")
}
