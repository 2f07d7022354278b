package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"

	"rapporteur/internal/standards"
)

// Digest sums up all that a document says, as it is stored, in any order, and the document itself: everything that only
// another import can give again.
func (s *Store) Digest(r *standards.Report, statements []*standards.Statement, meetings []*standards.MeetingStatement,
	groups []*standards.GroupStatement, warnings []*standards.WarningPage,
) (string, error) {
	facts := make([]*standards.Statement, len(statements))
	for i, statement := range statements {
		facts[i] = statement.Fact()
	}
	report := *r
	report.Digest, report.Terms = "", nil
	h := sha256.New()
	for _, err := range []error{
		sum(h, s.Reports, []*standards.Report{&report}), sum(h, s.Statements, facts), sum(h, s.MeetingStatements, meetings),
		sum(h, s.GroupStatements, groups), sum(h, s.WarningPages, warnings),
	} {
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// sum adds the nodes of a collection to a hash, in the order of their ids.
func sum[ID ~string, T any](h hash.Hash, c Collection[ID, T], nodes []*T) error {
	h.Write([]byte(c.Name()))
	for _, n := range slices.SortedFunc(slices.Values(nodes), func(a, b *T) int { return cmp.Compare(c.id(a), c.id(b)) }) {
		raw, err := c.Encode(n)
		if err != nil {
			return err
		}
		h.Write(raw)
	}
	return nil
}

// digest is the Digest of a document with what is stored of it, which is all in memory then.
func (s *Store) digest(ctx context.Context, r *standards.Report) (string, error) {
	id := []standards.ReportID{r.ID}
	statements, err := s.Statements.Where(ctx, "report", id)
	if err != nil {
		return "", err
	}
	meetings, err := s.MeetingStatements.Where(ctx, "report", id)
	if err != nil {
		return "", err
	}
	groups, err := s.GroupStatements.Where(ctx, "report", id)
	if err != nil {
		return "", err
	}
	warnings, err := s.WarningPages.Where(ctx, "report", id)
	if err != nil {
		return "", err
	}
	return s.Digest(r, statements, meetings, groups, warnings)
}
