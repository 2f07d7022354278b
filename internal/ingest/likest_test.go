package ingest_test

import (
	"fmt"
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// alikes are names of which one is alike to all others, more than are proposed.
func alikes() []string {
	names := []string{"J Quay", "Quay Jab"}
	for c := 'a'; c < 'r'; c++ {
		names = append(names, "J"+string(c)+"b Quay")
	}
	return names
}

// The ten likeliest are the same in whatever order the documents come, and when some of those alike are gone again.
func TestTheLikeliestDuplicatesAreTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	names := alikes()
	var want string
	for _, step := range []int{1, 5, 7, 18} {
		g := graphtest.Open(t)
		for i := range names {
			n := (i * step) % len(names)
			proposals(t, g, edited(t, fmt.Sprintf("2019-08-%02d", n+1), names[n]))
		}
		if got := dump(t, g); want == "" {
			want = got
		} else {
			differ(t, fmt.Sprintf("every %dth first", step), got, want)
		}
		sound(t, g)
		hub := person(t, g, "person:j-quay")
		if len(hub.PossibleDuplicateIDs) != standards.MaxDuplicates {
			t.Errorf("%v", hub.PossibleDuplicateIDs)
		}
		proposals(t, g, edited(t, "2019-08-03", "Someone Else")) // in place of Jab Quay
		sound(t, g)
		if now := person(t, g, "person:j-quay").PossibleDuplicateIDs; len(now) != standards.MaxDuplicates || slices.Equal(now, hub.PossibleDuplicateIDs) {
			t.Errorf("%v", now)
		}
	}
}

// A new person is compared with those who share a likeness key, and nobody else is read.
func TestANewPersonIsComparedWithThoseAlikeAlone(t *testing.T) {
	t.Parallel()
	examined := map[int]int64{}
	for _, size := range []int{20, 400} {
		g := graphtest.Open(t)
		var people []string
		for i := range size {
			people = append(people, fmt.Sprintf("Given%c%c Family%c%c", 'a'+i%20, 'a'+i/20, 'a'+i/20, 'a'+i%20))
		}
		proposals(t, g, edited(t, "2019-08-27", people...))
		before := g.Examined()
		if got := proposals(t, g, editedIn(t, 2, "Y.", "2020-03-17", "G Familyaa")); !slices.Equal(got, []string{"g-familyaa = givenaa-familyaa: initials"}) {
			t.Error(got)
		}
		examined[size] = g.Examined() - before
	}
	if examined[400] > examined[20]+10 {
		t.Errorf("documents examined: %v", examined)
	}
}
