package loaders

import (
	"encoding/json"
	"sync"

	"rapporteur/internal/standards"
)

// Near are, for names that nobody has, the people with names like them.
type Near struct {
	mu     sync.Mutex
	people map[string][]*standards.Person // by the name asked for, the likest first
}

type nearPerson struct {
	ID    standards.PersonID `json:"id"`
	Name  string             `json:"name"`
	Texts int                `json:"texts"`
}

// MarshalJSON writes the id, the name and the number of texts of each person, by the name asked for.
func (n *Near) MarshalJSON() ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := make(map[string][]nearPerson, len(n.people))
	for asked, people := range n.people {
		for _, p := range people {
			out[asked] = append(out[asked], nearPerson{p.ID, p.Name, p.TextCount})
		}
	}
	return json.Marshal(out)
}
