package store

import (
	"errors"

	"go.mongodb.org/mongo-driver/v2/mongo"
)

// Unavailable says whether an error means that the database does not answer, rather than that it refused.
func Unavailable(err error) bool {
	return mongo.IsNetworkError(err) || mongo.IsTimeout(err) || errors.Is(err, mongo.ErrClientDisconnected)
}
