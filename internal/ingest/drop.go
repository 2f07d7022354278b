package ingest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// maxNamed is how many of the things that an import would drop an error names.
const maxNamed = 20

// keepsEnough refuses an issue of a document that would drop more than a tenth of what the earlier issue says: INVALID,
// with what would go. It is likelier a part of the document, or badly read, than a correction.
func (c *change) keepsEnough() error {
	said, dropped := c.earlier.things(), c.dropped()
	if !tooMany(len(dropped), len(said)) {
		return nil
	}
	named := strings.Join(dropped[:min(len(dropped), maxNamed)], "; ")
	if more := len(dropped) - maxNamed; more > 0 {
		named += fmt.Sprintf("; and %d more", more)
	}
	err := standards.Errorf(standards.Invalid,
		"%s: this issue says nothing of %d of the %d things that the earlier one says, more than a tenth: %s. Nothing was changed; import it with --replace (GraphQL: replace: true) if these are to go",
		c.facts.report.ID, len(dropped), len(said), named)
	err.Extensions = map[string]any{"dropped": dropped[:min(len(dropped), maxNamed)], "droppedCount": len(dropped), "saidCount": len(said)}
	return err
}

// Acceptable refuses documents as Import does, before any of them is written: each is compared with the issue before it, which
// is in the store or among the documents that come before it here. It names the one that is refused by its place.
func Acceptable(ctx context.Context, s *store.Store, documents []*Facts) (refused int, err error) {
	earlier := map[standards.ReportID]*Facts{}
	for i, f := range documents {
		c := change{store: s, facts: f}
		if err := c.readDocument(ctx); err != nil {
			return i, err
		}
		id := f.report.ID
		if before := earlier[id]; before != nil {
			c.earlier = before.issue
		}
		if err := c.keepsEnough(); err != nil {
			return i, err
		}
		earlier[id] = f
	}
	return 0, nil
}

// tooMany says whether so many of so many things are more than a tenth.
func tooMany(dropped, said int) bool { return 10*dropped > said }

// dropped names what the earlier issue says and the new one does not, in the order of the earlier one.
func (c *change) dropped() []string {
	now := map[string]bool{}
	for _, t := range c.facts.things() {
		now[t.key] = true
	}
	var names []string
	for _, t := range c.earlier.things() {
		if !now[t.key] {
			names = append(names, t.name)
		}
	}
	return names
}

// thing is one of the things that a document says.
type thing struct{ key, name string }

// things are the statements of texts, the meetings announced, the figures of the meeting, and the correspondence groups.
func (i *issue) things() []thing {
	var all []thing
	for _, s := range slices.SortedFunc(slices.Values(i.statements), func(a, b *standards.Statement) int {
		return strings.Compare(a.Said.SortKey, b.Said.SortKey)
	}) {
		all = append(all, thing{string(s.ID), decisionLabel(&s.Said)})
	}
	for _, m := range i.meetings {
		if !m.Own {
			all = append(all, thing{m.ID, "the meeting " + m.Said.Name})
		}
	}
	for _, g := range i.groups {
		all = append(all, thing{g.ID, "the correspondence group " + g.Said.Acronym})
	}
	if own := i.own(); own != nil {
		for _, c := range own.Claims {
			all = append(all, thing{"claim " + string(c.Kind), "the figure of texts " + words(c.Kind)})
		}
		for _, name := range figures(own.Statistics) {
			all = append(all, thing{"figure " + name, "the figure " + name})
		}
	}
	return all
}

// figures are the names, as in the store, of the figures that are given.
func figures(s *standards.Statistics) []string {
	if s == nil {
		return nil
	}
	var names []string
	for v, i := reflect.ValueOf(s).Elem(), 0; i < v.NumField(); i++ {
		if !v.Field(i).IsZero() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("bson"), ",")
			names = append(names, name)
		}
	}
	return names
}

// decisionLabel is a decision in words: "X.1332: determined".
func decisionLabel(a *standards.Action) string {
	name := fmt.Sprintf("row %d", deref(a.Source.Row))
	switch {
	case a.Acronym != nil:
		name = *a.Acronym
	case a.ProvisionalName != nil:
		name = *a.ProvisionalName
	case a.Title != nil:
		name = *a.Title
	}
	return standards.Shortened(name, 100) + ": " + words(a.Kind)
}

// words is a value of an enumeration in words: "new work item".
func words[T ~string](value T) string {
	return strings.ToLower(strings.ReplaceAll(string(value), "_", " "))
}
