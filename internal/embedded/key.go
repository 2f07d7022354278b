package embedded

import (
	"bytes"
	"encoding/binary"
	"math"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// rank is a type's place in MongoDB's order of types. Ranks are apart so that rank+1 ends a type.
func rank(t bson.Type) byte {
	switch t {
	case bson.TypeMinKey:
		return 1
	case bson.TypeUndefined:
		return 5
	case 0, bson.TypeNull:
		return 10
	case bson.TypeDouble, bson.TypeInt32, bson.TypeInt64:
		return 20
	case bson.TypeString:
		return 30
	case bson.TypeEmbeddedDocument:
		return 40
	case bson.TypeArray:
		return 50
	case bson.TypeBinary:
		return 60
	case bson.TypeObjectID:
		return 70
	case bson.TypeBoolean:
		return 80
	case bson.TypeDateTime:
		return 90
	case bson.TypeTimestamp:
		return 100
	case bson.TypeRegex:
		return 110
	}
	return 120
}

// appendKey appends an encoding of v whose byte order is MongoDB's order of values. No encoding is a prefix of
// another, so encodings can be put one behind the other, and inverted for a descending field.
func appendKey(b []byte, v value) []byte {
	b = append(b, rank(v.t))
	switch v.t {
	case bson.TypeDouble, bson.TypeInt32, bson.TypeInt64:
		return appendNumber(b, v)
	case bson.TypeString:
		return appendText(b, v.text())
	case bson.TypeEmbeddedDocument:
		it := v.elements()
		for it.next() {
			b = append(b, rank(it.val.t))
			b = appendText(b, it.key)
			b = appendKey(b, it.val)
		}
		return append(b, 0)
	case bson.TypeArray:
		it := v.elements()
		for it.next() {
			b = appendKey(b, it.val)
		}
		return append(b, 0)
	case bson.TypeBinary:
		b = binary.BigEndian.AppendUint32(b, binary.LittleEndian.Uint32(v.b))
		return append(b, v.b[4:]...)
	case bson.TypeObjectID, bson.TypeBoolean:
		return append(b, v.b...)
	case bson.TypeDateTime:
		return binary.BigEndian.AppendUint64(b, binary.LittleEndian.Uint64(v.b)^(1<<63))
	case bson.TypeTimestamp:
		return binary.BigEndian.AppendUint64(b, binary.LittleEndian.Uint64(v.b))
	case bson.TypeRegex:
		p, o := v.regex()
		return appendText(appendText(b, []byte(p)), []byte(o))
	}
	return b
}

// appendNumber encodes the nearest double, then what an integer lies above or below it.
func appendNumber(b []byte, v value) []byte {
	var f float64
	var rest int64
	if v.t == bson.TypeDouble {
		f = v.float()
	} else {
		n := v.integer()
		f = float64(n)
		if f < math.MaxInt64 {
			rest = n - int64(f)
		} else {
			rest = -(math.MaxInt64 - n) - 1
		}
	}
	bits := math.Float64bits(f)
	switch {
	case f != f:
		bits = 0 // NaN comes before all other numbers
	case f == 0:
		bits = 1 << 63
	case bits>>63 == 1:
		bits = ^bits
	default:
		bits |= 1 << 63
	}
	b = binary.BigEndian.AppendUint64(b, bits)
	return binary.BigEndian.AppendUint16(b, uint16(rest+1<<15))
}

// appendText escapes zero bytes and ends with two of them.
func appendText(b, s []byte) []byte {
	for {
		z := bytes.IndexByte(s, 0)
		if z < 0 {
			break
		}
		b = append(b, s[:z]...)
		b = append(b, 0, 0xff)
		s = s[z+1:]
	}
	b = append(b, s...)
	return append(b, 0, 0)
}

func keyOf(v value) string {
	var buf [64]byte
	return string(appendKey(buf[:0], v))
}

func invert(b []byte) {
	for i := range b {
		b[i] = ^b[i]
	}
}

// compare is MongoDB's order: -1, 0 or 1.
func compare(a, b value) int {
	ra, rb := rank(a.t), rank(b.t)
	if ra != rb {
		if ra < rb {
			return -1
		}
		return 1
	}
	if a.t == bson.TypeString {
		return bytes.Compare(a.text(), b.text())
	}
	if a.t == b.t && bytes.Equal(a.b, b.b) {
		return 0
	}
	var ab, bb [64]byte
	return bytes.Compare(appendKey(ab[:0], a), appendKey(bb[:0], b))
}

// equal is MongoDB's equality: numbers by value whatever their type, documents with their fields in order.
func equal(a, b value) bool {
	if a.t == b.t && a.t == bson.TypeString {
		return bytes.Equal(a.b, b.b)
	}
	return compare(a, b) == 0
}
