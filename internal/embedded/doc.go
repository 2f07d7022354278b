// Package embedded is the engine inside the process that answers the MongoDB driver when no MONGODB_URI is set.
//
// The driver dials it over net.Pipe (options.Client().SetDialer(engine.Dialer())), so there is no port and no
// second implementation of the store. Documents and indexes live in memory in copy-on-write trees; every write
// command is one fsynced bbolt transaction that is committed before its effect can be seen. It supports what the
// store needs and refuses everything else by name, with MongoDB's own error codes where MongoDB has one.
//
// The package must not know what the documents mean: no collection name, field name or domain type of the server
// appears here. It knows BSON, the wire protocol and a part of MongoDB's query language, nothing more.
//
// How a command travels: conn.go reads bytes, wire.go cuts them into a message, bson_check.go proves the BSON well
// formed, command.go finds the handler and checks the arguments, read.go and write.go do the work. A read takes the
// published snapshot (state.go) and needs no lock. A write forks the snapshot (tx.go), and publishes the fork when
// disk.go has committed it; a write that fails leaves no trace.
package embedded
