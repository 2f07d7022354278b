package ingest

// Derive derives everything from the facts of a store in an empty one.
var Derive = derive
