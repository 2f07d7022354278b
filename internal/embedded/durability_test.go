package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
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
	case "migrate":
		migrateUntilKilled(dir)
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
	s := e.read()
	defer s.release()
	for _, ns := range s.names("") {
		v := s.view(ns)
		fmt.Fprintln(&b, ns, v.count)
		for _, ix := range append([]*index{v.byID}, v.indexes...) {
			fmt.Fprintln(&b, " index", bson.Raw(ix.spec), ix.multikey)
			entries := must[*tree](t)(v.tree(ix))
			for ok := entries.it.First(); ok; ok = entries.it.Next() {
				if value := entries.value(); ix == v.byID {
					fmt.Fprintln(&b, " ", bson.Raw(value))
				} else {
					fmt.Fprintf(&b, "    %x %x\n", entries.key(), value)
				}
			}
			if err := entries.close(); err != nil {
				t.Fatal(err)
			}
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

func TestWriteOnAFullDiskChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var full atomic.Bool
	room := WithRoom(func() (uint64, error) {
		if full.Load() {
			return reserve - 1, nil
		}
		return 1 << 40, nil
	})
	e, cl := connect(t, dir, quiet(), room)
	c := cl.Database("d").Collection("c")
	work(t, c)
	before := contents(t, e)
	full.Store(true)
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
		if err := write(); errorCode(nil, err) != int(codeOutOfDiskSpace) || !strings.Contains(err.Error(), "nothing was changed") {
			t.Errorf("%s: %v", name, err)
		}
		if contents(t, e) != before {
			t.Errorf("%s changed something", name)
		}
	}
	full.Store(false)
	must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: "n"}}))
	after := contents(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e2, _ := connect(t, dir)
	if contents(t, e2) != after {
		t.Error("the store differs from what the engine answered with")
	}
}

// onFS opens the engine on a file system of the test.
func onFS(fs vfs.FS) Option { return func(o *settings) { o.fs = fs } }

func TestCommitThatMayBeOnDiskStopsTheEngine(t *testing.T) {
	t.Parallel()
	for _, full := range []error{syscall.EIO, syscall.ENOSPC} {
		for name, operations := range map[string][]errorfs.OpKind{"writing": {errorfs.OpFileWrite}, "syncing": {errorfs.OpFileSync, errorfs.OpFileSyncData}} {
			t.Run(name+" "+full.Error(), func(t *testing.T) {
				t.Parallel()
				var failing atomic.Bool
				fs := vfs.NewMem()
				failingFS := errorfs.Wrap(fs, errorfs.InjectorFunc(func(op errorfs.Op) error {
					if failing.Load() && slices.Contains(operations, op.Kind) {
						return full
					}
					return nil
				}))
				fatal := make(chan error, 1)
				e, cl := connect(t, "data", quiet(), onFS(failingFS), OnFatal(func(err error) { fatal <- err }))
				c := cl.Database("d").Collection("c")
				ctx := context.Background()
				must[*mongo.InsertOneResult](t)(c.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}}))
				failing.Store(true)
				if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: 2}}); err == nil || !strings.Contains(err.Error(), "stopped") {
					t.Error(err)
				}
				if err := <-fatal; !errors.Is(err, full) || !errors.Is(e.Err(), full) {
					t.Error(err, e.Err())
				}
				if err := c.FindOne(ctx, bson.D{}).Err(); err == nil || !strings.Contains(err.Error(), "stopped") {
					t.Error("a read afterwards:", err)
				}
				if err := e.Close(); err != nil {
					t.Fatal(err)
				}
				_, cl2 := connect(t, "data", onFS(fs))
				if n := must[int64](t)(cl2.Database("d").Collection("c").CountDocuments(ctx, bson.D{})); n != 1 && n != 2 {
					t.Error("opening again reads what is on disk:", n)
				}
			})
		}
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
