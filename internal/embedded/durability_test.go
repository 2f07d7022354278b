package embedded

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// childEnv says what a child process of the tests has to do, and in which folder.
const childEnv = "RAPPORTEUR_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	switch what, dir, _ := strings.Cut(os.Getenv(childEnv), ":"); what {
	case "":
		os.Exit(m.Run())
	case "write":
		writeUntilKilled(dir)
	case "full":
		fillTheDisk(dir)
	}
}

func spawn(t *testing.T, what, dir string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childEnv+"="+what+":"+dir)
	c.Stderr = os.Stderr
	return c
}

func quiet() Option { return WithLogger(slog.New(slog.DiscardHandler)) }

// contents is everything a database holds, as text.
func contents(t testing.TB, e *Engine) string {
	t.Helper()
	var b strings.Builder
	s := e.state.Load()
	for _, ns := range s.names("") {
		c := s.collections[ns]
		fmt.Fprintln(&b, ns)
		c.byID.tree.Scan(func(_ string, r *record) bool {
			fmt.Fprintln(&b, " ", bson.Raw(r.raw))
			return true
		})
		for _, ix := range c.indexes {
			fmt.Fprintln(&b, " index", bson.Raw(ix.spec))
			ix.tree.Scan(func(k string, r *record) bool {
				fmt.Fprintf(&b, "    %x %x\n", k, r.id)
				return true
			})
		}
	}
	return b.String()
}

// work writes a bit of everything.
func work(t testing.TB, c *mongo.Collection) {
	t.Helper()
	ctx := context.Background()
	indexAll(t, c)
	fill(t, c, 300)
	must[*mongo.UpdateResult](t)(c.UpdateMany(ctx, bson.D{{Key: "owner", Value: "owner-03"}}, bson.D{{Key: "$inc", Value: bson.D{{Key: "rev", Value: 1}}}, {Key: "$push", Value: bson.D{{Key: "terms", Value: "new"}}}}))
	must[*mongo.DeleteResult](t)(c.DeleteMany(ctx, bson.D{{Key: "owner", Value: "owner-04"}}))
	must[*mongo.UpdateResult](t)(c.UpdateByID(ctx, "up", bson.D{{Key: "$set", Value: bson.D{{Key: "k", Value: "x"}}}}, options.UpdateOne().SetUpsert(true)))
	other := c.Database().Collection("dropped")
	must[*mongo.InsertOneResult](t)(other.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}}))
	if err := other.Drop(ctx); err != nil {
		t.Fatal(err)
	}
	must[*mongo.InsertOneResult](t)(other.InsertOne(ctx, bson.D{{Key: "_id", Value: 2}}))
	if err := c.Indexes().DropOne(ctx, "terms_1"); err != nil {
		t.Fatal(err)
	}
}

func TestReopenFindsEverythingAsItWas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, cl := connect(t, dir)
	work(t, cl.Database("d").Collection("c"))
	before := contents(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e2, _ := connect(t, dir)
	if after := contents(t, e2); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

func TestFailedCommitChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, cl := connect(t, dir, quiet())
	c := cl.Database("d").Collection("c")
	work(t, c)
	before := contents(t, e)
	e.disk.before = func() error { return fmt.Errorf("no more room: %w", syscall.ENOSPC) }
	ctx := context.Background()
	writes := map[string]func() error{
		"insert": func() error { _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: "n"}}); return err },
		"update": func() error {
			_, err := c.UpdateMany(ctx, bson.D{}, bson.D{{Key: "$set", Value: bson.D{{Key: "k", Value: 1}}}})
			return err
		},
		"delete": func() error { _, err := c.DeleteMany(ctx, bson.D{}); return err },
		"createIndex": func() error {
			_, err := c.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "z", Value: 1}}})
			return err
		},
		"drop": func() error { return c.Drop(ctx) },
	}
	for name, write := range writes {
		if err := write(); errorCode(nil, err) != int(codeOutOfDiskSpace) {
			t.Errorf("%s: %v", name, err)
		}
		if contents(t, e) != before {
			t.Errorf("%s changed something", name)
		}
	}
	e.disk.before = nil
	must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: "n"}}))
	after := contents(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e2, _ := connect(t, dir)
	if contents(t, e2) != after {
		t.Error("the file differs from what was in memory")
	}
}

func TestCommitThatMayBeOnDiskStopsTheEngine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	fatal := make(chan error, 1)
	e, cl := connect(t, dir, quiet(), OnFatal(func(err error) { fatal <- err }))
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}}))
	e.disk.after = func(error) error { return syscall.EIO } // written, but the last fsync failed
	if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: 2}}); err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Error(err)
	}
	if err := <-fatal; !errors.Is(err, syscall.EIO) || !errors.Is(e.Err(), syscall.EIO) {
		t.Error(err, e.Err())
	}
	if err := c.FindOne(ctx, bson.D{}).Err(); err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Error("a read afterwards:", err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	_, cl2 := connect(t, dir)
	if n := must[int64](t)(cl2.Database("d").Collection("c").CountDocuments(ctx, bson.D{})); n != 2 {
		t.Error("opening again reads what is on disk:", n)
	}
}

// fillTheDisk runs in a child: a limit on the size of files stands for a full disk.
func fillTheDisk(dir string) {
	fail := func(err error) {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	signal.Ignore(syscall.SIGXFSZ)
	e, err := Open(dir, quiet())
	if err != nil {
		fail(err)
	}
	cl, err := mongo.Connect(options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
	if err != nil {
		fail(err)
	}
	c := cl.Database("d").Collection("c")
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fail(err)
	}
	hard := limit.Cur
	limit.Cur = 2 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fail(err)
	}
	ctx := context.Background()
	n, refused := 0, 0
	for i := 0; refused < 5; i++ {
		_, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: i}, {Key: "s", Value: strings.Repeat("x", 50_000)}})
		switch {
		case err == nil && refused == 0:
			n++
		case err == nil:
			fail(errors.New("a write went through after one that had not"))
		case !strings.Contains(err.Error(), "nothing was changed"):
			fail(err)
		default:
			refused++
		}
		if got, err := c.CountDocuments(ctx, bson.D{}); err != nil || int(got) != n {
			fail(fmt.Errorf("%d documents of %d: %w", got, n, err))
		}
	}
	limit.Cur = hard
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		fail(err)
	}
	if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: "again"}}); err != nil {
		fail(err)
	}
	if err := e.Close(); err != nil {
		fail(err)
	}
	fmt.Println("OK", n+1)
	os.Exit(0)
}

func TestFullDiskRefusesWritesAndLosesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out, err := spawn(t, "full", dir).Output()
	var n int64
	if _, scanErr := fmt.Sscanf(string(out), "OK %d", &n); err != nil || scanErr != nil {
		t.Fatalf("%s: %v", out, err)
	}
	_, cl := connect(t, dir)
	if got := must[int64](t)(cl.Database("d").Collection("c").CountDocuments(context.Background(), bson.D{})); got != n || n < 10 {
		t.Errorf("%d documents, want %d", got, n)
	}
}

// writeUntilKilled runs in a child: it prints each number once its write is acknowledged.
func writeUntilKilled(dir string) {
	e, err := Open(dir)
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	cl, err := mongo.Connect(options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	start, err := c.CountDocuments(ctx, bson.D{})
	for i := start; err == nil; i += 2 {
		_, err = c.InsertMany(ctx, []any{bson.D{{Key: "_id", Value: i}, {Key: "s", Value: strings.Repeat("x", 500)}}, bson.D{{Key: "_id", Value: i + 1}}})
		fmt.Println(i + 1)
	}
	fmt.Println("FAIL", err)
	os.Exit(1)
}

func TestKilledProcessLosesNoAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx := context.Background()
	total := int64(0)
	for round := range 20 {
		cmd := spawn(t, "write", dir)
		out := must[io.ReadCloser](t)(cmd.StdoutPipe())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		last := int64(-1)
		for n := 0; lines.Scan(); n++ {
			if _, err := fmt.Sscan(lines.Text(), &last); err != nil {
				t.Fatal(lines.Text())
			}
			if n == 2+round {
				_ = cmd.Process.Kill()
			}
		}
		_ = cmd.Wait()
		e := must[*Engine](t)(Open(dir))
		cl := client(t, options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
		n := must[int64](t)(cl.Database("d").Collection("c").CountDocuments(ctx, bson.D{}))
		if n < last+1 || n%2 != 0 {
			t.Fatalf("round %d: %d documents, %d were acknowledged, each write has 2", round, n, last+1)
		}
		total = n
		_ = cl.Disconnect(ctx)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if total < 100 {
		t.Errorf("only %d documents were written", total)
	}
}

func TestSecondOpenerIsToldThatTheFolderIsInUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	connect(t, dir)
	_, err := Open(dir)
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), dir) {
		t.Error(err)
	}
}

func TestDamagedFileIsNamedAndNeverPanics(t *testing.T) {
	t.Parallel()
	src := t.TempDir()
	e, cl := connect(t, src)
	work(t, cl.Database("d").Collection("c"))
	before := contents(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	good := must[[]byte](t)(os.ReadFile(filepath.Join(src, dataFile)))
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
		"noise behind the meta pages": func(b []byte) []byte {
			for i := 8192; i < len(b); i += 17 {
				b[i] ^= byte(i)
			}
			return b
		},
	}
	for i := 2; i < len(good)/4096 && i < 40; i += 3 {
		damage[fmt.Sprint("the head of page ", i)] = func(b []byte) []byte {
			for j := range 16 {
				b[i*4096+j] ^= 0xff
			}
			return b
		}
	}
	for name, f := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, dataFile)
			if err := os.WriteFile(path, f(bytes.Clone(good)), 0o600); err != nil {
				t.Fatal(err)
			}
			e, err := Open(dir)
			if err == nil { // damage to a page that holds nothing any more does no harm
				if !strings.HasPrefix(name, "the head of page") || contents(t, e) != before {
					t.Error("it was opened, with other contents or without a check")
				}
				if err := e.Close(); err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), path) {
				t.Error(err)
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
