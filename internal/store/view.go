package store

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// pollTime is how often a store that others may write to asks for the revision, unless Options say otherwise.
const pollTime = 250 * time.Millisecond

// A change announces itself before its first write, and waits for as long as others may go on without asking.
// The two differ so that clocks need not run equally fast.
const (
	trusted   = 3 // polls: for this long a settled revision is known to stay
	announced = 4 // polls: between the announcement and the first write
)

// revision is the document that counts changes.
type revision struct {
	ID       string  `bson:"_id"`
	Number   int64   `bson:"number"`
	Entry    string  `bson:"entry"`    // the last that raised it
	Claim    int64   `bson:"claim"`    // the number of claims; who made the last may make the next change
	Applying string  `bson:"applying"` // the entry that is being applied, which is certain to happen; empty where none is
	By       stamp   `bson:"by"`       // of the one who applies it
	Void     []stamp `bson:"void"`     // of those who were taken for dead while they applied a change
}

// revisionID is the revision's document in meta.
const revisionID = "revision"

// settled is what is known of the revision. Whoever reads while a change is applied sees a part of it.
type settled struct {
	mu      sync.RWMutex
	number  int64
	asked   time.Time     // when the database was asked for it last
	quiet   time.Time     // when it was asked last and no change was being applied
	writing bool          // this store, which is alone with its database, applies a change
	changed chan struct{} // closed when any of it changes

	asking sync.Mutex // held while the database is asked and while a change is announced, so that answers come in order
}

// View is what one request reads of the graph: one revision of it.
type View struct {
	store    *Store
	Revision int64
	read     atomic.Bool // from the database

	mu   sync.Mutex
	kept []kept // for the cache
}

type viewKey struct{}

// observing is the monitor that tells a view that it read from the database.
func observing(next *event.CommandMonitor) *event.CommandMonitor {
	m := event.CommandMonitor{}
	if next != nil {
		m = *next
	}
	m.Started = func(ctx context.Context, e *event.CommandStartedEvent) {
		if v, ok := ctx.Value(viewKey{}).(*View); ok {
			v.read.Store(true)
		}
		if next != nil && next.Started != nil {
			next.Started(ctx, e)
		}
	}
	return &m
}

// AtOneRevision runs read until all it saw was of one revision: anew, from the start, where a change came in
// between. Where everything comes from the cache a change that is being applied does not disturb it. The error is that the
// revision could not be asked for, or that the context ended.
func (s *Store) AtOneRevision(ctx context.Context, read func(ctx context.Context, v *View)) error {
	cached := s.cache != nil
	for {
		v, err := s.view(ctx, cached)
		if err != nil {
			return err
		}
		read(context.WithValue(ctx, viewKey{}, v), v)
		whole, err := v.whole(ctx)
		if whole {
			v.keep()
		}
		if whole || err != nil {
			return err
		}
		cached = false
	}
}

// view is a view of the newest revision. Unless the cache may serve, it waits until no change is being applied.
func (s *Store) view(ctx context.Context, cached bool) (*View, error) {
	for {
		at := time.Now()
		if err := s.ask(ctx, at.Add(-s.poll)); err != nil {
			return nil, err
		}
		number, quiet, changed := s.state(at)
		if cached || quiet {
			return &View{store: s, Revision: number}, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for a change to be applied: %w", ctx.Err())
		case <-changed:
		case <-time.After(s.poll):
		}
	}
}

// whole says whether all the view saw is of its revision.
func (v *View) whole(ctx context.Context) (bool, error) {
	at := time.Now()
	number, quiet, _ := v.store.state(at)
	if number == v.Revision && (quiet || !v.read.Load()) {
		return true, nil
	}
	if number != v.Revision {
		return false, nil
	}
	err := v.store.ask(ctx, at)
	number, quiet, _ = v.store.state(at)
	return number == v.Revision && quiet, err
}

// state is the newest revision known, and whether what was read until a time is whole: a change announces itself long
// before its first write.
func (s *Store) state(at time.Time) (number int64, quiet bool, changed <-chan struct{}) {
	s.settled.mu.RLock()
	defer s.settled.mu.RUnlock()
	if s.exclusive {
		return s.settled.number, !s.settled.writing, s.settled.changed
	}
	return s.settled.number, at.Sub(s.settled.quiet) < trusted*s.poll, s.settled.changed
}

// ask asks the database for the revision unless that was done since, and drops from the cache what changed. A store
// that is alone with its database knows.
func (s *Store) ask(ctx context.Context, since time.Time) error {
	if s.known(since) {
		return nil
	}
	s.settled.asking.Lock()
	defer s.settled.asking.Unlock()
	if s.known(since) { // another asked meanwhile
		return nil
	}
	return s.refresh(ctx)
}

func (s *Store) known(since time.Time) bool {
	s.settled.mu.RLock()
	defer s.settled.mu.RUnlock()
	return !s.settled.asked.IsZero() && (s.exclusive || s.settled.asked.After(since))
}

// refresh asks the database. asking is held.
func (s *Store) refresh(ctx context.Context) error {
	ctx = context.WithValue(ctx, viewKey{}, nil) // it is not the request that reads
	asked := time.Now()
	r, err := s.revision(ctx)
	if err != nil {
		return err
	}
	known, _, _ := s.state(asked)
	var drop []string
	if r.Number != known && s.cache != nil {
		if drop, err = s.changedSince(ctx, known, r.Number); err != nil {
			return err
		}
	}
	s.settled.mu.Lock()
	defer s.settled.mu.Unlock()
	if drop != nil {
		s.cache.drop(drop)
	}
	s.settled.number, s.settled.asked = r.Number, asked
	s.voids.add(r.Void)
	if r.Applying == "" {
		s.settled.quiet, s.settled.writing = asked, false
	}
	close(s.settled.changed)
	s.settled.changed = make(chan struct{})
	return nil
}

// everything stands for the ids of all nodes.
var everything = []string{}

// changedSince lists what the revisions after from up to to changed; everything where the list does not go back
// so far.
func (s *Store) changedSince(ctx context.Context, from, to int64) ([]string, error) {
	if to < from { // another database: one that was restored
		return everything, nil
	}
	cursor, err := s.db.Collection(changesName).Find(ctx,
		is("_id", bson.D{{Key: "$gt", Value: from}, {Key: "$lte", Value: to}}), options.Find().SetSort(byID))
	var changes []change
	if err == nil {
		err = cursor.All(ctx, &changes)
	}
	if err != nil {
		return nil, fmt.Errorf("read what changed: %w", err)
	}
	if int64(len(changes)) != to-from {
		return everything, nil
	}
	var ids []string
	for _, c := range changes {
		if len(c.IDs) == 0 {
			return everything, nil
		}
		ids = append(ids, c.IDs...)
	}
	return ids, nil
}

// Revision counts the changes of the graph; 0 before the first.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	r, err := s.revision(ctx)
	return r.Number, err
}

func (s *Store) revision(ctx context.Context) (revision, error) {
	var r revision
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", revisionID)).Decode(&r)
	if err != nil && !isNone(err) {
		return r, fmt.Errorf("read the revision: %w", err)
	}
	return r, nil
}

// announce is before the first write of a change that is being applied: it waits until every server knows.
func (s *Store) announce(ctx context.Context) error {
	if s.exclusive {
		s.settled.asking.Lock()
		defer s.settled.asking.Unlock()
		s.settled.mu.Lock()
		defer s.settled.mu.Unlock()
		s.settled.writing = true
		return nil
	}
	select {
	case <-ctx.Done():
		return fmt.Errorf("announce the change: %w", ctx.Err())
	case <-time.After(announced * s.poll):
		return nil
	}
}

// published takes note of a change that this store has applied.
func (s *Store) published(ctx context.Context) error {
	s.settled.asking.Lock()
	defer s.settled.asking.Unlock()
	return s.refresh(ctx)
}

// Watch keeps what is known of the revision fresh until the context ends, so that requests need not ask for it. Where
// the deployment tells of changes it listens; else, and beside that, it asks. A change that a dead server left half
// applied it completes.
func (s *Store) Watch(ctx context.Context, log *slog.Logger) {
	told := make(chan struct{}, 1)
	var listening sync.WaitGroup
	defer listening.Wait()
	if !s.exclusive {
		listening.Go(func() { s.listen(ctx, told) })
	}
	var applying time.Time // since when one change is seen being applied
	for {
		since := time.Now()
		select {
		case <-ctx.Done():
			return
		case <-told:
		case <-time.After(s.poll * 3 / 4): // what is known must not grow older than poll
		}
		if err := s.ask(ctx, since); err != nil {
			if ctx.Err() == nil {
				log.WarnContext(ctx, "the revision of the graph could not be read", "error", err)
			}
			continue
		}
		switch _, quiet, _ := s.state(time.Now()); {
		case quiet:
			applying = time.Time{}
		case applying.IsZero():
			applying = time.Now()
		case time.Since(applying) > s.lease:
			applying = time.Time{}
			if err := s.Recover(ctx); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "a change that was left half applied could not be completed", "error", err)
			}
		}
	}
}

// listen tells of changes of the revision. It returns at once where the deployment has no change streams.
func (s *Store) listen(ctx context.Context, told chan<- struct{}) {
	stream, err := s.db.Collection(metaName).Watch(ctx, mongo.Pipeline{})
	if err != nil {
		return
	}
	defer func() { _ = stream.Close(context.WithoutCancel(ctx)) }()
	for stream.Next(ctx) {
		select {
		case told <- struct{}{}:
		default:
		}
	}
}
