package fault

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// round is the sample as its nth correction: a text's title and an editor's name carry the number.
func round(n int) []byte {
	content := bytes.Replace(sample.Report, []byte("X.tfrcaTechnical framework"), fmt.Appendf(nil, "X.tfrcaRound %d of a framework", n), 1)
	return bytes.ReplaceAll(content, []byte("Koji Nakao"), fmt.Appendf(nil, "Koji Nakao%s", strings.Repeat("a", n%5)))
}

// changing imports round after round, merges and splits people, for this long, and at least two rounds. It returns their number.
func changing(at context.Context, s *store.Store, length time.Duration) (int, error) {
	begun := time.Now()
	for n := 1; ; n++ {
		if n > 2 && time.Since(begun) > length {
			return n - 1, nil
		}
		facts, err := ingest.Read(at, round(n), "round.txt")
		if err == nil {
			_, err = ingest.Import(at, s, facts, "a test", false)
		}
		if err == nil && n%2 == 0 {
			err = ingest.MergePeople(at, s, "a test", "person:feng-gao", []standards.PersonID{"person:feng-zhang"})
		} else if err == nil && n > 1 {
			_, _, err = ingest.SplitPerson(at, s, "a test", "person:feng-gao", []string{"Feng Zhang"})
		}
		if err != nil {
			return n, fmt.Errorf("round %d: %w", n, err)
		}
	}
}

// consistent asks for things that one import changes together, by several ways.
const consistent = `{
	text(acronym: "X.tfrca") { title }
	editors(first: 100, filter: {search: "nakao"}) { totalCount nodes { name texts(first: 100) { totalCount nodes { id editors { name } } } } }
	texts(first: 100) { totalCount nodes { id title editors { name } } }
}`

type view struct {
	Text    struct{ Title string }
	Editors struct {
		TotalCount int
		Nodes      []struct {
			Name  string
			Texts struct {
				TotalCount int
				Nodes      []struct{ Editors []struct{ Name string } }
			}
		}
	}
	Texts struct {
		TotalCount int
		Nodes      []struct {
			Title   string
			Editors []struct{ Name string }
		}
	}
}

// whole says what in an answer cannot be of one revision.
func (v view) whole() error {
	if len(v.Texts.Nodes) != v.Texts.TotalCount || len(v.Editors.Nodes) != 1 || v.Editors.TotalCount != 1 {
		return fmt.Errorf("%d texts of %d, %d editors of %d", len(v.Texts.Nodes), v.Texts.TotalCount, len(v.Editors.Nodes), v.Editors.TotalCount)
	}
	editor := v.Editors.Nodes[0]
	if _, after, ok := strings.Cut(v.Text.Title, "Round "); ok {
		number, _, _ := strings.Cut(after, " ")
		n, err := strconv.Atoi(number)
		if want := "Koji Nakao" + strings.Repeat("a", n%5); err != nil || editor.Name != want {
			return fmt.Errorf("%s, and %s edits", v.Text.Title, editor.Name)
		}
	}
	named := 0
	titled := false
	for _, t := range v.Texts.Nodes {
		titled = titled || t.Title == v.Text.Title
		for _, e := range t.Editors {
			if e.Name == editor.Name {
				named++
			}
		}
	}
	if !titled || named != editor.Texts.TotalCount || len(editor.Texts.Nodes) != named {
		return fmt.Errorf("%q is titled so in the list: %v; %s has %d texts, and is named by %d", v.Text.Title, titled, editor.Name, editor.Texts.TotalCount, named)
	}
	return nil
}

// lasting is how long the load lasts.
func lasting(t *testing.T) time.Duration {
	t.Helper()
	seconds, err := strconv.ParseFloat(cmp.Or(os.Getenv("RAPPORTEUR_FAULT_SECONDS"), "5"), 64)
	if err != nil || seconds <= 0 {
		t.Fatal("RAPPORTEUR_FAULT_SECONDS is no number of seconds")
	}
	return time.Duration(seconds * float64(time.Second))
}

// While one server imports, merges and splits, 64 clients of another get whole answers of one revision each, and no errors; memory
// stays as it was after the first rounds.
func TestAnswersAreWholeWhileTheGraphChanges(t *testing.T) { //nolint:paralleltest // it looks at the memory of the process
	g := graphtest.Open(t, func(o *store.Options) { o.CacheBytes = 8 << 20 })
	writer := g.Again(t, 0)
	imported(t, writer)
	watched, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	watching.Go(func() { g.Watch(watched, discard) })
	live := server(t, g.Store, func(l *httpd.Limits) { l.Operation = time.Minute })
	load := func(length time.Duration) (answers int64, rounds int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var clients sync.WaitGroup
		var count atomic.Int64
		for range 64 {
			clients.Go(func() {
				c := &http.Client{Transport: &http.Transport{}}
				defer c.CloseIdleConnections()
				for ctx.Err() == nil {
					got, err := ask(context.WithoutCancel(ctx), c, live.URL, consistent)
					var v view
					if err == nil && len(got.Errors) > 0 {
						err = fmt.Errorf("%v", got.Errors)
					}
					if err == nil {
						err = json.Unmarshal(got.Data, &v)
					}
					if err == nil {
						err = v.whole()
					}
					if err != nil {
						t.Error(err)
						return
					}
					count.Add(1)
				}
			})
		}
		rounds, err := changing(t.Context(), writer, length)
		cancel()
		clients.Wait()
		if err != nil {
			t.Error(err)
		}
		return count.Load(), rounds
	}
	length := lasting(t)
	load(length / 3)
	before := heap()
	answers, rounds := load(length)
	after := heap()
	t.Logf("%d answers in %v, %d rounds of changes; heap %d kB, then %d kB", answers, length, rounds, before>>10, after>>10)
	if answers < 64 {
		t.Errorf("%d answers show nothing", answers)
	}
	// What the journal and the audits keep of each round is part of what the engine in memory holds.
	if kept := uint64(rounds) * 200 << 10; after > 2*before+32<<20+kept {
		t.Errorf("the heap grew from %d kB to %d kB", before>>10, after>>10)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
