// Package graph resolves the schema. Every relation receives all parents of a level in one call and hands them to
// the loaders of the request, so a resolver is usually one statement. The package holds no database calls and no
// goroutines.
package graph

import (
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
)

// Resolver is the root of all resolvers. Reads are in the loaders of a request; changes go to the store.
type Resolver struct {
	Store *store.Store
	// Imports is the queue in which importReport waits.
	Imports *ingest.Queue
	// Imported is told of every import that is no dry run: of the rows of the report, or why it failed. It may be nil.
	Imported func(rows int, err error)
}

// maxWaiting is how many imports wait for the one that runs, unless Imports is set.
const maxWaiting = 4

// NewResolver returns the resolvers of a store.
func NewResolver(s *store.Store) *Resolver {
	return &Resolver{Store: s, Imports: ingest.NewQueue(maxWaiting)}
}

var _ ResolverRoot = (*Resolver)(nil)

type (
	queryResolver               struct{}
	studyGroupResolver          struct{}
	questionResolver            struct{}
	textResolver                struct{}
	textDocumentResolver        struct{}
	textRelationResolver        struct{}
	personResolver              struct{}
	roleResolver                struct{}
	documentResolver            struct{}
	documentTextResolver        struct{}
	specificationResolver       struct{}
	meetingResolver             struct{}
	objectiveResolver           struct{}
	eventResolver               struct{}
	correspondenceGroupResolver struct{}
	actionResolver              struct{}
	sourceResolver              struct{}
	reportResolver              struct{}
	statementResolver           struct{}
	equivalenceResolver         struct{}
	targetChangeResolver        struct{}
)

// The resolvers of each type.
func (*Resolver) Query() QueryResolver                 { return queryResolver{} }
func (*Resolver) StudyGroup() StudyGroupResolver       { return studyGroupResolver{} }
func (*Resolver) Question() QuestionResolver           { return questionResolver{} }
func (*Resolver) Text() TextResolver                   { return textResolver{} }
func (*Resolver) TextDocument() TextDocumentResolver   { return textDocumentResolver{} }
func (*Resolver) TextRelation() TextRelationResolver   { return textRelationResolver{} }
func (*Resolver) Person() PersonResolver               { return personResolver{} }
func (*Resolver) Role() RoleResolver                   { return roleResolver{} }
func (*Resolver) Document() DocumentResolver           { return documentResolver{} }
func (*Resolver) DocumentText() DocumentTextResolver   { return documentTextResolver{} }
func (*Resolver) Specification() SpecificationResolver { return specificationResolver{} }
func (*Resolver) Meeting() MeetingResolver             { return meetingResolver{} }
func (*Resolver) Objective() ObjectiveResolver         { return objectiveResolver{} }
func (*Resolver) Event() EventResolver                 { return eventResolver{} }
func (*Resolver) CorrespondenceGroup() CorrespondenceGroupResolver {
	return correspondenceGroupResolver{}
}
func (*Resolver) Action() ActionResolver { return actionResolver{} }
func (*Resolver) Source() SourceResolver { return sourceResolver{} }
func (*Resolver) Report() ReportResolver { return reportResolver{} }

// The resolvers of what documents say of texts.
func (*Resolver) Statement() StatementResolver       { return statementResolver{} }
func (*Resolver) Equivalence() EquivalenceResolver   { return equivalenceResolver{} }
func (*Resolver) TargetChange() TargetChangeResolver { return targetChangeResolver{} }

func paging(first *int, after *string, last *int, before *string) store.PageArgs {
	return store.PageArgs{First: first, After: after, Last: last, Before: before}
}

// pick is a field of each parent.
func pick[P, V any](parents []*P, field func(*P) V) []V {
	out := make([]V, len(parents))
	for i, p := range parents {
		out[i] = field(p)
	}
	return out
}
