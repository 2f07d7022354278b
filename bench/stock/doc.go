// Package stock answers GraphQL as gqlgen's documentation has it: its own executor, a resolver for each relation of each
// object, and dataloaders that collect the ids of a moment, over the data in memory.
package stock

//go:generate go tool gqlgen generate
