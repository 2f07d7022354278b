package httpd

import (
	"time"

	"rapporteur/internal/budget"
)

// Limits are what one request, and one server, may cost.
type Limits struct {
	Body       int64 // bytes of a request's body
	EditorBody int64 // bytes of the body of someone who may change the graph: reports are large

	Tokens     int // of a document
	Depth      int // fields on the longest way down
	Aliases    int // fields asked for under another name, or twice in one selection
	RootFields int
	Directives int
	Fields     int           // all of them; these five with fragments written out, but for aliases, where each counts once
	Cost       int           // objects an operation may ask for, see coster
	Errors     int           // of one answer; one more says how many were left out
	Answer     int           // bytes of the data of an answer
	Budget     budget.Limits // what an operation may spend while it runs

	Operation      time.Duration // of one operation, as a deadline of the database, too
	Import         time.Duration // of one that imports a report, with its wait for other imports
	Imports        int           // that may wait for the one that runs
	InFlight       int           // operations at a time
	ClientInFlight int           // of them, and bodies being received, of one client
	Expensive      int           // expensive operations and exports that work at a time; 0 for half of the processors
	ExpensiveCost  int           // from which an operation is expensive
	Turn           time.Duration // to wait for a place
	Memory         int64         // bytes of bodies being received and answers being sent
	Rate           float64       // requests a second of one client, 0 for any number
	Burst          int           // requests of one client at once, where there is a rate

	Header        int           // bytes of the headers
	HeaderTime    time.Duration // until the headers are read
	ReadTime      time.Duration // until the body is read
	WriteTime     time.Duration // until the answer is written
	IdleTime      time.Duration // between two requests of a connection
	DrainDelay    time.Duration // between saying that it is not ready and taking no new connections
	DrainTime     time.Duration // for what was accepted before the server was told to stop
	ExportTime    time.Duration // of one export, however large
	ExportLimit   int           // exports at a time
	ClientExports int           // of them of one client

	Connections       int // at a time; 0 for any number
	ClientConnections int // of them of one address; 0 for any number
}

// DefaultLimits are the limits of a server that is told no others.
func DefaultLimits() Limits {
	return Limits{
		Body:       256 << 10,
		EditorBody: 10 << 20,
		Tokens:     2000,
		Depth:      15,
		Aliases:    30,
		RootFields: 20,
		Directives: 20,
		Fields:     5000,
		Cost:       50_000,
		Errors:     5,
		Answer:     8 << 20,
		Budget:     budget.Limits{Documents: 50_000, Steps: 20_000_000},

		Operation:      10 * time.Second,
		Import:         2 * time.Minute,
		Imports:        4,
		InFlight:       256,
		ClientInFlight: 64,
		ExpensiveCost:  10_000, // facets; the longest nested lists of pages cost less
		Turn:           time.Second,
		Memory:         256 << 20,
		Rate:           100,
		Burst:          200,

		Header:        32 << 10,
		HeaderTime:    5 * time.Second,
		ReadTime:      15 * time.Second,
		WriteTime:     30 * time.Second,
		IdleTime:      2 * time.Minute,
		DrainTime:     30 * time.Second,
		ExportTime:    5 * time.Minute,
		ExportLimit:   4,
		ClientExports: 2,

		Connections:       4096,
		ClientConnections: 512,
	}
}
