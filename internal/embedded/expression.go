package embedded

import (
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// expression computes a value from a document.
type expression func(d document) value

// parseExpression reads a field path, $$ROOT, a constant, or a document of these.
func parseExpression(v value) (expression, error) {
	switch v.t {
	case bson.TypeString:
		s := v.str()
		if !strings.HasPrefix(s, "$") {
			break
		}
		if s == "$$ROOT" {
			return func(d document) value { return d.value() }, nil
		}
		if strings.HasPrefix(s, "$$") {
			return nil, notImplemented("the variable %s", s)
		}
		path := splitPath(s[1:])
		for _, p := range path {
			if p == "" {
				return nil, code(40353).errorf("FieldPath must not have empty components: %s", s)
			}
		}
		return func(d document) value { return fieldValue(d.value(), path) }, nil
	case bson.TypeArray:
		return nil, notImplemented("array expressions")
	case bson.TypeEmbeddedDocument:
		return parseDocumentExpression(v)
	}
	return func(document) value { return v }, nil
}

func parseDocumentExpression(v value) (expression, error) {
	var names []string
	var kids []expression
	it := v.elements()
	for it.next() {
		name := string(it.key)
		if strings.HasPrefix(name, "$") {
			return nil, notImplemented("the expression operator %s", name)
		}
		if strings.Contains(name, ".") {
			return nil, code(16412).errorf("FieldPath field names may not contain '.': %s", name)
		}
		x, err := parseExpression(it.val)
		if err != nil {
			return nil, err
		}
		names, kids = append(names, name), append(kids, x)
	}
	return func(d document) value {
		return build(func(w *builder) {
			for i, x := range kids {
				if v := x(d); !v.missing() {
					w.value(names[i], v)
				}
			}
		}).value()
	}, nil
}
