package httpd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"rapporteur/internal/input"
	"rapporteur/internal/standards"
)

const (
	// keptDocuments is how many documents are remembered, and keptBytes about how much memory they take.
	keptDocuments = 1000
	keptBytes     = 32 << 20
	// bytesPerField is about what a parsed field takes.
	bytesPerField = 400
	// suggestedErrors and suggestedBytes are how many errors a document may have, and how long it may be, for names to be
	// suggested: comparing a name with all others takes time that grows with its length.
	suggestedErrors = 5
	suggestedBytes  = 8 << 10
)

// document is a parsed document that is valid and within the limits of its shape.
type document struct {
	query  string
	parsed *ast.QueryDocument
	fields int
}

// documents finds the documents of requests by their text or their hash: those it has met, or those it was given.
type documents struct {
	schema        *ast.Schema
	input         *input.Checker
	limits        Limits
	introspection bool
	trusted       *Documents // nil where every document is served

	mu     sync.Mutex
	recent *simplelru.LRU[[sha256.Size]byte, *document]
	bytes  int // about what the recent ones take
}

// scalars check the values of the schema's own scalars.
var scalars = map[string]func(any) error{
	"PartialDate": func(v any) error { return new(standards.PartialDate).UnmarshalGQL(v) },
}

func newDocuments(schema *ast.Schema, l Limits, introspection bool) *documents {
	d := &documents{schema: schema, input: &input.Checker{Schema: schema, Scalars: scalars}, limits: l, introspection: introspection}
	d.recent, _ = simplelru.NewLRU(keptDocuments, func(_ [sha256.Size]byte, doc *document) { d.bytes -= doc.weight() }) // the error is of a size below 1
	return d
}

// persisted is how a request names a document instead of sending it, or beside it.
type persisted struct {
	id   string // of a trusted document
	hash string // SHA-256 of its text, as automatic persisted queries have it
}

// errNotFound is what clients of automatic persisted queries know: they send the text then.
var errNotFound = &standards.Error{Code: "PERSISTED_QUERY_NOT_FOUND", Message: "PersistedQueryNotFound"}

// find finds or reads the document of a request.
func (d *documents) find(query string, p persisted) (*document, gqlerror.List) {
	if d.trusted != nil {
		doc := d.trusted.find(query, p)
		if doc == nil || query != "" && query != doc.query {
			return nil, refusal(standards.Errorf(standards.Forbidden, "this server answers the documents it was given alone; this is none of them"))
		}
		return doc, nil
	}
	if p.id != "" {
		return nil, refusal(standards.Errorf(standards.NotFound, "this server was given no documents, so it knows none by the id %.80q", p.id))
	}
	var key [sha256.Size]byte
	if query == "" {
		if n, err := hex.Decode(key[:], []byte(p.hash[:min(len(p.hash), 2*len(key))])); err != nil || n != len(key) || len(p.hash) != 2*n {
			return nil, refusal(standards.Errorf(standards.Invalid, "sha256Hash is not a SHA-256 in hexadecimal"))
		}
	} else {
		key = sha256.Sum256([]byte(query))
		if p.hash != "" && !strings.EqualFold(p.hash, hex.EncodeToString(key[:])) {
			return nil, refusal(standards.Errorf(standards.Invalid, "sha256Hash is not the SHA-256 of the query"))
		}
	}
	d.mu.Lock()
	doc, ok := d.recent.Get(key)
	d.mu.Unlock()
	if ok {
		return doc, nil
	}
	if query == "" {
		return nil, refusal(errNotFound)
	}
	doc, errs := d.read(query)
	if errs == nil {
		d.keep(key, doc)
	}
	return doc, errs
}

// keep remembers a document, in place of those that were not used for longest.
func (d *documents) keep(key [sha256.Size]byte, doc *document) {
	if doc.weight() > keptBytes/8 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.recent.Contains(key) {
		return // another request brought it meanwhile
	}
	d.bytes += doc.weight()
	d.recent.Add(key, doc)
	for d.bytes > keptBytes {
		d.recent.RemoveOldest()
	}
}

func (doc *document) weight() int { return len(doc.query) + bytesPerField*doc.fields }

// read parses and validates a document. What is too large is refused before it is validated.
func (d *documents) read(query string) (*document, gqlerror.List) {
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, d.limits.Tokens)
	if err != nil {
		if strings.Contains(err.Error(), "exceeded token limit") {
			err = standards.Errorf(standards.Limit, "the document has more than %d tokens", d.limits.Tokens)
		}
		return nil, refusal(err)
	}
	if len(parsed.Operations) == 0 {
		return nil, refusal(standards.Errorf(standards.Invalid, "the document has no operation"))
	}
	doc := &document{query: query, parsed: parsed}
	for _, op := range parsed.Operations {
		s := newMeasurer(parsed).measure(op.SelectionSet)
		s.directives += len(op.Directives)
		if err := s.within(d.limits); err != nil {
			return nil, refusal(err)
		}
		if s.introspect && !d.introspection {
			return nil, refusal(standards.Errorf(standards.Forbidden, "this server does not tell its schema"))
		}
		doc.fields += s.fields
	}
	m := newMeasurer(parsed)
	for _, f := range parsed.Fragments { // one that is spread nowhere is refused, but validated before
		s := m.fragment(f.Name)
		s.top = 0
		if err := s.within(d.limits); err != nil {
			return nil, refusal(err)
		}
	}
	errs := validator.ValidateWithRules(d.schema, parsed, d.rules(false))
	if len(errs) > 0 && len(errs) <= suggestedErrors && len(query) <= suggestedBytes && d.introspection {
		errs = validator.ValidateWithRules(d.schema, parsed, d.rules(true))
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return doc, nil
}

// rules are the rules of GraphQL. Those without suggest name nothing but what the document names.
func (d *documents) rules(suggest bool) *rules.Rules {
	r := rules.NewDefaultRules()
	r.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, d.input.Rule(suggest))
	if suggest {
		return r
	}
	r.ReplaceRule(rules.FieldsOnCorrectTypeRule.Name, rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc)
	r.ReplaceRule(rules.ScalarLeafsRule.Name, rules.ScalarLeafsRuleWithoutSuggestions.RuleFunc)
	r.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	r.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	return r
}

// refusal is an error as the executor takes errors.
func refusal(err error) gqlerror.List {
	var e *gqlerror.Error
	if !errors.As(err, &e) {
		e = gqlerror.Wrap(err)
	}
	return gqlerror.List{e}
}

type documentKey struct{}

// handedOver is the query cache of gqlgen's executor: it holds the document of the request, which it then neither
// parses nor validates.
type handedOver struct{}

var _ graphql.Cache[*ast.QueryDocument] = handedOver{}

func (handedOver) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(documentKey{}).(*document)
	if !ok {
		return nil, false
	}
	return doc.parsed, true
}

func (handedOver) Add(context.Context, string, *ast.QueryDocument) {}
