package embedded

import (
	"bytes"
	"iter"
)

// facet is one pipeline of $facet, and the name of the array that it gives.
type facet struct {
	name   string
	stages []stage
}

// parseFacet reads $facet: several pipelines over the same documents, each giving one array.
func parseFacet(v value) (stage, error) {
	if !v.isDoc() || v.doc().empty() {
		return nil, code(40169).errorf("the $facet specification must be a non-empty object")
	}
	var facets []facet
	it := v.elements()
	for it.next() {
		if !it.val.isArray() {
			return nil, code(40170).errorf("arguments to $facet must be arrays, %s is type %s", it.key, typeName(it.val.t))
		}
		var specs []document
		for _, s := range it.val.items() {
			if !s.isDoc() {
				return nil, code(40171).errorf("elements of arrays in $facet spec must be objects")
			}
			if s.doc().firstKey() == "$facet" {
				return nil, code(40600).errorf("$facet is not allowed to be used within a $facet stage")
			}
			specs = append(specs, s.doc())
		}
		stages, err := parsePipeline(specs)
		if err != nil {
			return nil, err
		}
		facets = append(facets, facet{string(it.key), stages})
	}
	return func(in rows, b *budget) (rows, error) { return runFacets(facets, in, b) }, nil
}

// shared is what flows into each pipeline of $facet: they take the same documents in turn.
type shared struct {
	at   document
	wait func(struct{}) bool // until the next document is at hand; it reports false when nobody wants an answer any more
}

func (s *shared) next() (document, error) {
	if !s.wait(struct{}{}) {
		return nil, nil
	}
	return s.at, nil
}

func (s *shared) close() {}

// run starts a pipeline. Each step of it takes one document, or the end; what comes out is in out afterwards.
func (f *facet) run(b *budget, out *[]document, failed *error) (in *shared, step func() (struct{}, bool), stop func()) {
	in = &shared{}
	step, stop = iter.Pull(func(yield func(struct{}) bool) {
		in.wait = yield
		result, err := runStages(f.stages, in, b)
		if err == nil {
			err = consume(result, b, func(d document) error {
				*out = append(*out, bytes.Clone(d))
				return nil
			})
		}
		*failed = err
	})
	return in, step, stop
}

// runFacets reads the documents once, and hands each to all pipelines before it reads the next.
func runFacets(facets []facet, in rows, b *budget) (rows, error) {
	outs, errs := make([][]document, len(facets)), make([]error, len(facets))
	inputs, steps := make([]*shared, len(facets)), make([]func() (struct{}, bool), len(facets))
	for i := range facets {
		var stop func()
		inputs[i], steps[i], stop = facets[i].run(b, &outs[i], &errs[i])
		defer stop()
		steps[i]()
	}
	give := func(d document) error {
		for i := range facets {
			inputs[i].at = d
			if steps[i](); errs[i] != nil {
				return errs[i]
			}
		}
		return nil
	}
	if err := consume(in, b, give); err != nil {
		return nil, err
	}
	if err := give(nil); err != nil {
		return nil, err
	}
	var w builder
	w.begin()
	for i, f := range facets {
		w.beginArray(f.name)
		for i, d := range outs[i] {
			w.item(i, d.value())
			if len(w.b) > maxDocument {
				return nil, codeTooLarge.errorf("document constructed by $facet is larger than %d bytes", maxDocument)
			}
		}
		w.end()
	}
	w.end()
	return list([]document{w.b}), nil
}
