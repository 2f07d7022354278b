package loaders

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// Two servers on one database, with and without a cache, while one of them changes the graph again and again: what a
// request reads in two finds is of one revision, and no older than a poll.
func TestARequestReadsOneRevision(t *testing.T) {
	t.Parallel()
	for name, bytes := range map[string]int64{"with a cache": 1 << 20, "without": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := graphtest.Open(t, func(o *store.Options) { o.CacheBytes = bytes })
			ids := make([]standards.StudyGroupID, 40)
			for i := range ids {
				ids[i] = standards.StudyGroupID(fmt.Sprintf("study-group:%d", i))
			}
			write := func(number int) {
				err := g.Change(t.Context(), "numbered", func(context.Context) (*store.Batch, error) {
					b := &store.Batch{}
					for _, id := range ids {
						if err := g.StudyGroups.Put(b, &standards.StudyGroup{ID: id, Number: number}); err != nil {
							return nil, err
						}
					}
					return b, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
			write(0)
			servers := []*store.Store{g.Store, g.Again(t, 0)}
			done := make(chan struct{})
			var readers sync.WaitGroup
			for _, s := range servers {
				readers.Go(func() {
					attempts, answers := 0, 0
					for last := 0; last < changes; {
						last = numbers(t, s, ids, last, &attempts)
						answers++
					}
					t.Logf("%d answers, %d attempts", answers, attempts)
				})
			}
			go func() {
				defer close(done)
				readers.Wait()
			}()
			for k := range changes {
				write(k + 1)
				for _, s := range servers {
					time.Sleep(6 * time.Millisecond) // longer than a poll
					if at := numbers(t, s, ids, k+1, new(int)); at != k+1 {
						t.Errorf("%d is read a poll after %d was written", at, k+1)
					}
				}
			}
			select {
			case <-done:
			case <-time.After(time.Minute):
				t.Fatal("the last change is never read")
			}
		})
	}
}

const changes = 12

// numbers is the one number that all of these study groups have, which is at least the one read last.
func numbers(t *testing.T, s *store.Store, ids []standards.StudyGroupID, least int, attempts *int) int {
	var found []int
	err := s.AtOneRevision(t.Context(), func(ctx context.Context, v *store.View) {
		*attempts++
		found = nil
		l := New(s, v)
		for some := range slices.Chunk(ids, len(ids)/4) {
			groups, err := l.StudyGroups.Each(ctx, some)
			if err != nil {
				t.Error(err)
				return
			}
			for _, g := range groups {
				found = append(found, g.Number)
			}
			time.Sleep(time.Millisecond)
		}
	})
	if err != nil || len(found) != len(ids) || slices.Min(found) != slices.Max(found) || found[0] < least {
		t.Errorf("%v of which none may be below %d, %v", found, least, err)
		return changes
	}
	return found[0]
}
