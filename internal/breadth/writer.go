package breadth

import (
	"bytes"
	"context"
	"math"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// maxKept is the largest buffer that is kept for the next answer.
const maxKept = 4 << 20

var nullLiteral = []byte("null")

// Writer appends one answer as JSON and knows where in it it is. The methods that write a value return false
// where that is null although the type forbids it. It is an io.Writer for marshalers.
type Writer struct {
	buf    []byte
	path   []pathElem
	errors int // reported so far
	most   int // bytes of the answer; 0 for any number
	ctx    context.Context
	oc     *graphql.OperationContext
}

// pathElem is one element of the path: a response key, or the index of a list.
type pathElem struct {
	step  *step // nil for an index
	index int
}

func (w *Writer) reset() {
	clear(w.path[:cap(w.path)])
	buf := w.buf[:0]
	if cap(buf) > maxKept {
		buf = nil
	}
	*w = Writer{buf: buf, path: w.path[:0]}
}

// bounded panics with ErrTooLong where the answer is longer than it may be.
func (w *Writer) bounded() {
	if w.most > 0 && len(w.buf) > w.most {
		panic(ErrTooLong)
	}
}

// Write appends JSON as it is.
func (w *Writer) Write(p []byte) (int, error) {
	w.bounded()
	w.buf = append(w.buf, p...)
	return len(p), nil
}

// WriteString appends JSON as it is.
func (w *Writer) WriteString(s string) (int, error) {
	w.buf = append(w.buf, s...)
	return len(s), nil
}

// WriteByte appends a byte of JSON as it is.
func (w *Writer) WriteByte(c byte) error {
	w.buf = append(w.buf, c)
	return nil
}

func (w *Writer) null() { w.buf = append(w.buf, "null"...) }

// Null writes null where it is allowed.
func (w *Writer) Null() bool {
	w.null()
	return true
}

// String writes a string.
func (w *Writer) String(s string) bool {
	w.buf = appendString(w.buf, s)
	return true
}

// Int writes a number.
func (w *Writer) Int(i int64) bool {
	w.buf = strconv.AppendInt(w.buf, i, 10)
	return true
}

// Uint writes a number.
func (w *Writer) Uint(i uint64) bool {
	w.buf = strconv.AppendUint(w.buf, i, 10)
	return true
}

// IntID writes a number as a string.
func (w *Writer) IntID(i int64) bool {
	w.buf = append(strconv.AppendInt(append(w.buf, '"'), i, 10), '"')
	return true
}

// UintID writes a number as a string.
func (w *Writer) UintID(i uint64) bool {
	w.buf = append(strconv.AppendUint(append(w.buf, '"'), i, 10), '"')
	return true
}

// Bool writes true or false.
func (w *Writer) Bool(b bool) bool {
	w.buf = strconv.AppendBool(w.buf, b)
	return true
}

// Float writes a number; infinite ones and NaN are an error.
func (w *Writer) Float(f float64, nonNull bool) bool {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return w.Fail(errNotFinite, nonNull)
	}
	w.buf = strconv.AppendFloat(w.buf, f, 'g', -1, 64)
	return true
}

// Time writes a time as RFC 3339 has it. The zero time is null.
func (w *Writer) Time(t time.Time, nonNull bool, typ string) bool {
	if t.IsZero() {
		return w.Marshal(graphql.Null, nonNull, typ)
	}
	w.buf = append(t.AppendFormat(append(w.buf, '"'), time.RFC3339Nano), '"')
	return true
}

// Marshal writes what a marshaler writes.
func (w *Writer) Marshal(m graphql.Marshaler, nonNull bool, typ string) bool {
	mark := len(w.buf)
	if m == nil {
		w.null()
	} else {
		m.MarshalGQL(w)
	}
	return w.Marshaled(mark, nil, nonNull, typ)
}

// MarshalContext writes what a marshaler writes that takes a context.
func (w *Writer) MarshalContext(m graphql.ContextMarshaler, nonNull bool, typ string) bool {
	mark := len(w.buf)
	if m == nil {
		return w.Marshal(nil, nonNull, typ)
	}
	return w.Marshaled(mark, m.MarshalGQLContext(w.ctx, w), nonNull, typ)
}

// Context is the operation's context, for marshalers.
func (w *Writer) Context() context.Context { return w.ctx }

// Mark is where the next value begins, for Marshaled.
func (w *Writer) Mark() int { return len(w.buf) }

// Marshaled looks at what a marshaler wrote since mark: nothing is null, and so is what comes with an error.
func (w *Writer) Marshaled(mark int, err error, nonNull bool, typ string) bool {
	if err != nil {
		w.buf = w.buf[:mark]
		return w.Fail(err, nonNull)
	}
	if len(w.buf) == mark {
		w.null()
	}
	if nonNull && bytes.Equal(w.buf[mark:], nullLiteral) {
		w.errors++
		graphql.AddInvalidNullFromMarshaler(w.errorContext(), typ)
		return false
	}
	return true
}

// Elements is a list being written.
type Elements struct {
	mark  int
	valid bool
}

// OpenList begins a list.
func (w *Writer) OpenList() Elements {
	l := Elements{mark: len(w.buf), valid: true}
	w.buf = append(w.buf, '[')
	w.path = append(w.path, pathElem{})
	return l
}

// Element begins element i of the list.
func (w *Writer) Element(i int) {
	if i > 0 {
		w.buf = append(w.buf, ',')
	}
	w.path[len(w.path)-1].index = i
	w.bounded()
}

// Add takes what writing an element returned.
func (l *Elements) Add(ok bool) { l.valid = l.valid && ok }

// CloseList ends a list. It is null where an element is that must not be.
func (w *Writer) CloseList(l Elements, nonNull bool) bool {
	w.path = w.path[:len(w.path)-1]
	if l.valid {
		w.buf = append(w.buf, ']')
		return true
	}
	w.buf = w.buf[:l.mark]
	w.null()
	return !nonNull
}
