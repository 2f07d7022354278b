package embedded

import (
	"bytes"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// parseIndex reads an index specification as createIndexes sends it and the disk keeps it.
func parseIndex(spec document) (*index, error) {
	ix := &index{spec: spec}
	it := spec.elements()
	for it.next() {
		if err := ix.option(string(it.key), it.val); err != nil {
			return nil, err
		}
	}
	switch {
	case len(ix.fields) == 0:
		return nil, codeCannotCreateIndex.errorf("Index keys cannot be empty.")
	case ix.name == "":
		return nil, codeCannotCreateIndex.errorf("The 'name' field is a required property of an index specification")
	case ix.sparse && ix.partial != nil:
		return nil, codeCannotCreateIndex.errorf("cannot mix \"partialFilterExpression\" and \"sparse\" options")
	}
	ix.multikey = make([]bool, len(ix.fields))
	return ix, nil
}

func (ix *index) option(name string, v value) (err error) {
	wantBool := func() bool {
		if v.t != bson.TypeBoolean && !v.isNumber() {
			err = codeTypeMismatch.errorf("The field '%s' has value %s, which is not convertible to bool", name, shell(v))
		}
		return v.truthy()
	}
	switch name {
	case "key":
		if !v.isDoc() {
			return codeTypeMismatch.errorf("The field 'key' must be an object, but got %s", typeName(v.t))
		}
		return ix.keyPattern(v.doc())
	case "name":
		if v.t != bson.TypeString {
			return codeTypeMismatch.errorf("The field 'name' must be a string, but got %s", typeName(v.t))
		}
		ix.name = v.str()
	case "unique":
		ix.unique = wantBool()
	case "sparse":
		ix.sparse = wantBool()
	case "partialFilterExpression":
		if !v.isDoc() {
			return codeTypeMismatch.errorf("The field 'partialFilterExpression' must be an object, but got %s", typeName(v.t))
		}
		if ix.partial, err = parseFilter(v.doc()); err != nil {
			return err
		}
		return checkPartial(ix.partial)
	case "v":
		if n, ok := v.whole(); !ok || n != 2 {
			return notImplemented("index version %s", shell(v))
		}
	case "background", "ns":
	case "expireAfterSeconds", "collation", "hidden", "storageEngine", "weights", "default_language", "wildcardProjection",
		"language_override", "textIndexVersion", "2dsphereIndexVersion", "bits", "min", "max", "prepareUnique", "clustered":
		return notImplemented("the index option %s", name)
	default:
		return codeInvalidIndexOption.errorf("The field '%s' is not valid for an index specification.", name)
	}
	return err
}

func (ix *index) keyPattern(d document) error {
	it := d.elements()
	for it.next() {
		path := string(it.key)
		switch {
		case it.val.t == bson.TypeString:
			return notImplemented("the index type %q", it.val.str())
		case !it.val.isNumber() || it.val.float() == 0:
			return codeCannotCreateIndex.errorf("Values in the index key pattern must be numbers other than 0: %s: %s", path, shell(it.val))
		case strings.Contains(path, "$"):
			return notImplemented("the index key %s", path)
		}
		f := indexField{path: path, parts: splitPath(path), desc: it.val.float() < 0}
		for _, p := range f.parts {
			if p == "" {
				return codeCannotCreateIndex.errorf("Index keys cannot contain an empty field: %s", path)
			}
			if arrayPosition(p) >= 0 {
				return notImplemented("the position %s in the index key %s", p, path)
			}
		}
		for _, other := range ix.fields {
			if other.path == path {
				return badValue("the index key %s is there twice", path)
			}
		}
		ix.hasID = ix.hasID || path == "_id"
		ix.fields = append(ix.fields, f)
	}
	return nil
}

// checkPartial keeps to the operators MongoDB allows in a partial index.
func checkPartial(f filter) error {
	for _, k := range f.(allOf) {
		c, ok := k.(*condition)
		if !ok {
			return notImplemented("$or or $nor in partialFilterExpression")
		}
		switch c.test.op {
		case opEq, opGt, opGte, opLt, opLte, opIn:
		case opExists:
			if !c.test.arg.truthy() {
				return codeCannotCreateIndex.errorf("Expression not supported in partial index: $exists: false on %s", c.path)
			}
		default:
			return codeCannotCreateIndex.errorf("Expression not supported in partial index: the operator on %s", c.path)
		}
	}
	return nil
}

// same says whether two specifications ask for the same index.
func (ix *index) same(o *index) bool {
	return ix.name == o.name && ix.sameKey(o) && ix.sameOptions(o)
}

func (ix *index) sameKey(o *index) bool {
	if len(ix.fields) != len(o.fields) {
		return false
	}
	for i, f := range ix.fields {
		if f.path != o.fields[i].path || f.desc != o.fields[i].desc {
			return false
		}
	}
	return true
}

func (ix *index) sameOptions(o *index) bool {
	a, b := ix.spec.get("partialFilterExpression"), o.spec.get("partialFilterExpression")
	return ix.unique == o.unique && ix.sparse == o.sparse && a.t == b.t && bytes.Equal(a.b, b.b)
}
