package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// made is what a made-up report says of its texts.
type made struct {
	start standards.PartialDate
	rows  []source.Statement
}

func (m made) put(t *testing.T, g *graphtest.Graph) {
	t.Helper()
	r := &source.Facts{
		Title: "Made up", Format: standards.TextFormat, LineCount: len(m.rows),
		Meeting: &source.Meeting{StudyGroup: 17, Name: "A meeting", Start: m.start, End: m.start, Statistics: &standards.Statistics{
			Absentees: []*standards.Role{{Name: "Ada Absent", Title: "Vice-chairman"}},
		}},
	}
	r.Announced = []source.Announced{{Name: "Next", Kind: standards.Interim, Start: m.start[:8] + "28", Questions: []source.Question{{Group: 17, Number: 99}}}}
	for i, row := range m.rows {
		row.Number, row.FirstLine, row.LastLine = i+1, i+1, i+1
		r.Statements = append(r.Statements, row)
	}
	graphtest.Add(t, g, r)
}

// hubRow is a row of a text that is listed with these Questions, with few people, one document and one twin.
func hubRow(random *rand.Rand, number int, questions []int) source.Statement {
	row := source.Statement{
		Kind: standards.Consented, Section: "made up", Raw: "made up",
		Acronym: fmt.Sprintf("X.%d", number), Title: fmt.Sprintf("Text %d", number), TextKind: standards.Recommendation,
		Document: source.TD{Number: "TD1"}, DocumentRole: standards.LocationOfText, Editors: []string{"Ann Always"},
		Equivalents: []standards.SpecificationName{{Organizations: []string{"ISO", "IEC"}, Number: "1"}},
	}
	for _, q := range questions {
		row.Questions = append(row.Questions, source.Question{Group: 17, Number: q})
	}
	if random.IntN(2) == 0 {
		row.Editors = append(row.Editors, fmt.Sprintf("Sam %s", strings.Repeat("s", 1+random.IntN(120))))
	}
	return row
}

// Nodes keep the first 100 of a list that grows with the graph and count the rest. A correction lays what changed over
// these: texts that come, go, get another name or another Question, before the end of a head and after it. After each
// step the graph is what a new store makes of the same reports.
func TestHeadsOfListsAreWhatADerivationFromNothingMakes(t *testing.T) {
	t.Parallel()
	wide := make([]int, 20) // more lists than are read one by one
	for i := range wide {
		wide[i] = i + 1
	}
	for name, questions := range map[string][]int{"few lists": {1, 2}, "many lists": wide} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(17, uint64(len(questions))))
			g := graphtest.Open(t)
			first, second := made{start: "2019-01-22"}, made{start: "2019-08-27"}
			for n := range 130 {
				first.rows = append(first.rows, hubRow(random, 1000+7*n, questions))
			}
			second.rows = slices.Clone(first.rows[20:40])
			for step := range 9 {
				if step%3 == 2 {
					correct(random, &second, questions)
					second.put(t, g)
				} else {
					correct(random, &first, questions)
					first.put(t, g)
				}
				fresh := graphtest.Open(t)
				if step > 1 {
					second.put(t, fresh)
				}
				first.put(t, fresh)
				differ(t, fmt.Sprintf("step %d", step), dump(t, g), dump(t, fresh))
				sound(t, g)
			}
			cut := 0
			all, err := g.Questions.All(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range all {
				if len(q.TextIDs) > standards.HeadSize || len(q.EditorIDs) > standards.HeadSize {
					t.Errorf("%s keeps %d texts and %d editors", q.ID, len(q.TextIDs), len(q.EditorIDs))
				}
				if q.TextCount > standards.HeadSize {
					cut++
				}
			}
			if cut < len(questions) {
				t.Errorf("%d lists are longer than their heads, too few to test them", cut)
			}
		})
	}
}

// correct changes some rows, at the beginning, in the middle and at the end.
func correct(random *rand.Rand, m *made, questions []int) {
	m.rows = slices.Clone(m.rows)
	for range 1 + random.IntN(12) {
		at := random.IntN(len(m.rows))
		switch random.IntN(6) {
		case 0: // a text goes
			m.rows = slices.Delete(m.rows, at, at+1)
		case 1, 2: // a new one comes
			m.rows = append(m.rows, hubRow(random, 100+random.IntN(3000), questions))
		case 3: // a text is approved under another name, and moves
			m.rows[at].ProvisionalName, m.rows[at].Acronym = m.rows[at].Acronym, fmt.Sprintf("X.%d", 100+random.IntN(9000))
		case 4: // it changes its Questions
			m.rows[at].Questions = m.rows[at].Questions[random.IntN(len(m.rows[at].Questions)):]
		case 5: // and its editors
			m.rows[at].Editors = hubRow(random, 0, nil).Editors
		}
	}
	m.rows = slices.CompactFunc(slices.SortedFunc(slices.Values(m.rows), func(a, b source.Statement) int { return strings.Compare(a.Acronym, b.Acronym) }),
		func(a, b source.Statement) bool { return a.Acronym == b.Acronym })
}

// A correction of one row reads what it changes and the heads of the lists that it is in, whatever the lists hold.
func TestACorrectionReadsHeadsAndNotLists(t *testing.T) {
	t.Parallel()
	read := map[int]int{}
	var finds [][]string
	for _, n := range []int{300, 1200} {
		var documents atomic.Int64
		g := graphtest.Open(t, func(o *store.Options) {
			o.Observer.Ended = func(_ context.Context, c store.Command) { documents.Add(int64(c.Documents)) }
		})
		big, small := made{start: "2019-01-22"}, made{start: "2019-08-27"}
		random := rand.New(rand.NewPCG(1, 1))
		for i := range n {
			row := hubRow(random, 1000+i, []int{1, 2})
			row.Editors, row.Document = []string{fmt.Sprintf("Sam %s", strings.Repeat("s", 1+i%50))}, source.TD{Number: fmt.Sprintf("TD%d", i)}
			if i == 5 { // the text that is corrected
				row.Editors = []string{"Someone Else"}
			}
			big.rows = append(big.rows, row)
		}
		big.put(t, g)
		row := hubRow(random, 9005, []int{1, 2}) // behind the heads now
		row.ProvisionalName = "X.1005"
		row.Editors, row.Document = []string{"Someone New"}, source.TD{Number: "TD9999"}
		small.rows = []source.Statement{row}
		documents.Store(0)
		finds = append(finds, g.Commands(func() { small.put(t, g) }))
		read[n] = int(documents.Load())
	}
	t.Logf("%v documents read", read)
	if !slices.Equal(finds[0], finds[1]) {
		t.Errorf("commands of one row: %v\nafter a meeting of four times as many rows: %v", finds[0], finds[1])
	}
	if read[1200] > read[300]+read[300]/20 {
		t.Errorf("documents read of one row: %v", read)
	}
}
