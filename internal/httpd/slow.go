package httpd

import (
	"context"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// longestShape is how much of a document is logged, in bytes.
const longestShape = 2000

// logSlow logs an operation that took long: what it asks for, without the values that are asked for.
func (g *graphQL) logSlow(ctx context.Context, state *requestState, took time.Duration, code string) {
	op := state.seen.oc.Operation
	g.options.Log.WarnContext(ctx, "a slow operation", "request_id", state.id, "operation", op.Name[:min(len(op.Name), longestName)], "type", string(op.Operation),
		"took", took, "commands", state.seen.commands.Load(), "outcome", code, "by", accessOf(ctx), "document", withoutValues(state.seen.document.query))
}

// withoutValues is a document with a question mark for each number and string, in one line.
func withoutValues(query string) string {
	var b strings.Builder
	lex := lexer.New(&ast.Source{Input: query})
	for b.Len() < longestShape {
		t, err := lex.ReadToken()
		if err != nil || t.Kind == lexer.EOF {
			return b.String()
		}
		if t.Kind == lexer.Comment {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		switch t.Kind {
		case lexer.Int, lexer.Float, lexer.String, lexer.BlockString:
			b.WriteByte('?')
		case lexer.Name:
			b.WriteString(t.Value)
		default:
			b.WriteString(t.Kind.String())
		}
	}
	return b.String() + " ..."
}
