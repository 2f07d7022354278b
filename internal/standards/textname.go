package standards

import (
	"regexp"
	"strings"
)

// TextName is what the name of a text says about it.
type TextName struct {
	Kind      TextKind
	Novelty   Novelty         // Revised where the name says so; a name never says New
	Relations []NamedRelation // to the texts that the name contains
}

// TextNamePattern matches a name of a text where it stands between other words: "X.1332", "X.sgsec-3",
// "TR.BaaS-sec", "Z.161.7". Names that go on after a space ("X.694 Cor.1") are matched to the space.
const TextNamePattern = `\b(?:[A-Z]{1,4}\.(?:[A-Za-z0-9][A-Za-z0-9_+]*)(?:[-.][A-Za-z0-9_+]+)*|[A-Z]ST[RP]-[A-Za-z0-9_.-]*[A-Za-z0-9])`

var (
	textNames    = regexp.MustCompile(TextNamePattern)
	formalName   = regexp.MustCompile(`^[A-Z]{1,2}\.(?:\d{2,4}|\d)(?:\.\d+)*(?:[ .(-]|(?i:rev|bis|ter|amd|cor)|$)`)
	revisedName  = regexp.MustCompile(`(?i)^(.*[a-z0-9])[ -]?rev\.?\d*$`)
	amendedName  = regexp.MustCompile(`(?i)^(.+?)[ .-]*(?:\(\d{4}\))?[ .-]*\b(?:amd|amend|amendment)\.? ?(\d*)$`)
	corrected    = regexp.MustCompile(`(?i)^(.+?)[ .-]*(?:\(\d{4}\))?[ .-]*\b(?:technical )?(?:cor|corr|corrigendum)\.? ?(\d*)$`)
	annexName    = regexp.MustCompile(`^(.+?) (?:Annex|App\.?|Appendix) ?[A-Z0-9]+$`)
	annexOf      = regexp.MustCompile(`^(?:Annex|Appendix) [A-Z0-9]+ ?(?:/|to|of) ?(.+)$`)
	supplement   = regexp.MustCompile(`(?i)^([A-Z]{1,2})\.sup(?:pl)?[.-]?(\d*)`)
	supplementOf = regexp.MustCompile(`(?i)^([A-Z]{1,2})\.sup(?:pl)?[.-](\d{3,4}(?:\.\d+)?)(?:[-. ]|$)`)
	guideName    = regexp.MustCompile(`(?i)^[A-Z]{1,2}\.(?:imp|ig)[.-]?\d`)
)

// ParseTextName reads what a name says: "X.509rev" revises X.509, "X.1197 Amd.1" amends X.1197, "X.694 Cor.1" corrects X.694,
// "X.sup-1254" supplements X.1254, "Z.100 Annex F1" is part of Z.100. A series ("X.500-series.amd") is not a text,
// so nothing relates to it.
func ParseTextName(name string) TextName {
	name = strings.Join(strings.Fields(strings.ReplaceAll(name, "‑", "-")), " ")
	var n TextName
	if m := revisedName.FindStringSubmatch(name); m != nil {
		n.Novelty = Revised
		n.relate(Revises, m[1])
		name = m[1]
	}
	if !strings.Contains(name, " ") && !strings.Contains(strings.ToLower(name), "am") && !strings.Contains(strings.ToLower(name), "cor") && !supplement.MatchString(name) {
		n.Kind = kindByPrefix(name) // most names
		return n
	}
	if m := amendedName.FindStringSubmatch(name); m != nil {
		n.Kind = Amendment
		n.relate(Amends, m[1])
	} else if m := corrected.FindStringSubmatch(name); m != nil {
		n.Kind = Corrigendum
		n.relate(Corrects, m[1])
	} else if m := annexName.FindStringSubmatch(name); m != nil {
		n.Kind = Annex
		n.relate(PartOf, m[1])
	} else if m := annexOf.FindStringSubmatch(name); m != nil {
		n.Kind = Annex
		n.relate(PartOf, m[1])
	} else if supplement.MatchString(name) {
		n.Kind = Supplement
		if m := supplementOf.FindStringSubmatch(name); m != nil {
			n.relate(Supplements, m[1]+"."+m[2])
		}
	} else {
		n.Kind = kindByPrefix(name)
	}
	return n
}

func kindByPrefix(name string) TextKind {
	prefix, _, _ := strings.Cut(strings.Replace(name, "-", ".", 1), ".")
	switch {
	case guideName.MatchString(name):
		return ImplementersGuide
	case prefix == "TR", strings.HasSuffix(prefix, "STR"):
		return TechnicalReport
	case prefix == "TP", strings.HasSuffix(prefix, "STP"):
		return TechnicalPaper
	case textNames.MatchString(name):
		return Recommendation
	}
	return ""
}

func (n *TextName) relate(kind RelationKind, name string) {
	name = strings.TrimRight(strings.TrimPrefix(name, "ITU-T "), " .-")
	if name == "" || strings.HasSuffix(strings.ToLower(name), "series") {
		return
	}
	n.Relations = append(n.Relations, NamedRelation{Kind: kind, Name: name})
}

// IsFormalName says whether a name is one of a numbered text ("X.1332", "X.694 Cor.1") rather than a provisional
// one ("X.sgsec-3").
func IsFormalName(name string) bool {
	return formalName.MatchString(name) || supplement.MatchString(name) && supplementOf.FindString(name) == ""
}

// FindTextNames are the names of texts in a sentence, in the order printed, each once.
func FindTextNames(s string) []string {
	var names []string
	seen := map[string]bool{}
	for _, name := range textNames.FindAllString(s, -1) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}
