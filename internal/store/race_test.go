//go:build race

package store_test

// flips is how many bits of a backup a test run flips: fewer where the race detector makes each restore take many times as long.
const flips = 20
