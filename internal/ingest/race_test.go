//go:build race

package ingest_test

// sequences is how many random sequences a test run tries: fewer where the race detector makes each six times as long.
const (
	sequences  = 100
	tamperStep = 6 // of so many kinds of tampering one is tried
)
