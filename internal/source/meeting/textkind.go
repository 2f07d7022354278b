package meeting

import (
	"regexp"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var supplementTitle = regexp.MustCompile(`^(?:ITU-T )?([A-Z]\.\d{2,4}(?:\.\d+)?)\s*[-–—:]\s*Supplement\b`)

// kindsOfWords are the kinds of texts by the first words of a title or of what a heading lists.
var kindsOfWords = []struct {
	prefix string
	kind   standards.TextKind
}{
	{"technical report", standards.TechnicalReport}, {"technical paper", standards.TechnicalPaper}, {"supplement", standards.Supplement},
	{"implementers", standards.ImplementersGuide}, {"implementer", standards.ImplementersGuide}, {"implementors", standards.ImplementersGuide}, {"implementor", standards.ImplementersGuide},
	{"corrigend", standards.Corrigendum}, {"amendment", standards.Amendment},
}

func kindOfWords(words string) standards.TextKind {
	words = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(words, "Draft "), "new "))
	for _, known := range kindsOfWords {
		if strings.HasPrefix(words, known.prefix) {
			return known.kind
		}
	}
	return ""
}

var longKinds = []struct {
	pattern *regexp.Regexp
	kind    standards.TextKind
}{
	{regexp.MustCompile(`(?i)\bamd|\bamend|[a-z\d]amd\.?\s?\d`), standards.Amendment}, {regexp.MustCompile(`(?i)\bcorr?\b|\bcorrig|[a-z\d]corr?\.?\s?\d`), standards.Corrigendum},
	{regexp.MustCompile(`(?i)\bsup(?:pl)?\b|suppl|\.sup`), standards.Supplement}, {regexp.MustCompile(`(?i)\bimp\d|implement[eo]r`), standards.ImplementersGuide},
	{regexp.MustCompile(`(?i)\bannex`), standards.Annex},
}

// fillKind sets what the name, the title and the heading say about the text.
func (s *statement) fillKind(object string) {
	name := standards.ParseTextName(s.Acronym)
	s.TextKind, s.Relations, s.nameNovelty = name.Kind, name.Relations, name.Novelty
	if s.ProvisionalName != "" {
		former := standards.ParseTextName(s.ProvisionalName)
		if s.TextKind == "" || s.TextKind == standards.Recommendation && former.Kind != "" && former.Kind != standards.Recommendation {
			s.TextKind = former.Kind
		}
		for _, relation := range former.Relations {
			s.relate(relation)
		}
	}
	if s.TextKind == "" || s.TextKind == standards.Recommendation {
		for _, known := range longKinds {
			if known.pattern.MatchString(s.Acronym) {
				s.TextKind = known.kind
				break
			}
		}
	}
	s.kindByTitle()
	if s.TextKind == "" || s.TextKind == standards.Recommendation {
		if kind := kindOfWords(object); kind != "" && !strings.HasPrefix(object, "work") {
			s.TextKind = kind
		} else if s.TextKind == "" && strings.HasPrefix(object, "rec") && s.Title != "" {
			s.TextKind = standards.Recommendation
		}
	}
}

func (s *statement) kindByTitle() {
	kind := kindOfWords(s.Title)
	switch kind {
	case standards.Corrigendum, standards.Amendment:
		kind = "" // "Amendment 1 of X.1": the name says so
	}
	if kind != "" && (s.TextKind == "" || s.TextKind == standards.Recommendation && s.Acronym != "" && !standards.IsFormalName(s.Acronym)) {
		s.TextKind = kind
		if s.Acronym == "" {
			s.doubtFrom("kind", "the name is lost; the title says what the text is", s.Title)
		}
	}
	if s.TextKind == standards.Supplement && len(s.Relations) == 0 {
		if m := supplementTitle.FindStringSubmatch(s.Title); m != nil {
			s.relate(standards.NamedRelation{Kind: standards.Supplements, Name: m[1]})
			s.doubtFrom("relations", "the title names the text that is supplemented", s.Title)
		}
	}
}

func (s *statement) relate(relation standards.NamedRelation) {
	for _, known := range s.Relations {
		if known == relation {
			return
		}
	}
	s.Relations = append(s.Relations, relation)
}

func contains(all []source.Question, q source.Question) bool {
	for _, known := range all {
		if known == q {
			return true
		}
	}
	return false
}
