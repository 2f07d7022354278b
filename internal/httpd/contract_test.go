package httpd

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// contractFile is what was agreed with frontends. It lies beside the project, not in it.
const contractFile = "../../../shared/contract.graphqls"

// loadContract reads the contract, and adds the connections that it describes in a comment alone.
func loadContract(t *testing.T) *ast.Schema {
	t.Helper()
	source, err := os.ReadFile(contractFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("THE CONTRACT WITH FRONTENDS IS NOT COMPARED: there is no %s", contractFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.Write(source)
	b.WriteString("\ntype PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }\n")
	for _, c := range [][3]string{
		{"Text", "Text"}, {"Person", "Person"}, {"Question", "Question"}, {"Document", "Document"}, {"Specification", "Specification"},
		{"Meeting", "Meeting"}, {"Action", "Action"}, {"Report", "Report"},
		{"CoEditor", "Person", "sharedTexts: Int!"}, {"Search", "Node", "score: Float! highlights: [String!]!"},
	} {
		b.WriteString("type " + c[0] + "Connection { edges: [" + c[0] + "Edge!]! nodes: [" + c[1] + "!]! pageInfo: PageInfo! totalCount: Int! }\n")
		b.WriteString("type " + c[0] + "Edge { cursor: String! node: " + c[1] + "! " + c[2] + " }\n")
	}
	file := t.TempDir() + "/contract.graphqls"
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadSchema(t, file)
}

func TestTheSchemaKeepsTheContractWithFrontends(t *testing.T) {
	t.Parallel()
	agreed, own := loadContract(t), ownSchema(t)
	missing := map[string]bool{}
	for _, want := range definitions(agreed) {
		got := own.Types[want.Name]
		if got == nil {
			missing[want.Name] = true
			continue
		}
		for _, difference := range differences(want, got, missing) {
			t.Error(difference)
		}
	}
	for name := range missing {
		t.Errorf("%s is missing from the schema", name)
	}
}

// differences tells where a type is not as agreed. Fields that the schema does not have are put among the missing.
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
			out = append(out, want.Name+" has no value "+v.Name)
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
		"enum value":          {"A B", "A", "E has no value B"},
		"interface":           {"T implements Node", "T", "T does not implement Node"},
		"kind":                {"enum E { A B }", "scalar E", "E is SCALAR, agreed was ENUM E has no value A E has no value B"},
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
			for m := range missing {
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
