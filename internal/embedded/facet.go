package embedded

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
	return func(in []document, b *budget) ([]document, error) { return runFacets(facets, in, b) }, nil
}

func runFacets(facets []facet, in []document, b *budget) ([]document, error) {
	var w builder
	w.begin()
	for _, f := range facets {
		docs, err := runStages(f.stages, in, b)
		if err != nil {
			return nil, err
		}
		w.beginArray(f.name)
		for i, d := range docs {
			w.item(i, d.value())
			if len(w.b) > maxDocument {
				return nil, codeTooLarge.errorf("document constructed by $facet is larger than %d bytes", maxDocument)
			}
		}
		w.end()
	}
	w.end()
	return []document{w.b}, nil
}
