package standards

import (
	"slices"
	"testing"
)

// Of one edition, a later document stands for an earlier one, but for a date that is less precise and for what it does not say.
func TestMergeEditions(t *testing.T) {
	t.Parallel()
	number, url := new("1.0"), new("https://example.org/1")
	older := []*Edition{
		{Number: number, Name: "X.1 (10/2019)", Approved: "2019-10", Publication: InForce, URL: url},
		{Name: "X.1 (03/2022)", Approved: "2022-03-29"},
	}
	newer := []*Edition{
		{Name: "X.1 (10/2019)", Approved: "2019-10-14", Publication: Superseded},
		{Name: "X.1 (03/2022)", Approved: "2022-03", Publication: InForce},
		{Name: "X.1 (1988)", Approved: "1988"},
	}
	want := []Edition{
		{Name: "X.1 (1988)", Approved: "1988"},
		{Number: number, Name: "X.1 (10/2019)", Approved: "2019-10-14", Publication: Superseded, URL: url},
		{Name: "X.1 (03/2022)", Approved: "2022-03-29", Publication: InForce},
	}
	var got []Edition
	for _, e := range MergeEditions(older, newer) {
		got = append(got, *e)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if older[0].Approved != "2019-10" {
		t.Error("what a document says was changed")
	}
}
