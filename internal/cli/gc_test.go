package cli

import "testing"

func TestLessIsCollectedWhereLittleLives(t *testing.T) {
	t.Parallel()
	for live, want := range map[uint64]int{0: 400, 100 << 20: 400, 512 << 20: 200, 4 << 30: 100} {
		if got := gcPercent(live); got != want {
			t.Errorf("%d MB: %d %%, want %d %%", live>>20, got, want)
		}
	}
}
