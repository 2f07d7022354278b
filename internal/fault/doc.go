// Package fault holds the tests of what goes wrong around a server: connections that break, a database that is slow or gone,
// changes while many ask, a full disk, clocks that jump. It has no code of its own.
package fault
