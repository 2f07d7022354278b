package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// An import reads what it changes: meetings of the group that it says nothing of cost it neither a command nor a document.
func TestAnImportReadsNothingOfOtherMeetings(t *testing.T) {
	t.Parallel()
	meeting := func(i int) *source.Facts {
		day := standards.PartialDate(fmt.Sprintf("%d-%02d-01", 2001+i/12, 1+i%12))
		r := document(fmt.Sprintf("Report %d", i), day, day, source.Statement{
			Kind: standards.Approved, Acronym: fmt.Sprintf("X.%d", 5000+i), Title: fmt.Sprintf("Text %d", i), Editors: []string{unlike(i) + " " + unlike(i+1000)},
		})
		r.Meeting.GroupTitle = "Security"
		return r
	}
	commands, examined := map[int]int{}, map[int]int64{}
	for _, others := range []int{1, 50} {
		g := graphtest.Open(t)
		for i := range others {
			importDocument(t, g, meeting(i))
		}
		before := g.Examined()
		commands[others] = len(g.Commands(func() { importDocument(t, g, meeting(60)) }))
		examined[others] = g.Examined() - before
	}
	t.Log(commands, examined)
	if commands[50] != commands[1] || examined[50] > examined[1] {
		t.Errorf("beside 1 and 50 meetings: %v commands, %v documents examined", commands, examined)
	}
}

// unlike is a word of nine letters that is like none of the others.
func unlike(i int) string {
	random, word := rand.New(rand.NewPCG(uint64(i), 0)), []byte("A") //nolint:gosec // the same words in each run
	for range 8 {
		word = append(word, byte('a'+random.IntN(26)))
	}
	return string(word)
}
