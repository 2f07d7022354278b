//go:build !race

package ingest_test

// sequences is how many random sequences a test run tries.
const sequences = 300
