package store

import (
	"errors"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"
)

// Unavailable says whether an error means that the database cannot be reached, rather than that it refused or took long: a
// connection broke, or there is none to be had. It may also be that the context ended while one was looked for.
func Unavailable(err error) bool {
	var pool driver.RetryablePoolError // of a pool that was cleared because its connections broke
	return mongo.IsNetworkError(err) || errors.Is(err, mongo.ErrClientDisconnected) ||
		errors.As(err, new(topology.ServerSelectionError)) || errors.As(err, new(topology.WaitQueueTimeoutError)) || errors.As(err, &pool)
}

// TimedOut says whether an error means that the time of a command ran out, here or at the database.
func TimedOut(err error) bool { return mongo.IsTimeout(err) }
