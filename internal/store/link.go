package store

import (
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
)

// Link leads from one node to another in the direction in which it is recorded.
type Link struct {
	Kind     standards.EdgeKind
	From, To string
}

// recorded is a kind of edge as the nodes of one collection keep it.
type recorded[T any] struct {
	kind  standards.EdgeKind
	field string // of the documents, that holds the ids of the other nodes
	to    string // what those ids begin with
	ids   func(*T) []string
}

// The edges, where they are recorded.
var (
	textEdges = []recorded[standards.Text]{
		{standards.QuestionOf, "questions", "question", func(t *standards.Text) []string { return plain(t.QuestionIDs) }},
		{standards.EditedBy, "editors", "person", func(t *standards.Text) []string { return plain(t.EditorIDs) }},
		{standards.CarriedBy, "documents.document", "document", func(t *standards.Text) []string {
			ids := make([]string, len(t.Documents))
			for i, d := range t.Documents {
				ids[i] = string(d.DocumentID)
			}
			return ids
		}},
		{standards.EquivalentTo, "equivalents", "specification", func(t *standards.Text) []string { return plain(t.EquivalentIDs) }},
		{standards.RelatedTo, "relations.text", "text", func(t *standards.Text) []string {
			ids := make([]string, len(t.RelationLinks))
			for i, r := range t.RelationLinks {
				ids[i] = string(r.TextID)
			}
			return ids
		}},
		{standards.DecidedAt, "decisions.meeting", "meeting", func(t *standards.Text) []string {
			ids := make([]string, len(t.Decisions))
			for i, d := range t.Decisions {
				ids[i] = string(d.MeetingID)
			}
			return ids
		}},
	}
	meetingEdges = []recorded[standards.Meeting]{
		{standards.MeetingOf, "questions", "question", func(m *standards.Meeting) []string { return plain(m.QuestionIDs) }},
		{standards.AnnouncedAt, "announcedBy", "meeting", func(m *standards.Meeting) []string { return plain(m.AnnouncedByIDs) }},
		{standards.GroupOf, "studyGroup", "study-group", func(m *standards.Meeting) []string { return plain([]standards.StudyGroupID{m.StudyGroupID}) }},
	}
	questionEdges = []recorded[standards.Question]{
		{standards.GroupOf, "studyGroup", "study-group", func(q *standards.Question) []string { return plain([]standards.StudyGroupID{q.StudyGroupID}) }},
	}
	correspondenceEdges = []recorded[standards.CorrespondenceGroup]{
		{standards.GroupOf, "studyGroup", "study-group", func(g *standards.CorrespondenceGroup) []string {
			return plain([]standards.StudyGroupID{g.StudyGroupID})
		}},
	}
)

func plain[ID ~string](ids []ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// step asks for the edges of some nodes.
type step struct {
	kinds []standards.EdgeKind
	ids   map[string]bool
	of    map[string][]string // the ids, by what they begin with
	most  int
}

// Links reads the edges of these kinds that begin or end at these nodes, in the order of kinds and ids. Each
// collection that records such edges is one find: of at most most documents, and more says that there are others.
func (s *Store) Links(ctx context.Context, kinds []standards.EdgeKind, ids []string, most int) (edges []Link, more bool, err error) {
	w := step{kinds, make(map[string]bool, len(ids)), map[string][]string{}, most}
	for _, id := range ids {
		kind, _, _ := strings.Cut(id, ":")
		w.ids[id] = true
		w.of[kind] = append(w.of[kind], id)
	}
	for _, read := range []func() ([]Link, bool, error){
		func() ([]Link, bool, error) { return linksIn(ctx, w, s.Texts, "text", textEdges) },
		func() ([]Link, bool, error) { return linksIn(ctx, w, s.Meetings, "meeting", meetingEdges) },
		func() ([]Link, bool, error) { return linksIn(ctx, w, s.Questions, "question", questionEdges) },
		func() ([]Link, bool, error) {
			return linksIn(ctx, w, s.CorrespondenceGroups, "correspondence-group", correspondenceEdges)
		},
	} {
		found, others, err := read()
		if err != nil {
			return nil, false, err
		}
		edges, more = append(edges, found...), more || others
	}
	if err := budget.Steps(ctx, len(edges)); err != nil { // for their order
		return nil, false, err
	}
	slices.SortFunc(edges, func(a, b Link) int {
		return cmpOr(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), a.From, b.From, a.To, b.To)
	})
	return slices.Compact(edges), more, nil
}

func cmpOr(c int, pairs ...string) int {
	for i := 0; c == 0 && i < len(pairs); i += 2 {
		c = strings.Compare(pairs[i], pairs[i+1])
	}
	return c
}

// linksIn reads the edges that one collection, whose ids begin so, records.
func linksIn[ID ~string, T any](ctx context.Context, w step, c Collection[ID, T], from string, all []recorded[T]) ([]Link, bool, error) {
	asked := slices.DeleteFunc(slices.Clone(all), func(r recorded[T]) bool {
		return !slices.Contains(w.kinds, r.kind) || len(w.of[from]) == 0 && len(w.of[r.to]) == 0
	})
	if len(asked) == 0 {
		return nil, false, nil
	}
	var either bson.A
	if own := w.of[from]; len(own) > 0 {
		either = append(either, among("_id", own))
	}
	var fields []string
	for _, r := range asked {
		fields = append(fields, r.field)
		if ends := w.of[r.to]; len(ends) > 0 {
			either = append(either, among(r.field, ends))
		}
	}
	filter := bson.D{{Key: "$or", Value: either}}
	if len(either) == 1 {
		filter = either[0].(bson.D)
	}
	nodes, err := c.find(ctx, filter, reading{limit: w.most + 1, fields: fields, anyOrder: true})
	if err != nil {
		return nil, false, err
	}
	var edges []Link
	for _, n := range nodes[:min(len(nodes), w.most)] {
		id := string(c.id(n))
		for _, r := range asked {
			for _, to := range r.ids(n) {
				if to != "" && (w.ids[id] || w.ids[to]) {
					edges = append(edges, Link{r.kind, id, to})
				}
			}
		}
	}
	return edges, len(nodes) > w.most, nil
}
