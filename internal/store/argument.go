package store

import (
	"context"
	"strings"

	"rapporteur/internal/standards"
)

// Current are the ids by which these nodes go now: an id that a node had before it got another is replaced, an id of
// nothing stays. It costs one find, and a second one where some are not of a node. An id of another kind of node is
// INVALID; argument is where it was given.
func (c Collection[ID, T]) Current(ctx context.Context, argument string, ids []ID) ([]ID, error) {
	for _, id := range ids {
		if !strings.HasPrefix(string(id), c.kind+":") || len(id) == len(c.kind)+1 {
			return nil, standards.Errorf(standards.Invalid, "%s: %q is not an id that begins with %s:", argument, id, c.kind)
		}
	}
	if c.aliased == nil || len(ids) == 0 {
		return ids, nil
	}
	nodes, err := c.Where(ctx, "_id", ids, "_id")
	if err != nil {
		return nil, err
	}
	known := make(map[ID]bool, len(nodes))
	for _, n := range nodes {
		known[c.id(n)] = true
	}
	var missing []ID
	for _, id := range ids {
		if !known[id] {
			missing = append(missing, id)
		}
	}
	if missing == nil {
		return ids, nil
	}
	renamed, err := c.aliased(ctx, missing)
	current := make([]ID, len(ids))
	for i, id := range ids {
		if current[i] = id; renamed[id] != nil {
			current[i] = c.id(renamed[id])
		}
	}
	return current, err
}

// ids asks that a field holds one of these ids, whatever their nodes go by now, and returns the ids of now. It is the only
// way by which ids get into a filter. nil asks nothing.
func ids[ID ~string, T any](ctx context.Context, c *compilation, of Collection[ID, T], argument, field string, given []ID) []ID {
	if given == nil || c.err != nil {
		return nil
	}
	if given, c.err = of.Current(ctx, argument, given); c.err == nil {
		c.add(among(field, given))
	}
	return given
}

// id is ids for an argument that takes one.
func id[ID ~string, T any](ctx context.Context, c *compilation, of Collection[ID, T], argument, field string, given *ID) {
	if given != nil {
		ids(ctx, c, of, argument, field, []ID{*given})
	}
}

// questions asks for nodes of these Questions, given by id or by label. A label alone means the Question of the newest
// study period that has it; where others have it, too, that is told among the matches.
func (c *compilation) questions(ctx context.Context, given []string) {
	if given == nil || c.err != nil {
		return
	}
	chosen := []standards.QuestionID{}
	var labels []string
	for _, g := range given {
		if strings.HasPrefix(g, c.store.Questions.kind+":") {
			chosen = append(chosen, standards.QuestionID(g))
		} else if number, group, ok := standards.ParseQuestionLabel(g); ok {
			labels = append(labels, standards.QuestionLabel(number, group))
		} else {
			c.err = standards.Errorf(standards.Invalid, "questions: %q is neither a label like Q6/17 nor an id like question:17:2017-2020:6", g)
			return
		}
	}
	newest, err := c.newestLabelled(ctx, labels)
	if err != nil {
		c.err = err
		return
	}
	ids(ctx, c, c.store.Questions, "questions", "questions", append(chosen, newest...))
}

// newestLabelled are the Questions of these labels in the newest study period that has each.
func (c *compilation) newestLabelled(ctx context.Context, labels []string) ([]standards.QuestionID, error) {
	newest := []standards.QuestionID{}
	if labels == nil {
		return newest, nil
	}
	found, err := c.store.Questions.find(ctx, among("label", labels), reading{sort: bySortKey, fields: []string{"label", "studyPeriod"}})
	first := map[string]*standards.Question{}
	told := map[string]bool{}
	for _, q := range found { // the newest study period of a label first
		switch of := first[q.Label]; {
		case of == nil:
			first[q.Label] = q
			newest = append(newest, q.ID)
		case !told[q.Label]:
			told[q.Label] = true
			c.matches = append(c.matches, &standards.Match{
				Argument: "questions", Given: q.Label, ID: string(of.ID), Name: of.Label + " (" + of.StudyPeriod + ")", How: standards.NewestPeriod,
			})
		}
	}
	return newest, err
}
