package embedded

import (
	"encoding/binary"
	"math"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// builder appends BSON to a buffer. begin and end nest; everything between them belongs to the open document.
type builder struct {
	b    []byte
	open []int
}

// begin opens the outermost document.
func (w *builder) begin() {
	w.open = append(w.open, len(w.b))
	w.b = append(w.b, 0, 0, 0, 0)
}

// end closes what begin, beginDoc or beginArray opened last.
func (w *builder) end() {
	at := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	w.b = append(w.b, 0)
	binary.LittleEndian.PutUint32(w.b[at:], uint32(len(w.b)-at))
}

func (w *builder) header(t bson.Type, key string) {
	w.b = append(w.b, byte(t))
	w.b = append(w.b, key...)
	w.b = append(w.b, 0)
}

func (w *builder) beginDoc(key string) {
	w.header(bson.TypeEmbeddedDocument, key)
	w.begin()
}

func (w *builder) beginArray(key string) {
	w.header(bson.TypeArray, key)
	w.begin()
}

// item appends an array element without making a string of its number.
func (w *builder) item(i int, v value) {
	w.itemHeader(i, v.t)
	w.b = append(w.b, v.b...)
}

func (w *builder) itemHeader(i int, t bson.Type) {
	w.b = append(w.b, byte(t))
	w.b = strconv.AppendInt(w.b, int64(i), 10)
	w.b = append(w.b, 0)
}

// element copies a field as elements gave it.
func (w *builder) element(key []byte, v value) {
	w.headerBytes(v.t, key)
	w.b = append(w.b, v.b...)
}

func (w *builder) headerBytes(t bson.Type, key []byte) {
	w.b = append(w.b, byte(t))
	w.b = append(w.b, key...)
	w.b = append(w.b, 0)
}

func (w *builder) value(key string, v value) {
	w.header(v.t, key)
	w.b = append(w.b, v.b...)
}

func (w *builder) string(key, s string) {
	w.header(bson.TypeString, key)
	w.b = appendString(w.b, s)
}

func (w *builder) int32(key string, n int) {
	w.header(bson.TypeInt32, key)
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(n))
}

func (w *builder) int64(key string, n int64) {
	w.header(bson.TypeInt64, key)
	w.b = binary.LittleEndian.AppendUint64(w.b, uint64(n))
}

func (w *builder) date(key string, ms int64) {
	w.header(bson.TypeDateTime, key)
	w.b = binary.LittleEndian.AppendUint64(w.b, uint64(ms))
}

func (w *builder) double(key string, f float64) {
	w.header(bson.TypeDouble, key)
	w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f))
}

func (w *builder) bool(key string, v bool) {
	w.header(bson.TypeBoolean, key)
	if v {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}

func (w *builder) null(key string) { w.header(bson.TypeNull, key) }

// build makes one document.
func build(fill func(w *builder)) document {
	var w builder
	w.begin()
	fill(&w)
	w.end()
	return w.b
}

// arrayOf makes an array value.
func arrayOf(vs []value) value {
	size := 5
	for _, v := range vs {
		size += len(v.b) + 8
	}
	w := builder{b: make([]byte, 0, size)}
	w.begin()
	for i, v := range vs {
		w.item(i, v)
	}
	w.end()
	return value{bson.TypeArray, w.b}
}

func appendString(b []byte, s string) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s)+1))
	b = append(b, s...)
	return append(b, 0)
}

func stringValue(s string) value { return value{bson.TypeString, appendString(nil, s)} }

func int32Value(n int32) value {
	return value{bson.TypeInt32, binary.LittleEndian.AppendUint32(nil, uint32(n))}
}

func int64Value(n int64) value {
	return value{bson.TypeInt64, binary.LittleEndian.AppendUint64(nil, uint64(n))}
}

func doubleValue(f float64) value {
	return value{bson.TypeDouble, binary.LittleEndian.AppendUint64(nil, math.Float64bits(f))}
}

func newObjectID() value {
	id := bson.NewObjectID()
	return value{bson.TypeObjectID, id[:]}
}
