package ingest_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/sample"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// unprotected is what may be altered, or deleted where it ends in "-", without being found, and why.
var unprotected = map[string]string{
	"changes 1 -":              "the list of changes begins somewhere",
	"changes.ids":              "read once, by servers that run when the change is made, for their caches",
	"journal.what":             "a record for people; audits say the same and are protected",
	"journal.at":               "a record for people; audits say the same and are protected",
	"journal.parts":            "of an applied change, whose parts are gone",
	"meta.form":                "checked at each start: what has a lower form is derived anew",
	"meta.number of schema":    "checked at each start: a lower one migrates again, a higher one is refused",
	"meta queue -":             "orders those who wait, and no more; the next who joins makes it again",
	"meta.waiting":             "the same",
	"meta.beats":               "the same",
	"meta.claim":               "the next change claims anew",
	"changes has a field more": "nothing reads it",
	"journal has a field more": "nothing reads it",
	"meta has a field more":    "nothing reads it",
	"meta is added":            "nothing reads it",
	"meta derived -":           "the same",
	"meta schema -":            "the same",
}

// tamperStep: of so many kinds of tampering one is tried.
var tamperStep = raced.Some(1, 12)

// derivedCollections are compared field by field; what is in the others is a fact.
var derivedCollections = []string{
	"studyGroups", "questions", "people", "specifications", "documents", "meetings", "correspondenceGroups", "texts", "actions",
}

var factCollections = []string{
	"statements", "meetingStatements", "groupStatements", "warnings", "reports", "corrections", "revisions", "audits", "ledgers",
	"changes", "journal", "meta",
}

// varied is a graph with documents in every collection: three reports and a circular, a newer issue that drops a meeting, a
// merge and a split.
func varied(t *testing.T) *graphtest.Graph {
	t.Helper()
	g := three(t)
	importDocument(t, g, circular())
	cut := strings.Replace(string(sample.Report), "X.1332", "X.1333", 1)
	for _, content := range []string{cut, string(sample.Report)} {
		facts, err := graphtest.Facts([]byte(content), sample.Name)
		if err == nil {
			_, err = ingest.Replace(t.Context(), g.Store, facts, "a test", false)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	early := func(announced ...source.Announced) {
		r := document("Further meetings", "2019-08-27", "2019-09-05")
		r.Announced = announced
		if _, err := ingest.Replace(t.Context(), g.Store, factsOf(t, r), "a test", false); err != nil {
			t.Fatal(err)
		}
	}
	early(source.Announced{Name: "Interim", Start: "2019-12-02", End: "2019-12-03"})
	r := document("Further meetings", "2019-08-27", "2019-09-05", source.Statement{Kind: standards.Agreed, Acronym: "X.8889"})
	if _, err := ingest.Replace(t.Context(), g.Store, factsOf(t, r), "a test", false); err != nil {
		t.Fatal(err)
	}
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:koji-nakao", []standards.PersonID{"person:rick-reed"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ingest.SplitPerson(t.Context(), g.Store, "a test", "person:koji-nakao", []string{"Rick Reed"}); err != nil {
		t.Fatal(err)
	}
	return g
}

// tampered is a graph, what is derived from it, and its database.
type tampered struct {
	g       *graphtest.Graph
	scratch *store.Store
	db      *mongo.Database
}

// facts is what Verify finds of facts, which has to derive everything from them again where they look sound: what was derived before
// would differ from facts that were altered, whether or not Verify notices.
func (x tampered) facts(t *testing.T) []store.Finding {
	t.Helper()
	f := &store.Findings{}
	_, err := x.g.CheckFacts(t.Context(), f)
	if err == nil && f.Count == 0 {
		f.First, err = graphtest.Verify(t.Context(), x.g.Store)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.First
}

// found is what Verify finds, with everything derived before.
func (x tampered) found(t *testing.T) []store.Finding {
	t.Helper()
	f := &store.Findings{}
	whole, err := x.g.CheckFacts(t.Context(), f)
	if err == nil && whole {
		err = x.g.Compare(t.Context(), x.scratch, func(d store.Difference) error {
			d.Describe(f)
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.First
}

// try does some tamperings at once, looks at what is found, and undoes them.
func (x tampered) try(t *testing.T, some []tampering, find func(*testing.T) []store.Finding, look func([]store.Finding)) {
	t.Helper()
	for _, w := range some {
		if err := put(t.Context(), x.db, w.collection, w.id, w.after); err != nil {
			t.Fatal(w, err)
		}
	}
	look(find(t))
	for _, w := range some {
		if err := put(t.Context(), x.db, w.collection, w.id, w.before); err != nil {
			t.Fatal(w, err)
		}
	}
}

// Every field of every document that is stored is altered, deleted and made of another type in turn, and documents are deleted and
// added: each is found, and where it is derived it is found in that field of that document.
func TestEveryTamperingIsFound(t *testing.T) {
	t.Parallel()
	g := varied(t)
	x := tampered{g: g, db: g.Database(t)}
	if err := graphtest.Scratch(t.Context(), func(scratch *store.Store) error {
		x.scratch = scratch
		if err := ingest.Derive(t.Context(), g.Store, scratch, nil); err != nil {
			return err
		}
		if found := x.found(t); len(found) > 0 {
			t.Fatalf("before anything is altered: %v", found)
		}
		n := x.derivedFields(t) + x.factFields(t)
		if found := x.found(t); len(found) > 0 {
			t.Errorf("after everything is undone: %v", found)
		}
		t.Logf("%d kinds of tampering", n)
		if n < 500/tamperStep {
			t.Errorf("only %d kinds of tampering", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// derivedFields tries those of all derived collections side by side.
func (x tampered) derivedFields(t *testing.T) (tried int) {
	all := map[string][]tampering{}
	for _, name := range derivedCollections {
		all[name] = slices.DeleteFunc(tamperings(t, name, stored(t, x.db, name)), excepted)
	}
	for round := 0; ; round += tamperStep {
		var some []tampering
		for _, name := range derivedCollections {
			if round < len(all[name]) {
				some = append(some, all[name][round])
			}
		}
		if len(some) == 0 {
			return tried
		}
		tried += len(some)
		x.try(t, some, x.found, func(found []store.Finding) {
			for _, w := range some {
				if !slices.ContainsFunc(found, func(f store.Finding) bool { return names(f, w) }) {
					t.Errorf("%s is not found: %v", w, found)
				}
			}
		})
	}
}

// names reports whether a finding is about the field that was tampered with.
func names(f store.Finding, w tampering) bool {
	path := strings.TrimSuffix(w.path, ".0")
	return f.Node == w.id && (strings.HasPrefix(f.Problem, path) || strings.HasPrefix(path, strings.Fields(f.Problem)[0]))
}

// factFields tries those of facts and records, one at a time.
func (x tampered) factFields(t *testing.T) (tried int) {
	used := map[string]bool{}
	for _, name := range factCollections {
		for i, w := range tamperings(t, name, stored(t, x.db, name)) {
			if i%tamperStep > 0 {
				continue
			}
			tried++
			x.try(t, []tampering{w}, x.facts, func(found []store.Finding) {
				if len(found) == 0 && !excepted(w) {
					t.Errorf("%s is not found", w)
				}
				used[name] = used[name] || len(found) > 0
			})
		}
		if !used[name] && tamperStep == 1 { // of few that are tried all may be harmless
			t.Errorf("nothing that is done to %s is found", name)
		}
	}
	return tried
}

// What is derived is mended with one change, byte for byte.
func TestMendPutsBackEverythingThatIsDerived(t *testing.T) {
	t.Parallel()
	g := varied(t)
	db := g.Database(t)
	was := map[string][]bson.Raw{}
	for _, name := range slices.Concat(derivedCollections, factCollections[:7]) {
		was[name] = unstamped(stored(t, db, name))
	}
	broken := map[any]bool{}
	for _, name := range derivedCollections {
		done := map[any]bool{}
		for _, w := range tamperings(t, name, was[name]) {
			if !done[w.id] || w.after == nil {
				done[w.id] = true
				broken[w.id] = true
				if err := put(t.Context(), db, name, w.id, w.after); err != nil {
					t.Fatal(w, err)
				}
			}
		}
	}
	statement := was["statements"][0].Lookup("_id").StringValue()
	if _, err := db.Collection("statements").UpdateOne(t.Context(), bson.D{{Key: "_id", Value: statement}}, bson.D{{Key: "$set", Value: bson.D{{Key: "text", Value: "text:17:x"}}}}); err != nil {
		t.Fatal(err)
	}
	before, err := g.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mended, left, err := graphtest.Mend(t.Context(), g.Store)
	if err != nil || len(left) > 0 || len(mended) < len(broken) {
		t.Errorf("%d were broken, %d mended, left %v, %v", len(broken), len(mended), left, err)
	}
	if after, err := g.Revision(t.Context()); err != nil || after != before+1 {
		t.Errorf("revision %d after %d, %v", after, before, err)
	}
	for name, documents := range was {
		now := unstamped(stored(t, db, name))
		if name == "audits" {
			now = now[:len(now)-1] // the mending
		}
		if !slices.EqualFunc(now, documents, func(a, b bson.Raw) bool { return bytes.Equal(a, b) }) {
			t.Errorf("%s are others than before", name)
		}
	}
	sound(t, g)
}

// Where a fact is damaged nothing is derived from it: the document is named, and heals by another import.
func TestMendLeavesWhatDamagedFactsMightSpoil(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(context.Context, *mongo.Database) error{
		"a statement is lost": func(ctx context.Context, db *mongo.Database) error {
			_, err := db.Collection("statements").DeleteOne(ctx, bson.D{{Key: "report", Value: "report:17:2019-08-27"}})
			return err
		},
		"the document is lost": func(ctx context.Context, db *mongo.Database) error {
			_, err := db.Collection("reports").DeleteOne(ctx, bson.D{{Key: "_id", Value: "report:17:2019-08-27"}})
			return err
		},
		"all that it says is lost": func(ctx context.Context, db *mongo.Database) error {
			_, err := db.Collection("statements").DeleteMany(ctx, bson.D{{Key: "report", Value: "report:17:2019-08-27"}})
			return err
		},
		"its meeting is another": func(ctx context.Context, db *mongo.Database) error {
			_, err := db.Collection("meetingStatements").UpdateMany(ctx, bson.D{{Key: "report", Value: "report:17:2019-08-27"}}, bson.D{{Key: "$set", Value: bson.D{{Key: "said.questions", Value: bson.A{"question:x"}}}}})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Sample(t)
			db := g.Database(t)
			was := stored(t, db, "texts")
			if err := damage(t.Context(), db); err != nil {
				t.Fatal(err)
			}
			mended, left, err := graphtest.Mend(t.Context(), g.Store)
			if err != nil || len(mended) > 0 || !slices.ContainsFunc(left, func(f store.Finding) bool { return f.Node == "report:17:2019-08-27" }) {
				t.Errorf("mended %v, left %v, %v", mended, left, err)
			}
			if !slices.EqualFunc(was, stored(t, db, "texts"), func(a, b bson.Raw) bool { return bytes.Equal(a, b) }) {
				t.Error("texts were changed")
			}
			g.ImportSample(t)
			if _, left, err := graphtest.Mend(t.Context(), g.Store); err != nil || len(left) > 0 {
				t.Errorf("after another import: left %v, %v", left, err)
			}
			sound(t, g)
			if !slices.EqualFunc(was, stored(t, db, "texts"), func(a, b bson.Raw) bool { return bytes.Equal(a, b) }) {
				t.Error("texts are others after another import")
			}
		})
	}
}

// Verify ends when it is told to.
func TestVerifyLooksAtItsContext(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if err := graphtest.Scratch(t.Context(), func(scratch *store.Store) error {
		_, err := ingest.Verify(ctx, g.Store, scratch, func(int, int) { cancel() })
		if err == nil {
			t.Error("it goes on")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
