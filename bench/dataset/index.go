package dataset

// Index finds the nodes of a graph by their ids and names, as the tables of a database would.
type Index struct {
	Questions      map[string]*Question
	Texts          map[string]*Text
	People         map[string]*Person
	Documents      map[string]*Document
	Specifications map[string]*Specification
	ByLabel        map[string]*Question
	ByAcronym      map[string]*Text
	ByName         map[string]*Person
	TextsOf        map[string][]*Text // of a Question or a person
}

// Index indexes the graph.
func (g *Graph) Index() *Index {
	x := &Index{
		Questions: map[string]*Question{}, Texts: map[string]*Text{}, People: map[string]*Person{},
		Documents: map[string]*Document{}, Specifications: map[string]*Specification{},
		ByLabel: map[string]*Question{}, ByAcronym: map[string]*Text{}, ByName: map[string]*Person{}, TextsOf: map[string][]*Text{},
	}
	for _, q := range g.Questions {
		x.Questions[q.ID], x.ByLabel[q.Label] = q, q
	}
	for _, p := range g.People {
		x.People[p.ID], x.ByName[p.Name] = p, p
	}
	for _, d := range g.Documents {
		x.Documents[d.ID] = d
	}
	for _, s := range g.Specifications {
		x.Specifications[s.ID] = s
	}
	for _, t := range g.Texts {
		x.Texts[t.ID], x.ByAcronym[t.Acronym] = t, t
		for _, id := range t.Questions {
			x.TextsOf[id] = append(x.TextsOf[id], t)
		}
		for _, id := range t.Editors {
			x.TextsOf[id] = append(x.TextsOf[id], t)
		}
	}
	return x
}
