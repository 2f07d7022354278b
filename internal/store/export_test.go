package store

import "context"

// Abandon stores a change and ends there, as a process does that is killed: the lease is taken, nothing is applied.
func (s *Store) Abandon(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	b, err := plan(ctx)
	if err == nil {
		err = s.renew(ctx)
	}
	if err == nil {
		_, err = s.record(ctx, what, b)
	}
	if err != nil {
		panic(err)
	}
}

// AbandonAnnounced abandons a change after its announcement.
func (s *Store) AbandonAnnounced(ctx context.Context, what string, plan func(context.Context) (*Batch, error)) {
	s.Abandon(ctx, what, plan)
	entries, err := s.unfinished(ctx)
	if err == nil {
		err = s.announce(ctx, entries[0].ID)
	}
	if err != nil {
		panic(err)
	}
}
