package store

import (
	"context"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"
)

// Observer is told of commands to the database. What it does not want is nil, and costs nothing.
type Observer struct {
	Started func(ctx context.Context, name string)
	Ended   func(ctx context.Context, c Command)
}

// Command is a command that has ended. It has nothing of what was asked for or written.
type Command struct {
	Name, Collection string
	Documents        int // that were read
	Duration         time.Duration
	Err              error // nil where it was answered
}

// monitor is the driver's own kind of observer. It comes before next.
func (o Observer) monitor(next *event.CommandMonitor) *event.CommandMonitor {
	if o.Started == nil && o.Ended == nil {
		return next
	}
	if next == nil {
		next = &event.CommandMonitor{}
	}
	m := *next
	collections := &sync.Map{} // by request; the end of a command does not tell its collection
	m.Started = func(ctx context.Context, e *event.CommandStartedEvent) {
		if o.Started != nil {
			o.Started(ctx, e.CommandName)
		}
		if o.Ended != nil {
			collections.Store(e.RequestID, collectionOf(e))
		}
		if next.Started != nil {
			next.Started(ctx, e)
		}
	}
	if o.Ended == nil {
		return &m
	}
	ended := func(ctx context.Context, e *event.CommandFinishedEvent, documents int, err error) {
		c, _ := collections.LoadAndDelete(e.RequestID)
		name, _ := c.(string)
		o.Ended(ctx, Command{Name: e.CommandName, Collection: name, Documents: documents, Duration: e.Duration, Err: err})
	}
	m.Succeeded = func(ctx context.Context, e *event.CommandSucceededEvent) {
		ended(ctx, &e.CommandFinishedEvent, documentsIn(e.Reply), nil)
		if next.Succeeded != nil {
			next.Succeeded(ctx, e)
		}
	}
	m.Failed = func(ctx context.Context, e *event.CommandFailedEvent) {
		ended(ctx, &e.CommandFinishedEvent, 0, e.Failure)
		if next.Failed != nil {
			next.Failed(ctx, e)
		}
	}
	return &m
}

// collectionOf is the collection of a command, empty where it has none.
func collectionOf(e *event.CommandStartedEvent) string {
	key := e.CommandName
	if key == "getMore" {
		key = "collection"
	}
	name, _ := e.Command.Lookup(key).StringValueOK()
	return name
}

// documentsIn counts the documents of a reply: those of a cursor.
func documentsIn(reply bson.Raw) (n int) {
	cursor, ok := bsoncore.Document(reply).Lookup("cursor").DocumentOK()
	if !ok {
		return 0
	}
	for _, name := range []string{"firstBatch", "nextBatch"} {
		batch, ok := cursor.Lookup(name).ArrayOK()
		if !ok || len(batch) < 5 {
			continue
		}
		for rest := batch[4:]; len(rest) > 1; n++ { // after the length, until the null byte at the end
			if _, rest, ok = bsoncore.ReadElement(rest); !ok {
				break
			}
		}
	}
	return n
}
