package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"rapporteur/internal/standards"
)

// only is the one node found, null where there is none. Several are an AMBIGUOUS error that lists them.
func only[T any](found []*T, err error, what, name string, describe func(*T) map[string]any) (*T, error) {
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if len(found) > 1 {
		e := standards.Errorf(standards.Ambiguous, "%q may stand for %d %ss", name, len(found), what)
		e.Extensions = map[string]any{"matches": pick(found, describe)}
		return nil, e
	}
	return found[0], nil
}

// required makes a NOT_FOUND error of each node that is missing where the schema promises one.
func required[T any](found []*T, err error) ([]*T, error) {
	if err != nil {
		return nil, err
	}
	var missing graphql.BatchErrorList
	for i, node := range found {
		if node == nil {
			if missing == nil {
				missing = make(graphql.BatchErrorList, len(found))
			}
			missing[i] = standards.Errorf(standards.NotFound, "a node that this refers to is missing from the store")
		}
	}
	if missing == nil {
		return found, nil
	}
	return found, missing
}
