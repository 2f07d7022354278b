package embedded

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
)

// consistent is an error when the indexes and counts of an engine are not what its documents make them.
func consistent(t testing.TB, e *Engine) error {
	t.Helper()
	s := e.read()
	defer s.release()
	for _, ns := range s.names("") {
		v := s.view(ns)
		want := make([]map[string]string, len(v.indexes))
		found, err := v.find(query{filter: allOf{}}, &budget{})
		if err != nil {
			return err
		}
		n := 0
		err = consume(found, &budget{}, func(d document) error {
			n++
			id := keyOf(d.get("_id"))
			for i, ix := range v.indexes {
				if want[i] == nil {
					want[i] = map[string]string{}
				}
				keys, err := ix.fork().keysOf(d)
				if err != nil {
					return err
				}
				for _, k := range keys {
					want[i][ix.entry(k, id)] = id
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n != v.count {
			return fmt.Errorf("%s: %d documents are counted and %d there", ns, v.count, n)
		}
		for i, ix := range v.indexes {
			if err := sameEntries(v, ix, want[i]); err != nil {
				return fmt.Errorf("%s: %s: %w", ns, ix.name, err)
			}
		}
	}
	return nothingLeft(s)
}

// nothingLeft is an error when there are entries of an index whose making did not come to its end.
func nothingLeft(s *state) error {
	stored := s.disk.db.snapshot()
	defer func() { _ = stored.Close() }()
	it, err := stored.iterate(treeKey(nil, s.next, ""), nil)
	if err != nil {
		return err
	}
	if it.First() {
		err = fmt.Errorf("%x belongs to no index", it.Key())
	}
	return errors.Join(err, it.Close())
}

func sameEntries(v view, ix *index, want map[string]string) error {
	entries, err := v.tree(ix)
	if err != nil {
		return err
	}
	n := 0
	for ok := entries.it.First(); ok; ok = entries.it.Next() {
		if n++; want[string(entries.key())] != string(entries.value()) {
			err = fmt.Errorf("%x leads to %x", entries.key(), entries.value())
		}
	}
	if n != len(want) && err == nil {
		err = fmt.Errorf("%d entries, want %d", n, len(want))
	}
	if closeErr := entries.close(); err == nil {
		err = closeErr
	}
	return err
}

// Whenever the power goes, and whatever of the unsynced data reaches the disk, the store opens and has every acknowledged
// write, whole. A power cut is tried at random operations on files.
func TestPowerCutsLoseNothingAcknowledgedAndLeaveNothingHalfDone(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	var acknowledged, cuts atomic.Int64
	var mu sync.Mutex
	disk := vfs.NewCrashableMem()
	fs := errorfs.Wrap(disk, errorfs.InjectorFunc(func(op errorfs.Op) error {
		if op.Kind.ReadOrWrite() == errorfs.OpIsRead {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		if random.IntN(3) > 0 {
			return nil
		}
		least := acknowledged.Load()
		after := disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: random.IntN(3) * 50, RNG: rand.New(rand.NewPCG(seed, uint64(cuts.Add(1))))})
		if err := afterPowerCut(t, after, least); err != nil {
			t.Errorf("a power cut at %v of %s after %d writes: %v", op.Kind, op.Path, least, err)
		}
		return nil
	}))
	e, cl := connect(t, "data", quiet(), onFS(fs), func(o *settings) { o.spill = 2000 })
	c := cl.Database("d").Collection("c")
	ctx := context.Background()
	for i := range 60 {
		must[*mongo.InsertManyResult](t)(c.InsertMany(ctx, []any{
			bson.D{{Key: "_id", Value: 2 * i}, {Key: "k", Value: i % 7}, {Key: "s", Value: strings.Repeat("x", 10_000)}}, bson.D{{Key: "_id", Value: 2*i + 1}},
		}))
		acknowledged.Store(int64(i + 1))
		switch i {
		case 5, 40:
			must[string](t)(c.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "k", Value: 1 - 2*(i%2)}}}))
		case 20, 50:
			if err := e.disk.db.(onDisk).Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := cuts.Load(); n < 50 {
		t.Errorf("the power was cut %d times", n)
	}
}

func afterPowerCut(t *testing.T, fs vfs.FS, acknowledged int64) error {
	e, err := Open("data", quiet(), onFS(fs))
	if err != nil {
		return err
	}
	n := e.Counters().Documents
	if err = consistent(t, e); err == nil && (n < 2*acknowledged || n%2 != 0) {
		err = fmt.Errorf("%d documents; each write has 2", n)
	}
	if closeErr := e.Close(); err == nil {
		err = closeErr
	}
	return err
}
