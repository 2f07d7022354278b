//go:build !race

package store_test

// flips is how many bits of a backup a test run flips.
const flips = 300
