package store

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Each reads all nodes that match, in order, and hands them over in pages of this size: one find a page, and no
// more than a page in memory. The zero order is by id. A page is cut by the key and the id of the node before it,
// so nodes that are written meanwhile are met or not, and none is met twice unless its key changes. It ends with
// the first error.
func (c Collection[ID, T]) Each(ctx context.Context, f Filter, o Order[T], size int, do func([]*T) error) error {
	direction := 1
	if o.Descending {
		direction = -1
	}
	sort := bson.D{{Key: "_id", Value: direction}}
	if o.Field != "" {
		sort = bson.D{{Key: o.Field, Value: direction}, {Key: "_id", Value: direction}}
	}
	var rest bson.D
	for {
		nodes, err := c.find(ctx, and(f.conditions, rest), reading{sort: sort, limit: size})
		if err != nil {
			return err
		}
		if len(nodes) > 0 {
			if err := do(nodes); err != nil {
				return err
			}
		}
		if len(nodes) < size {
			return nil
		}
		rest = c.after(o, nodes[size-1])
	}
}

// after matches what comes after a node in this order.
func (c Collection[ID, T]) after(o Order[T], n *T) bson.D {
	id := string(c.id(n))
	if o.Field != "" {
		at := o.Position(n, id)
		return beyond(o, &at, !o.Descending)
	}
	op := "$gt"
	if o.Descending {
		op = "$lt"
	}
	return is("_id", bson.D{{Key: op, Value: id}})
}
