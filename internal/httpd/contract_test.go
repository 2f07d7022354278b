package httpd

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// contractFile has the names that frontends rely on, without descriptions: what was agreed with them, as far as the schema has it.
// -update writes it from the agreements, which lie beside the project.
const contractFile = "testdata/contract.graphqls"

// agreements are the files of what was agreed, oldest first. A later one adds to types of an earlier one.
var agreements = []string{"../../../shared/contract.graphqls", "../../../shared/contract-2.graphqls"}

// definitionsOf parses a document of types, which need not be a whole schema. Definitions of one name are one.
func definitionsOf(t *testing.T, sources ...string) ast.DefinitionList {
	t.Helper()
	var all ast.DefinitionList
	for _, source := range sources {
		doc, err := parser.ParseSchema(&ast.Source{Input: source})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range append(doc.Definitions, doc.Extensions...) {
			first := all.ForName(d.Name)
			if first == nil {
				all = append(all, d)
				continue
			}
			for _, f := range d.Fields {
				if first.Fields.ForName(f.Name) == nil {
					first.Fields = append(first.Fields, f)
				}
			}
			for _, v := range d.EnumValues {
				if first.EnumValues.ForName(v.Name) == nil {
					first.EnumValues = append(first.EnumValues, v)
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// agreedConnections are the types that the first agreement describes in a comment alone.
func agreedConnections() string {
	var b strings.Builder
	b.WriteString("type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }\n")
	for _, c := range [][3]string{
		{"Text", "Text"}, {"Person", "Person"}, {"Question", "Question"}, {"Document", "Document"}, {"Specification", "Specification"},
		{"Meeting", "Meeting"}, {"Action", "Action"}, {"Report", "Report"},
		{"CoEditor", "Person", "sharedTexts: Int!"}, {"Search", "Node", "score: Float! highlights: [String!]!"},
	} {
		b.WriteString("type " + c[0] + "Connection { edges: [" + c[0] + "Edge!]! nodes: [" + c[1] + "!]! pageInfo: PageInfo! totalCount: Int! }\n")
		b.WriteString("type " + c[0] + "Edge { cursor: String! node: " + c[1] + "! " + c[2] + " }\n")
	}
	return b.String()
}

// breaches are where a schema is not as agreed, and the names that it lacks.
func breaches(agreed ast.DefinitionList, own *ast.Schema) (differ []string, missing map[string]bool) {
	missing = map[string]bool{}
	for _, want := range agreed {
		if got := own.Types[want.Name]; got != nil {
			differ = append(differ, differences(want, got, missing)...)
		} else {
			missing[want.Name] = true
		}
	}
	return differ, missing
}

func TestTheSchemaKeepsTheContractWithFrontends(t *testing.T) {
	t.Parallel()
	fixture, err := os.ReadFile(contractFile)
	if err != nil {
		t.Fatal(err)
	}
	agreed := definitionsOf(t, string(fixture))
	if len(agreed) < 60 {
		t.Errorf("only %d types were agreed", len(agreed))
	}
	differ, missing := breaches(agreed, ownSchema(t))
	for name := range missing {
		differ = append(differ, name+" is missing from the schema")
	}
	for _, d := range differ {
		t.Error(d)
	}
}

// The file in the project is what was agreed, as far as the schema has it.
func TestTheContractIsWhatWasAgreed(t *testing.T) {
	var sources []string
	for _, name := range agreements {
		source, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			t.Skipf("%s is not there; the schema is compared with %s", name, contractFile)
		}
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, string(source))
	}
	own := ownSchema(t)
	agreed := definitionsOf(t, append(sources, agreedConnections())...)
	differ, missing := breaches(agreed, own)
	for _, d := range differ {
		t.Error(d)
	}
	for name := range missing {
		t.Logf("agreed, and not yet in the schema: %s", name)
	}
	agreed = slices.DeleteFunc(agreed, func(d *ast.Definition) bool { return missing[d.Name] })
	for _, d := range agreed {
		d.Fields = slices.DeleteFunc(d.Fields, func(f *ast.FieldDefinition) bool { return missing[d.Name+"."+f.Name] })
		d.EnumValues = slices.DeleteFunc(d.EnumValues, func(v *ast.EnumValueDefinition) bool { return missing[d.Name+"."+v.Name] })
	}
	if *update {
		var b bytes.Buffer
		formatter.NewFormatter(&b, formatter.WithoutDescription()).FormatSchemaDocument(&ast.SchemaDocument{Definitions: agreed})
		if err := os.WriteFile(contractFile, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// differences tells where a type is not as agreed. Fields and values that the schema does not have are put among the missing.
func differences(want, got *ast.Definition, missing map[string]bool) []string {
	var out []string
	differ := func(what, agreed, is string) {
		if agreed != is {
			out = append(out, what+" is "+is+", agreed was "+agreed)
		}
	}
	differ(want.Name, string(want.Kind), string(got.Kind))
	for _, i := range want.Interfaces {
		if !slices.Contains(got.Interfaces, i) {
			out = append(out, want.Name+" does not implement "+i)
		}
	}
	for _, f := range want.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		name := want.Name + "." + f.Name
		is := got.Fields.ForName(f.Name)
		if is == nil {
			missing[name] = true
			continue
		}
		differ(name, f.Type.String(), is.Type.String())
		differ("the default of "+name, value(f.DefaultValue), value(is.DefaultValue))
		for _, a := range f.Arguments {
			if has := is.Arguments.ForName(a.Name); has == nil {
				out = append(out, name+" has no argument "+a.Name)
			} else {
				differ(name+"("+a.Name+":)", a.Type.String(), has.Type.String())
				differ("the default of "+name+"("+a.Name+":)", value(a.DefaultValue), value(has.DefaultValue))
			}
		}
		for _, a := range is.Arguments {
			if f.Arguments.ForName(a.Name) == nil && a.Type.NonNull && a.DefaultValue == nil {
				out = append(out, name+" demands an argument "+a.Name+" that was not agreed")
			}
		}
	}
	for _, f := range got.Fields {
		if got.Kind == ast.InputObject && want.Fields.ForName(f.Name) == nil && f.Type.NonNull && f.DefaultValue == nil {
			out = append(out, want.Name+" demands a field "+f.Name+" that was not agreed")
		}
	}
	for _, v := range want.EnumValues {
		if got.EnumValues.ForName(v.Name) == nil {
			missing[want.Name+"."+v.Name] = true
		}
	}
	return out
}

func value(v *ast.Value) string {
	if v == nil {
		return "none"
	}
	return v.String()
}

// The comparison finds every kind of breach.
func TestBreachesOfAContractAreFound(t *testing.T) {
	t.Parallel()
	base := `interface Node { id: ID! } type Query { a(x: Int): T! } type T implements Node { id: ID! name: String! } enum E { A B } input I { x: Int }`
	for name, c := range map[string]struct{ from, to, want string }{
		"nothing":             {"", "", ""},
		"more is no breach":   {"name: String!", "name: String! other: Int", ""},
		"type":                {"name: String!", "name: Int!", "T.name is Int!, agreed was String!"},
		"nullability":         {"name: String!", "name: String", "T.name is String, agreed was String!"},
		"argument":            {"(x: Int)", "", "Query.a has no argument x"},
		"type of an argument": {"(x: Int)", "(x: Int!)", "Query.a(x:) is Int!, agreed was Int"},
		"default":             {"(x: Int)", "(x: Int = 3)", "the default of Query.a(x:) is 3, agreed was none"},
		"argument demanded":   {"(x: Int)", "(x: Int, y: Int!)", "Query.a demands an argument y that was not agreed"},
		"enum value":          {"A B", "A", "missing E.B"},
		"interface":           {"T implements Node", "T", "T does not implement Node"},
		"kind":                {"enum E { A B }", "scalar E", "E is SCALAR, agreed was ENUM missing E.A missing E.B"},
		"input demanded":      {"x: Int }", "x: Int y: Int! }", "I demands a field y that was not agreed"},
		"field":               {"name: String!", "", "missing T.name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := base
			if c.from != "" {
				changed = strings.Replace(base, c.from, c.to, 1)
			}
			agreed, is := parsed(t, base), parsed(t, changed)
			var got []string
			missing := map[string]bool{}
			for _, d := range definitions(agreed) {
				got = append(got, differences(d, is.Types[d.Name], missing)...)
			}
			for _, m := range slices.Sorted(maps.Keys(missing)) {
				got = append(got, "missing "+m)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func parsed(t *testing.T, source string) *ast.Schema {
	t.Helper()
	file := t.TempDir() + "/schema.graphqls"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadSchema(t, file)
}
