package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// leaseTime is for how long a server may keep its place in the queue without a sign of life.
const leaseTime = 15 * time.Second // unless Options say otherwise

// errLease says that another server changes the graph.
var errLease = errors.New("another server is changing the graph")

// queueID is the document of the queue in meta.
const queueID = "queue"

// queue is who wants to change the graph, in the order of their arrival: the first may. It orders those who wait, and protects
// nothing: what a server writes that lost its place without knowing is kept out by its claim and its stamp.
type queue struct {
	Waiting []string         `bson:"waiting"`
	Beats   map[string]int64 `bson:"beats"` // signs of life, counted
}

// place is a place in the queue. Nobody else renews it. No clocks are compared: a place is given up for lost whose count of
// signs of life has stayed the same, as another in the queue saw it, for as long as a lease.
type place struct {
	store *Store
	name  string
	seen  map[string]beat // of those before it
}

type beat struct {
	count int64
	since time.Time // when this count was seen first
}

// leased runs f while this server is first in the queue. It waits for that until the context ends. The context of f ends where
// its place is lost.
func (s *Store) leased(ctx context.Context, f func(context.Context) error) (err error) {
	select { // one change at a time within this process, in the order of their arrival
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	p := &place{store: s, name: rand.Text(), seen: map[string]beat{}}
	defer func() { err = errors.Join(err, p.leave(context.WithoutCancel(ctx))) }()
	if err := p.first(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() { // until f has returned
		defer close(renewed)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(s.lease / 3):
				if there, err := p.renew(ctx); err == nil && !there {
					cancel(errLease)
				}
			}
		}
	}()
	defer func() {
		cancel(nil)
		<-renewed
	}()
	return f(ctx)
}

// first joins the queue, and waits until the place is the first.
func (p *place) first(ctx context.Context) error {
	if err := p.join(ctx); err != nil {
		return err
	}
	renewed := time.Now()
	for wait := 2 * time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		if time.Since(renewed) > p.store.lease/3 {
			if there, err := p.renew(ctx); err != nil {
				return p.waited(ctx, err)
			} else if !there { // it has not joined, or was passed over
				if err := p.join(ctx); err != nil {
					return p.waited(ctx, err)
				}
			}
			renewed = time.Now()
		}
		q, err := p.look(ctx)
		if err != nil {
			return p.waited(ctx, err)
		}
		at := slices.Index(q.Waiting, p.name)
		if at == 0 {
			return nil
		}
		if at < 0 {
			renewed = time.Time{}
			continue
		}
		if err := p.passOver(ctx, q, at); err != nil {
			return p.waited(ctx, err)
		}
		select {
		case <-ctx.Done():
			return p.waited(ctx, ctx.Err())
		case <-time.After(wait):
		}
	}
}

// waited is the error of a wait: that of the database or, where the time ran out behind others, that it did.
func (p *place) waited(ctx context.Context, err error) error {
	if len(p.seen) > 0 && (ctx.Err() != nil || mongo.IsTimeout(err)) {
		return fmt.Errorf("%w: %w", errLease, err)
	}
	return err
}

func (p *place) look(ctx context.Context) (queue, error) {
	var q queue
	err := p.store.db.Collection(metaName).FindOne(ctx, is("_id", queueID)).Decode(&q)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		return q, fmt.Errorf("look at the queue of changes: %w", err)
	}
	return q, nil
}

func (p *place) update(ctx context.Context, filter, update bson.D, what string) (found bool, err error) {
	r, err := p.store.db.Collection(metaName).UpdateOne(ctx, append(is("_id", queueID), filter...), update)
	if err != nil {
		return false, fmt.Errorf("%s the queue of changes: %w", what, err)
	}
	return r.MatchedCount > 0, nil
}

// join takes the last place.
func (p *place) join(ctx context.Context) error {
	_, err := p.store.db.Collection(metaName).UpdateOne(ctx, is("_id", queueID), bson.D{
		{Key: "$push", Value: is("waiting", p.name)}, {Key: "$set", Value: is("beats."+p.name, int64(0))},
	}, options.UpdateOne().SetUpsert(true))
	var refused mongo.WriteException
	switch {
	case mongo.IsDuplicateKeyError(err): // two made the document at once: look and join again
		return nil
	case errors.As(err, &refused) && len(refused.WriteErrors) > 0: // it is no queue any more; those in it join again
		return p.store.emptyQueue(ctx)
	case err != nil:
		return fmt.Errorf("join the queue of changes: %w", err)
	}
	return nil
}

// renew gives a sign of life, and reports whether the place is still there.
func (p *place) renew(ctx context.Context) (bool, error) {
	return p.update(ctx, is("waiting", p.name), bson.D{{Key: "$inc", Value: is("beats."+p.name, int64(1))}}, "renew a place in")
}

// leave gives the place up.
func (p *place) leave(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, ConnectTimeout)
	defer cancel()
	_, err := p.update(ctx, bson.D{}, without(p.name), "leave")
	return err
}

func without(name string) bson.D {
	return bson.D{{Key: "$pull", Value: is("waiting", name)}, {Key: "$unset", Value: is("beats."+name, "")}}
}

// passOver takes those out of the queue before a place who have given no sign of life for as long as a lease.
func (p *place) passOver(ctx context.Context, q queue, at int) error {
	for _, name := range q.Waiting[:at] {
		count := q.Beats[name]
		was, known := p.seen[name]
		if !known || was.count != count {
			p.seen[name] = beat{count, time.Now()}
			continue
		}
		if time.Since(was.since) <= p.store.lease {
			continue
		}
		if _, err := p.update(ctx, is("beats."+name, count), without(name), "pass one over in"); err != nil {
			return err
		}
	}
	return nil
}

// emptyQueue gives up all places: of processes that have ended.
func (s *Store) emptyQueue(ctx context.Context) error {
	if _, err := s.db.Collection(metaName).DeleteOne(ctx, is("_id", queueID)); err != nil {
		return fmt.Errorf("empty the queue of changes: %w", err)
	}
	return nil
}
