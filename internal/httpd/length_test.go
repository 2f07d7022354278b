package httpd

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// longest is how many characters a string at the position may have.
func (p position) longest(schema *ast.Schema, arg *ast.ArgumentDefinition) int {
	directives, t := arg.Directives, arg.Type
	for _, name := range p.path {
		f := schema.Types[t.Name()].Fields.ForName(name)
		directives, t = f.Directives, f.Type
	}
	if d := directives.ForName("length"); d != nil {
		n, _ := strconv.Atoi(d.Arguments.ForName("max").Value.Raw)
		return n
	}
	return standards.MaxText
}

// Every string that a client gives has a length, whether it is a literal or comes by a variable: the error names it.
func TestStringsHaveALength(t *testing.T) {
	t.Parallel()
	schema := ownSchema(t)
	log := &errorCounter{}
	s := &oddServer{log: log, Server: New(Options{Store: graphtest.Sample(t).Store, Log: slog.New(log), Limits: unpaced(), Keys: []Key{AdminKey(adminToken)}})}
	for _, on := range definitions(schema) {
		if on.Kind != ast.Object {
			continue
		}
		for _, f := range on.Fields {
			for _, arg := range f.Arguments {
				for _, p := range positions(schema, arg) {
					if name := p.typ.Name(); name == "String" || name == "ID" {
						s.lengths(t, schema, on, f, arg, p)
					}
				}
			}
		}
	}
	if s.asked < 1000 || s.broken < 500 {
		t.Errorf("only %d strings, %d of them too long", s.asked, s.broken)
	}
	if n := log.n.Load(); n > 0 {
		t.Errorf("%d errors were logged", n)
	}
}

// lengths gives strings of many lengths to one position.
func (s *oddServer) lengths(t *testing.T, schema *ast.Schema, on *ast.Definition, f *ast.FieldDefinition, arg *ast.ArgumentDefinition, p position) {
	most := p.longest(schema, arg)
	if most > 100_000 {
		return // the body of a request has room for no more
	}
	others := s.others(schema, f, arg)
	for text, fit := range map[string]bool{
		strings.Repeat("a", most):            true,
		strings.Repeat("a", most+1):          false,
		strings.Repeat("\ufdfa", most/18+1):  false, // eighteen letters each, when normalised
		strings.Repeat("x ", 20_000):         false,
		strings.Repeat("1", 50_000):          false,
		strings.Repeat("\u0301\u0327", most): false,
	} {
		value := fmt.Sprintf("%q", text)
		whole, literal := p.wrapped(schema, value, value)
		_, byVariable := p.wrapped(schema, "", "$v")
		for _, request := range [][3]string{
			{fieldCall(schema, on, f, "", arg.Name+": "+literal+others), `{}`, fmt.Sprintf("Argument %q", arg.Name)},
			{fieldCall(schema, on, f, "($v: "+arg.Type.String()+")", arg.Name+": $v"+others), `{"v":` + whole + `}`, `"$v"`},
			{fieldCall(schema, on, f, "($v: "+p.typ.String()+")", arg.Name+": "+byVariable+others), `{"v":` + value + `}`, `"$v"`},
			{fieldCall(schema, on, f, "($v: "+arg.Type.String()+" = "+literal+")", arg.Name+": $v"+others), `{}`, `"$v"`},
		} {
			limited := false
			for _, e := range s.ask(t, request[0], request[1]) {
				limited = limited || e.Extensions.Code == "LIMIT" && e.Path == nil && strings.Contains(e.Message, request[2]) && len(e.Locations) > 0
			}
			if !fit {
				s.broken++
			}
			if limited == fit {
				t.Errorf("%.200s: %d bytes are taken: %v", request[0], len(text), fit)
			}
		}
	}
}

// A word of a search that was corrected is told beside the data.
func TestACorrectedSearchIsTold(t *testing.T) {
	t.Parallel()
	r := do(t, newServer(graphtest.Sample(t)), "POST", "/graphql", map[string]string{"Content-Type": "application/json"}, query(`{ search(query: "securty", first: 1) { corrected nodes { id } } }`))
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"corrected":"security"`, `"matchedBy":[{"argument":"query","given":"securty","name":"security","how":"LETTERS"}]`} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
}
