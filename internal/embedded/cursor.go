package embedded

import (
	"sync"
	"time"
)

// cursor is what is left of an answer. The documents belong to the state the command read, so later writes do not
// show.
type cursor struct {
	id    int64
	ns    string
	lsid  string
	rows  rows
	state *state // nil where the rows are in memory
	// The rows count in this budget.
	budget *budget
	// pending is a document that was read and did not go into the batch.
	pending document
	ended   bool
	// shape is applied to each document as it is sent; nil sends it as it is.
	shape *projection
	used  time.Time
}

// close lets go of what the cursor reads from.
func (c *cursor) close() {
	c.rows.close()
	if c.state != nil {
		c.state.release()
	}
	c.rows, c.state = list(nil), nil
}

// cursorTable holds the open cursors. Its timer removes those nobody has asked for in a while.
type cursorTable struct {
	mu     sync.Mutex
	open   map[int64]*cursor
	next   int64
	most   int
	idle   time.Duration
	timer  *time.Timer // runs while cursors are open
	closed bool
}

func (t *cursorTable) init(most int, idle time.Duration) {
	t.open, t.most, t.idle, t.next = map[int64]*cursor{}, most, idle, time.Now().UnixNano()&0xffffffff+1
}

func (t *cursorTable) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.open)
}

// add gives the cursor an id.
func (t *cursorTable) add(c *cursor) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return codeInternal.errorf("%v", ErrClosed)
	}
	if len(t.open) >= t.most {
		return codeInternal.errorf("too many open cursors: the embedded engine allows %d", t.most)
	}
	t.next++
	c.id, c.used = t.next, time.Now()
	t.open[c.id] = c
	if t.timer == nil {
		t.timer = time.AfterFunc(t.idle, t.expire)
	}
	return nil
}

// take removes a cursor for the time it is read from; put gives it back.
func (t *cursorTable) take(id int64) *cursor {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.open[id]
	delete(t.open, id)
	return c
}

func (t *cursorTable) put(c *cursor) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		c.close()
		return
	}
	c.used = time.Now()
	t.open[c.id] = c
	if t.timer == nil {
		t.timer = time.AfterFunc(t.idle, t.expire)
	}
}

// dropSession removes the cursors of a session that has ended.
func (t *cursorTable) dropSession(lsid string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, c := range t.open {
		if c.lsid == lsid {
			c.close()
			delete(t.open, id)
		}
	}
}

func (t *cursorTable) expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.timer = nil
	if t.closed {
		return
	}
	for id, c := range t.open {
		if time.Since(c.used) >= t.idle {
			c.close()
			delete(t.open, id)
		}
	}
	if len(t.open) > 0 {
		t.timer = time.AfterFunc(t.idle/2+time.Millisecond, t.expire)
	}
}

func (t *cursorTable) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.open {
		c.close()
	}
	t.closed, t.open = true, map[int64]*cursor{}
	if t.timer != nil {
		t.timer.Stop()
	}
}
