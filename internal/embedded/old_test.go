package embedded

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

// oldFixture is a data file as version 0 wrote it: 47 documents of entry with five indexes in d.c, one document in other.e,
// and the empty collection d.empty.
func oldFixture(t testing.TB) []byte {
	t.Helper()
	z := must[*gzip.Reader](t)(gzip.NewReader(bytes.NewReader(must[[]byte](t)(os.ReadFile("testdata/rapporteur.db.gz")))))
	return must[[]byte](t)(io.ReadAll(z))
}

func oldFolder(t testing.TB, content []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, oldFile), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// checkMigrated opens a folder and looks whether everything of the fixture is there, and nothing of the old form.
func checkMigrated(t testing.TB, dir string) {
	t.Helper()
	e, cl := connect(t, dir, quiet())
	if err := consistent(t, e); err != nil {
		t.Error(err)
	}
	ctx := context.Background()
	c := cl.Database("d").Collection("c")
	if n := must[int64](t)(c.CountDocuments(ctx, bson.D{{Key: "owner", Value: "owner-03"}, {Key: "rev", Value: 2}})); n != 3 {
		t.Errorf("%d documents of owner-03, want 3", n)
	}
	if n := e.Counters().Documents; n != 48 {
		t.Errorf("%d documents, want 48", n)
	}
	if names := must[[]string](t)(cl.Database("d").ListCollectionNames(ctx, bson.D{})); len(names) != 2 {
		t.Error(names)
	}
	if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: "x"}, {Key: "k", Value: "key-0007919"}}); !mongo.IsDuplicateKeyError(err) {
		t.Error("the unique index:", err)
	}
	var names []string
	for _, f := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		names = append(names, f.Name())
	}
	if got := strings.Join(names, " "); got != lockFile+" "+storeFolder {
		t.Error("in the folder:", got)
	}
}

func TestFileOfAnOlderVersionIsMovedIntoAStore(t *testing.T) {
	t.Parallel()
	fixture := oldFixture(t)
	dir := oldFolder(t, fixture)
	checkMigrated(t, dir)

	// The old file comes back when the power goes before its removal has reached the disk.
	dir = oldFolder(t, fixture)
	if err := must[*Engine](t)(Open(dir, quiet())).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, oldFile), fixture, 0o600); err != nil {
		t.Fatal(err)
	}
	checkMigrated(t, dir)

	// What a migration that was cut off has written does not count.
	dir = oldFolder(t, fixture)
	if err := os.MkdirAll(filepath.Join(dir, newFolder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, newFolder, "000002.log"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	checkMigrated(t, dir)
}

// killedBy is a log handler that kills the process at the nth message.
type killedBy struct {
	slog.Handler
	n *int
}

func (k killedBy) Enabled(context.Context, slog.Level) bool { return true }

func (k killedBy) Handle(context.Context, slog.Record) error {
	if *k.n--; *k.n == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
	return nil
}

// migrateUntilKilled runs in a child.
func migrateUntilKilled(where string) {
	at, dir, _ := strings.Cut(where, ":")
	n := len(at)
	_, err := Open(dir, WithLogger(slog.New(killedBy{slog.DiscardHandler, &n})))
	fmt.Fprintln(os.Stderr, "not killed:", err)
	os.Exit(1)
}

func TestMigrationThatIsKilledBeginsAgain(t *testing.T) {
	t.Parallel()
	dir := oldFolder(t, oldFixture(t))
	for _, at := range []string{"1", "11", "111", "1111", "11111"} { // at the first message, the second, ...
		err := spawn(t, "migrate", at+":"+dir).Run()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() >= 0 {
			t.Fatalf("the child was not killed at message %d: %v", len(at), err)
		}
		if _, err := os.Stat(filepath.Join(dir, oldFile)); (err == nil) != (len(at) < 5) {
			t.Errorf("the old file after message %d: %v", len(at), err)
		}
	}
	checkMigrated(t, dir)
}

func TestDamagedFileOfAnOlderVersionIsNamedAndKept(t *testing.T) {
	t.Parallel()
	good := oldFixture(t)
	doc := bytes.Index(good, []byte("doc-0000007"))
	damage := map[string]func(b []byte) []byte{
		"text":                   func([]byte) []byte { return []byte(strings.Repeat("this is not a database\n", 1000)) },
		"zeros":                  func(b []byte) []byte { return make([]byte, len(b)) },
		"no meta pages":          func(b []byte) []byte { clear(b[:8192]); return b },
		"cut short":              func(b []byte) []byte { return b[:3*4096] },
		"one byte of a document": func(b []byte) []byte { flip(b, doc+40); return b },
		"everything behind the meta pages": func(b []byte) []byte {
			clear(b[8192:])
			return b
		},
	}
	for name, f := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			damaged := f(bytes.Clone(good))
			dir := oldFolder(t, damaged)
			path := filepath.Join(dir, oldFile)
			if _, err := Open(dir, quiet()); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), path) {
				t.Error(err)
			}
			if kept := must[[]byte](t)(os.ReadFile(path)); !bytes.Equal(kept, damaged) {
				t.Error("the file was changed")
			}
		})
	}
}

// flip changes every occurrence a byte position stands for: the file may hold old copies of a page.
func flip(b []byte, at int) {
	part := bytes.Clone(b[at-40 : at+1])
	for i := 0; i+len(part) <= len(b); i++ {
		if bytes.Equal(b[i:i+len(part)], part) {
			b[i+40] ^= 1
			i += len(part)
		}
	}
}
