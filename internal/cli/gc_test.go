package cli

import (
	"runtime/debug"
	"testing"
)

func TestLessGarbageWaitsWhereMoreLives(t *testing.T) {
	t.Parallel()
	for live, want := range map[int64]int64{0: 1024, 400: 1224, 1400: 1724, 4000: 4256} { // MB
		if got := memoryLimit(live<<20) >> 20; got != want {
			t.Errorf("%d MB live: a limit of %d MB, want %d MB", live, got, want)
		}
	}
}

// Garbage is bounded above what lives, whatever that is; what the environment sets stays. It is the only test that looks at these
// settings of the process.
func TestGarbageIsBounded(t *testing.T) { //nolint:paralleltest // the settings are those of the process
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	defer debug.SetGCPercent(percent)
	for name, c := range map[string]struct {
		env     map[string]string
		percent int
		bounded bool
	}{
		"nothing set": {nil, mostGarbage, true},
		"GOGC":        {map[string]string{"GOGC": "100"}, 100, true},
		"GOMEMLIMIT":  {map[string]string{"GOMEMLIMIT": "1GiB"}, mostGarbage, false},
	} {
		undo := collectLess(IO{Getenv: func(k string) string { return c.env[k] }}, 256<<20)
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		within := debug.SetMemoryLimit(-1)
		if bounded := within < limit; now != c.percent || bounded != c.bounded || bounded && (within < memoryLimit(256<<20) || within > memoryLimit(1<<30)) {
			t.Errorf("%s: GOGC %d, limit %d MB", name, now, within>>20)
		}
		undo()
		if p, l := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); p != 100 || l != limit {
			t.Errorf("%s: afterwards GOGC %d, limit %d", name, p, l)
		}
	}
}
