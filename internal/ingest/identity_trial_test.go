package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// trial applies a script to a store and to the model, and compares them after each step.
type trial struct {
	t       *testing.T
	g       *graphtest.Graph
	s       *store.Store
	model   model
	reports map[string]func() *ingest.Facts
	ids     map[standards.PersonID]bool // that were ever given out
	names   map[string]bool             // that were ever printed
	done    []string                    // what was done, for people who look into a failure
}

// stepBytes is how many bytes of a script are one step: what to do, and two that choose to whom.
const stepBytes = 3

func newTrial(t *testing.T) *trial {
	t.Helper()
	g := graphtest.Open(t, func(o *store.Options) { o.Exclusive = true }) // so that no change waits for other servers
	return &trial{
		t: t, g: g, s: g.Store, model: model{prints: map[string][]string{}},
		reports: map[string]func() *ingest.Facts{}, ids: map[standards.PersonID]bool{}, names: map[string]bool{},
	}
}

// try runs a script, and returns what was done and the first difference, nil where there is none.
func try(t *testing.T, script []byte) ([]string, error) {
	t.Helper()
	r := newTrial(t)
	for step := range slices.Chunk(script, stepBytes) {
		random := rand.New(rand.NewPCG(uint64(step[0]), uint64(step[len(step)-1])<<8|uint64(step[len(step)/2])))
		if err := r.step(step[0], random); err != nil {
			return r.done, err
		}
		if err := r.compare(); err != nil {
			return r.done, err
		}
	}
	return r.done, r.fromNothing(rand.New(rand.NewPCG(uint64(len(script)), 5)))
}

func (r *trial) note(format string, args ...any) {
	r.done = append(r.done, fmt.Sprintf(format, args...))
}

func (r *trial) step(what byte, random *rand.Rand) error {
	people := slices.Sorted(maps.Keys(r.model.state().people()))
	switch what % 16 {
	case 0:
		r.note("reopen")
		r.s = r.g.Again(r.t, 0)
		return nil
	case 1:
		return r.importSample()
	case 2, 3:
		if id := anyOf(random, slices.Sorted(maps.Keys(r.reports))); id != "" {
			r.note("import %s again", id)
			return r.imports(id, r.reports[id])
		}
	case 4, 5, 6, 7:
		if len(people) > 1 {
			return r.merge(random)
		}
	case 8, 9, 10, 11:
		if len(people) > 0 {
			return r.split(random)
		}
	}
	m := meetings[int(what/16)*random.IntN(2)%len(meetings)] // often the same one
	content := reportOf(m, random)
	r.note("import %d %s: %s", m.StudyGroup, m.Start, printedIn(content))
	return r.imports(string(standards.NewMeetingID(standards.NewStudyGroupID(m.StudyGroup), m.Start)), func() *ingest.Facts {
		f, err := ingest.New(content, fmt.Sprint(printedIn(content)))
		if err != nil {
			r.t.Fatal(err)
		}
		return f
	})
}

func (r *trial) importSample() error {
	r.note("import %s", sample.Name)
	return r.imports("meeting:17:2019-08-27", func() *ingest.Facts {
		f, err := graphtest.Facts(sample.Report, sample.Name)
		if err != nil {
			r.t.Fatal(err)
		}
		return f
	})
}

// reportOf makes up the report of a meeting: some texts of few names, edited by people of confusing names, and what it says
// of another meeting.
func reportOf(m source.Meeting, random *rand.Rand) *source.Facts {
	m.Name = fmt.Sprintf("Meeting of SG%d", m.StudyGroup)
	c := &source.Facts{Title: m.Name, Format: standards.TextFormat, LineCount: 10, Meeting: &m}
	from := random.IntN(len(collisions))
	many := 2 + random.IntN(6)
	name := func() string { return collisions[(from+random.IntN(many))%len(collisions)] }
	other := meetings[random.IntN(len(meetings))]
	if other.StudyGroup == m.StudyGroup && other.Start != m.Start {
		c.Announced = []source.Announced{{Kind: standards.Plenary, Name: "Another meeting", Start: other.Start, End: other.End}}
	}
	for i := range 1 + random.IntN(4) {
		row := source.Statement{
			Kind: standards.Consented, Section: "made up", Number: i + 1, FirstLine: i + 1, LastLine: i + 1, Raw: "made up",
			Acronym: fmt.Sprintf("X.%d", 1000+random.IntN(6)), Title: fmt.Sprintf("Text %d", i), TextKind: standards.Recommendation,
			Novelty: standards.New, Questions: []source.Question{{Group: m.StudyGroup, Number: 1 + i%2}},
		}
		for range 1 + random.IntN(3) {
			row.Editors = append(row.Editors, name())
		}
		c.Statements = append(c.Statements, row)
	}
	if random.IntN(3) == 0 {
		c.Meeting.Statistics = &standards.Statistics{Absentees: []*standards.Role{{Name: name(), Title: "vice-chairman"}}}
	}
	return c
}

// printedIn are the names of people in a report.
func printedIn(c *source.Facts) []string {
	var names []string
	for _, row := range c.Statements {
		names = append(names, row.Editors...)
	}
	if c.Meeting.Statistics != nil {
		for _, role := range c.Meeting.Statistics.Absentees {
			names = append(names, role.Name)
		}
	}
	return names
}

func (r *trial) imports(id string, read func() *ingest.Facts) error {
	facts := read()
	names := printedIn(facts.Parsed)
	if _, err := ingest.Replace(r.t.Context(), r.s, facts, "a test", false); err != nil {
		return err
	}
	r.reports[id], r.model.prints[id] = read, names
	for _, name := range names {
		r.names[name] = true
	}
	return nil
}

// merge merges people by any of their ids: two to four, or one who is nobody.
func (r *trial) merge(random *rand.Rand) error {
	state := r.model.state()
	given := slices.Sorted(maps.Keys(r.ids))
	var ids []string
	for range 2 + random.IntN(3) {
		ids = append(ids, string(anyOf(random, given)))
	}
	r.note("merge %q", ids)
	err := ingest.MergePeople(r.t.Context(), r.s, "a test", standards.PersonID(ids[0]), personIDs(ids[1:]))
	if slices.ContainsFunc(ids, func(id string) bool { return state.lead(id) == "" }) {
		return refused(err, standards.NotFound)
	}
	r.model.merge(ids)
	return err
}

// split splits a person by any of their ids: some of the spellings, at times none, all, or another's.
func (r *trial) split(random *rand.Rand) error {
	state := r.model.state()
	people := state.people()
	several := slices.DeleteFunc(slices.Sorted(maps.Keys(people)), func(id string) bool { return len(people[id].names) < 2 })
	p := people[anyOf(random, several)]
	if p == nil || random.IntN(8) == 0 {
		p = people[anyOf(random, slices.Sorted(maps.Keys(people)))]
	}
	id := anyOf(random, p.listed)
	var names []string
	for _, name := range p.names {
		if random.IntN(3) == 0 {
			names = append(names, name)
		}
	}
	random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if random.IntN(20) == 0 {
		names = append(names, collisions[random.IntN(len(collisions))])
	}
	r.note("split %q from %s", names, id)
	kept, split, err := ingest.SplitPerson(r.t.Context(), r.s, "a test", standards.PersonID(id), names)
	foreign := slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(p.names, n) })
	rest := slices.DeleteFunc(slices.Clone(p.names), func(n string) bool { return slices.Contains(names, n) })
	if foreign || len(names) == 0 || len(rest) == 0 {
		return refused(err, standards.Invalid)
	}
	if err != nil {
		return err
	}
	r.model.split(id, names)
	state = r.model.state()
	if k, s := state.listOf(state.own(rest[0])), state.listOf(state.own(names[0])); string(kept) != k || string(split) != s {
		return fmt.Errorf("the split gives %s and %s, want %s and %s", kept, split, k, s)
	}
	return nil
}

func refused(err error, want standards.Code) error {
	var e *standards.Error
	if errors.As(err, &e) && e.Code == want {
		return nil
	}
	return fmt.Errorf("%w, want %s", err, want)
}

// compare compares all that was ever given out with the model, and has the store verify itself.
func (r *trial) compare() error {
	ctx, state := r.t.Context(), r.model.state()
	people := state.people()
	stored, err := r.s.People.All(ctx)
	if err != nil {
		return err
	}
	if len(stored) != len(people) {
		return fmt.Errorf("%d people, want %d", len(stored), len(people))
	}
	for _, p := range stored {
		r.ids[p.ID] = true
		if want := people[string(p.ID)]; want == nil || !slices.Equal(slices.Sorted(slices.Values(p.Spellings)), want.names) {
			return fmt.Errorf("%s is printed as %q, want %+v", p.ID, p.Spellings, want)
		}
	}
	for _, id := range state.ids() {
		r.ids[standards.PersonID(id)] = true
	}
	ids := slices.Sorted(maps.Keys(r.ids))
	found, err := r.s.People.Get(ctx, ids)
	if err != nil {
		return err
	}
	current, err := r.s.People.Current(ctx, "ids", ids)
	if err != nil {
		return err
	}
	for i, id := range ids {
		var got standards.PersonID
		if p := found[id]; p != nil {
			got = p.ID
		}
		if want := standards.PersonID(state.lead(string(id))); got != want || want != "" && current[i] != want {
			return fmt.Errorf("%s leads to %q and is resolved to %q, want %q", id, got, current[i], want)
		}
	}
	if err := r.compareNames(state); err != nil {
		return err
	}
	if err := r.compareEditors(state); err != nil {
		return err
	}
	findings, err := graphtest.Verify(ctx, r.s)
	if len(findings) > 0 {
		return fmt.Errorf("verify: %v", findings)
	}
	return err
}

func (r *trial) compareNames(state *state) error {
	for name := range r.names {
		found, err := r.s.PersonNamed(r.t.Context(), "name", name)
		var got []string
		var several *standards.Error
		switch {
		case errors.As(err, &several) && several.Code == standards.Ambiguous:
			if several.Extensions["how"] == nil { // else nobody was printed so
				for _, m := range several.Extensions["matches"].([]map[string]any) {
					got = append(got, string(m["id"].(standards.PersonID)))
				}
			}
		case err != nil:
			return err
		case found.Person != nil && found.Match == nil:
			got = append(got, string(found.Person.ID))
		}
		if want := state.named(name); !slices.Equal(got, want) {
			return fmt.Errorf("%q finds %q, want %q", name, got, want)
		}
	}
	return nil
}

// compareEditors compares the editors of texts with whom the model says that the names in their actions are.
func (r *trial) compareEditors(state *state) error {
	actions, err := r.s.Actions.All(r.t.Context())
	if err != nil {
		return err
	}
	texts, err := r.s.Texts.All(r.t.Context())
	if err != nil {
		return err
	}
	byID := map[standards.ActionID]*standards.Action{}
	printed := 0
	for _, a := range actions {
		byID[a.ID] = a
		printed += len(a.EditorLinks)
	}
	for _, t := range texts {
		var want []standards.PersonID
		for _, id := range t.ActionIDs {
			for _, e := range byID[id].EditorLinks {
				if p := standards.PersonID(state.listOf(state.own(e.Name))); !slices.Contains(want, p) {
					want = append(want, p)
				}
			}
		}
		if !slices.Equal(t.EditorIDs, want) {
			return fmt.Errorf("%s is edited by %q, want %q", t.ID, t.EditorIDs, want)
		}
	}
	for _, read := range r.reports {
		for _, row := range read().Parsed.Statements {
			printed -= len(row.Editors)
		}
	}
	if printed != 0 {
		return fmt.Errorf("actions have %d editors more than the reports", printed)
	}
	return nil
}

// fromNothing derives the graph anew: the corrections as they are recorded, then the reports in any order.
func (r *trial) fromNothing(random *rand.Rand) error {
	ctx := r.t.Context()
	fresh := graphtest.Open(r.t, func(o *store.Options) { o.Exclusive = true })
	corrections, err := r.s.Corrections.All(ctx)
	if err != nil {
		return err
	}
	if err := fresh.Change(ctx, "the corrections", func(context.Context) (*store.Batch, error) {
		b := &store.Batch{}
		for _, c := range corrections {
			if err := fresh.Corrections.Put(b, c); err != nil {
				return nil, err
			}
		}
		return b, nil
	}); err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(r.reports))
	random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, id := range ids {
		if _, err := ingest.Replace(ctx, fresh.Store, r.reports[id](), "a test", false); err != nil {
			return err
		}
	}
	want := dump(r.t, fresh)
	r.g.Store = r.s
	if got := dump(r.t, r.g); got != want {
		a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				return fmt.Errorf("derived from nothing:\n got %s\nwant %s", a[i], b[i])
			}
		}
		return fmt.Errorf("derived from nothing: %d nodes, want %d", len(a), len(b))
	}
	return nil
}

func anyOf[T any](random *rand.Rand, all []T) (one T) {
	if len(all) > 0 {
		one = all[random.IntN(len(all))]
	}
	return one
}

func personIDs(ids []string) []standards.PersonID {
	out := make([]standards.PersonID, len(ids))
	for i, id := range ids {
		out[i] = standards.PersonID(id)
	}
	return out
}
