package embedded

import (
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// command is one entry of the command table.
type command struct {
	// run does the work and appends the reply's fields to w.
	run func(e *Engine, r *request, w *builder) error
	// fields are the arguments it understands.
	fields words
	// refused are the arguments MongoDB knows and this engine does not. Their value false counts as not given.
	refused words
	// onCollection says that the first argument names a collection.
	onCollection bool
}

// request is one command with its arguments.
type request struct {
	name   string // as in the command table
	cmd    *command
	msg    *message
	db     string
	coll   string
	ns     string
	budget *budget
	engine *Engine
}

// handle finds the command, checks its arguments and runs it.
func (e *Engine) handle(m *message, w *builder) error {
	r, err := e.newRequest(m)
	if err != nil {
		return err
	}
	e.counts.commands[r.name].Add(1)
	if err := r.checkFields(); err != nil {
		return err
	}
	if err := r.useGeneric(); err != nil {
		return err
	}
	if r.name != "hello" && r.name != "endSessions" {
		if err := e.usable(); err != nil {
			return err
		}
	}
	err = r.cmd.run(e, r, w)
	e.counts.examined.Add(r.budget.examined)
	e.counts.fetched.Add(r.budget.fetched)
	e.counts.returned.Add(r.budget.returned)
	return err
}

func (e *Engine) newRequest(m *message) (*request, error) {
	name := m.body.firstKey()
	if a, ok := aliases[name]; ok {
		name = a
	}
	cmd, ok := commands[name]
	if !ok {
		if unsupported.has([]byte(name)) {
			return nil, codeCommandNotSupported.errorf("the embedded engine does not support the command %s", name)
		}
		return nil, codeCommandNotFound.errorf("no such command: '%s'", name)
	}
	if m.legacy && name != "hello" {
		return nil, codeCommandNotSupported.errorf("OP_QUERY is no longer supported for %s; use OP_MSG", name)
	}
	r := &request{name: name, cmd: cmd, msg: m, engine: e, budget: &budget{stopping: &e.stopping}}
	r.db = m.body.get("$db").str()
	if r.db == "" && m.legacy {
		r.db = "admin"
	}
	if r.db == "" {
		return nil, codeMissingField.errorf("OP_MSG requests require a $db argument")
	}
	if len(r.db) > 63 || strings.ContainsAny(r.db, "/\\. \"$\x00") {
		return nil, codeInvalidNamespace.errorf("Invalid database name: '%s'", r.db)
	}
	if cmd.onCollection {
		return r, r.namespace(m.body.get(m.body.firstKey()))
	}
	return r, nil
}

// namespace reads the name of the collection.
func (r *request) namespace(v value) error {
	if v.t != bson.TypeString {
		return codeInvalidNamespace.errorf("collection name has invalid type %s", typeName(v.t))
	}
	r.coll = v.str()
	r.ns = r.db + "." + r.coll
	switch {
	case r.coll == "" || r.coll[0] == '.' || r.coll[len(r.coll)-1] == '.' || strings.ContainsAny(r.coll, "$\x00"),
		strings.HasPrefix(r.coll, "system."), len(r.ns) > 255:
		return codeInvalidNamespace.errorf("Invalid namespace specified '%s'", r.ns)
	}
	return nil
}

// checkFields refuses every argument the command does not know.
func (r *request) checkFields() error {
	it := r.msg.body.elements()
	it.next() // the command itself
	for it.next() {
		switch key := it.key; {
		case r.cmd.fields.has(key), generic.has(key):
		case r.cmd.refused.has(key):
			if it.val.truthy() {
				return notImplemented("the option %s of %s", key, r.name)
			}
		case string(key) == "startTransaction", string(key) == "autocommit":
			return codeIllegalOperation.errorf("Transaction numbers are only allowed on a replica set member or mongos")
		default:
			return codeUnknownField.errorf("BSON field '%s.%s' is an unknown field.", r.name, key)
		}
	}
	for key := range r.msg.sequences {
		if !r.cmd.fields.has([]byte(key)) {
			return codeUnknownField.errorf("BSON field '%s.%s' is an unknown field.", r.name, key)
		}
	}
	return nil
}

var readConcerns = set("local available majority linearizable")

// useGeneric handles the arguments every command takes.
func (r *request) useGeneric() error {
	b := r.msg.body
	if !b.get("txnNumber").missing() {
		return codeIllegalOperation.errorf("Transaction numbers are only allowed on a replica set member or mongos")
	}
	if v := b.get("apiVersion"); !v.missing() && v.str() != "1" {
		return code(322).errorf("API version must be \"1\"")
	}
	if v := b.get("maxTimeMS"); !v.missing() {
		ms, ok := v.whole()
		if !ok || ms < 0 {
			return badValue("maxTimeMS must be a whole number of at least 0, not %s", shell(v))
		}
		if ms > 0 && r.name != "getMore" {
			r.budget.deadline = time.Now().Add(time.Duration(ms) * time.Millisecond)
		}
	}
	if v := b.get("readConcern"); v.isDoc() {
		if l := v.doc().get("level"); !l.missing() && !readConcerns.has([]byte(l.str())) {
			return notImplemented("the read concern %s", shell(l))
		}
	}
	if v := b.get("writeConcern"); v.isDoc() {
		if n := v.doc().get("w"); n.isNumber() && n.float() > 1 {
			return badValue("cannot use 'w' > 1 when a host is not replicated")
		} else if n.t == bson.TypeString && n.str() != "majority" {
			return notImplemented("the write concern w: %q", n.str())
		}
	}
	return nil
}

// arg is an argument of the command.
func (r *request) arg(name string) value { return r.msg.body.get(name) }

// docArg is a document argument, empty when it is not given.
func (r *request) docArg(name string) (document, error) { return docOf(r.name, name, r.arg(name)) }

func docOf(owner, name string, v value) (document, error) {
	switch {
	case v.nullish():
		return emptyDocument, nil
	case v.isDoc():
		return v.doc(), nil
	}
	return nil, codeTypeMismatch.errorf("BSON field '%s.%s' is the wrong type '%s', expected type 'object'", owner, name, typeName(v.t))
}

// intArg is a whole number of at least 0.
func (r *request) intArg(name string, def int) (int, error) {
	v := r.arg(name)
	if v.nullish() {
		return def, nil
	}
	n, ok := v.whole()
	if !ok {
		return 0, codeTypeMismatch.errorf("BSON field '%s.%s' is the wrong type '%s', expected a whole number", r.name, name, typeName(v.t))
	}
	if n < 0 {
		return 0, code(51024).errorf("BSON field '%s' value must be >= 0, actual value '%d'", name, n)
	}
	return int(min(n, 1<<31-1)), nil
}

func (r *request) boolArg(name string, def bool) (bool, error) {
	return boolOf(r.name, name, r.arg(name), def)
}

func boolOf(owner, name string, v value, def bool) (bool, error) {
	switch {
	case v.missing():
		return def, nil
	case v.t == bson.TypeBoolean || v.isNumber():
		return v.truthy(), nil
	}
	return false, codeTypeMismatch.errorf("BSON field '%s.%s' is the wrong type '%s', expected type 'bool'", owner, name, typeName(v.t))
}

// documents lists a document sequence or an array of documents.
func (r *request) documents(name string) ([]document, error) {
	if s, ok := r.msg.sequences[name]; ok {
		return s, nil
	}
	v := r.arg(name)
	if v.missing() {
		return nil, codeMissingField.errorf("BSON field '%s.%s' is missing but a required field", r.name, name)
	}
	if !v.isArray() {
		return nil, codeTypeMismatch.errorf("BSON field '%s.%s' is the wrong type '%s', expected type 'array'", r.name, name, typeName(v.t))
	}
	var out []document
	it := v.elements()
	for it.next() {
		d, err := docOf(r.name, name+"."+string(it.key), it.val)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// filterArg is a filter argument.
func (r *request) filterArg(name string) (filter, error) {
	d, err := r.docArg(name)
	if err != nil {
		return nil, err
	}
	return parseFilter(d)
}
