package standards

// Node is anything of the graph that has an id.
type Node interface{ IsNode() }

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
