package embedded

import (
	"bytes"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// stage changes the documents that flow through a pipeline. It closes what flows in, at the latest when what flows out is
// closed.
type stage func(in rows, b *budget) (rows, error)

func (e *Engine) aggregate(r *request, w *builder) error {
	specs, err := r.documents("pipeline")
	if err != nil {
		return err
	}
	cur, err := r.docArg("cursor")
	if err != nil {
		return err
	}
	if r.arg("cursor").missing() {
		return codeFailedToParse.errorf("The 'cursor' option is required")
	}
	batch := defaultBatch
	if v := cur.get("batchSize"); !v.missing() {
		n, ok := v.whole()
		if !ok || n < 0 {
			return badValue("cursor.batchSize must be a non-negative integer")
		}
		batch = int(min(n, 1<<31-1))
	}
	q, rest, err := leadingQuery(specs)
	if err != nil {
		return err
	}
	stages, err := parsePipeline(rest)
	if err != nil {
		return err
	}
	q.blind = len(rest) > 0 && onlyCounts(rest[0])
	return e.answerFrom(r, w, batch, false, func(v view) (rows, *projection, error) {
		found, err := v.find(q, r.budget)
		if err == nil {
			found, err = runStages(stages, found, r.budget)
		}
		return found, nil, err
	})
}

// onlyCounts says whether a stage asks how many documents there are and nothing about them.
func onlyCounts(spec document) bool {
	switch spec.firstKey() {
	case "$count":
		return true
	case "$group":
		for _, v := range spec.get("$group").items() {
			if v.isDoc() && len(v.items()) == 1 && v.doc().firstKey() == "$sum" {
				v = v.items()[0]
			}
			if !v.isNumber() && !v.nullish() {
				return false
			}
		}
		return true
	}
	return false
}

// leadingQuery takes $match, $sort, $skip and $limit at the start of a pipeline, which can use an index.
func leadingQuery(specs []document) (query, []document, error) {
	q := query{filter: allOf{}}
	at := 0
	next := func(name string) (value, bool) {
		if at < len(specs) && specs[at].firstKey() == name {
			if v := specs[at].get(name); len(specs[at].value().items()) == 1 {
				at++
				return v, true
			}
		}
		return value{}, false
	}
	for {
		v, ok := next("$match")
		if !ok {
			break
		}
		f, err := parseMatch(v)
		if err != nil {
			return q, nil, err
		}
		q.filter = append(q.filter.(allOf), f.(allOf)...)
	}
	if v, ok := next("$sort"); ok {
		var err error
		if q.order, err = parseSortStage(v); err != nil {
			return q, nil, err
		}
	}
	if v, ok := next("$skip"); ok {
		var err error
		if q.skip, err = wholeStage("$skip", v, 0); err != nil {
			return q, nil, err
		}
	}
	if v, ok := next("$limit"); ok {
		var err error
		if q.limit, err = wholeStage("$limit", v, 1); err != nil {
			return q, nil, err
		}
	}
	return q, specs[at:], nil
}

func runStages(stages []stage, in rows, b *budget) (rows, error) {
	for _, s := range stages {
		err := b.check()
		if err == nil {
			var out rows
			if out, err = s(in, b); err == nil {
				in = out
				continue
			}
		}
		in.close()
		return nil, err
	}
	return in, nil
}

func parsePipeline(specs []document) ([]stage, error) {
	var out []stage
	for _, d := range specs {
		fields := d.value().items()
		if len(fields) != 1 {
			return nil, code(40323).errorf("A pipeline stage specification object must contain exactly one field.")
		}
		s, err := parseStage(d.firstKey(), fields[0])
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// otherStages are MongoDB's stages this engine does not have.
var otherStages = set("$addFields $bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $fill " +
	"$geoNear $graphLookup $indexStats $listSessions $lookup $merge $out $planCacheStats $redact $replaceRoot " +
	"$replaceWith $sample $search $set $setWindowFields $unionWith $unset $vectorSearch")

func parseStage(name string, v value) (stage, error) {
	switch name {
	case "$match":
		f, err := parseMatch(v)
		return matchStage(f), err
	case "$sort":
		order, err := parseSortStage(v)
		return sortStage(order), err
	case "$limit":
		n, err := wholeStage(name, v, 1)
		return func(in rows, _ *budget) (rows, error) { return &window{rows: in, left: n}, nil }, err
	case "$skip":
		n, err := wholeStage(name, v, 0)
		return func(in rows, _ *budget) (rows, error) { return &window{rows: in, skip: n, left: -1}, nil }, err
	case "$project":
		return parseProject(v)
	case "$group":
		return parseGroup(v)
	case "$unwind":
		return parseUnwind(v)
	case "$count":
		return parseCount(v)
	case "$sortByCount":
		return parseSortByCount(v)
	case "$facet":
		return parseFacet(v)
	}
	if otherStages.has([]byte(name)) {
		return nil, notImplemented("the pipeline stage %s", name)
	}
	return nil, code(40324).errorf("Unrecognized pipeline stage name: '%s'", name)
}

func parseMatch(v value) (filter, error) {
	if !v.isDoc() {
		return nil, code(15959).errorf("the match filter must be an expression in an object")
	}
	return parseFilter(v.doc())
}

func matchStage(f filter) stage {
	return mapping(func(d document) (document, error) {
		if f.match(d.value()) {
			return d, nil
		}
		return nil, nil
	})
}

func parseSortStage(v value) ([]indexField, error) {
	if !v.isDoc() {
		return nil, code(15973).errorf("the $sort key specification must be an object")
	}
	if v.doc().empty() {
		return nil, code(15976).errorf("$sort stage must have at least one sort key")
	}
	return parseSort(v.doc())
}

func sortStage(order []indexField) stage {
	return func(in rows, b *budget) (rows, error) {
		s := sorter[document]{fields: order}
		if err := consume(in, b, func(d document) error { return s.add(d, bytes.Clone(d)) }); err != nil {
			return nil, err
		}
		return list(s.done()), nil
	}
}

func wholeStage(name string, v value, least int64) (int, error) {
	n, ok := v.whole()
	switch {
	case !ok:
		return 0, code(5107201).errorf("invalid argument to %s stage: Expected an integer: %s: %s", name, name, shell(v))
	case n < 0:
		return 0, code(5107201).errorf("invalid argument to %s stage: Expected a non-negative number in: %s: %d", name, name, n)
	case n < least:
		return 0, code(15958).errorf("the limit must be positive")
	}
	return int(min(n, 1<<31-1)), nil
}

func parseProject(v value) (stage, error) {
	if !v.isDoc() {
		return nil, code(15969).errorf("$project specification must be an object")
	}
	if v.doc().empty() {
		return nil, code(51272).errorf("projection specification must have at least one field")
	}
	p, err := parseProjection(v.doc())
	return mapping(func(d document) (document, error) { return p.apply(d), nil }), err
}

func parseCount(v value) (stage, error) {
	name := v.str()
	switch {
	case v.t != bson.TypeString || name == "":
		return nil, code(40156).errorf("the count field must be a non-empty string")
	case name[0] == '$':
		return nil, code(40158).errorf("the count field cannot be a $-prefixed path")
	case strings.Contains(name, "."):
		return nil, code(40160).errorf("the count field cannot contain '.'")
	}
	return func(in rows, b *budget) (rows, error) {
		n := 0
		if err := consume(in, b, func(document) error { n++; return nil }); err != nil || n == 0 {
			return list(nil), err
		}
		return list([]document{build(func(w *builder) { w.int32(name, n) })}), nil
	}, nil
}
