package store

import (
	"fmt"
	"math"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

//go:generate go run ./generate

// decoder reads one document without reflection, in the functions that package generate writes. What it gives is what
// the driver's own decoding gives; the strings of a document share one allocation.
type decoder struct {
	text strings.Builder
	err  error
}

// decode reads a node, which is the whole document.
func decode[T any](raw []byte, into *T, fields func(*decoder, *T, []byte, bsoncore.Value)) error {
	var d decoder
	d.text.Grow(stringBytes(raw))
	document(&d, bsoncore.Value{Type: bsoncore.TypeEmbeddedDocument, Data: raw}, into, fields)
	return d.err
}

// stringBytes is how many bytes the strings in a document have.
func stringBytes(raw []byte) int {
	n := 0
	for rest := body(raw); len(rest) > 0; {
		e, after, ok := bsoncore.ReadElement(rest)
		if !ok {
			return n
		}
		switch v := e.Value(); v.Type {
		case bsoncore.TypeString:
			n += max(0, len(v.Data)-5)
		case bsoncore.TypeEmbeddedDocument, bsoncore.TypeArray:
			n += stringBytes(v.Data)
		default:
		}
		rest = after
	}
	return n
}

// body are the elements of a document, without its length and its end.
func body(raw []byte) []byte {
	if length, _, ok := bsoncore.ReadLength(raw); !ok || int(length) != len(raw) || length < 5 {
		return nil
	}
	return raw[4 : len(raw)-1]
}

// fail keeps the first error.
func (d *decoder) fail(v bsoncore.Value, want string) {
	if d.err == nil {
		d.err = fmt.Errorf("it is of BSON type %s, not %s", v.Type, want)
	}
}

// in says where an error is.
func (d *decoder) in(key string) { d.err = fmt.Errorf("%s: %w", key, d.err) }

// document reads a struct. null leaves it as it is.
func document[T any](d *decoder, v bsoncore.Value, into *T, field func(*decoder, *T, []byte, bsoncore.Value)) {
	if v.Type == bsoncore.TypeNull || d.err != nil {
		return
	}
	rest := body(v.Data)
	if v.Type != bsoncore.TypeEmbeddedDocument || rest == nil {
		d.fail(v, "document")
		return
	}
	for len(rest) > 0 {
		e, after, ok := bsoncore.ReadElement(rest)
		if !ok {
			d.err = fmt.Errorf("a document of %d bytes is cut off", len(v.Data))
			return
		}
		field(d, into, e.KeyBytes(), e.Value())
		if d.err != nil {
			d.in(e.Key())
			return
		}
		rest = after
	}
}

// text reads a string.
func text[S ~string](d *decoder, v bsoncore.Value) (s S) {
	switch v.Type {
	case bsoncore.TypeNull:
		return ""
	case bsoncore.TypeString:
		if len(v.Data) >= 5 {
			start := d.text.Len()
			d.text.Write(v.Data[4 : len(v.Data)-1])
			return S(d.text.String()[start:])
		}
	default:
	}
	d.fail(v, "string")
	return ""
}

// boolean reads a truth value, which other programs may have stored as a number: all but 0 are true.
func boolean(d *decoder, v bsoncore.Value) bool {
	if n, ok := v.AsFloat64OK(); ok {
		return n != 0
	}
	b, ok := v.BooleanOK()
	if !ok && v.Type != bsoncore.TypeNull {
		d.fail(v, "boolean")
	}
	return b
}

// whole reads an integer, which other programs may have stored as a double.
func whole(d *decoder, v bsoncore.Value) int {
	if v.Type == bsoncore.TypeDouble {
		if f := v.Double(); f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return int(f)
		}
	}
	n, ok := v.AsInt64OK()
	if v.Type == bsoncore.TypeNull {
		return 0
	}
	if !ok || v.Type == bsoncore.TypeDouble {
		d.fail(v, "integer")
	}
	return int(n)
}

func float(d *decoder, v bsoncore.Value) float64 {
	switch v.Type {
	case bsoncore.TypeNull:
	case bsoncore.TypeDouble:
		return v.Double()
	case bsoncore.TypeInt32, bsoncore.TypeInt64:
		n, _ := v.AsInt64OK()
		return float64(n)
	default:
		d.fail(v, "number")
	}
	return 0
}

func moment(d *decoder, v bsoncore.Value) time.Time {
	switch v.Type {
	case bsoncore.TypeNull:
	case bsoncore.TypeDateTime:
		return time.UnixMilli(v.DateTime()).UTC()
	default:
		d.fail(v, "date")
	}
	return time.Time{}
}

// optional reads what may be null.
func optional[T any](d *decoder, v bsoncore.Value, read func(*decoder, bsoncore.Value) T) *T {
	if v.Type == bsoncore.TypeNull {
		return nil
	}
	one := read(d, v)
	return &one
}

// optionalDocument reads a struct that may be null.
func optionalDocument[T any](d *decoder, v bsoncore.Value, field func(*decoder, *T, []byte, bsoncore.Value)) *T {
	if v.Type == bsoncore.TypeNull {
		return nil
	}
	one := new(T)
	document(d, v, one, field)
	return one
}

// list reads an array into a slice of its very length.
func list[T any](d *decoder, v bsoncore.Value, read func(*decoder, bsoncore.Value) T) []T {
	n, ok := length(d, v)
	if !ok {
		return nil
	}
	out := make([]T, 0, n)
	each(d, v, func(v bsoncore.Value) { out = append(out, read(d, v)) })
	return out
}

// documents reads an array of structs.
func documents[T any](d *decoder, v bsoncore.Value, field func(*decoder, *T, []byte, bsoncore.Value)) []T {
	n, ok := length(d, v)
	if !ok {
		return nil
	}
	out := make([]T, 0, n)
	each(d, v, func(v bsoncore.Value) {
		out = out[:len(out)+1]
		document(d, v, &out[len(out)-1], field)
	})
	return out
}

// pointers reads an array of structs, of which each may be null; they share one allocation.
func pointers[T any](d *decoder, v bsoncore.Value, field func(*decoder, *T, []byte, bsoncore.Value)) []*T {
	n, ok := length(d, v)
	if !ok {
		return nil
	}
	all, out := make([]T, n), make([]*T, 0, n)
	each(d, v, func(v bsoncore.Value) {
		if v.Type == bsoncore.TypeNull {
			out = append(out, nil)
			return
		}
		document(d, v, &all[len(out)], field)
		out = append(out, &all[len(out)])
	})
	return out
}

// length is how many elements an array has; false for null, and for what is no array, which fails.
func length(d *decoder, v bsoncore.Value) (n int, ok bool) {
	if v.Type == bsoncore.TypeNull {
		return 0, false
	}
	if v.Type != bsoncore.TypeArray || body(v.Data) == nil {
		d.fail(v, "array")
		return 0, false
	}
	for rest := body(v.Data); len(rest) > 0; n++ {
		_, after, ok := bsoncore.ReadElement(rest)
		if !ok {
			d.err = fmt.Errorf("an array of %d bytes is cut off", len(v.Data))
			return 0, false
		}
		rest = after
	}
	return n, true
}

// each walks an array whose length is known, so that it is sound.
func each(d *decoder, v bsoncore.Value, do func(bsoncore.Value)) {
	i := 0
	for rest := body(v.Data); len(rest) > 0 && d.err == nil; i++ {
		e, after, _ := bsoncore.ReadElement(rest)
		if do(e.Value()); d.err != nil {
			d.in(fmt.Sprint(i))
		}
		rest = after
	}
}
