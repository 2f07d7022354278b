// Package genqlient holds the version of genqlient that schema.graphqls is checked with. What it generates, in build/,
// is compiled and thrown away.
package genqlient

import _ "github.com/Khan/genqlient/graphql" // what generated clients import
