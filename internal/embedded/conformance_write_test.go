package embedded

import "testing"

// upd is an update of document 1 that is {"_id":1, ...} before.
func upd(name, before, u, after string) conformance {
	return conformance{name: name, docs: "[" + before + "]", after: "[" + after + "]",
		cmd: `{"update":"c","updates":[{"q":{"_id":1},"u":` + u + `}]}`}
}

// badUpd is an update that fails and changes nothing.
func badUpd(name, before, u string, code int) conformance {
	r := upd(name, before, u, before)
	r.code = code
	return r
}

func own(r conformance) conformance {
	r.own = true
	return r
}

func TestConformanceUpdateOperators(t *testing.T) {
	rows := []conformance{
		upd("$set a new and an old field", `{"_id":1,"a":1}`, `{"$set":{"b":2,"a":3}}`, `{"_id":1,"a":3,"b":2}`),
		upd("$set makes the way", `{"_id":1}`, `{"$set":{"a.b.c":1}}`, `{"_id":1,"a":{"b":{"c":1}}}`),
		upd("$set adds fields in the order of their paths", `{"_id":1}`, `{"$set":{"b":1,"a":2}}`, `{"_id":1,"a":2,"b":1}`),
		upd("$set in an array", `{"_id":1,"a":[1,2]}`, `{"$set":{"a.1":5}}`, `{"_id":1,"a":[1,5]}`),
		upd("$set behind an array's end fills with null", `{"_id":1,"a":[1]}`, `{"$set":{"a.3":5}}`, `{"_id":1,"a":[1,null,null,5]}`),
		upd("$set in a document in an array", `{"_id":1,"a":[{"b":1}]}`, `{"$set":{"a.0.c":2}}`, `{"_id":1,"a":[{"b":1,"c":2}]}`),
		upd("$set of the same _id", `{"_id":1}`, `{"$set":{"_id":1,"a":1}}`, `{"_id":1,"a":1}`),
		badUpd("$set of another _id", `{"_id":1}`, `{"$set":{"_id":2}}`, 66),
		badUpd("$set through a scalar", `{"_id":1,"a":1}`, `{"$set":{"a.b":1}}`, 28),
		badUpd("$set through null", `{"_id":1,"a":null}`, `{"$set":{"a.b":1}}`, 28),
		badUpd("$set of a field of an array", `{"_id":1,"a":[]}`, `{"$set":{"a.b":1}}`, 28),
		badUpd("$set of an empty name", `{"_id":1}`, `{"$set":{"a..b":1}}`, 56),
		badUpd("$set far behind an array's end", `{"_id":1,"a":[]}`, `{"$set":{"a.2000000":1}}`, 10),
		upd("$set with nothing", `{"_id":1,"a":1}`, `{"$set":{}}`, `{"_id":1,"a":1}`),
		upd("$setOnInsert does nothing to an old document", `{"_id":1}`, `{"$setOnInsert":{"a":1}}`, `{"_id":1}`),
		upd("$unset", `{"_id":1,"a":1,"b":{"c":1,"d":2}}`, `{"$unset":{"a":"","b.c":"","zz.y":""}}`, `{"_id":1,"b":{"d":2}}`),
		upd("$unset in an array leaves null", `{"_id":1,"a":[1,2]}`, `{"$unset":{"a.0":""}}`, `{"_id":1,"a":[null,2]}`),
		badUpd("$unset of _id", `{"_id":1}`, `{"$unset":{"_id":""}}`, 66),
		upd("$inc", `{"_id":1,"a":1}`, `{"$inc":{"a":2,"b":-1}}`, `{"_id":1,"a":3,"b":-1}`),
		upd("$inc grows an int to a long", `{"_id":1,"a":2147483647}`, `{"$inc":{"a":1}}`, `{"_id":1,"a":{"$numberLong":"2147483648"}}`),
		upd("$inc of an int by a double", `{"_id":1,"a":1}`, `{"$inc":{"a":0.5}}`, `{"_id":1,"a":1.5}`),
		badUpd("$inc beyond a long", `{"_id":1,"a":{"$numberLong":"9223372036854775807"}}`, `{"$inc":{"a":1}}`, 2),
		badUpd("$inc by a string", `{"_id":1,"a":1}`, `{"$inc":{"a":"1"}}`, 14),
		badUpd("$inc of a string", `{"_id":1,"a":"1"}`, `{"$inc":{"a":1}}`, 14),
		upd("$min and $max", `{"_id":1,"a":5,"b":5,"c":5,"d":5}`, `{"$min":{"a":3,"b":7,"e":1},"$max":{"c":7,"d":3,"f":1}}`, `{"_id":1,"a":3,"b":5,"c":7,"d":5,"e":1,"f":1}`),
		upd("$max goes across types", `{"_id":1,"a":5}`, `{"$max":{"a":"x"}}`, `{"_id":1,"a":"x"}`),
		upd("$push", `{"_id":1,"a":[1]}`, `{"$push":{"a":2,"b":[3]}}`, `{"_id":1,"a":[1,2],"b":[[3]]}`),
		upd("$push with $each", `{"_id":1,"a":[1]}`, `{"$push":{"a":{"$each":[2,3]}}}`, `{"_id":1,"a":[1,2,3]}`),
		badUpd("$push to a scalar", `{"_id":1,"a":1}`, `{"$push":{"a":2}}`, 2),
		badUpd("$each without an array", `{"_id":1,"a":[]}`, `{"$push":{"a":{"$each":1}}}`, 2),
		own(badUpd("$slice in $push is refused", `{"_id":1,"a":[]}`, `{"$push":{"a":{"$each":[1],"$slice":1}}}`, 238)),
		badUpd("an unknown clause in $push", `{"_id":1,"a":[]}`, `{"$push":{"a":{"$each":[1],"$foo":1}}}`, 2),
		upd("$addToSet", `{"_id":1,"a":[1]}`, `{"$addToSet":{"a":2}}`, `{"_id":1,"a":[1,2]}`),
		upd("$addToSet of what is there", `{"_id":1,"a":[1,{"x":1}]}`, `{"$addToSet":{"a":{"x":1}}}`, `{"_id":1,"a":[1,{"x":1}]}`),
		upd("$addToSet compares numbers by value", `{"_id":1,"a":[1]}`, `{"$addToSet":{"a":1.0}}`, `{"_id":1,"a":[1]}`),
		upd("$addToSet with $each takes each once", `{"_id":1}`, `{"$addToSet":{"a":{"$each":[1,2,1]}}}`, `{"_id":1,"a":[1,2]}`),
		badUpd("$addToSet to a scalar", `{"_id":1,"a":1}`, `{"$addToSet":{"a":2}}`, 2),
		upd("$pull of a value", `{"_id":1,"a":[1,2,1.0,"1"]}`, `{"$pull":{"a":1,"zz":1}}`, `{"_id":1,"a":[2,"1"]}`),
		upd("$pull with $in", `{"_id":1,"a":[1,2,3]}`, `{"$pull":{"a":{"$in":[1,3]}}}`, `{"_id":1,"a":[2]}`),
		upd("$pull of an array", `{"_id":1,"a":[[1],1]}`, `{"$pull":{"a":[1]}}`, `{"_id":1,"a":[1]}`),
		badUpd("$pull from a scalar", `{"_id":1,"a":1}`, `{"$pull":{"a":1}}`, 2),
		own(badUpd("$pull by a condition is refused", `{"_id":1,"a":[1]}`, `{"$pull":{"a":{"$gt":0}}}`, 238)),
		badUpd("two operators on one path", `{"_id":1,"a":1}`, `{"$set":{"a":2},"$inc":{"a":1}}`, 40),
		badUpd("an operator above another", `{"_id":1,"a":1}`, `{"$set":{"a":{},"a.b":1}}`, 40),
		badUpd("an unknown operator", `{"_id":1,"a":1}`, `{"$foo":{"a":1}}`, 9),
		badUpd("a field beside operators", `{"_id":1,"a":1}`, `{"$set":{"a":1},"b":2}`, 9),
		badUpd("an operator without a document", `{"_id":1,"a":1}`, `{"$set":1}`, 9),
		own(badUpd("$rename is refused", `{"_id":1,"a":1}`, `{"$rename":{"a":"b"}}`, 238)),
		own(badUpd("$mul is refused", `{"_id":1,"a":1}`, `{"$mul":{"a":2}}`, 238)),
		own(badUpd("a positional update is refused", `{"_id":1,"a":[1]}`, `{"$set":{"a.$":2}}`, 238)),
		own(badUpd("an update of all elements is refused", `{"_id":1,"a":[1]}`, `{"$set":{"a.$[]":2}}`, 238)),
		own(badUpd("a pipeline is refused", `{"_id":1,"a":[1]}`, `[{"$set":{"a":1}}]`, 238)),
		upd("a replacement keeps the _id", `{"_id":1,"a":1}`, `{"b":2}`, `{"_id":1,"b":2}`),
		upd("a replacement with the same _id", `{"_id":1,"a":1}`, `{"b":2,"_id":1}`, `{"_id":1,"b":2}`),
		badUpd("a replacement with another _id", `{"_id":1,"a":1}`, `{"_id":2}`, 66),
	}
	runConformance(t, rows)
}

func TestConformanceWrites(t *testing.T) {
	abc := `[{"_id":1,"a":1},{"_id":2,"a":1},{"_id":3,"a":2}]`
	rows := []conformance{
		{name: "insert", cmd: `{"insert":"c","documents":[{"_id":1},{"_id":2,"a":1}]}`, want: `{"n":2}`, after: `[{"_id":1},{"_id":2,"a":1}]`},
		{name: "insert puts _id first", cmd: `{"insert":"c","documents":[{"a":1,"_id":1}]}`, after: `[{"_id":1,"a":1}]`},
		{name: "an ordered insert stops at a duplicate", docs: `[{"_id":2}]`, cmd: `{"insert":"c","documents":[{"_id":1},{"_id":2},{"_id":3}]}`, want: `{"n":1}`, code: 11000, after: `[{"_id":1},{"_id":2}]`},
		{name: "an unordered insert goes on", docs: `[{"_id":2}]`, cmd: `{"insert":"c","ordered":false,"documents":[{"_id":1},{"_id":2},{"_id":3}]}`, want: `{"n":2}`, code: 11000, after: `[{"_id":1},{"_id":2},{"_id":3}]`},
		{name: "an array as _id", cmd: `{"insert":"c","documents":[{"_id":[1]}]}`, want: `{"n":0}`, code: 2},
		{name: "no documents", cmd: `{"insert":"c","documents":[]}`, code: 16},
		{name: "int and double are one _id", docs: `[{"_id":1}]`, cmd: `{"insert":"c","documents":[{"_id":1.0}]}`, code: 11000},
		{name: "update counts what it changes", docs: abc, cmd: `{"update":"c","updates":[{"q":{"a":1},"u":{"$set":{"a":1,"b":1}},"multi":true},{"q":{"a":2},"u":{"$set":{"a":2}}}]}`,
			want: `{"n":3,"nModified":2}`, after: `[{"_id":1,"a":1,"b":1},{"_id":2,"a":1,"b":1},{"_id":3,"a":2}]`},
		{name: "update without multi changes one", docs: abc, cmd: `{"update":"c","updates":[{"q":{"a":1},"u":{"$set":{"a":5}}}]}`, want: `{"n":1,"nModified":1}`},
		{name: "update of nothing", docs: abc, cmd: `{"update":"c","updates":[{"q":{"a":9},"u":{"$set":{"a":5}}}]}`, want: `{"n":0,"nModified":0}`, after: abc},
		{name: "multi with a replacement", docs: abc, cmd: `{"update":"c","updates":[{"q":{},"u":{"a":5},"multi":true}]}`, code: 9},
		{name: "upsert inserts the filter's equalities", cmd: `{"update":"c","updates":[{"q":{"_id":7,"a":{"$eq":1},"b":{"$gt":3},"c.d":2},"u":{"$set":{"x":1},"$setOnInsert":{"y":2}},"upsert":true}]}`,
			want: `{"n":1,"nModified":0,"upserted":[{"index":0,"_id":7}]}`, after: `[{"_id":7,"a":1,"c":{"d":2},"x":1,"y":2}]`},
		{name: "upsert of what is there updates it", docs: abc, cmd: `{"update":"c","updates":[{"q":{"_id":1},"u":{"$set":{"a":9},"$setOnInsert":{"y":2}},"upsert":true}]}`,
			want: `{"n":1,"nModified":1,"upserted":null}`, after: `[{"_id":1,"a":9},{"_id":2,"a":1},{"_id":3,"a":2}]`},
		{name: "upsert with a replacement takes the filter's _id", cmd: `{"update":"c","updates":[{"q":{"_id":7,"z":1},"u":{"a":1},"upsert":true}]}`, after: `[{"_id":7,"a":1}]`},
		{name: "upsert through $inc and $push", cmd: `{"update":"c","updates":[{"q":{"_id":7},"u":{"$inc":{"n":1},"$push":{"l":1},"$addToSet":{"s":{"$each":[1,2]}},"$unset":{"u":""}},"upsert":true}]}`, after: `[{"_id":7,"l":[1],"n":1,"s":[1,2]}]`},
		{name: "upsert with a path twice", cmd: `{"update":"c","updates":[{"q":{"$and":[{"a":1},{"a":2}]},"u":{"$set":{"b":1}},"upsert":true}]}`, code: 54},
		{name: "upsert with another _id than the filter's", cmd: `{"update":"c","updates":[{"q":{"_id":1},"u":{"$set":{"_id":2}},"upsert":true}]}`, code: 66},
		{name: "an update to a duplicate changes nothing", docs: `[{"_id":1,"k":"x"},{"_id":2,"k":"y"}]`, indexes: `[{"key":{"k":1},"name":"k","unique":true}]`,
			cmd: `{"update":"c","updates":[{"q":{"_id":2},"u":{"$set":{"k":"x"}}}]}`, want: `{"n":0}`, code: 11000, after: `[{"_id":1,"k":"x"},{"_id":2,"k":"y"}]`},
		{name: "an unknown field of a statement", cmd: `{"update":"c","updates":[{"q":{},"u":{"$set":{"a":1}},"foo":1}]}`, code: 40415, own: true},
		{name: "arrayFilters is refused", docs: abc, cmd: `{"update":"c","updates":[{"q":{},"u":{"$set":{"a":1}},"arrayFilters":[{"x":1}]}]}`, code: 238, own: true},
		{name: "delete one", docs: abc, cmd: `{"delete":"c","deletes":[{"q":{"_id":1},"limit":1}]}`, want: `{"n":1}`, after: `[{"_id":2,"a":1},{"_id":3,"a":2}]`},
		{name: "delete many", docs: abc, cmd: `{"delete":"c","deletes":[{"q":{"a":1},"limit":0}]}`, want: `{"n":2}`, after: `[{"_id":3,"a":2}]`},
		{name: "delete with limit 2", docs: abc, cmd: `{"delete":"c","deletes":[{"q":{"a":1},"limit":2}]}`, code: 9, after: abc},
		{name: "findAndModify gives the old document", docs: abc, cmd: `{"findAndModify":"c","query":{"a":1},"sort":{"_id":-1},"update":{"$inc":{"a":5}}}`,
			want: `{"value":{"_id":2,"a":1},"lastErrorObject":{"n":1,"updatedExisting":true}}`},
		{name: "findAndModify gives the new document", docs: abc, cmd: `{"findAndModify":"c","query":{"_id":1},"update":{"$inc":{"a":5}},"new":true,"fields":{"a":1,"_id":0}}`, want: `{"value":{"a":6}}`},
		{name: "findAndModify removes", docs: abc, cmd: `{"findAndModify":"c","query":{"a":2},"remove":true}`, want: `{"value":{"_id":3,"a":2}}`, after: `[{"_id":1,"a":1},{"_id":2,"a":1}]`},
		{name: "findAndModify of nothing", cmd: `{"findAndModify":"c","query":{"a":2},"update":{"$set":{"a":1}}}`, want: `{"value":null,"lastErrorObject":{"n":0,"updatedExisting":false}}`},
		{name: "findAndModify upserts", cmd: `{"findAndModify":"c","query":{"_id":9},"update":{"$set":{"a":1}},"upsert":true,"new":true}`,
			want: `{"value":{"_id":9,"a":1},"lastErrorObject":{"n":1,"updatedExisting":false,"upserted":9}}`},
		{name: "findAndModify with update and remove", cmd: `{"findAndModify":"c","update":{"a":1},"remove":true}`, code: 9},
		{name: "w: 2 on one server is an error", cmd: `{"insert":"c","documents":[{"_id":1}],"writeConcern":{"w":2}}`, code: 2, own: true},
		{name: "a transaction is refused", cmd: `{"insert":"c","documents":[{"_id":1}],"txnNumber":{"$numberLong":"1"}}`, code: 20, own: true},
	}
	runConformance(t, rows)
}

func TestConformanceIndexes(t *testing.T) {
	mk := func(spec string) string { return `{"createIndexes":"c","indexes":[` + spec + `]}` }
	rows := []conformance{
		{name: "create", cmd: mk(`{"key":{"a":1,"b":-1},"name":"ab"}`), want: `{"numIndexesBefore":1,"numIndexesAfter":2,"createdCollectionAutomatically":true}`},
		{name: "create what is there", indexes: `[{"key":{"a":1},"name":"a"}]`, cmd: mk(`{"key":{"a":1},"name":"a"}`), want: `{"numIndexesBefore":2,"numIndexesAfter":2}`},
		{name: "same name, other key", indexes: `[{"key":{"a":1},"name":"a"}]`, cmd: mk(`{"key":{"b":1},"name":"a"}`), code: 86},
		{name: "same key, other name", indexes: `[{"key":{"a":1},"name":"a"}]`, cmd: mk(`{"key":{"a":1},"name":"b"}`), code: 85},
		{name: "no key", cmd: mk(`{"key":{},"name":"a"}`), code: 67},
		{name: "direction 0", cmd: mk(`{"key":{"a":0},"name":"a"}`), code: 67},
		{name: "an unknown option", cmd: mk(`{"key":{"a":1},"name":"a","foo":1}`), code: 197},
		{name: "sparse and partial", cmd: mk(`{"key":{"a":1},"name":"a","sparse":true,"partialFilterExpression":{"a":1}}`), code: 67},
		{name: "a partial index on what it cannot hold", cmd: mk(`{"key":{"a":1},"name":"a","partialFilterExpression":{"a":{"$exists":false}}}`), code: 67},
		{name: "TTL is refused", cmd: mk(`{"key":{"a":1},"name":"a","expireAfterSeconds":1}`), code: 238, own: true},
		{name: "a text index is refused", cmd: mk(`{"key":{"a":"text"},"name":"a"}`), code: 238, own: true},
		{name: "unique over duplicates", docs: `[{"_id":1,"a":1},{"_id":2,"a":1}]`, cmd: mk(`{"key":{"a":1},"name":"a","unique":true}`), code: 11000},
		{name: "unique refuses a second missing value", docs: `[{"_id":1}]`, indexes: `[{"key":{"a":1},"name":"a","unique":true}]`, cmd: `{"insert":"c","documents":[{"_id":2}]}`, code: 11000},
		{name: "unique and sparse allows many missing", docs: `[{"_id":1}]`, indexes: `[{"key":{"a":1},"name":"a","unique":true,"sparse":true}]`, cmd: `{"insert":"c","documents":[{"_id":2}]}`, want: `{"n":1}`},
		{name: "unique and partial looks at its documents", docs: `[{"_id":1,"a":1}]`, indexes: `[{"key":{"a":1},"name":"a","unique":true,"partialFilterExpression":{"on":true}}]`,
			cmd: `{"insert":"c","documents":[{"_id":2,"a":1},{"_id":3,"a":1,"on":true},{"_id":4,"a":1,"on":true}]}`, want: `{"n":2}`, code: 11000},
		{name: "unique over arrays compares elements", docs: `[{"_id":1,"a":[1,2]}]`, indexes: `[{"key":{"a":1},"name":"a","unique":true}]`, cmd: `{"insert":"c","documents":[{"_id":2,"a":[2,3]}]}`, code: 11000},
		{name: "an array twice the same is no duplicate of itself", indexes: `[{"key":{"a":1},"name":"a","unique":true}]`, cmd: `{"insert":"c","documents":[{"_id":2,"a":[3,3]}]}`, want: `{"n":1}`},
		{name: "parallel arrays in one index", indexes: `[{"key":{"a":1,"b":1},"name":"ab"}]`, cmd: `{"insert":"c","documents":[{"_id":2,"a":[1],"b":[2]}]}`, code: 171},
		{name: "two fields of one array in one index", indexes: `[{"key":{"a.x":1,"a.y":1},"name":"ab","unique":true}]`, docs: `[{"_id":1,"a":[{"x":1,"y":2},{"x":3,"y":4}]}]`,
			cmd: `{"insert":"c","documents":[{"_id":2,"a":[{"x":1,"y":4}]}]}`, want: `{"n":1}`},
		{name: "listIndexes", docs: `[{"_id":1}]`, indexes: `[{"v":2,"key":{"a":1},"name":"a","unique":true}]`, cmd: `{"listIndexes":"c"}`,
			want: `[{"v":2,"key":{"_id":1},"name":"_id_"},{"v":2,"key":{"a":1},"name":"a","unique":true}]`},
		{name: "listIndexes of nothing", cmd: `{"listIndexes":"c"}`, code: 26},
		{name: "dropIndexes by name", docs: `[{"_id":1}]`, indexes: `[{"key":{"a":1},"name":"a"}]`, cmd: `{"dropIndexes":"c","index":"a"}`, want: `{"nIndexesWas":2}`},
		{name: "dropIndexes of all", docs: `[{"_id":1}]`, indexes: `[{"key":{"a":1},"name":"a"},{"key":{"b":1},"name":"b"}]`, cmd: `{"dropIndexes":"c","index":"*"}`, want: `{"nIndexesWas":3}`},
		{name: "dropIndexes of an unknown name", docs: `[{"_id":1}]`, cmd: `{"dropIndexes":"c","index":"zz"}`, code: 27},
		{name: "dropIndexes of _id", docs: `[{"_id":1}]`, cmd: `{"dropIndexes":"c","index":"_id_"}`, code: 72},
		{name: "create a collection", cmd: `{"create":"c"}`, want: `{"ok":1.0}`},
		{name: "a capped collection is refused", cmd: `{"create":"c","capped":true,"size":1000}`, code: 238, own: true},
		{name: "drop", docs: `[{"_id":1}]`, cmd: `{"drop":"c"}`, want: `{"ok":1.0}`, after: `[]`},
	}
	runConformance(t, rows)
}

func TestConformanceAggregate(t *testing.T) {
	sales := `[{"_id":1,"k":"a","n":1,"t":["x","y"]},{"_id":2,"k":"b","n":2,"t":["x"]},{"_id":3,"k":"a","n":3.5,"t":[]},{"_id":4,"n":null}]`
	agg := func(name, pipeline, want string) conformance {
		return conformance{name: name, docs: sales, cmd: `{"aggregate":"c","cursor":{},"pipeline":` + pipeline + `}`, want: want}
	}
	fails := func(name, pipeline string, code int) conformance {
		r := agg(name, pipeline, "")
		r.code = code
		return r
	}
	rows := []conformance{
		agg("$match, $sort, $limit", `[{"$match":{"k":"a"}},{"$sort":{"_id":-1}},{"$limit":1},{"$project":{"n":1}}]`, `[{"_id":3,"n":3.5}]`),
		agg("$sort, $skip", `[{"$sort":{"_id":1}},{"$skip":3},{"$project":{"n":1}}]`, `[{"_id":4,"n":null}]`),
		agg("$match after $limit", `[{"$sort":{"_id":1}},{"$limit":2},{"$match":{"k":"a"}},{"$project":{"k":1}}]`, `[{"_id":1,"k":"a"}]`),
		agg("$project exclusion", `[{"$match":{"_id":1}},{"$project":{"t":0,"n":0}}]`, `[{"_id":1,"k":"a"}]`),
		agg("$group by a field with all accumulators", `[{"$sort":{"_id":1}},{"$group":{"_id":"$k","sum":{"$sum":"$n"},"one":{"$sum":1},"min":{"$min":"$n"},"max":{"$max":"$n"},"first":{"$first":"$n"},"all":{"$push":"$n"}}},{"$sort":{"_id":1}}]`,
			`[{"_id":null,"sum":0,"one":1,"min":null,"max":null,"first":null,"all":[null]},{"_id":"a","sum":4.5,"one":2,"min":1,"max":3.5,"first":1,"all":[1,3.5]},{"_id":"b","sum":2,"one":1,"min":2,"max":2,"first":2,"all":[2]}]`),
		agg("$group by null", `[{"$group":{"_id":null,"n":{"$sum":1}}}]`, `[{"_id":null,"n":4}]`),
		agg("$group by a document", `[{"$match":{"k":"a"}},{"$group":{"_id":{"k":"$k","z":"$zz"},"n":{"$sum":1}}}]`, `[{"_id":{"k":"a"},"n":2}]`),
		agg("$addToSet takes each once", `[{"$match":{"k":"a"}},{"$group":{"_id":null,"ks":{"$addToSet":"$k"}}}]`, `[{"_id":null,"ks":["a"]}]`),
		agg("$group of nothing", `[{"$match":{"k":"zz"}},{"$group":{"_id":null,"n":{"$sum":1}}}]`, `[]`),
		agg("$unwind", `[{"$sort":{"_id":1}},{"$unwind":"$t"},{"$project":{"t":1}}]`, `[{"_id":1,"t":"x"},{"_id":1,"t":"y"},{"_id":2,"t":"x"}]`),
		agg("$unwind that keeps empty", `[{"$match":{"_id":{"$gte":3}}},{"$sort":{"_id":1}},{"$unwind":{"path":"$t","preserveNullAndEmptyArrays":true}},{"$project":{"t":1}}]`, `[{"_id":3},{"_id":4}]`),
		agg("$count", `[{"$match":{"k":"a"}},{"$count":"n"}]`, `[{"n":2}]`),
		agg("$count of nothing", `[{"$match":{"k":"zz"}},{"$count":"n"}]`, `[]`),
		agg("$sortByCount", `[{"$unwind":"$t"},{"$sortByCount":"$t"}]`, `[{"_id":"x","count":2},{"_id":"y","count":1}]`),
		agg("$facet", `[{"$facet":{"n":[{"$count":"n"}],"top":[{"$sort":{"n":-1}},{"$limit":1},{"$project":{"n":1}}],"none":[{"$match":{"k":"zz"}}]}}]`, `[{"n":[{"n":4}],"top":[{"_id":3,"n":3.5}],"none":[]}]`),
		agg("a path through arrays gives an array", `[{"$match":{"_id":1}},{"$group":{"_id":"$t"}}]`, `[{"_id":["x","y"]}]`),
		fails("an unknown stage", `[{"$foo":1}]`, 40324),
		own(fails("$lookup is refused", `[{"$lookup":{"from":"x","localField":"a","foreignField":"b","as":"c"}}]`, 238)),
		own(fails("$addFields is refused", `[{"$addFields":{"a":1}}]`, 238)),
		own(fails("$avg is refused", `[{"$group":{"_id":null,"a":{"$avg":"$n"}}}]`, 238)),
		own(fails("an expression is refused", `[{"$group":{"_id":{"$toLower":"$k"}}}]`, 238)),
		fails("an unknown accumulator", `[{"$group":{"_id":null,"a":{"$foo":"$n"}}}]`, 15952),
		fails("$group without _id", `[{"$group":{"a":{"$sum":1}}}]`, 15955),
		fails("$limit 0", `[{"$limit":0}]`, 15958),
		fails("a stage with two fields", `[{"$match":{},"$limit":1}]`, 40323),
		fails("$facet in $facet", `[{"$facet":{"a":[{"$facet":{"b":[]}}]}}]`, 40600),
		fails("$count with a dollar", `[{"$count":"$n"}]`, 40158),
		fails("$unwind without a dollar", `[{"$unwind":"t"}]`, 28818),
		{name: "no cursor", cmd: `{"aggregate":"c","pipeline":[]}`, code: 9},
	}
	runConformance(t, rows)
}
