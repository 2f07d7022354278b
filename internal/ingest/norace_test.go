//go:build !race

package ingest_test

// sequences is how many random sequences a test run tries.
const (
	sequences  = 300
	tamperStep = 1 // of so many kinds of tampering one is tried
)
