package store_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

func group(n int) *standards.StudyGroup {
	return &standards.StudyGroup{ID: standards.NewStudyGroupID(n), Name: "a group", Number: n}
}

// change puts study groups in place.
func change(t *testing.T, s *store.Store, groups ...int) {
	t.Helper()
	if err := s.Change(t.Context(), "a test", putting(s, groups...)); err != nil {
		t.Fatal(err)
	}
}

func putting(s *store.Store, groups ...int) func(context.Context) (*store.Batch, error) {
	return func(context.Context) (*store.Batch, error) {
		var b store.Batch
		for _, n := range groups {
			if err := s.StudyGroups.Put(&b, group(n)); err != nil {
				return nil, err
			}
		}
		return &b, nil
	}
}

func revision(t *testing.T, s *store.Store) int64 {
	t.Helper()
	n, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAChangeRaisesTheRevisionOnceAndAnEmptyOneDoesNot(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	change(t, g.Store, 1, 2, 3)
	change(t, g.Store)
	change(t, g.Store, 4)
	if n := revision(t, g.Store); n != 2 {
		t.Errorf("revision %d, want 2", n)
	}
	unfinished, err := g.Unfinished(t.Context())
	if err != nil || len(unfinished) != 0 {
		t.Error(unfinished, err)
	}
}

func TestAChangeOfManyDocumentsIsWholeInManyParts(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	numbers := make([]int, 2500)
	for i := range numbers {
		numbers[i] = i + 1
	}
	change(t, g.Store, numbers...)
	all, err := g.StudyGroups.All(t.Context())
	if err != nil || len(all) != len(numbers) {
		t.Errorf("%d documents, %v", len(all), err)
	}
	if n := revision(t, g.Store); n != 1 {
		t.Errorf("revision %d", n)
	}
}

// A change that a process left behind when it ended is completed before another decides what to do, and after a new start, if its
// entry was stored; if only its parts were, it never happened.
func TestAStoredChangeIsCompletedBeforeTheNext(t *testing.T) {
	t.Parallel()
	left := map[string]struct {
		abandon func(ctx context.Context, s *store.Store)
		stored  bool
	}{
		"parts that are not committed": {func(ctx context.Context, s *store.Store) { s.AbandonParts(ctx, "left", putting(s, 100)) }, false},
		"committed":                    {func(ctx context.Context, s *store.Store) { s.Abandon(ctx, "left", putting(s, 100)) }, true},
	}
	for name, l := range left {
		for next, complete := range map[string]func(g *graphtest.Graph, plan func(context.Context) (*store.Batch, error)) error{
			"change": func(g *graphtest.Graph, plan func(context.Context) (*store.Batch, error)) error {
				return g.Change(t.Context(), "the next", plan)
			},
			"start": func(g *graphtest.Graph, plan func(context.Context) (*store.Batch, error)) error {
				return g.Again(t, 0).Change(t.Context(), "the next", plan)
			},
		} {
			t.Run(name+", next a "+next, func(t *testing.T) {
				t.Parallel()
				g := graphtest.Open(t)
				l.abandon(t.Context(), g.Again(t, 50*time.Millisecond))
				seen := false
				if err := complete(g, func(ctx context.Context) (*store.Batch, error) {
					found, err := g.StudyGroups.Get(ctx, []standards.StudyGroupID{standards.NewStudyGroupID(100)})
					seen = len(found) == 1
					if err != nil {
						return nil, err
					}
					return putting(g.Store, 1)(ctx)
				}); err != nil {
					t.Fatal(err)
				}
				if seen != l.stored {
					t.Errorf("the next change sees what was left: %t, want %t", seen, l.stored)
				}
				if after, err := g.Unfinished(t.Context()); err != nil || len(after) != 0 {
					t.Errorf("still unfinished: %v %v", after, err)
				}
				want := int64(1)
				if l.stored {
					want = 2
				}
				if n := revision(t, g.Store); n != want {
					t.Errorf("revision %d, want %d", n, want)
				}
				if n := g.JournalParts(t.Context()); n != 0 {
					t.Errorf("%d parts are left in the journal", n)
				}
			})
		}
	}
}

// Whoever asked for a change may go away once it is stored: it is carried out all the same, and before that nothing of it is.
func TestAChangeIsWholeWhereverTheOneWhoAskedGoesAway(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	none, whole := 0, 0
	for at := range 12 {
		ctx, cancel := context.WithCancel(t.Context())
		g.Fail(at, cancel)
		err := g.Change(ctx, "cut off", putting(g.Store, 100+at, 200+at))
		g.Fail(-1, nil)
		cancel()
		found, ferr := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{standards.NewStudyGroupID(100 + at), standards.NewStudyGroupID(200 + at)})
		unfinished, uerr := g.Unfinished(t.Context())
		switch {
		case ferr != nil || uerr != nil || len(unfinished) != 0:
			t.Fatal(ferr, uerr, unfinished)
		case len(found) == 0 && err != nil:
			none++
		case len(found) == 2:
			whole++
		default:
			t.Errorf("gone at command %d: %v, and %d of 2 documents are there", at, err, len(found))
		}
	}
	if none == 0 || whole == 0 {
		t.Errorf("%d times nothing, %d times all: want both", none, whole)
	}
}

func TestTwoServersChangeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	other := g.Again(t, 0)
	const each = 20
	done := make(chan error, 2)
	for i, s := range []*store.Store{g.Store, other} {
		go func() {
			var err error
			for n := range each {
				// Each reads the count and writes one more: without turns some would be lost.
				err = errors.Join(err, s.Change(t.Context(), "count", func(ctx context.Context) (*store.Batch, error) {
					found, err := s.StudyGroups.Get(ctx, []standards.StudyGroupID{"study-group:0"})
					if err != nil {
						return nil, err
					}
					counter := &standards.StudyGroup{ID: "study-group:0", Name: "counter"}
					if c := found[counter.ID]; c != nil {
						counter = c
					}
					counter.Number++
					var b store.Batch
					return &b, errors.Join(s.StudyGroups.Put(&b, counter), s.StudyGroups.Put(&b, group(1+i*each+n)))
				}))
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	found, err := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{"study-group:0"})
	if err != nil || found["study-group:0"].Number != 2*each || revision(t, g.Store) != 2*each {
		t.Errorf("counted %+v at revision %d, want %d, %v", found, revision(t, g.Store), 2*each, err)
	}
}

// A server that opens the store after another ended in the middle of a change waits until its lease has run out, and
// completes the change.
func TestADeadHoldersLeaseRunsOutAndItsChangeIsCompleted(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	dead := g.Again(t, 300*time.Millisecond)
	change(t, dead, 7)
	dead.Abandon(t.Context(), "abandoned", putting(dead, 8))
	if unfinished, err := g.Unfinished(t.Context()); err != nil || len(unfinished) != 1 {
		t.Fatal(unfinished, err)
	}
	began := time.Now()
	g.Again(t, 0)
	if unfinished, err := g.Unfinished(t.Context()); err != nil || len(unfinished) != 0 {
		t.Fatalf("after %s: %v %v", time.Since(began), unfinished, err)
	}
	found, err := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{"study-group:7", "study-group:8"})
	if err != nil || len(found) != 2 {
		t.Error(found, err)
	}
}

func TestAChangeWaitsForItsTurnOnlyAsLongAsItMay(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	other := g.Again(t, 0)
	err := g.Change(t.Context(), "long", func(context.Context) (*store.Batch, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		err := other.Change(ctx, "impatient", putting(other, 2))
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "another server is changing the graph") {
			t.Errorf("impatient: %v", err)
		}
		return &store.Batch{}, nil
	})
	if err != nil {
		t.Error(err)
	}
	change(t, other, 3) // the lease was given back
}

// A store that watches completes a change which a dead server left announced and unapplied; reads that wait for it are
// answered then.
func TestAHalfAppliedChangeIsCompletedWhileServing(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	change(t, g.Store, 1)
	dead, alive := g.Again(t, 300*time.Millisecond), g.Again(t, 300*time.Millisecond)
	dead.AbandonAnnounced(t.Context(), "abandoned", putting(dead, 2))
	ctx, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { alive.Watch(ctx, slog.New(slog.DiscardHandler)) })
	defer watching.Wait()
	defer stop()
	var found map[standards.StudyGroupID]*standards.StudyGroup
	err := alive.AtOneRevision(t.Context(), func(ctx context.Context, _ *store.View) {
		var err error
		if found, err = alive.StudyGroups.Get(ctx, []standards.StudyGroupID{"study-group:1", "study-group:2"}); err != nil {
			t.Error(err)
		}
	})
	if err != nil || len(found) != 2 {
		t.Errorf("%v, %v: want the change completed before it is read", found, err)
	}
}

// What is read while a change is announced waits no longer than its context allows.
func TestAReadWaitsForAChangeOnlyAsLongAsItMay(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	dead := g.Again(t, time.Hour)
	dead.AbandonAnnounced(t.Context(), "abandoned", putting(dead, 2))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := g.AtOneRevision(ctx, func(ctx context.Context, _ *store.View) {
		if _, err := g.StudyGroups.Get(ctx, []standards.StudyGroupID{"study-group:2"}); err != nil && ctx.Err() == nil {
			t.Error(err)
		}
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the deadline", err)
	}
}

// A committed change whose parts are damaged is set aside by the next one, which is made; it can be applied again as long as the graph
// has not changed since, and dropped.
func TestADamagedChangeIsSetAside(t *testing.T) {
	t.Parallel()
	for name, changed := range map[string]bool{"and nothing changes": false, "and the graph changes": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Open(t)
			change(t, g.Store, 1)
			dead := g.Again(t, 50*time.Millisecond)
			dead.Abandon(t.Context(), "damaged", putting(dead, 2))
			journal := g.Database(t).Collection("journal")
			part := bson.D{{Key: "entry", Value: bson.D{{Key: "$exists", Value: true}}}}
			var lost bson.Raw
			if err := journal.FindOneAndDelete(t.Context(), part).Decode(&lost); err != nil {
				t.Fatal(err)
			}
			if err := g.Again(t, 50*time.Millisecond).Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			aside, err := g.Aside(t.Context())
			if err != nil || len(aside) != 1 || aside[0].What != "damaged" || revision(t, g.Store) != 2 {
				t.Fatal(aside, err, revision(t, g.Store))
			}
			if changed {
				change(t, g.Store, 3)
			}
			if _, err := journal.InsertOne(t.Context(), lost); err != nil {
				t.Fatal(err)
			}
			err = g.Retry(t.Context(), aside[0].ID)
			found, ferr := g.StudyGroups.Get(t.Context(), []standards.StudyGroupID{"study-group:2"})
			if ferr != nil || (err == nil) == changed || len(found) == 1 == changed {
				t.Errorf("applied again: %v, %v %v", err, found, ferr)
			}
			if changed {
				if err := g.DropAside(t.Context(), aside[0].ID); err != nil {
					t.Error(err)
				}
			}
			if aside, err := g.Aside(t.Context()); err != nil || len(aside) > 0 || g.JournalParts(t.Context()) > 0 {
				t.Error(aside, err, g.JournalParts(t.Context()))
			}
		})
	}
}
