package breadth

import "context"

// Buffer is lent to an operation by whoever writes its answer: the data of the response is then the executor's own
// buffer, not a copy of it. It goes back to the executor with Return; nobody may look at the data afterwards.
type Buffer struct {
	from *Schema
	w    *Writer
}

type bufferKey struct{}

// LendBuffer has the operation of the context leave its buffer in the one returned.
func LendBuffer(ctx context.Context) (context.Context, *Buffer) {
	b := &Buffer{}
	return context.WithValue(ctx, bufferKey{}, b), b
}

// Return gives the buffer back. A buffer that is never returned is left to the garbage collector.
func (b *Buffer) Return() {
	if b.w != nil {
		b.from.release(b.w)
		b.w = nil
	}
}

// data is what was written, in the writer's own buffer where somebody will return it, else as a copy.
func (s *Schema) data(ctx context.Context, w *Writer) []byte {
	if b, ok := ctx.Value(bufferKey{}).(*Buffer); ok && b.w == nil {
		b.from, b.w = s, w
		return w.buf
	}
	defer s.release(w)
	return append(make([]byte, 0, len(w.buf)), w.buf...)
}

func (s *Schema) release(w *Writer) {
	w.reset()
	s.writers.Put(w)
}
