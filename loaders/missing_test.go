package loaders

import (
	"slices"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

func TestAnIDOfNothingIsLeftOutAndTold(t *testing.T) {
	t.Parallel()
	l := New(graphtest.Sample(t).Store, nil)
	lists, err := l.People.Lists(t.Context(), [][]standards.PersonID{
		{"person:rick-reed", "person:nobody", "person:koji-nakao"}, {"person:nobody"},
	})
	if err != nil || len(lists[0]) != 2 || lists[0][0].ID != "person:rick-reed" || len(lists[1]) != 0 {
		t.Errorf("%v, %v", lists, err)
	}
	if got := l.Missing(); !slices.Equal(got, []string{"person:nobody"}) {
		t.Errorf("%v are told", got)
	}
}
