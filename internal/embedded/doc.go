// Package embedded is the engine inside the process that answers the MongoDB driver when no MONGODB_URI is set.
//
// The driver dials it over net.Pipe (options.Client().SetDialer(engine.Dialer())), so there is no port and no
// second implementation of the store. Documents and index entries are keys of a Pebble store, or of a tree where nothing is kept; every
// write command is one batch that is synced before its effect can be seen. It supports what the store needs and refuses
// everything else by name, with MongoDB's own error codes where MongoDB has one.
//
// The package must not know what the documents mean: no collection name, field name or domain type of the server
// appears here. It knows BSON, the wire protocol and a part of MongoDB's query language, nothing more.
//
// How a command travels: conn.go reads bytes, wire.go cuts them into a message, bson_check.go proves the BSON well
// formed, command.go finds the handler and checks the arguments, read.go and write.go do the work. A read takes the
// published state (state.go) with its snapshot of the store, which it keeps until its cursor is closed, and needs no lock;
// scan.go gives it one document after the other. A write collects a batch (tx.go), in which it reads its own changes, and
// publishes a new state when disk.go has committed it; a write that fails leaves no trace. catalog.go is how the store
// describes its collections, old.go reads the files of versions that kept everything in bbolt.
package embedded
