package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// ImportOf begins the description in the record of an import; the id of the document follows it.
const ImportOf = "import of "

// Alone runs f while this store alone may change the graph, and fails where another did all the same.
func (s *Store) Alone(ctx context.Context, f func(context.Context) error) error {
	return s.leased(ctx, func(ctx context.Context) error {
		before, err := s.rawRevision(ctx)
		if err == nil {
			err = f(ctx)
		}
		after, again := s.rawRevision(ctx)
		if err = errors.Join(err, again); err == nil && !bytes.Equal(before, after) {
			err = fmt.Errorf("%w; begin again", errLease)
		}
		return err
	})
}

// rawRevision is the document of the revision, which every change changes.
func (s *Store) rawRevision(ctx context.Context) (bson.Raw, error) {
	raw, err := s.db.Collection(metaName).FindOne(ctx, is("_id", revisionID)).Raw()
	if err != nil && !isNone(err) {
		return nil, fmt.Errorf("read the revision: %w", err)
	}
	return raw, nil
}

// CheckFacts checks what cannot be derived: that documents decode, that what a document says is what was imported, that no
// record, correction or revision was lost or altered, and that no change is left unfinished. It returns whether everything
// can be derived again: where it is false, what is derived may be right and the facts wrong. What one document says is in memory
// at a time.
func (s *Store) CheckFacts(ctx context.Context, f *Findings) (whole bool, err error) {
	if err := s.chain(ctx, f); err != nil {
		return false, err
	}
	before := f.Count
	readable, err := s.readable(ctx, f)
	if err != nil || !readable {
		return false, err
	}
	if err := s.ledger(ctx, f, s.Corrections.Name()); err != nil {
		return false, err
	}
	imported, err := s.recorded(ctx)
	if err != nil {
		return false, err
	}
	reports, err := s.Reports.All(ctx, "_id")
	if err != nil {
		return false, err
	}
	known := byNodeID(reports, s.Reports.ID)
	for _, id := range slices.Sorted(maps.Keys(imported)) {
		if known[id] == nil {
			f.add(string(id), "its import is recorded, and it is missing: import it again")
		}
	}
	for _, r := range reports {
		if err := s.checkDigest(ctx, f, r.ID); err != nil {
			return false, err
		}
	}
	for _, name := range []string{s.Statements.Name(), s.MeetingStatements.Name(), s.GroupStatements.Name(), s.WarningPages.Name()} {
		if err := s.orphans(ctx, f, name, known); err != nil {
			return false, err
		}
	}
	whole = f.Count == before
	for _, name := range s.ledgered() {
		if name == s.Corrections.Name() {
			continue
		}
		if err := s.ledger(ctx, f, name); err != nil {
			return false, err
		}
	}
	return whole, s.ledgers(ctx, f)
}

func byNodeID[ID ~string, T any](nodes []*T, id func(*T) ID) map[ID]*T {
	m := make(map[ID]*T, len(nodes))
	for _, n := range nodes {
		m[id(n)] = n
	}
	return m
}

// readable checks that the documents decode that nothing derives.
func (s *Store) readable(ctx context.Context, f *Findings) (bool, error) {
	before, forms := f.Count, s.forms()
	for _, name := range []string{
		s.Corrections.Name(), s.Statements.Name(), s.MeetingStatements.Name(), s.GroupStatements.Name(), s.WarningPages.Name(),
		s.Revisions.Name(), s.Audits.Name(), s.Ledgers.Name(), s.Reports.Name(),
	} {
		if err := s.eachRaw(ctx, name, bson.D{}, func(raw bson.Raw) error {
			if err := forms[name].decodes(raw); err != nil {
				f.add(name+" "+raw.Lookup("_id").String(), "it cannot be read: %s", err)
			}
			if by := raw.Lookup(stampField); by.Type != 0 { // eachRaw takes it off
				f.add(name+" "+raw.Lookup("_id").String(), "its stamp is none: %s", shown(by))
			}
			return nil
		}); err != nil {
			return false, err
		}
	}
	return f.Count == before, nil
}

// recorded are the documents whose import is recorded.
func (s *Store) recorded(ctx context.Context) (map[standards.ReportID]bool, error) {
	imported := map[standards.ReportID]bool{}
	return imported, s.eachRaw(ctx, s.Audits.Name(), bson.D{}, func(raw bson.Raw) error {
		what, _ := raw.Lookup("what").StringValueOK()
		if id, ok := strings.CutPrefix(what, ImportOf); ok {
			imported[standards.ReportID(id)] = true
		}
		return nil
	})
}

// checkDigest checks that what is stored of a document is what was imported.
func (s *Store) checkDigest(ctx context.Context, f *Findings, id standards.ReportID) error {
	found, err := s.Reports.Where(ctx, "_id", []standards.ReportID{id})
	if err != nil || len(found) == 0 {
		return err
	}
	digest, err := s.digest(ctx, found[0])
	if err == nil && digest != found[0].Digest {
		f.Add(Finding{string(id), found[0].Label(), "what is stored of it, or what it says, is not what was imported: import it again"})
	}
	return err
}

// orphans finds what documents say that are not there.
func (s *Store) orphans(ctx context.Context, f *Findings, name string, known map[standards.ReportID]*standards.Report) error {
	var ids []standards.ReportID
	if err := s.db.Collection(name).Distinct(ctx, "report", bson.D{}).Decode(&ids); err != nil {
		return err
	}
	slices.Sort(ids)
	for _, id := range ids {
		if known[id] == nil {
			f.add(string(id), "the document is missing, and %s have what it says: import it again", name)
		}
	}
	return nil
}

// ledger checks that a collection holds what was written.
func (s *Store) ledger(ctx context.Context, f *Findings, name string) error {
	found, err := s.Ledgers.Where(ctx, "_id", []string{name})
	if err != nil {
		return err
	}
	was := &Ledger{ID: name}
	if len(found) > 0 {
		was = found[0]
	}
	is, err := s.counted(ctx, name)
	switch {
	case err != nil:
		return err
	case is.Documents != was.Documents:
		f.add(name, "%d documents were written, and %d are there", was.Documents, is.Documents)
	case is.Documents > 0 && is.Sum != was.Sum:
		f.add(name, "one of the %d documents, or more, is not what was written", was.Documents)
	}
	return nil
}

// ledgers checks that there are no other ledgers, and nothing else in them.
func (s *Store) ledgers(ctx context.Context, f *Findings) error {
	return s.eachRaw(ctx, s.Ledgers.Name(), bson.D{}, func(raw bson.Raw) error {
		l := new(Ledger)
		err := bson.Unmarshal(raw, l)
		again, encodes := s.Ledgers.Encode(l)
		if !slices.Contains(s.ledgered(), l.ID) || errors.Join(err, encodes) != nil || !bytes.Equal(again, raw) {
			f.add("ledgers "+l.ID, "it is none")
		}
		return nil
	})
}
