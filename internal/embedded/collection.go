package embedded

import (
	"bytes"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// collection describes one collection in a snapshot. A published one is never changed, only forked.
type collection struct {
	ns      string // database.collection
	byID    *index // the documents themselves, by encoded _id
	indexes []*index
	count   int // of documents
}

func newCollection(ns string) *collection {
	id := []indexField{{path: "_id", parts: []string{"_id"}}}
	spec := build(func(w *builder) {
		w.int32("v", 2)
		w.beginDoc("key")
		w.int32("_id", 1)
		w.end()
		w.string("name", "_id_")
	})
	return &collection{ns: ns, byID: &index{
		name: "_id_", spec: spec, fields: id, unique: true, hasID: true, multikey: make([]bool, 1), number: nothing,
	}}
}

func (c *collection) fork() *collection {
	f := &collection{ns: c.ns, byID: c.byID, indexes: make([]*index, len(c.indexes)), count: c.count}
	for i, ix := range c.indexes {
		f.indexes[i] = ix.fork()
	}
	return f
}

// newRecord checks that a document can be stored. It keeps the bytes.
func newRecord(raw document) (*record, error) {
	id := raw.get("_id")
	if err := checkID(id); err != nil {
		return nil, err
	}
	if len(raw) > maxDocument {
		return nil, codeTooLarge.errorf("BSONObj size: %d (0x%X) is invalid. Size must be between 0 and %d(16MB)", len(raw), len(raw), maxDocument)
	}
	if depthOf(raw.value()) > maxDepth {
		return nil, codeOverflow.errorf("Document exceeds maximum nested object depth: %d", maxDepth)
	}
	r := &record{id: keyOf(id), raw: raw}
	if len(r.id) > maxDiskKey {
		return nil, codeKeyTooLong.errorf("the _id takes %d bytes as a key; the embedded engine allows %d", len(r.id), maxDiskKey)
	}
	if cap(raw) > len(raw)+len(raw)/8+64 {
		r.raw = bytes.Clone(raw) // do not keep the memory it grew into
	}
	return r, nil
}

func (c *collection) index(name string) *index {
	for _, ix := range c.indexes {
		if ix.name == name {
			return ix
		}
	}
	return nil
}

func checkID(v value) error {
	switch v.t {
	case 0:
		return badValue("the document has no _id")
	case bson.TypeArray:
		return badValue("can't use an array for _id")
	case bson.TypeRegex:
		return badValue("can't use a regex for _id")
	}
	return checkIDFields(v)
}

func checkIDFields(v value) error {
	if !v.isDoc() {
		return nil
	}
	it := v.elements()
	for it.next() {
		if len(it.key) > 0 && it.key[0] == '$' {
			return codeDollarField.errorf("_id fields may not contain '$'-prefixed fields: %s is not valid for storage.", it.key)
		}
	}
	return nil
}

// duplicate is MongoDB's error for a second document with the same key of a unique index.
func (c *collection) duplicate(ix *index, raw document) error {
	f := &fault{code: codeDuplicateKey}
	f.keyPattern = ix.spec.get("key").doc()
	f.keyValue = build(func(w *builder) {
		for _, field := range ix.fields {
			v := fieldValue(raw.value(), field.parts)
			if v.missing() {
				v = null
			}
			w.value(field.path, v)
		}
	})
	f.msg = fmt.Sprintf("E11000 duplicate key error collection: %s index: %s dup key: %s", c.ns, ix.name, shell(f.keyValue.value()))
	return f
}

// shell writes a value as MongoDB's shell does, cut where it is long.
func shell(v value) string {
	switch v.t {
	case bson.TypeString:
		return `"` + v.str() + `"`
	case bson.TypeInt32, bson.TypeInt64:
		return fmt.Sprint(v.integer())
	case bson.TypeDouble:
		return fmt.Sprint(v.float())
	case bson.TypeBoolean:
		return fmt.Sprint(v.truthy())
	case 0, bson.TypeNull:
		return "null"
	case bson.TypeObjectID:
		return fmt.Sprintf("ObjectId('%x')", v.b)
	case bson.TypeEmbeddedDocument, bson.TypeArray:
		var parts []string
		it := v.elements()
		for it.next() {
			if len(parts) == 20 {
				parts = append(parts, "...")
				break
			}
			s := shell(it.val)
			if v.isDoc() {
				s = string(it.key) + ": " + s
			}
			parts = append(parts, s)
		}
		if v.isArray() {
			return "[ " + strings.Join(parts, ", ") + " ]"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	return v.raw().String()
}
