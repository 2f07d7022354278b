package store_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// backup returns a backup of a store.
func backup(t *testing.T, s *store.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if n, err := s.Backup(t.Context(), &b, nil); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	return b.Bytes()
}

// earlier is a backup of the sample by the first version of the format.
func earlier(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/version1.backup")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// unpacked are the lines of documents of a backup.
func unpacked(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	_, documents, _ := strings.Cut(string(all), "\n")
	return documents[:strings.LastIndex(documents[:len(documents)-1], "\n")]
}

// restored restores a backup into a store of its own.
func restored(t *testing.T, content []byte) *graphtest.Graph {
	t.Helper()
	g := graphtest.Open(t)
	if n, err := g.Restore(t.Context(), bytes.NewReader(content), nil); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	return g
}

// failed restores a backup that is wrong, and expects nothing of it in the store.
func failed(t *testing.T, g *graphtest.Graph, content []byte, says string) {
	t.Helper()
	_, err := g.Restore(t.Context(), bytes.NewReader(content), nil)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%v does not say %q", err, says)
	}
	if !g.Nothing(t.Context()) {
		t.Error("documents are left behind")
	}
	if marked, err := g.RestoreFailed(t.Context()); err != nil || !marked {
		t.Errorf("the failure is not marked: %v", err)
	}
}

// A backup restores to the same store, which counts on from its revision: whoever has seen the empty one sees it.
func TestBackupAndRestoreGiveTheSameStore(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	content := backup(t, g.Store)
	other := graphtest.Open(t, func(o *store.Options) { o.CacheBytes = 1 << 20 })
	read := func() (found int) {
		if err := other.AtOneRevision(t.Context(), func(ctx context.Context, _ *store.View) {
			groups, err := other.StudyGroups.Get(ctx, []standards.StudyGroupID{"study-group:17"})
			if found = len(groups); err != nil {
				t.Error(err)
			}
		}); err != nil {
			t.Error(err)
		}
		return found
	}
	if read() != 0 {
		t.Fatal("the store is not empty")
	}
	if _, err := other.Restore(t.Context(), bytes.NewReader(content), nil); err != nil {
		t.Fatal(err)
	}
	if now := revision(t, other.Store); now != revision(t, g.Store)+1 {
		t.Errorf("revision %d after a restore of revision %d", now, revision(t, g.Store))
	}
	if read() != 1 {
		t.Error("what was read of the empty store is still shown")
	}
	if marked, err := other.RestoreFailed(t.Context()); marked || err != nil {
		t.Error(marked, err)
	}
	if findings, err := graphtest.Verify(t.Context(), other.Store); err != nil || len(findings) != 0 {
		t.Error(findings, err)
	}
	if r := other.ImportSample(t); r.Created+r.Updated+r.Deleted != 0 {
		t.Errorf("the sample into what was restored: %+v", r)
	}
	if unpacked(t, content) != unpacked(t, backup(t, other.Store)) {
		t.Error("a backup of what was restored differs")
	}
	if _, err := other.Restore(t.Context(), bytes.NewReader(content), nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("into a store that is not empty: %v", err)
	}
}

// A backup of an earlier program restores. What it derived otherwise is derived anew when its report is imported again.
func TestABackupOfVersion1Restores(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	if n, err := g.Restore(t.Context(), bytes.NewReader(earlier(t)), nil); err != nil || n != 453 {
		t.Fatal(n, err)
	}
	if r := g.ImportSample(t); r.Created+r.Deleted != 0 {
		t.Errorf("the sample into what was restored: %d created, %d deleted", r.Created, r.Deleted)
	}
	if findings, err := graphtest.Verify(t.Context(), g.Store); err != nil || len(findings) != 0 {
		t.Error(findings, err)
	}
}

// Of many bits spread over a backup, each that is flipped makes it refused, unless it says nothing of the content; then the content is
// the same.
func TestAFlippedBitIsFoundBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	for name, whole := range map[string][]byte{"this version": backup(t, graphtest.Sample(t).Store), "version 1": earlier(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Open(t)
			refused, flips := 0, raced.Some(300, 20)
			for i := range flips {
				bit := i * (8*len(whole) - 1) / (flips - 1)
				content := bytes.Clone(whole)
				content[bit/8] ^= 1 << (bit % 8)
				if _, err := g.Restore(t.Context(), bytes.NewReader(content), nil); err != nil {
					refused++
					continue
				}
				if unpacked(t, backup(t, g.Store)) != unpacked(t, whole) {
					t.Errorf("bit %d: other content was restored", bit)
				}
				g = graphtest.Open(t)
			}
			if refused < flips-flips/20 || !g.Nothing(t.Context()) {
				t.Errorf("%d of %d were refused; nothing is left behind: %t", refused, flips, g.Nothing(t.Context()))
			}
		})
	}
}

func TestABackupThatIsCutOffIsRefused(t *testing.T) {
	t.Parallel()
	for name, whole := range map[string][]byte{"this version": backup(t, graphtest.Sample(t).Store), "version 1": earlier(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Open(t)
			for size := 1 << 10; size < len(whole); size += 1 << 10 {
				failed(t, g, whole[:size], "cut off")
			}
			for size := len(whole) - 1; size > len(whole)-12; size-- { // checksum and length of gzip, and the end of what it packs
				failed(t, g, whole[:size], "")
			}
		})
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	t.Parallel()
	const group = `{"_id":"study-group:17","name":"a group","number":{"$numberInt":"17"}}`
	documents := [][2]string{{"studyGroups", group}}
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"nothing":                          {nil, "not a backup"},
		"text":                             {[]byte("hello"), "not a backup"},
		"gzip of something else":           {append([]byte{0x1f, 0x8b}, "no gzip"...), "not a backup"},
		"a version of the future":          {store.NewBackup(3, documents, ""), "version 3"},
		"more after its end":               {append(store.NewBackup(2, documents, ""), store.NewBackup(2, documents, "")...), "after its end"},
		"noise after its end":              {append(store.NewBackup(2, documents, ""), "noise"...), "damaged"},
		"an end that counts more":          {store.NewBackup(1, documents, `{"end":true,"documents":2}`+"\n"), "counts 2 documents and holds 1"},
		"an end without digests":           {store.NewBackup(2, documents, `{"end":true,"documents":1}`+"\n"), "studyGroups are not what was written"},
		"an end with another digest":       {store.NewBackup(2, documents, `{"end":true,"documents":1,"collections":{"studyGroups":{"documents":1,"sha256":"00"}}}`+"\n"), "studyGroups are not what was written"},
		"no end":                           {store.NewBackup(2, documents, "\n"), "damaged at line 3"},
		"a document of the wrong type":     {store.NewBackup(2, [][2]string{{"studyGroups", `{"_id":"study-group:17","name":7}`}}, ""), "studyGroups study-group:17"},
		"a document without an id":         {store.NewBackup(2, [][2]string{{"studyGroups", `{"name":"a group"}`}}, ""), "without an id"},
		"a document that is none":          {store.NewBackup(2, [][2]string{{"studyGroups", `[1]`}}, ""), "line 2"},
		"a collection that there is not":   {store.NewBackup(2, [][2]string{{"meta", `{"_id":"revision"}`}}, ""), `no collection "meta"`},
		"another head":                     {repacked(t, store.NewBackup(2, documents, ""), `"revision":7`, `"revision":8`), "it is not what was written"},
		"the same id twice":                {store.NewBackup(2, [][2]string{{"studyGroups", group}, {"studyGroups", group}}, ""), "comes after study-group:17"},
		"a collection in two places":       {store.NewBackup(2, [][2]string{{"studyGroups", group}, {"questions", `{"_id":"question:1"}`}, {"studyGroups", group}}, ""), "two places"},
		"something after the last of them": {store.NewBackup(2, [][2]string{{"reports", `{"_id":"report:1"}`}, {"studyGroups", group}}, ""), "come after reports"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed(t, graphtest.Open(t), c.content, c.says)
		})
	}
	if g := restored(t, store.NewBackup(2, documents, "")); g.Nothing(t.Context()) {
		t.Error("the sound one of them is not restored")
	}
}

// repacked is a backup in which one text stands for another.
func repacked(t *testing.T, backup []byte, before, after string) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(backup))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil || !bytes.Contains(content, []byte(before)) {
		t.Fatalf("no %s in %.200s: %v", before, content, err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(bytes.Replace(content, []byte(before), []byte(after), 1)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A small file that unpacks to very much is given up early.
func TestABombIsRefusedInBoundedMemory(t *testing.T) { // not in parallel: it counts what is allocated
	repeated, long := strings.Repeat("a", 1<<20), raced.Some(100, 65)<<20
	var documents [][2]string
	for i := range raced.Some(200, 100) {
		documents = append(documents, [2]string{"corrections", fmt.Sprintf(`{"_id":"key:%06d","person":%q}`, i, repeated)})
	}
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"sound documents": {store.NewBackup(2, documents, ""), "more than 200 times its size"},
		"a long line":     {store.NewBackup(2, nil, strings.Repeat("a", long)), "line 2 has more than"},
		"a long head":     {packedSpaces(t, long), "line 1 has more than"},
	} {
		t.Run(name, func(t *testing.T) {
			g := graphtest.Open(t)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			failed(t, g, c.content, c.says)
			runtime.ReadMemStats(&after)
			// All that is allocated on the way: a line is copied when it grows, and decoded documents do not live long.
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; len(c.content) > 1<<20 || used > 700 {
				t.Errorf("a file of %d bytes takes %d MiB", len(c.content), used)
			}
		})
	}
}

func packedSpaces(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(bytes.Repeat([]byte(" "), n)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A restore whose writes fail leaves nothing; done again, it is whole.
func TestARestoreThatFailsInTheMiddleLeavesNothing(t *testing.T) {
	t.Parallel()
	whole := backup(t, graphtest.Sample(t).Store)
	clean := graphtest.Open(t)
	sent := clean.Commands(func() {
		if _, err := clean.Restore(t.Context(), bytes.NewReader(whole), nil); err != nil {
			t.Fatal(err)
		}
	})
	g, broken := graphtest.Open(t), 0
	for at := range sent {
		ctx, cancel := context.WithCancel(t.Context())
		g.Fail(at, cancel)
		_, err := g.Restore(ctx, bytes.NewReader(whole), nil)
		g.Fail(-1, nil)
		cancel()
		if err == nil {
			g = graphtest.Open(t)
			continue
		}
		broken++
		if !g.Nothing(t.Context()) {
			t.Errorf("cut off at command %d of %d: documents are left behind", at, len(sent))
		}
	}
	if broken < 10 {
		t.Errorf("only %d of %d restores failed: %v", broken, len(sent), sent)
	}
	if _, err := g.Restore(t.Context(), bytes.NewReader(whole), nil); err != nil {
		t.Fatal(err)
	}
	if unpacked(t, backup(t, g.Store)) != unpacked(t, whole) {
		t.Error("done again, it is not the same")
	}
}

// What a restore wrote whose process was killed is taken away by the next start, and before the next change.
func TestWhatAKilledRestoreWroteIsTakenAway(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]func(t *testing.T, g *graphtest.Graph){
		"start": func(t *testing.T, g *graphtest.Graph) { g.Again(t, 0) },
		"change": func(t *testing.T, g *graphtest.Graph) {
			if err := g.Change(t.Context(), "the next", func(context.Context) (*store.Batch, error) {
				if !g.Nothing(t.Context()) {
					t.Error("the change sees what the restore wrote")
				}
				return &store.Batch{}, nil
			}); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Open(t)
			dead := g.Again(t, 50*time.Millisecond)
			dead.AbandonRestore(t.Context(), putting(dead, 1, 2, 3))
			if g.Nothing(t.Context()) {
				t.Fatal("the restore has written nothing")
			}
			next(t, g)
			if marked, err := g.RestoreFailed(t.Context()); !g.Nothing(t.Context()) || !marked || err != nil {
				t.Errorf("nothing is left: %t; marked: %t, %v", g.Nothing(t.Context()), marked, err)
			}
		})
	}
}
