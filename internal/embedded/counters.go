package embedded

import "sync/atomic"

// Counters are what an engine has done since it was opened.
type Counters struct {
	// Commands are the commands handled, by name as in the command table ("find", "getMore", ...).
	Commands map[string]int64
	// DocumentsExamined are the documents looked at by reads and by the search part of writes.
	DocumentsExamined int64
	// DocumentsFetched are the documents among them that were read from the store because an entry of an index led to them.
	DocumentsFetched int64
	// DocumentsReturned are the documents sent to clients.
	DocumentsReturned int64
	// Documents are the documents stored now.
	Documents int64
	// OpenCursors are the cursors waiting for a getMore now.
	OpenCursors int64
}

type counters struct {
	commands                    map[string]*atomic.Int64 // never changed after init
	examined, fetched, returned atomic.Int64
}

func (c *counters) init() {
	c.commands = map[string]*atomic.Int64{}
	for name := range commands {
		c.commands[name] = new(atomic.Int64)
	}
}

// Counters returns the figures so far. Commands that were never handled are left out.
func (e *Engine) Counters() Counters {
	out := Counters{
		Commands:          map[string]int64{},
		DocumentsExamined: e.counts.examined.Load(),
		DocumentsFetched:  e.counts.fetched.Load(),
		DocumentsReturned: e.counts.returned.Load(),
		Documents:         int64(e.state.Load().documents()),
		OpenCursors:       int64(e.cursors.len()),
	}
	for name, n := range e.counts.commands {
		if v := n.Load(); v > 0 {
			out.Commands[name] = v
		}
	}
	return out
}
