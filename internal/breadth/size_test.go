package breadth_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"rapporteur/internal/breadth"
)

func TestSizeLimitCountsFragmentsWrittenOut(t *testing.T) {
	t.Parallel()
	// 2 to the power of 60 fields, from 60 fragments.
	var bomb strings.Builder
	bomb.WriteString(`{ book(id: "b1") { ...F0 } } fragment F60 on Book { id }`)
	for i := range 60 {
		fmt.Fprintf(&bomb, " fragment F%d on Book { a: legacy { ...F%d } b: legacy { ...F%d } }", i, i+1, i+1)
	}
	for query, refused := range map[string]bool{
		`{ number maybe book(id: "b1") { id } }`:                                              false, // 4
		`{ number maybe book(id: "b1") { id pages } }`:                                        true,  // 5
		`{ a: book(id: "b1") { ...F } b: book(id: "b2") { ...F } } fragment F on Book { id }`: false, // 4
		`{ a: book(id: "b1") { ...F ... { ...F } } number } fragment F on Book { id pages }`:  true,  // 6
		bomb.String(): true,
	} {
		p := newPair()
		p.breadth.Use(breadth.SizeLimit(4))
		p.breadth.Use(extension.FixedComplexityLimit(1000))
		ctx := graphql.StartOperationTrace(context.Background())
		_, errs := p.breadth.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
		if refused != (len(errs) == 1) || refused && errs[0].Extensions["code"] != "LIMIT" {
			t.Errorf("refused %v, want %v: %.80s", errs, refused, query)
		}
	}
}
