package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// restoredEntry begins the name of an entry that a restore makes, which no journal has.
const restoredEntry = "restore-"

// entryTime is how the name of an entry begins.
const entryTime = "20060102T150405.000000000"

// surelyKept is for how long before the newest entry the journal has all of them.
const surelyKept = keptEntries - 24*time.Hour

// chain checks that no change is left unfinished, that the last revisions follow each other up to the present one, and that the
// journal has the changes that brought them.
func (s *Store) chain(ctx context.Context, f *Findings) error {
	raw, err := s.rawRevision(ctx)
	if err != nil {
		return err
	}
	var now revision
	if raw != nil {
		if err := bson.Unmarshal(raw, &now); err != nil {
			f.add("meta revision", "it cannot be read: %s", err)
			return nil
		}
	}
	unfinished, err := s.Unfinished(ctx)
	if err != nil {
		return err
	}
	for _, e := range unfinished {
		f.add("journal", "an unfinished change: %s", e)
	}
	aside, err := s.Aside(ctx)
	if err != nil {
		return err
	}
	for _, a := range aside {
		f.add("journal "+a.ID, "the change was set aside (%s): %s; rapporteur journal retries or drops it", a.What, a.Why)
	}
	listed, err := s.listed(ctx, f)
	if err != nil {
		return err
	}
	last := change{}
	for i, c := range listed {
		if i > 0 && c.ID != last.ID+1 && !strings.HasPrefix(c.Entry, restoredEntry) {
			f.add(fmt.Sprintf("revision %d", last.ID+1), "it is not listed, and revision %d is", c.ID)
		}
		last = c
	}
	if last.ID != now.Number || last.Entry != now.Entry {
		f.add(fmt.Sprintf("revision %d", now.Number), "the last change that is listed is %d, by %q, and the present one %d, by %q", last.ID, last.Entry, now.Number, now.Entry)
	}
	return s.journalled(ctx, f, listed)
}

// listed are the last revisions, at most keptChanges and one, without what they changed.
func (s *Store) listed(ctx context.Context, f *Findings) (all []change, err error) {
	err = s.eachRaw(ctx, changesName, bson.D{}, func(raw bson.Raw) error {
		var c change
		if err := bson.Unmarshal(raw, &c); err != nil {
			f.add("changes "+raw.Lookup("_id").String(), "it cannot be read: %s", err)
			return nil
		}
		all = append(all, change{ID: c.ID, Entry: c.Entry})
		return nil
	})
	return all, err
}

// journalled checks that the journal and the list of changes agree.
func (s *Store) journalled(ctx context.Context, f *Findings, listed []change) error {
	by, seen, newest := map[string]int64{}, map[string]bool{}, ""
	aside, err := s.Aside(ctx)
	if err != nil {
		return err
	}
	for _, a := range aside {
		seen[a.ID] = true
	}
	for _, c := range listed {
		by[c.Entry] = c.ID
		if !strings.HasPrefix(c.Entry, restoredEntry) {
			newest = max(newest, c.Entry)
		}
	}
	if err := s.eachRaw(ctx, journalName, is("applied", true), func(raw bson.Raw) error {
		var e entry
		if err := bson.Unmarshal(raw, &e); err != nil {
			f.add("journal "+raw.Lookup("_id").String(), "it cannot be read: %s", err)
			return nil
		}
		seen[e.ID], newest = true, max(newest, e.ID)
		if len(listed) > 0 && e.Revision >= listed[0].ID && by[e.ID] != e.Revision || e.Revision <= 0 {
			f.add("journal "+e.ID, "it brought revision %d, which is not listed so", e.Revision)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, c := range listed {
		if !seen[c.Entry] && !strings.HasPrefix(c.Entry, restoredEntry) && recent(c.Entry, newest) {
			f.add(fmt.Sprintf("revision %d", c.ID), "the journal does not have its change, %q", c.Entry)
		}
	}
	return nil
}

// recent reports whether the journal must have an entry, where this one is the newest. What has no time is not recent.
func recent(entry, newest string) bool {
	at, err := time.Parse(entryTime, entry[:min(len(entry), len(entryTime))])
	if err != nil {
		return true // nothing that this program writes
	}
	last, err := time.Parse(entryTime, newest[:min(len(newest), len(entryTime))])
	return err != nil || at.After(last.Add(-surelyKept))
}
