package breadth

import (
	"maps"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
)

// maxMemo bounds the values an Enum remembers; an enum has few.
const maxMemo = 128

// Enum remembers how the values of an enum with a marshaler are written, since the usual marshalers allocate for
// each value.
type Enum[E interface {
	comparable
	graphql.Marshaler
}] struct {
	memo atomic.Pointer[map[E][]byte]
}

// Write writes a value.
func (e *Enum[E]) Write(w *Writer, v E, nonNull bool, typ string) bool {
	mark := len(w.buf)
	memo := e.memo.Load()
	if memo != nil {
		if text, ok := (*memo)[v]; ok {
			w.buf = append(w.buf, text...)
			return w.Marshaled(mark, nil, nonNull, typ)
		}
	}
	v.MarshalGQL(w)
	e.remember(memo, v, w.buf[mark:])
	return w.Marshaled(mark, nil, nonNull, typ)
}

// remember replaces the memo by one with v. Of writers at the same time one wins, the others try again next time.
func (e *Enum[E]) remember(old *map[E][]byte, v E, text []byte) {
	next := map[E][]byte{}
	if old != nil {
		if len(*old) >= maxMemo {
			return
		}
		maps.Copy(next, *old)
	}
	next[v] = append([]byte(nil), text...)
	e.memo.CompareAndSwap(old, &next)
}
