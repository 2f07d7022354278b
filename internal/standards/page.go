package standards

import (
	"cmp"
	"io"
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
	Liaisons          []string            `bson:"liaisons,omitempty"`   // groups and organizations
	BaseTexts         []string            `bson:"baseTexts,omitempty"`  // numbers of TDs and contributions
	OtherNames        []string            `bson:"otherNames,omitempty"` // of the text, beside acronym and provisional name
	Degrees           []EquivalenceDegree `bson:"degrees,omitempty"`    // one for each equivalent; "" where none is said
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

// key is equal for all statements about one edition: the month of its approval, else its name.
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

// PublicationStatus is the status of a published text.
type PublicationStatus string

// The values of PublicationStatus; the zero value is that of a text that was never published.
const (
	InForce    PublicationStatus = "IN_FORCE"
	Superseded PublicationStatus = "SUPERSEDED"
	Withdrawn  PublicationStatus = "WITHDRAWN"
)

// PublicationStatuses are all values of PublicationStatus, in the order of the schema.
func PublicationStatuses() []PublicationStatus {
	return []PublicationStatus{InForce, Superseded, Withdrawn}
}

// MarshalGQL writes the value, or null for the zero value.
func (v PublicationStatus) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *PublicationStatus) UnmarshalGQL(in any) error {
	return unmarshalEnum(v, in, PublicationStatuses())
}

// ApprovalProcess is how a text is approved: A.8, WTSA Resolution 1, or agreement without either.
type ApprovalProcess string

// The values of ApprovalProcess.
const (
	AAP       ApprovalProcess = "AAP"
	TAP       ApprovalProcess = "TAP"
	Agreement ApprovalProcess = "AGREEMENT"
)

// ApprovalProcesses are all values of ApprovalProcess, in the order of the schema.
func ApprovalProcesses() []ApprovalProcess { return []ApprovalProcess{AAP, TAP, Agreement} }

// MarshalGQL writes the value, or null for the zero value.
func (v ApprovalProcess) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *ApprovalProcess) UnmarshalGQL(in any) error {
	return unmarshalEnum(v, in, ApprovalProcesses())
}

// EquivalenceDegree is how far an equivalent specification is the same text: common text, technically aligned, or named
// without a degree.
type EquivalenceDegree string

// The values of EquivalenceDegree.
const (
	Identical EquivalenceDegree = "IDENTICAL"
	Twin      EquivalenceDegree = "TWIN"
	Related   EquivalenceDegree = "RELATED"
)

// EquivalenceDegrees are all values of EquivalenceDegree, in the order of the schema.
func EquivalenceDegrees() []EquivalenceDegree { return []EquivalenceDegree{Identical, Twin, Related} }

// MarshalGQL writes the value, or null for the zero value.
func (v EquivalenceDegree) MarshalGQL(w io.Writer) { marshalEnum(w, v) }

// UnmarshalGQL reads one of the values.
func (v *EquivalenceDegree) UnmarshalGQL(in any) error {
	return unmarshalEnum(v, in, EquivalenceDegrees())
}
