package oracle

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
)

// Answer is a response with its errors, as path and message, in order.
type Answer struct {
	Data   string
	Errors []string
}

// Run executes a request, which must be valid.
func Run(t testing.TB, ctx context.Context, e *executor.Executor, req Request) Answer {
	t.Helper()
	resp := Respond(t, ctx, e, req)
	a := Answer{Data: string(resp.Data)}
	for _, err := range resp.Errors {
		a.Errors = append(a.Errors, err.Path.String()+": "+err.Message)
	}
	slices.Sort(a.Errors)
	return a
}

// Respond is the response to a request, which must be valid.
func Respond(t testing.TB, ctx context.Context, e *executor.Executor, req Request) *graphql.Response {
	t.Helper()
	ctx = graphql.StartOperationTrace(ctx)
	oc, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: req.Query, Variables: copied(req.Variables).(map[string]any)})
	if errs != nil {
		t.Fatalf("the operation is not valid: %v\n%s\n%v", errs, req.Query, req.Variables)
	}
	oc.DisableIntrospection = false
	responses, ctx := e.DispatchOperation(ctx, oc)
	resp := responses(ctx)
	if resp == nil {
		t.Fatal("no response")
	}
	return resp
}

// copied is a value of variables that nobody else has: gqlparser writes into what it coerces.
func copied(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, field := range v {
			out[name] = copied(field)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = copied(element)
		}
		return out
	}
	return value
}

// Same reports where two answers to a request differ.
func Same(t testing.TB, req Request, got, want Answer, where string) bool {
	t.Helper()
	if got.Data != want.Data {
		t.Errorf("the data differ, %s\n%s\n%v\n got %s\nwant %s", where, req.Query, req.Variables, got.Data, want.Data)
		return false
	}
	if !slices.Equal(got.Errors, want.Errors) {
		t.Errorf("the errors differ, %s\n%s\n%v\ngot:\n%s\nwant:\n%s", where, req.Query, req.Variables,
			strings.Join(got.Errors, "\n"), strings.Join(want.Errors, "\n"))
		return false
	}
	return true
}
