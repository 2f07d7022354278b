package cli

import (
	"errors"
	"os"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	driver "go.mongodb.org/mongo-driver/v2/mongo/options"

	"rapporteur/internal/embedded"
	"rapporteur/internal/sample"
)

// inFolder calls f with the database of a data folder, behind the back of the store.
func inFolder(t *testing.T, dir string, f func(*mongo.Database) error) {
	t.Helper()
	engine, err := embedded.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	}()
	client, err := mongo.Connect(driver.Client().ApplyURI("mongodb://embedded").SetDialer(engine.Dialer()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Disconnect(t.Context()) }() // the engine closes what is left open
	if err := f(client.Database("rapporteur")); err != nil {
		t.Fatal(err)
	}
}

// The folder in which verify derives the graph again goes when it ends.
func TestVerifyLeavesNoFolderBehind(t *testing.T) {
	temporary, dir := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temporary)
	if code, _, messages := run(t, nil, "import", "--data-dir", dir, file(t, "report.txt", sample.Report)); code != exitDone {
		t.Fatal(messages)
	}
	if code, out, messages := run(t, nil, "verify", "--data-dir", dir); code != exitDone {
		t.Fatal(out, messages)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("%v: %v", left, err)
	}
}

// verify finds a derived field that was altered, and --rebuild mends it, once and on record.
func TestVerifyRebuildMendsWhatIsDerived(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, _, messages := run(t, nil, "import", "--data-dir", dir, file(t, "report.txt", sample.Report)); code != exitDone {
		t.Fatal(messages)
	}
	inFolder(t, dir, func(db *mongo.Database) error {
		r, err := db.Collection("texts").UpdateByID(t.Context(), "text:17:x.509rev", bson.D{{Key: "$set", Value: bson.D{{Key: "title", Value: "something else"}}}})
		if err == nil && r.ModifiedCount != 1 {
			err = errors.New("nothing was altered")
		}
		return err
	})
	for _, c := range []struct {
		args  []string
		code  int
		says  []string // in the output
		sound bool
	}{
		{nil, exitFailed, []string{"text:17:x.509rev", "title"}, false},
		{[]string{"--rebuild"}, exitDone, []string{"mended: ", "text:17:x.509rev", "title"}, true},
		{nil, exitDone, nil, true},
		{[]string{"--rebuild"}, exitDone, nil, true},
	} {
		code, out, messages := run(t, map[string]string{"USER": "ann"}, append([]string{"verify", "--data-dir", dir}, c.args...)...)
		if code != c.code || strings.Contains(out, "the store is sound") != c.sound || strings.Contains(out, "mended: ") != (len(c.says) == 3) {
			t.Errorf("verify %v: exit code %d\n%s%s", c.args, code, out, messages)
		}
		for _, want := range c.says {
			if !strings.Contains(out, want) {
				t.Errorf("verify %v does not say %q: %s", c.args, want, out)
			}
		}
		if mends := len(c.says) == 3; strings.Contains(messages, `"ann, on the command line"`) != mends {
			t.Errorf("verify %v, the log: %s", c.args, messages)
		}
	}
	inFolder(t, dir, func(db *mongo.Database) error {
		n, err := db.Collection("audits").CountDocuments(t.Context(), bson.D{{Key: "by", Value: "ann, on the command line"}})
		if n != 1 {
			t.Errorf("%d records of the mending", n)
		}
		return err
	})
}
