package embedded

import (
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// update is a parsed update: a whole document, or modifiers ordered by their paths.
type update struct {
	replacement document // nil when there are modifiers
	mods        []modifier
}

// modifier is one operator on one path.
type modifier struct {
	op    string
	path  string
	parts []string
	arg   value
	// items are the values of $push, $addToSet and $pull.
	items []value
}

// parseUpdate reads the u of an update statement.
func parseUpdate(v value) (*update, error) {
	if v.isArray() {
		return nil, notImplemented("updates by an aggregation pipeline")
	}
	if !v.isDoc() {
		return nil, codeFailedToParse.errorf("Update argument must be either an object or an array")
	}
	if !isOperators(v) {
		return parseReplacement(v.doc())
	}
	u := &update{}
	it := v.elements()
	for it.next() {
		if err := u.operator(string(it.key), it.val); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(u.mods, func(a, b modifier) int { return slices.CompareFunc(a.parts, b.parts, comparePart) })
	for i := 1; i < len(u.mods); i++ {
		if a, b := u.mods[i-1].path, u.mods[i].path; related(a, b) {
			return nil, codeConflictingUpdates.errorf("Updating the path '%s' would create a conflict at '%s'", b, a)
		}
	}
	return u, nil
}

// comparePart orders numbers as numbers, as MongoDB applies updates.
func comparePart(a, b string) int {
	na, nb := arrayPosition(a), arrayPosition(b)
	if na >= 0 && nb >= 0 {
		return na - nb
	}
	return strings.Compare(a, b)
}

func parseReplacement(d document) (*update, error) {
	it := d.elements()
	for it.next() {
		if len(it.key) > 0 && it.key[0] == '$' {
			return nil, codeDollarField.errorf("The dollar ($) prefixed field '%s' in '%s' is not allowed in the context of an update's replacement document", it.key, it.key)
		}
	}
	return &update{replacement: d}, nil
}

func (u *update) operator(op string, v value) error {
	switch op {
	case "$set", "$setOnInsert", "$unset", "$inc", "$min", "$max", "$push", "$addToSet", "$pull":
	case "$mul", "$rename", "$currentDate", "$pop", "$pullAll", "$bit":
		return notImplemented("the update operator %s", op)
	default:
		return codeFailedToParse.errorf("Unknown modifier: %s. Expected a valid update modifier or pipeline-style update specified as an array", op)
	}
	if !v.isDoc() {
		return codeFailedToParse.errorf("Modifiers operate on fields but we found type %s instead. For example: {$mod: {<field>: ...}} not {%s: %s}", typeName(v.t), op, shell(v))
	}
	it := v.elements()
	for it.next() {
		m := modifier{op: op, path: string(it.key), arg: it.val}
		m.parts = splitPath(m.path)
		if err := m.check(); err != nil {
			return err
		}
		u.mods = append(u.mods, m)
	}
	return nil
}

// check looks at the path and the argument.
func (m *modifier) check() error {
	for _, p := range m.parts {
		switch {
		case p == "":
			return codeEmptyField.errorf("The update path '%s' contains an empty field name, which is not allowed.", m.path)
		case p == "$" || strings.HasPrefix(p, "$["):
			return notImplemented("the positional operator in the update path '%s'", m.path)
		case p[0] == '$':
			return codeDollarField.errorf("The dollar ($) prefixed field '%s' in '%s' is not valid for storage.", p, m.path)
		}
	}
	switch m.op {
	case "$inc":
		if !m.arg.isNumber() {
			return codeTypeMismatch.errorf("Cannot increment with non-numeric argument: {%s: %s}", m.path, shell(m.arg))
		}
	case "$push", "$addToSet":
		return m.each()
	case "$pull":
		return m.pulled()
	}
	return nil
}

// each reads what $push and $addToSet add.
func (m *modifier) each() error {
	m.items = []value{m.arg}
	if !m.arg.isDoc() {
		return nil
	}
	list := m.arg.doc().get("$each")
	if list.missing() {
		return nil
	}
	if !list.isArray() {
		c := codeBadValue
		if m.op == "$addToSet" {
			c = codeTypeMismatch
		}
		return c.errorf("The argument to $each in %s must be an array but it was of type: %s", m.op, typeName(list.t))
	}
	it := m.arg.elements()
	for it.next() {
		switch string(it.key) {
		case "$each":
		case "$slice", "$sort", "$position":
			return notImplemented("%s in %s", it.key, m.op)
		default:
			return badValue("Unrecognized clause in %s: %s", m.op, it.key)
		}
	}
	m.items = list.items()
	return nil
}

// pulled reads what $pull removes: a value, or {$in: [values]}.
func (m *modifier) pulled() error {
	m.items = []value{m.arg}
	if m.arg.isDoc() {
		list := m.arg.doc().get("$in")
		if m.arg.doc().firstKey() != "$in" {
			return notImplemented("a condition in $pull of '%s'; use a plain value or $in", m.path)
		}
		if len(m.arg.items()) != 1 {
			return notImplemented("a condition beside $in in $pull of '%s'", m.path)
		}
		if !list.isArray() {
			return badValue("$in needs an array")
		}
		m.items = list.items()
	}
	for _, v := range m.items {
		if v.t == bson.TypeRegex {
			return notImplemented("a regular expression in $pull of '%s'", m.path)
		}
	}
	return nil
}

// apply changes the document; inserting says that it is about to be inserted by an upsert.
func (u *update) apply(old document, inserting bool) (document, error) {
	id := old.get("_id")
	if u.replacement != nil {
		return u.replace(id)
	}
	root := newNode(old)
	for i := range u.mods {
		m := &u.mods[i]
		if m.op == "$setOnInsert" && !inserting {
			continue
		}
		if err := m.apply(root, id); err != nil {
			return nil, err
		}
	}
	d := root.document()
	if now := d.get("_id"); !id.missing() && !equal(now, id) {
		return nil, codeImmutableField.errorf("Performing an update on the path '_id' would modify the immutable field '_id'")
	}
	return d, nil
}

// replace gives the replacement the _id of the document it replaces.
func (u *update) replace(id value) (document, error) {
	own := u.replacement.get("_id")
	if id.missing() || !own.missing() && equal(own, id) {
		return newNode(u.replacement).document(), nil
	}
	if !own.missing() {
		return nil, codeImmutableField.errorf("After applying the update, the (immutable) field '_id' was found to have been altered to _id: %s", shell(own))
	}
	return build(func(w *builder) {
		w.value("_id", id)
		w.b = append(w.b, u.replacement[4:len(u.replacement)-1]...)
	}), nil
}
