package graph

import (
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// The pages of the schema. Their edges, page info and count are methods of store.Page.
type (
	TextConnection          = store.Page[standards.Text]
	TextEdge                = store.Edge[standards.Text]
	PersonConnection        = store.Page[standards.Person]
	PersonEdge              = store.Edge[standards.Person]
	QuestionConnection      = store.Page[standards.Question]
	QuestionEdge            = store.Edge[standards.Question]
	DocumentConnection      = store.Page[standards.Document]
	DocumentEdge            = store.Edge[standards.Document]
	SpecificationConnection = store.Page[standards.Specification]
	SpecificationEdge       = store.Edge[standards.Specification]
	MeetingConnection       = store.Page[standards.Meeting]
	MeetingEdge             = store.Edge[standards.Meeting]
	ActionConnection        = store.Page[standards.Action]
	ActionEdge              = store.Edge[standards.Action]
	ReportConnection        = store.Page[standards.Report]
	ReportEdge              = store.Edge[standards.Report]
)
