package embedded

import (
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// projection keeps the fields it names, or leaves them out.
type projection struct {
	include bool
	id      bool // _id is kept
	fields  projected
}

// projected are the fields named on one level. A nil entry stands for the whole field.
type projected map[string]projected

// parseProjection reads a projection of plain fields; nil means everything.
func parseProjection(d document) (*projection, error) {
	if d.empty() {
		return nil, nil
	}
	p := &projection{id: true, fields: projected{}}
	known := false
	idNamed := false
	it := d.elements()
	for it.next() {
		path := string(it.key)
		if it.val.t != bson.TypeBoolean && !it.val.isNumber() {
			return nil, notImplemented("the computed projection of %s", path)
		}
		keep := it.val.truthy()
		if path == "_id" {
			p.id, idNamed = keep, true
			continue
		}
		if known && keep != p.include {
			if keep {
				return nil, code(31253).errorf("Cannot do inclusion on field %s in exclusion projection", path)
			}
			return nil, code(31254).errorf("Cannot do exclusion on field %s in inclusion projection", path)
		}
		p.include, known = keep, true
		if err := p.fields.name(path); err != nil {
			return nil, err
		}
	}
	if !known {
		p.include = idNamed && p.id
	}
	return p, nil
}

func (fs projected) name(path string) error {
	parts := splitPath(path)
	at := fs
	for i, part := range parts {
		if part == "" {
			return code(40352).errorf("FieldPath must not have empty components: %s", path)
		}
		if strings.HasPrefix(part, "$") {
			return notImplemented("the projection of %s", path)
		}
		below, there := at[part]
		if there && (below == nil || i == len(parts)-1) {
			return code(31249).errorf("Path collision at %s", path)
		}
		if i == len(parts)-1 {
			at[part] = nil
			return nil
		}
		if !there {
			below = projected{}
			at[part] = below
		}
		at = below
	}
	return nil
}

// apply makes the projected document.
func (p *projection) apply(d document) document {
	w := builder{b: make([]byte, 0, 256)}
	p.write(&w, d)
	return w.b
}

func (p *projection) write(w *builder, d document) {
	w.begin()
	it := d.elements()
	for it.next() {
		if string(it.key) == "_id" {
			if p.id && (p.fields["_id"] == nil) {
				w.element(it.key, it.val)
			} else if p.id {
				p.field(w, it.key, it.val, p.fields)
			}
			continue
		}
		p.field(w, it.key, it.val, p.fields)
	}
	w.end()
}

// field writes one field, or what is to be kept of it.
func (p *projection) field(w *builder, key []byte, v value, fs projected) {
	below, named := fs[string(key)]
	switch {
	case !named:
		if !p.include {
			w.element(key, v)
		}
	case below == nil:
		if p.include {
			w.element(key, v)
		}
	case v.isDoc() || v.isArray():
		w.headerBytes(v.t, key)
		p.inside(w, v, below)
	case !p.include:
		w.element(key, v)
	}
}

// inside writes a document or array of which only some fields are kept or left out.
func (p *projection) inside(w *builder, v value, fs projected) {
	w.begin()
	it := v.elements()
	n := 0
	for it.next() {
		switch {
		case v.isDoc():
			p.field(w, it.key, it.val, fs)
			continue
		case it.val.isDoc() || it.val.isArray():
			w.itemHeader(n, it.val.t)
			p.inside(w, it.val, fs)
		case p.include:
			continue
		default:
			w.item(n, it.val)
		}
		n++
	}
	w.end()
}
