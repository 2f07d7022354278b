package httpd

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// loadSchema parses a schema file.
func loadSchema(t testing.TB, file string) *ast.Schema {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: file, Input: string(source)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func ownSchema(t testing.TB) *ast.Schema { return loadSchema(t, "../../schema.graphqls") }

// definitions are the types that a schema defines itself, by name.
func definitions(schema *ast.Schema) []*ast.Definition {
	var own []*ast.Definition
	for _, d := range schema.Types {
		if !d.BuiltIn && !strings.HasPrefix(d.Name, "__") {
			own = append(own, d)
		}
	}
	slices.SortFunc(own, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return own
}

// Whoever meets the schema in GraphiQL learns from it alone what everything means.
func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	described := func(what, description string) {
		if len(strings.Fields(description)) == 0 {
			t.Errorf("%s has no description", what)
		} else if d := strings.TrimSpace(description); !strings.HasSuffix(d, ".") {
			t.Errorf("%s: %q does not end in a full stop", what, d)
		}
	}
	own := definitions(ownSchema(t))
	if len(own) < 50 {
		t.Fatalf("only %d types were read", len(own))
	}
	for _, d := range own {
		described(d.Name, d.Description)
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			described(d.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				described(d.Name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		for _, v := range d.EnumValues {
			described(d.Name+"."+v.Name, v.Description)
		}
	}
}
