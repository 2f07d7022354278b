package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// leaseTime is how long a server that makes a change keeps others from making one without a sign of life. A server
// that ends in the middle is waited for as long. The clocks of the servers may differ by a part of it.
const leaseTime = 15 * time.Second // unless Options say otherwise

// errLease says that another server holds the lease.
var errLease = errors.New("another server is changing the graph")

// leased runs f while this server alone may change the graph. It waits for its turn until the context ends.
func (s *Store) leased(ctx context.Context, f func(context.Context) error) (err error) {
	select { // one change at a time within this process
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var held watchedLease // by another
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, 500*time.Millisecond) {
		err := s.renew(ctx)
		if err == nil {
			break
		}
		if held.seen && (ctx.Err() != nil || mongo.IsTimeout(err)) { // the time ran out while the database was asked once more
			return fmt.Errorf("%w: %w", errLease, err)
		}
		if !errors.Is(err, errLease) {
			return err
		}
		switch still, err := held.unrenewed(ctx, s); {
		case err != nil:
			return err
		case still:
			if err := s.takeOver(ctx, held.lease); err != nil {
				return err
			}
			continue
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errLease, ctx.Err())
		case <-time.After(wait):
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() { // renews until f has returned
		defer close(renewed)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(s.lease / 3):
				if err := s.renew(ctx); errors.Is(err, errLease) {
					cancel(err)
				}
			}
		}
	}()
	defer func() {
		cancel(nil)
		<-renewed
		err = errors.Join(err, s.release(context.WithoutCancel(ctx)))
	}()
	return f(ctx)
}

// renew takes the lease where nobody holds it, or prolongs it; errLease where another does.
func (s *Store) renew(ctx context.Context) error {
	now := time.Now().UTC()
	_, err := s.db.Collection(metaName).UpdateOne(ctx,
		bson.D{{Key: "_id", Value: "lease"}, {Key: "$or", Value: bson.A{is("holder", s.name), is("until", bson.D{{Key: "$lt", Value: now}})}}},
		bson.D{{Key: "$set", Value: bson.D{{Key: "holder", Value: s.name}, {Key: "until", Value: now.Add(s.lease)}}}},
		options.UpdateOne().SetUpsert(true))
	if mongo.IsDuplicateKeyError(err) { // it is there, and not ours
		return errLease
	}
	if err != nil {
		return fmt.Errorf("take the lease on the journal: %w", err)
	}
	return nil
}

// lease is the document of the lease.
type lease struct {
	Holder string    `bson:"holder"`
	Until  time.Time `bson:"until"`
}

// watchedLease is a lease that another holds, as it is seen to be renewed or not.
type watchedLease struct {
	lease
	seen  bool
	since time.Time // when this store saw it first
}

// unrenewed looks at the lease, and says whether its holder has not renewed it for as long as a lease lasts, by this store's own
// measure of time: where clocks were set back it may seem to be held until long from now by one that has ended.
func (w *watchedLease) unrenewed(ctx context.Context, s *Store) (bool, error) {
	var now lease
	err := s.db.Collection(metaName).FindOne(ctx, is("_id", "lease")).Decode(&now)
	if errors.Is(err, mongo.ErrNoDocuments) { // given back meanwhile
		now, err = lease{}, nil
	}
	if err != nil {
		if ctx.Err() != nil || mongo.IsTimeout(err) {
			return false, fmt.Errorf("%w: %w", errLease, err)
		}
		return false, fmt.Errorf("look at the lease on the journal: %w", err)
	}
	if !w.seen || now.Holder != w.Holder || !now.Until.Equal(w.Until) {
		*w = watchedLease{now, true, time.Now()}
	}
	return w.Holder != "" && time.Since(w.since) > s.lease, nil
}

// takeOver ends a lease, unless its holder has renewed it meanwhile.
func (s *Store) takeOver(ctx context.Context, l lease) error {
	_, err := s.db.Collection(metaName).DeleteOne(ctx, bson.D{{Key: "_id", Value: "lease"}, {Key: "holder", Value: l.Holder}, {Key: "until", Value: l.Until}})
	if err != nil {
		return fmt.Errorf("end a lease that is not renewed: %w", err)
	}
	return nil
}

// breakLease takes the lease away from whoever had it.
func (s *Store) breakLease(ctx context.Context) error {
	if _, err := s.db.Collection(metaName).DeleteOne(ctx, is("_id", "lease")); err != nil {
		return fmt.Errorf("break the lease on the journal: %w", err)
	}
	return nil
}

func (s *Store) release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, ConnectTimeout)
	defer cancel()
	_, err := s.db.Collection(metaName).DeleteOne(ctx, bson.D{{Key: "_id", Value: "lease"}, {Key: "holder", Value: s.name}})
	if err != nil {
		return fmt.Errorf("give back the lease on the journal: %w", err)
	}
	return nil
}
