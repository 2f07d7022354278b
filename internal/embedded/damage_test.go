package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// readAll reads every document and every entry of every index through commands.
func readAll(t *testing.T, cl *mongo.Client) (string, error) {
	t.Helper()
	var b strings.Builder
	for _, name := range []string{"c", "dropped"} {
		for _, by := range []string{"_id", "k", "owner"} {
			c := cl.Database("d").Collection(name)
			cur, err := c.Aggregate(t.Context(), bson.A{bson.D{{Key: "$sort", Value: bson.D{{Key: by, Value: 1}}}}})
			if err != nil {
				return "", err
			}
			var all []bson.D
			if err := cur.All(t.Context(), &all); err != nil {
				return "", err
			}
			fmt.Fprintln(&b, by, all)
		}
	}
	return b.String(), nil
}

// A damaged store is refused when it is opened, or by the command that reads the damage, with the name of the file; or it
// answers as if it were whole, where nobody needs what is damaged.
func TestDamagedStoreIsNamedAndNeverPanics(t *testing.T) {
	t.Parallel()
	src := t.TempDir()
	e, cl := connect(t, src)
	work(t, cl.Database("d").Collection("c"))
	if err := e.disk.db.(onDisk).Flush(); err != nil {
		t.Fatal(err)
	}
	fill(t, cl.Database("d").Collection("c"), 0)
	must[*mongo.UpdateResult](t)(cl.Database("d").Collection("c").UpdateMany(t.Context(), bson.D{}, bson.D{{Key: "$inc", Value: bson.D{{Key: "rev", Value: 1}}}}))
	must[*mongo.InsertOneResult](t)(cl.Database("d").Collection("c").InsertOne(t.Context(), bson.D{{Key: "_id", Value: "last"}}))
	before := must[string](t)(readAll(t, cl))
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	damage := map[string]func(b []byte) []byte{
		"missing":   func([]byte) []byte { return nil },
		"empty":     func([]byte) []byte { return []byte{} },
		"text":      func(b []byte) []byte { return []byte(strings.Repeat("no store\n", len(b)/9+1)) },
		"zeros":     func(b []byte) []byte { return make([]byte, len(b)) },
		"cut short": func(b []byte) []byte { return b[:len(b)/2] },
	}
	for i := range 8 {
		damage[fmt.Sprint("a byte at ", i, "/8")] = func(b []byte) []byte {
			if len(b) > 0 {
				b[len(b)*i/8] ^= 0x10
			}
			return b
		}
	}
	refused, told := 0, 0
	for _, file := range must[[]os.DirEntry](t)(os.ReadDir(filepath.Join(src, storeFolder))) {
		for name, f := range damage {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, storeFolder, file.Name())
			content := f(must[[]byte](t)(os.ReadFile(path)))
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if content != nil {
				if err := os.WriteFile(path, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			e, err := Open(dir, quiet())
			if err != nil {
				if refused++; !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%s, %s: %v", file.Name(), name, err)
				}
				continue
			}
			cl := clientOf(t, e)
			switch after, err := readAll(t, cl); {
			case err != nil:
				if told++; !strings.Contains(err.Error(), ErrCorrupt.Error()) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%s, %s: read: %v", file.Name(), name, err)
				}
			case after != before:
				t.Errorf("%s, %s: other contents, and nobody is told", file.Name(), name)
			}
			_ = cl.Disconnect(t.Context())
			if err := e.Close(); err != nil {
				t.Errorf("%s, %s: close: %v", file.Name(), name, err)
			}
		}
	}
	t.Logf("%d refused when opened, %d when read", refused, told)
	if refused == 0 || told == 0 {
		t.Error("the damage was not in what is read")
	}
}

// A store without the file that says which others count is refused, and nothing of it is removed.
func TestStoreWithoutItsMarkerIsNotTakenForAnEmptyOne(t *testing.T) {
	t.Parallel()
	for _, lost := range [][]string{{"marker.manifest.*"}, {"marker.*"}, {"marker.manifest.*", "*.log"}, {"marker.*", "MANIFEST-*"}} {
		dir := t.TempDir()
		e, cl := connect(t, dir)
		fill(t, cl.Database("d").Collection("c"), 10)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		files := func(pattern string) []string {
			return must[[]string](t)(filepath.Glob(filepath.Join(dir, storeFolder, pattern)))
		}
		for _, pattern := range lost {
			for _, name := range files(pattern) {
				if err := os.Remove(name); err != nil {
					t.Fatal(err)
				}
			}
		}
		tables := files("*.sst")
		again, err := Open(dir, quiet())
		if err == nil {
			err = errors.Join(errors.New("it was opened"), again.Close())
		}
		if !errors.Is(err, ErrCorrupt) || len(tables) == 0 || len(files("*.sst")) != len(tables) {
			t.Errorf("without %q %d of %d tables are left: %v", lost, len(files("*.sst")), len(tables), err)
		}
	}
}

// Where the making of an index fails, what was written of it ahead is taken away.
func TestIndexThatCannotBeMadeLeavesNothing(t *testing.T) {
	t.Parallel()
	e, cl := connect(t, t.TempDir(), func(o *settings) { o.spill = 200 })
	c := cl.Database("d").Collection("c")
	for i := range 40 {
		must[*mongo.InsertOneResult](t)(c.InsertOne(t.Context(), bson.D{{Key: "_id", Value: i}, {Key: "k", Value: i % 39}}))
	}
	unique := mongo.IndexModel{Keys: bson.D{{Key: "k", Value: 1}}, Options: options.Index().SetUnique(true)}
	if _, err := c.Indexes().CreateOne(t.Context(), unique); !mongo.IsDuplicateKeyError(err) {
		t.Errorf("two documents have the same key: %v", err)
	}
	s := e.read()
	defer s.release()
	if err := nothingLeft(s); err != nil {
		t.Error(err)
	}
}

// After a crash the log holds what was acknowledged last. Damage in the middle of it is not taken for its end.
func TestDamagedLogIsNotCutOff(t *testing.T) {
	t.Parallel()
	src, dir := t.TempDir(), t.TempDir()
	_, cl := connect(t, src)
	for i := range 100 {
		must[*mongo.InsertOneResult](t)(cl.Database("d").Collection("c").InsertOne(t.Context(), bson.D{{Key: "_id", Value: i}, {Key: "s", Value: strings.Repeat("x", 5000)}}))
	}
	if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	logs := must[[]string](t)(filepath.Glob(filepath.Join(dir, storeFolder, "*.log")))
	for _, log := range logs {
		content := must[[]byte](t)(os.ReadFile(log))
		content[len(content)/4] ^= 1
		if err := os.WriteFile(log, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir, quiet()); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), dir) {
		t.Errorf("%d logs: %v", len(logs), err)
	}
}
