package cli

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"rapporteur/internal/sample"
)

// A change that is certain to happen and cannot be applied is set aside at the next start, which says so; verify names it until it is
// dropped.
func TestAChangeThatCannotBeAppliedIsSetAside(t *testing.T) {
	t.Parallel()
	dir, report := t.TempDir(), file(t, "report.txt", sample.Report)
	if code, _, messages := run(t, nil, "import", "--data-dir", dir, report); code != exitDone {
		t.Fatal(messages)
	}
	const id = "20260101T000000.000000000-LOST"
	inFolder(t, dir, func(db *mongo.Database) error {
		_, err := db.Collection("meta").UpdateByID(t.Context(), "revision", bson.D{{Key: "$set", Value: bson.D{{Key: "applying", Value: id}}}})
		return err
	})
	for _, c := range []struct {
		args     []string
		code     int
		out, err string
	}{
		{[]string{"journal"}, exitDone, id, "was set aside"},
		{[]string{"import", report}, exitDone, "", "was set aside"},
		{[]string{"verify"}, exitFailed, id, "1 findings"},
		{[]string{"journal", "retry", "another"}, exitFailed, "", `no change "another" was set aside`},
		{[]string{"journal", "drop"}, exitUsage, "", "name the change"},
		{[]string{"journal", "drop", id}, exitDone, "", ""},
		{[]string{"journal"}, exitDone, "no change was set aside", ""},
		{[]string{"verify"}, exitDone, "the store is sound", ""},
	} {
		code, out, messages := run(t, nil, append(c.args, "--data-dir", dir)...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(messages, c.err) {
			t.Errorf("%v: %d, want %d\n%s\n%s", c.args, code, c.code, out, messages)
		}
	}
}
