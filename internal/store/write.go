package store

import (
	"fmt"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Batch is what one change writes: whole documents to be put in place, by collection, and ids to be taken away.
// Applying it twice is as good as once.
type Batch struct {
	puts    map[string][]write
	deletes map[string][]write
	size    int
}

// Put adds a node to the batch.
func (c Collection[ID, T]) Put(b *Batch, node *T) error {
	raw, err := c.Encode(node)
	if err != nil {
		return err
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

// parts cuts the batch into pieces of at most chunk documents and about partBytes: what is put in the order of
// writeOrder, then what is taken away in the other.
func (b *Batch) parts() iter.Seq[[]write] {
	return func(yield func([]write) bool) {
		var piece []write
		size := 0
		add := func(writes []write) bool {
			for _, w := range writes {
				if len(piece) == chunk || size+len(w.Document) > partBytes && size > 0 {
					if !yield(piece) {
						return false
					}
					piece, size = nil, 0
				}
				piece, size = append(piece, w), size+len(w.Document)
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
