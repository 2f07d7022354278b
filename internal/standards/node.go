package standards

// Node is anything of the graph that has an id.
type Node interface {
	IsNode()
	// NodeID is its id.
	NodeID() string
}

// IsNode says that a StudyGroup is a node.
func (*StudyGroup) IsNode() {}

// IsNode says that a Question is a node.
func (*Question) IsNode() {}

// IsNode says that a Text is a node.
func (*Text) IsNode() {}

// IsNode says that a Person is a node.
func (*Person) IsNode() {}

// IsNode says that a Document is a node.
func (*Document) IsNode() {}

// IsNode says that a Specification is a node.
func (*Specification) IsNode() {}

// IsNode says that a Meeting is a node.
func (*Meeting) IsNode() {}

// IsNode says that a Action is a node.
func (*Action) IsNode() {}

// IsNode says that a CorrespondenceGroup is a node.
func (*CorrespondenceGroup) IsNode() {}

// IsNode says that a Report is a node.
func (*Report) IsNode() {}

// NodeID is its id.
func (g *StudyGroup) NodeID() string { return string(g.ID) }

// NodeID is its id.
func (q *Question) NodeID() string { return string(q.ID) }

// NodeID is its id.
func (t *Text) NodeID() string { return string(t.ID) }

// NodeID is its id.
func (p *Person) NodeID() string { return string(p.ID) }

// NodeID is its id.
func (d *Document) NodeID() string { return string(d.ID) }

// NodeID is its id.
func (s *Specification) NodeID() string { return string(s.ID) }

// NodeID is its id.
func (m *Meeting) NodeID() string { return string(m.ID) }

// NodeID is its id.
func (a *Action) NodeID() string { return string(a.ID) }

// NodeID is its id.
func (g *CorrespondenceGroup) NodeID() string { return string(g.ID) }

// NodeID is its id.
func (r *Report) NodeID() string { return string(r.ID) }
