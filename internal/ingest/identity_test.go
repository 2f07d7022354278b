package ingest_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// collisions are names that can be taken for each other.
var collisions = []string{
	"HyungJin LIM", "Hyungjin, Lim", "Lim, Hyungjin", "Lim Hyungjin", "H. Lim",
	"Jae Hoon Nah", "Jae-Hoon NAH", "Nah, Jae Hoon", "Jae Hoon, Nah", "Hoon Nah, Jae", "Hoon Nah Jae", "Nah Jae Hoon",
	"José García", "Jose GARCIA", "García, José", "J. Garcia",
	"Koji Nakao", "NAKAO Koji", "Nakao, Koji", "Koji, Nakao", "K. Nakao",
	"Pat O'Brien", "Pat O’Brien", "O'Brien, Pat", "Ümit Kaya", "Umit Kaya",
}

// meetings are those whose reports are imported, of two study groups.
var meetings = []source.Meeting{
	{StudyGroup: 17, Start: "2018-03-20", End: "2018-03-29"},
	{StudyGroup: 17, Start: "2019-01-22", End: "2019-01-30"},
	{StudyGroup: 11, Start: "2019-10-16", End: "2019-10-25"},
	{StudyGroup: 17, Start: "2020-03-17", End: "2020-03-26"},
}

// check runs a script and, where it fails, looks for a shorter one that fails, too.
func check(t *testing.T, script []byte) {
	t.Helper()
	done, err := try(t, script)
	if err == nil {
		return
	}
	for i := 0; i < len(script); {
		shorter := slices.Delete(slices.Clone(script), i, min(i+stepBytes, len(script)))
		if d, e := try(t, shorter); e != nil {
			script, done, err = shorter, d, e
		} else {
			i += stepBytes
		}
	}
	t.Errorf("the script %x:\n  %s\n%v", script, strings.Join(done, "\n  "), err)
}

func TestPeopleAreThoseOfThePlainModelAfterAnyChanges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(raced.Some(200, 12)) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 17))
			script := make([]byte, stepBytes*(3+random.IntN(9)))
			for i := range script {
				script[i] = byte(random.Uint32())
			}
			if seed%20 != 0 {
				leaveOutTheSample(script)
			}
			check(t, script)
		})
	}
}

// leaveOutTheSample makes other steps of those that import the sample, which is large.
func leaveOutTheSample(script []byte) {
	for i := 0; i < len(script); i += stepBytes {
		if script[i]%16 == 1 {
			script[i]++
		}
	}
}

// On the sample, people are merged in a chain, then taken apart in another order.
func TestAChainOfMergesOnTheSampleAndBack(t *testing.T) {
	t.Parallel()
	r := newTrial(t)
	if err := errors.Join(r.importSample(), r.compare()); err != nil {
		t.Fatal(err)
	}
	before := dump(t, r.g)
	alone := r.model.state().people()
	random := rand.New(rand.NewPCG(27, 263))
	var merged []string
	for range 27 {
		pair := []string{string(anyOf(random, slices.Sorted(maps.Keys(r.ids)))), string(anyOf(random, slices.Sorted(maps.Keys(r.ids))))}
		merged = append(merged, pair...)
		if err := ingest.MergePeople(t.Context(), r.s, "a test", standards.PersonID(pair[0]), personIDs(pair[1:])); err != nil {
			t.Fatal(err)
		}
		r.model.merge(pair)
	}
	if err := errors.Join(r.compare(), r.fromNothing(random)); err != nil {
		t.Fatal(err)
	}
	random.Shuffle(len(merged), func(i, j int) { merged[i], merged[j] = merged[j], merged[i] })
	for _, id := range merged {
		state := r.model.state()
		if p := state.people()[state.lead(id)]; len(p.names) > len(alone[id].names) {
			if _, _, err := ingest.SplitPerson(t.Context(), r.s, "a test", standards.PersonID(id), alone[id].names); err != nil {
				t.Fatal(err)
			}
			r.model.split(id, alone[id].names)
		}
	}
	if err := r.compare(); err != nil {
		t.Fatal(err)
	}
	differ(t, "merged and split", dump(t, r.g), before)
}

// FuzzIdentity tries scripts for as long as it is given.
func FuzzIdentity(f *testing.F) {
	f.Add([]byte("-ab=cdEfgDhi(jk"))
	f.Fuzz(func(t *testing.T, script []byte) {
		script = slices.Clone(script[:min(len(script), 12*stepBytes)])
		leaveOutTheSample(script)
		check(t, script)
	})
}
