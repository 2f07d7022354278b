package standards

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// CorrectionKind is what a correction says of people.
type CorrectionKind string

// The kinds of corrections.
const (
	Merge CorrectionKind = "MERGE"
	Split CorrectionKind = "SPLIT"
)

// Correction is the word of a person on who is who, which comes before what names alone say. Corrections are kept for ever
// and count in their order: Registry replays them.
type Correction struct {
	ID   string         `bson:"_id"` // its number in the order of corrections, of nine digits
	Kind CorrectionKind `bson:"kind"`

	// PersonIDs are, of a merge, all ids of the people who are one, the id that stays first; of a split, all ids that leave.
	PersonIDs []PersonID `bson:"people,omitempty"`
	// Spellings are, of a split, the printed names that leave while others that fold alike stay. They stand for NewID.
	Spellings []string `bson:"spellings,omitempty"`
	NewID     PersonID `bson:"newPerson,omitempty"`

	NameWords []string `bson:"nameWords"` // of all these ids and spellings, by which an import finds the correction
}

// CorrectionID is the id of the correction of this number.
func CorrectionID(number int) string { return fmt.Sprintf("%09d", number) }

// Index derives by which words the correction is found.
func (c *Correction) Index() { c.NameWords = c.words() }

// words are the NameWords of a correction.
func (c *Correction) words() []string {
	var words []string
	for _, id := range c.ids() {
		insert(&words, id.NameWords())
	}
	for _, name := range c.Spellings {
		insert(&words, NameWords(name))
	}
	return words
}

// ids are all ids that the correction names.
func (c *Correction) ids() []PersonID {
	if c.NewID == "" {
		return c.PersonIDs
	}
	return append(slices.Clone(c.PersonIDs), c.NewID)
}

// Check is what is wrong with a stored correction, empty where nothing is.
func (c *Correction) Check() string {
	switch n, err := strconv.Atoi(c.ID); {
	case err != nil || c.ID != CorrectionID(n):
		return "its id is not the number of a correction"
	case c.Kind != Merge && c.Kind != Split:
		return fmt.Sprintf("its kind is %q", c.Kind)
	case (len(c.Spellings) > 0) != (c.NewID != ""):
		return "it names spellings without the person they stand for, or the other way round"
	case !slices.Equal(c.NameWords, c.words()):
		return fmt.Sprintf("nameWords is %q and should be %q", c.NameWords, c.words())
	}
	return ""
}

// Merge is the correction that says that the people of these ids are one. It is nil where they are one already, and
// NOT_FOUND for an id of nobody.
func (r *Registry) Merge(into PersonID, from []PersonID) (*Correction, error) {
	c := &Correction{Kind: Merge}
	var merged []PersonID
	for _, id := range append([]PersonID{into}, from...) {
		p := r.Of(id)
		if p == nil {
			return nil, noPerson(id)
		}
		if !slices.Contains(merged, p.ID) {
			merged = append(merged, p.ID)
			for _, of := range p.IDs {
				if r.head(of) == p.ID { // and not for want of a person of its own
					c.PersonIDs = append(c.PersonIDs, of)
				}
			}
		}
	}
	if len(merged) < 2 {
		return nil, nil
	}
	c.Index()
	return c, nil
}

// Split is the correction that says that some spellings of a person stand for another. An id leaves with its spellings
// where all of them leave; where only some of the spellings that fold alike leave, they get a new id. NOT_FOUND for an
// id of nobody, INVALID for spellings that are not the person's, for none, and for all.
func (r *Registry) Split(id PersonID, spellings []string) (*Correction, error) {
	p := r.Of(id)
	if p == nil {
		return nil, noPerson(id)
	}
	for _, name := range spellings {
		if !slices.Contains(p.Spellings, name) {
			return nil, Errorf(Invalid, "%s was never printed as %q, only as %q", p.ID, name, p.Spellings)
		}
	}
	stays, leaves := map[PersonID]bool{}, map[PersonID]bool{}
	for _, name := range p.Spellings {
		if slices.Contains(spellings, name) {
			leaves[r.home(name)] = true
		} else {
			stays[r.home(name)] = true
		}
	}
	if len(leaves) == 0 || len(stays) == 0 {
		return nil, Errorf(Invalid, "a split of %s must name some of its spellings and leave some", p.ID)
	}
	c := &Correction{Kind: Split}
	for _, of := range p.IDs {
		if home := r.known(of); leaves[home] && !stays[home] {
			c.PersonIDs = append(c.PersonIDs, of)
		}
	}
	for _, name := range spellings {
		if stays[r.home(name)] && !slices.Contains(c.Spellings, name) {
			c.Spellings = append(c.Spellings, name)
		}
	}
	if c.Spellings != nil {
		c.NewID = r.unused(r.key[c.Spellings[0]])
	}
	c.Index()
	return c, nil
}

func noPerson(id PersonID) error { return Errorf(NotFound, "there is no person %s", id) }

// unused is an id made of a key that no correction ever gave out.
func (r *Registry) unused(key string) PersonID {
	last := 1
	for _, c := range r.corrections {
		if n, ok := strings.CutPrefix(string(c.NewID), string(NewPersonID(key))+":"); ok {
			if given, err := strconv.Atoi(n); err == nil {
				last = max(last, given)
			}
		}
	}
	return NewPersonID(fmt.Sprintf("%s:%d", key, last+1))
}
