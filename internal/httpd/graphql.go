package httpd

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/graph"
	"rapporteur/internal/breadth"
	"rapporteur/internal/budget"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
	"rapporteur/loaders"
)

// graphQL answers GraphQL over HTTP, as https://graphql.github.io/graphql-over-http/draft/ says. It takes the place of
// gqlgen's handler and transports, and drives gqlgen's executor.
type graphQL struct {
	*Server
	exec      *executor.Executor
	documents *documents
	costs     costs
	places    *places // of operations that run
	bodies    *places // of bodies that are being received
	memory    *memory
}

func (s *Server) newGraphQL(options []breadth.Option) *graphQL {
	resolver := graph.NewResolver(s.options.Store)
	resolver.Imports = s.imports
	if o := s.options.Observer; o != nil {
		resolver.Imported = s.imported
		options = append(options, breadth.WithObserver(func(_ context.Context, e breadth.Effort) { o.Resolved(e) }))
	}
	options = append(options, breadth.WithMaxBytes(s.limits.Answer), breadth.WithSteps(budget.Steps))
	schema := graph.NewBreadthSchema(graph.Config{Resolvers: resolver}, options...)
	g := &graphQL{
		Server:    s,
		exec:      executor.New(schema),
		costs:     newCosts(schema.Schema()),
		documents: newDocuments(schema.Schema(), s.limits, !s.options.NoIntrospection),
		places:    newPlaces("operations", s.limits.InFlight, s.limits.ClientInFlight, s.limits.Turn, s.usage),
		bodies:    newPlaces("request bodies", 4*s.limits.InFlight, s.limits.ClientInFlight, s.limits.Turn, s.usage),
		memory:    newMemory(s.limits.Memory),
	}
	g.documents.trusted = s.options.Documents
	g.exec.SetQueryCache(handedOver{})
	g.exec.SetErrorPresenter(s.present)
	g.exec.SetRecoverFunc(s.recovered)
	if !s.options.NoIntrospection {
		g.exec.Use(extension.Introspection{})
	}
	return g
}

func (g *graphQL) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodPost:
	case http.MethodOptions:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		w.Header().Set("Allow", "GET, POST, OPTIONS")
		g.refuse(w, r, refusef(http.StatusMethodNotAllowed, standards.Invalid, "the method %.20s is not taken here", r.Method))
		return
	}
	mediaType := negotiate(r.Header)
	if mediaType == "" {
		g.refuse(w, r, refusef(http.StatusNotAcceptable, standards.Invalid, "Accept must allow %s or %s", typeGraphQL, typeJSON))
		return
	}
	client, control := g.sharer(r), http.NewResponseController(w)
	held := g.memory.open(client, func() { cut(control) })
	defer held.close()
	q, err := g.read(w, r, client, held)
	if err != nil {
		g.refuse(w, r, err)
		return
	}
	_ = control.SetReadDeadline(time.Time{}) // all was read; when it passes, the connection counts as closed
	ctx, buffer := breadth.LendBuffer(graphql.StartOperationTrace(r.Context()))
	defer buffer.Return()
	resp, status, err := g.run(ctx, r, q, client)
	switch {
	case err != nil:
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "POST")
		}
		g.refuse(w, r.WithContext(ctx), err)
	case !held.add(int64(len(resp.Data))):
		g.refuse(w, r, errMemory)
	case status != http.StatusOK && mediaType == typeJSON: // its clients take any other status for a failure of the network
		g.answer(w, mediaType, http.StatusOK, resp)
	default:
		g.answer(w, mediaType, status, resp)
	}
}

// cut ends reading from and writing to a connection.
func cut(control *http.ResponseController) {
	past := time.Unix(1, 0)
	_, _ = control.SetReadDeadline(past), control.SetWriteDeadline(past) // a writer without deadlines has none
}

// read receives a request. A client receives a bounded number of bodies at a time, whose bytes are added to what it holds.
func (g *graphQL) read(w http.ResponseWriter, r *http.Request, client string, held *claim) (*request, error) {
	most := g.limits.Body
	if graph.MayChange(r.Context()) == nil {
		most = max(most, g.limits.EditorBody)
	}
	if r.Method == http.MethodPost {
		if err := g.bodies.take(r.Context(), client); err != nil {
			return nil, err
		}
		defer g.bodies.give(client)
		r.Body = counted{r.Body, held}
	}
	return readRequest(w, r, most)
}

// run runs an operation when there is a place for it. The place is free again before the answer is sent, so that who
// reads slowly holds none.
func (g *graphQL) run(ctx context.Context, r *http.Request, q *request, client string) (*graphql.Response, int, error) {
	place, err := admit(ctx, g.places, g.expensive, client)
	if err != nil {
		return nil, 0, err
	}
	defer place.leave()
	if o := g.options.Observer; o != nil {
		o.InFlight(1)
		defer o.InFlight(-1)
	}
	began := time.Now()
	ctx, span := g.traced(ctx, r.Header)
	resp, status, err := g.operate(ctx, r.Method, q, place)
	g.finished(ctx, span, began, resp, status, err)
	return resp, status, err
}

// operate answers one operation: with 200 where it ran, with 400 where it is wrong as a whole.
func (g *graphQL) operate(ctx context.Context, method string, q *request, place *admission) (*graphql.Response, int, error) {
	oc, errs := g.understood(ctx, q)
	if errs != nil {
		return g.wrong(ctx, errs)
	}
	if oc.Operation.Operation == ast.Mutation {
		if method == http.MethodGet {
			return nil, http.StatusMethodNotAllowed, refusef(http.StatusMethodNotAllowed, standards.Invalid, "a change needs POST: GET is for queries alone")
		}
		if err := graph.MayChange(ctx); err != nil {
			return nil, 0, err
		}
	}
	asked := g.costs.cost(oc)
	if asked > g.limits.Cost {
		return g.wrong(ctx, refusal(tooCostly(asked, g.limits.Cost)))
	}
	ctx, cancel := context.WithTimeout(ctx, g.timeFor(oc))
	defer cancel()
	if oc.Operation.Operation == ast.Query {
		if err := g.charged(ctx, asked, place); err != nil {
			return nil, 0, err
		}
	}
	resp, err := g.execute(ctx, oc, place)
	if err != nil {
		return nil, 0, endOf(ctx, err)
	}
	if q.wantsCost {
		if resp.Extensions == nil {
			resp.Extensions = map[string]any{}
		}
		for name, value := range costExtension(asked, g.limits.Cost) {
			resp.Extensions[name] = value
		}
	}
	g.record(ctx, oc, resp)
	return resp, http.StatusOK, nil
}

// understood reads the document and the variables of a request, and checks them.
func (g *graphQL) understood(ctx context.Context, q *request) (*graphql.OperationContext, gqlerror.List) {
	doc, errs := g.documents.find(q.Query, q.persisted)
	if errs != nil {
		return nil, errs
	}
	ctx = context.WithValue(ctx, documentKey{}, doc)
	q.Query = doc.query
	if op := doc.parsed.Operations.ForName(q.OperationName); op != nil {
		if q.Variables, errs = g.documents.input.Variables(op, q.Variables, g.documents.introspection); errs != nil {
			return nil, errs
		}
		if errs = g.documents.input.Lengths(op, doc.parsed.Fragments, q.Variables); errs != nil {
			return nil, errs
		}
	}
	oc, errs := g.exec.CreateOperationContext(ctx, &q.RawParams)
	if errs != nil {
		return nil, errs
	}
	if state, ok := ctx.Value(requestKey{}).(*requestState); ok {
		state.seen.oc, state.seen.document = oc, doc
	}
	return oc, nil
}

// charged charges the cost of a query. An expensive one waits for a place among those. Changes are not made to wait: they may be
// the first in the queue in which others wait.
func (g *graphQL) charged(ctx context.Context, cost int, place *admission) error {
	g.usage.charge(place.client, stepsOfCost*cost)
	if cost < g.limits.ExpensiveCost {
		return nil
	}
	return place.move(ctx)
}

// timeFor is how long an operation may take.
func (g *graphQL) timeFor(oc *graphql.OperationContext) time.Duration {
	if oc.Operation.Operation == ast.Mutation {
		for _, f := range graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{"Mutation"}) {
			if f.Name == "importReport" {
				return g.limits.Import
			}
		}
	}
	return g.limits.Operation
}

// execute executes an operation. A query is executed anew where the graph changed meanwhile, so that no answer mixes
// what was with what is. A mutation is executed once, and reads the database alone.
func (g *graphQL) execute(ctx context.Context, oc *graphql.OperationContext, place *admission) (resp *graphql.Response, err error) {
	var read *loaders.Loaders
	var spent error // the budget that was, where one was
	pause := place.pause
	if oc.Operation.Operation == ast.Mutation {
		pause = nil
	}
	once := func(ctx context.Context, v *store.View) {
		ctx, release := budget.With(ctx, g.limits.Budget, pause)
		defer release()
		read = loaders.New(g.options.Store, v)
		handler, within := g.exec.DispatchOperation(loaders.With(ctx, read), oc)
		resp = handler(within)
		spent = g.exceeded(ctx, resp)
	}
	if oc.Operation.Operation == ast.Mutation {
		once(ctx, nil)
	} else {
		err = g.options.Store.AtOneRevision(ctx, once)
	}
	switch {
	case err != nil:
	case spent != nil:
		err = spent
	case resp == nil:
		err = ended(ctx)
	default:
		if matches := read.Matches(); len(matches) > 0 {
			if resp.Extensions == nil {
				resp.Extensions = map[string]any{}
			}
			resp.Extensions["matchedBy"] = matches
		}
		if missing := read.Missing(); len(missing) > 0 {
			g.options.Log.WarnContext(ctx, "nodes that others refer to are missing and were left out", "request_id", requestID(ctx), "ids", missing)
		}
	}
	return resp, err
}

// exceeded returns the LIMIT error of an operation that passed one of its budgets, nil of any other.
func (g *graphQL) exceeded(ctx context.Context, resp *graphql.Response) error {
	var own *standards.Error
	if errors.As(context.Cause(ctx), &own) {
		return own
	}
	if resp != nil && resp.Errors != nil && errors.Is(resp.Errors, breadth.ErrTooLong) {
		return standards.Errorf(standards.Limit, "the answer would have more than %d bytes (--max-answer); request less at once", g.limits.Answer)
	}
	return nil
}

func (g *graphQL) wrong(ctx context.Context, errs gqlerror.List) (*graphql.Response, int, error) {
	resp := &graphql.Response{}
	for i, e := range errs {
		if i < g.limits.Errors {
			resp.Errors = append(resp.Errors, g.present(ctx, e))
		} else {
			resp.Errors = append(resp.Errors, e) // counted, not shown
		}
	}
	return resp, http.StatusBadRequest, nil
}
