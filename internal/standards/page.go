package standards

import (
	"cmp"
	"slices"
	"strings"
)

// Page is what a page of a Recommendation or of the Work Programme, a bibliographic record or a table says of a text
// beyond what a row of a report does.
type Page struct {
	Publication       PublicationStatus   `bson:"publication,omitempty"`
	Process           ApprovalProcess     `bson:"process,omitempty"`
	Approved          PartialDate         `bson:"approved,omitempty"`
	Language          string              `bson:"language,omitempty"` // of the title and the summary, as a code: "en"
	Summary           string              `bson:"summary,omitempty"`
	URL               string              `bson:"url,omitempty"`
	SupportingMembers []string            `bson:"supportingMembers,omitempty"`
	Liaisons          []string            `bson:"liaisons,omitempty"`  // groups and organizations
	BaseTexts         []string            `bson:"baseTexts,omitempty"` // numbers of TDs and contributions
	Degrees           []EquivalenceDegree `bson:"degrees,omitempty"`   // one for each equivalent; "" where none is said
	Editions          []*Edition          `bson:"editions,omitempty"`
}

// Edition is one published edition of a text: "X.509 (10/2019)".
type Edition struct {
	Number      *string           `bson:"number,omitempty"` // "9.0"; nil where none is printed
	Name        string            `bson:"name"`
	Approved    PartialDate       `bson:"approved,omitempty"`
	Publication PublicationStatus `bson:"publication,omitempty"`
	URL         *string           `bson:"url,omitempty"`
}

// Equivalence is an equivalent of a text, and how far it is the same text.
type Equivalence struct {
	SpecificationID SpecificationID
	Degree          EquivalenceDegree
}

// Equivalences are the equivalents of the text in their order.
func (t *Text) Equivalences() []*Equivalence {
	all := make([]*Equivalence, len(t.EquivalentIDs))
	for i, id := range t.EquivalentIDs {
		all[i] = &Equivalence{SpecificationID: id}
		if i < len(t.Degrees) {
			all[i].Degree = t.Degrees[i]
		}
	}
	return all
}

// key is what the statements of one edition have in common: the month of its approval, else its name.
func (e *Edition) key() string {
	if len(e.Approved) >= len("2019-10") {
		return string(e.Approved[:len("2019-10")])
	}
	return strings.ToLower(e.Name)
}

// MergeEditions are all editions that several statements list, the oldest first. The statements are in the order of time: what a
// later one says of an edition stands for what an earlier one does.
func MergeEditions(listed ...[]*Edition) []*Edition {
	by := map[string]*Edition{}
	var all []*Edition
	for _, editions := range listed {
		for _, e := range editions {
			known := by[e.key()]
			if known == nil {
				copied := *e
				by[e.key()] = &copied
				all = append(all, &copied)
				continue
			}
			known.Number, known.URL = cmp.Or(e.Number, known.Number), cmp.Or(e.URL, known.URL)
			known.Name, known.Publication = cmp.Or(e.Name, known.Name), cmp.Or(e.Publication, known.Publication)
			if len(e.Approved) > len(known.Approved) {
				known.Approved = e.Approved
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Edition) int {
		return cmp.Or(cmp.Compare(a.Approved, b.Approved), cmp.Compare(a.Name, b.Name))
	})
	return all
}
