package embedded

import (
	"bytes"
	"encoding/binary"
	"math"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// document is the bytes of one BSON document, length and terminator included. Those inside the engine were
// checked when they came in (checkDocument) or built by builder, so readers here trust lengths up to the bounds.
type document []byte

// value is one BSON value. Type 0 stands for "missing".
type value struct {
	t bson.Type
	b []byte
}

// typeUndefined is what an empty array is in an index: it sorts before null.
const typeUndefined, typeDocument = bson.TypeUndefined, bson.TypeEmbeddedDocument

var (
	emptyDocument = document{5, 0, 0, 0, 0}
	null          = value{t: bson.TypeNull}
)

func (d document) value() value    { return value{bson.TypeEmbeddedDocument, d} }
func (d document) empty() bool     { return len(d) <= 5 }
func (v value) missing() bool      { return v.t == 0 }
func (v value) isArray() bool      { return v.t == bson.TypeArray }
func (v value) isDoc() bool        { return v.t == bson.TypeEmbeddedDocument }
func (v value) doc() document      { return document(v.b) }
func (v value) nullish() bool      { return v.t == 0 || v.t == bson.TypeNull }
func (v value) clone() value       { return value{v.t, bytes.Clone(v.b)} }
func (v value) raw() bson.RawValue { return bson.RawValue{Type: v.t, Value: v.b} }

// elements walks a document or an array.
type elements struct {
	rest []byte
	key  []byte
	val  value
}

func (d document) elements() elements {
	if len(d) < 5 {
		return elements{}
	}
	return elements{rest: d[4 : len(d)-1]}
}

func (v value) elements() elements { return document(v.b).elements() }

// next moves to the next element and reports whether there is one.
func (e *elements) next() bool {
	if len(e.rest) == 0 {
		return false
	}
	t := bson.Type(e.rest[0])
	end := bytes.IndexByte(e.rest[1:], 0)
	if end < 0 {
		e.rest = nil
		return false
	}
	body := e.rest[end+2:]
	n := valueSize(t, body)
	if n < 0 {
		e.rest = nil
		return false
	}
	e.key, e.val, e.rest = e.rest[1:end+1], value{t, body[:n:n]}, body[n:]
	return true
}

// valueSize is the number of bytes a value of type t takes at the start of b, or -1 when b is too short for it.
func valueSize(t bson.Type, b []byte) int {
	n := -1
	switch t {
	case bson.TypeUndefined, bson.TypeNull, bson.TypeMinKey, bson.TypeMaxKey:
		n = 0
	case bson.TypeBoolean:
		n = 1
	case bson.TypeInt32:
		n = 4
	case bson.TypeDouble, bson.TypeDateTime, bson.TypeTimestamp, bson.TypeInt64:
		n = 8
	case bson.TypeObjectID:
		n = 12
	case bson.TypeDecimal128:
		n = 16
	case bson.TypeString, bson.TypeSymbol, bson.TypeJavaScript:
		n = prefixed(b, 4)
	case bson.TypeDBPointer:
		n = prefixed(b, 16)
	case bson.TypeBinary:
		n = prefixed(b, 5)
	case bson.TypeEmbeddedDocument, bson.TypeArray, bson.TypeCodeWithScope:
		n = prefixed(b, 0)
	case bson.TypeRegex:
		pattern := bytes.IndexByte(b, 0)
		if pattern < 0 {
			return -1
		}
		options := bytes.IndexByte(b[pattern+1:], 0)
		if options < 0 {
			return -1
		}
		n = pattern + options + 2
	}
	if n < 0 || n > len(b) {
		return -1
	}
	return n
}

// prefixed reads the int32 length at the start of b and adds what the length does not count.
func prefixed(b []byte, extra int) int {
	if len(b) < 4 {
		return -1
	}
	n := int32(binary.LittleEndian.Uint32(b))
	if n < 0 {
		return -1
	}
	return int(n) + extra
}

// get is the value of a field, missing when there is none.
func (d document) get(name string) value {
	it := d.elements()
	for it.next() {
		if string(it.key) == name {
			return it.val
		}
	}
	return value{}
}

func (v value) str() string {
	if v.t != bson.TypeString || len(v.b) < 5 {
		return ""
	}
	return string(v.b[4 : len(v.b)-1])
}

// text is str without the copy: the bytes belong to the document.
func (v value) text() []byte {
	if v.t != bson.TypeString || len(v.b) < 5 {
		return nil
	}
	return v.b[4 : len(v.b)-1]
}

func (v value) isNumber() bool {
	return v.t == bson.TypeInt32 || v.t == bson.TypeInt64 || v.t == bson.TypeDouble
}

func (v value) float() float64 {
	switch v.t {
	case bson.TypeInt32, bson.TypeInt64:
		return float64(v.integer())
	case bson.TypeDouble:
		return math.Float64frombits(binary.LittleEndian.Uint64(v.b))
	}
	return 0
}

// integer is the value as an int64; a double is cut towards zero and held within the range.
func (v value) integer() int64 {
	switch v.t {
	case bson.TypeInt32:
		return int64(int32(binary.LittleEndian.Uint32(v.b)))
	case bson.TypeInt64, bson.TypeDateTime:
		return int64(binary.LittleEndian.Uint64(v.b))
	case bson.TypeDouble:
		f := v.float()
		switch {
		case f != f:
			return 0
		case f >= math.MaxInt64:
			return math.MaxInt64
		case f <= math.MinInt64:
			return math.MinInt64
		}
		return int64(f)
	}
	return 0
}

// whole is integer for a number without a fraction.
func (v value) whole() (int64, bool) {
	if !v.isNumber() {
		return 0, false
	}
	n := v.integer()
	return n, v.t != bson.TypeDouble || float64(n) == v.float()
}

// truthy is MongoDB's reading of a value as a boolean.
func (v value) truthy() bool {
	switch v.t {
	case 0, bson.TypeNull, bson.TypeUndefined:
		return false
	case bson.TypeBoolean:
		return v.b[0] != 0
	case bson.TypeInt32, bson.TypeInt64, bson.TypeDouble:
		return v.float() != 0
	}
	return true
}

func (v value) regex() (pattern, options string) {
	p := bytes.IndexByte(v.b, 0)
	return string(v.b[:p]), string(v.b[p+1 : len(v.b)-1])
}

// items lists the values of an array or document.
func (v value) items() []value {
	var out []value
	it := v.elements()
	for it.next() {
		out = append(out, it.val)
	}
	return out
}

// firstKey is the name of a document's first field.
func (d document) firstKey() string {
	it := d.elements()
	if !it.next() {
		return ""
	}
	return string(it.key)
}
