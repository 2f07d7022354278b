package store_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Every field of every filter that takes ids compiles an old id to the condition of today's. The methods of the store
// that compile filters are found by their names, so that a new one is tested, too.
func TestFiltersResolveOldIDs(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	if err := ingest.MergePeople(t.Context(), g.Store, "a test", "person:changoh-kim", []standards.PersonID{"person:ikkyun-kim"}); err != nil {
		t.Fatal(err)
	}
	g.Rename("meeting:17:2019-08", "meeting:17:2019-08-27")
	old := map[string]string{"PersonID": "person:ikkyun-kim", "MeetingID": "meeting:17:2019-08"}
	current := map[string]string{"PersonID": "person:changoh-kim", "MeetingID": "meeting:17:2019-08-27"}
	tested := 0
	of := reflect.ValueOf(g.Store)
	for i := range of.NumMethod() {
		if name := of.Type().Method(i).Name; !strings.HasSuffix(name, "Filter") {
			continue
		}
		compile := of.Method(i)
		filter := compile.Type().In(compile.Type().NumIn() - 1).Elem()
		compiled := func(field []int, ids map[string]string) store.Filter {
			f := reflect.New(filter)
			setID(t, f.Elem(), field, ids)
			in := []reflect.Value{reflect.ValueOf(t.Context()), f}
			out := compile.Call(in[2-compile.Type().NumIn():])
			if err, _ := out[1].Interface().(error); err != nil {
				t.Fatal(err)
			}
			return out[0].Interface().(store.Filter)
		}
		for _, field := range idFields(filter) {
			tested++
			if a, b := compiled(field, old), compiled(field, current); !reflect.DeepEqual(a, b) || a.None() {
				t.Errorf("%v of %s: the old id compiles to %v, the id of today to %v", field, filter, a, b)
			}
		}
	}
	if tested < 5 {
		t.Errorf("only %d fields take ids", tested)
	}
}

// idFields are the places of the fields of a filter, and of the filters in it, that hold an id or a list of them.
func idFields(filter reflect.Type) (all [][]int) {
	for _, f := range reflect.VisibleFields(filter) {
		switch {
		case f.Type.Kind() == reflect.String:
		case strings.HasSuffix(f.Type.Elem().Name(), "ID"):
			all = append(all, f.Index)
		case strings.HasSuffix(f.Type.Elem().Name(), "Filter"):
			for _, inner := range idFields(f.Type.Elem()) {
				all = append(all, append(slices.Clone(f.Index), inner...))
			}
		}
	}
	return all
}

// setID gives a field the id of its kind.
func setID(t *testing.T, filter reflect.Value, field []int, ids map[string]string) {
	for ; len(field) > 1; field = field[1:] {
		inner := filter.Field(field[0])
		inner.Set(reflect.New(inner.Type().Elem()))
		filter = inner.Elem()
	}
	f := filter.Field(field[0])
	kind := f.Type().Elem()
	if ids[kind.Name()] == "" {
		t.Fatalf("%s: name an old %s in this test", filter.Type(), kind.Name())
	}
	value := reflect.New(kind)
	value.Elem().SetString(ids[kind.Name()])
	if f.Kind() == reflect.Slice {
		f.Set(reflect.Append(f, value.Elem()))
	} else {
		f.Set(value)
	}
}

// The Questions of a filter are ids, or labels of the newest study period that has them; which one is told.
func TestLabelsMeanTheNewestStudyPeriod(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	later, err := os.ReadFile("../source/meeting/testdata/letters-2025.txt")
	if err != nil {
		t.Fatal(err)
	}
	g.Import(t, later, "letters-2025.txt")
	for given, want := range map[string]struct {
		texts int
		told  string
	}{
		"Q8/17":                   {1, "question:17:2025-2028:8"},
		"8/17":                    {1, "question:17:2025-2028:8"},
		"question:17:2025-2028:8": {1, ""},
		"question:17:2017-2020:8": {8, ""},
		"Q6/17":                   {11, ""}, // of one study period alone
		"question:17:2013-2016:8": {0, ""},
		"Q99/17":                  {0, ""},
	} {
		filter, err := g.TextFilter(t.Context(), &standards.TextFilter{Questions: []string{given}})
		if err != nil {
			t.Fatal(err)
		}
		texts := 0
		if err := g.Texts.Each(t.Context(), filter, store.TextOrder(nil), 100, func(page []*standards.Text) error {
			texts += len(page)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, m := range filter.Matches {
			if told += m.ID; m.How != standards.NewestPeriod || m.Given != "Q8/17" || m.Argument != "questions" {
				t.Errorf("%s: told %+v", given, m)
			}
		}
		if texts != want.texts || told != want.told {
			t.Errorf("%s: %d texts, told %q, want %v", given, texts, told, want)
		}
	}
}
