package store

import (
	"cmp"
	"fmt"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"

	"rapporteur/internal/standards"
)

// Batch is what one change writes: whole documents to be put in place, by collection, and ids to be taken away.
// Applying it twice is as good as once.
type Batch struct {
	puts    map[string][]write
	deletes map[string][]write
	size    int
	piece   int // how many writes a part has at most; chunk for 0
}

// maxDocument is how many bytes a document may have, below the 16 MiB that MongoDB takes: the journal wraps it.
const maxDocument = 15 << 20

// maxID is how many bytes an id may have: indexes take no longer ones, and a stored change must be possible to apply.
const maxID = 16 << 10

// Put adds a node to the batch. LIMIT for a node that is too large to store.
func (c Collection[ID, T]) Put(b *Batch, node *T) error {
	raw, err := c.Encode(node)
	if err != nil {
		return err
	}
	if len(raw) > maxDocument || len(c.id(node)) > maxID {
		return standards.Errorf(standards.Limit, "%s of %s has %d bytes, and its id %d: more than can be stored (%d, and %d); nothing was changed",
			standards.Shortened(string(c.id(node)), 200), c.Name(), len(raw), len(c.id(node)), maxDocument, maxID)
	}
	if b.puts == nil {
		b.puts = map[string][]write{}
	}
	b.puts[c.Name()] = append(b.puts[c.Name()], write{Collection: c.Name(), ID: string(c.id(node)), Document: raw})
	b.size++
	return nil
}

// Delete adds the removal of a node to the batch.
func (c Collection[ID, T]) Delete(b *Batch, id ID) {
	if b.deletes == nil {
		b.deletes = map[string][]write{}
	}
	b.deletes[c.Name()] = append(b.deletes[c.Name()], write{Collection: c.Name(), ID: string(id)})
	b.size++
}

// Size is how many documents the batch touches.
func (b *Batch) Size() int { return b.size }

// Encode is the node as it is stored: two nodes are the same when their encodings are.
func (c Collection[ID, T]) Encode(node *T) ([]byte, error) {
	raw, err := bson.Marshal(node)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", c.Name(), c.id(node), err)
	}
	return raw, nil
}

// JSON lays an encoded node out for reading.
func JSON(encoded []byte) string { return bson.Raw(encoded).String() }

// writeOrder has nodes before the edges that lead to them, and the report, by which a store counts as not empty,
// last.
var writeOrder = []string{
	"corrections", "studyGroups", "questions", "people", "specifications", "documents", "meetings",
	"correspondenceGroups", "texts", "actions", "statements", "meetingStatements",
	"groupStatements", "warnings", "revisions", "audits", "ledgers", "reports",
}

// lastWritten is the collection whose documents come last, in a change as in a backup.
var lastWritten = writeOrder[len(writeOrder)-1]

// chunk bounds how many documents one write command carries.
const chunk = 1000

// parts cuts the batch into pieces of at most chunk writes and partBytes, or of one larger document: what is put in the order of
// writeOrder, then what is taken away in the other.
func (b *Batch) parts() iter.Seq[[]write] {
	return func(yield func([]write) bool) {
		var piece []write
		size, most := 0, cmp.Or(b.piece, chunk)
		add := func(writes []write) bool {
			for _, w := range writes {
				n := w.size()
				if len(piece) == most || size+n > partBytes && size > 0 {
					if !yield(piece) {
						return false
					}
					piece, size = nil, 0
				}
				piece, size = append(piece, w), size+n
			}
			return true
		}
		for _, name := range writeOrder {
			if !add(b.puts[name]) {
				return
			}
		}
		for i := len(writeOrder) - 1; i >= 0; i-- {
			if !add(b.deletes[writeOrder[i]]) {
				return
			}
		}
		if len(piece) > 0 {
			yield(piece)
		}
	}
}
