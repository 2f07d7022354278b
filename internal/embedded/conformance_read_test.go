package embedded

import "testing"

const people = `[
	{"_id":1,"a":1,"s":"x","t":["p","q"],"o":{"k":1}},
	{"_id":2,"a":2,"s":"y","t":["q"],"o":{"k":2}},
	{"_id":3,"a":null,"t":[]},
	{"_id":4,"s":"X","e":[{"p":1,"r":"ed"},{"p":2,"r":"co"}]},
	{"_id":5,"a":[1,5],"e":[{"p":2,"r":"ed"}]},
	{"_id":6,"a":"2"}]`

// ids is a find that answers with ids alone, in order.
func ids(name, filter, want string) conformance {
	list := "["
	for i, r := range want {
		if i > 0 {
			list += ","
		}
		list += `{"_id":` + string(r) + `}`
	}
	return conformance{name: name, docs: people, want: list + "]",
		cmd: `{"find":"c","filter":` + filter + `,"sort":{"_id":1},"projection":{"_id":1}}`}
}

func TestConformanceFilters(t *testing.T) {
	rows := []conformance{
		ids("equality with a scalar finds it in arrays too", `{"a":1}`, "15"),
		ids("equality with a double finds an int", `{"a":1.0}`, "15"),
		ids("equality with null finds null and missing", `{"a":null}`, "34"),
		ids("equality with an array finds the whole array", `{"t":["p","q"]}`, "1"),
		ids("equality with an empty array", `{"t":[]}`, "3"),
		ids("equality with a document", `{"o":{"k":1}}`, "1"),
		ids("equality on a dotted path", `{"o.k":2}`, "2"),
		ids("equality on a path through an array of documents", `{"e.p":2}`, "45"),
		ids("equality on a position", `{"a.1":5}`, "5"),
		ids("$eq", `{"a":{"$eq":2}}`, "2"),
		ids("$ne excludes arrays with the value", `{"a":{"$ne":1}}`, "2346"),
		ids("$ne null", `{"a":{"$ne":null}}`, "1256"),
		ids("$gt keeps to numbers", `{"a":{"$gt":1}}`, "25"),
		ids("$gte", `{"a":{"$gte":2}}`, "25"),
		ids("$gte null finds null and missing", `{"a":{"$gte":null}}`, "34"),
		ids("$gt null finds nothing", `{"a":{"$gt":null}}`, ""),
		ids("$lt on strings keeps to strings", `{"s":{"$lt":"x"}}`, "4"),
		ids("$lte", `{"a":{"$lte":1}}`, "15"),
		ids("$gt and $lt met by two elements", `{"a":{"$gt":4,"$lt":2}}`, "5"),
		ids("$in", `{"a":{"$in":[2,"2"]}}`, "26"),
		ids("$in with null", `{"a":{"$in":[null,2]}}`, "234"),
		ids("$in with a regular expression", `{"s":{"$in":[{"$regularExpression":{"pattern":"^x","options":"i"}}]}}`, "14"),
		ids("$in with nothing", `{"a":{"$in":[]}}`, ""),
		ids("$nin", `{"a":{"$nin":[1,null]}}`, "26"),
		ids("$exists true", `{"a":{"$exists":true}}`, "12356"),
		ids("$exists false", `{"a":{"$exists":false}}`, "4"),
		ids("$exists on a path through an array", `{"e.p":{"$exists":true}}`, "45"),
		ids("$all", `{"t":{"$all":["p","q"]}}`, "1"),
		ids("$all on a scalar", `{"a":{"$all":[2]}}`, "2"),
		ids("$all with nothing finds nothing", `{"t":{"$all":[]}}`, ""),
		ids("$elemMatch on documents", `{"e":{"$elemMatch":{"p":2,"r":"ed"}}}`, "5"),
		ids("two conditions without $elemMatch are met by two elements", `{"e.p":2,"e.r":"ed"}`, "45"),
		ids("$elemMatch on values", `{"a":{"$elemMatch":{"$gt":4,"$lt":6}}}`, "5"),
		ids("$elemMatch on values not met by one", `{"a":{"$elemMatch":{"$gt":1,"$lt":5}}}`, ""),
		ids("$size", `{"t":{"$size":2}}`, "1"),
		ids("$size 0", `{"t":{"$size":0}}`, "3"),
		ids("$not", `{"a":{"$not":{"$gt":1}}}`, "1346"),
		ids("$not with a regular expression", `{"s":{"$not":{"$regularExpression":{"pattern":"^x","options":""}}}}`, "23456"),
		ids("$and", `{"$and":[{"a":1},{"t":"p"}]}`, "1"),
		ids("$or", `{"$or":[{"a":2},{"s":"X"}]}`, "24"),
		ids("$nor", `{"$nor":[{"a":2},{"s":"X"}]}`, "1356"),
		ids("$or inside $and", `{"$and":[{"$or":[{"a":1},{"a":2}]},{"$or":[{"s":"y"},{"s":"z"}]}]}`, "2"),
		ids("$regex", `{"s":{"$regex":"^[xy]$"}}`, "12"),
		ids("$regex with $options", `{"s":{"$regex":"^x$","$options":"i"}}`, "14"),
		ids("a regular expression as value", `{"s":{"$regularExpression":{"pattern":"X","options":""}}}`, "4"),
		ids("$comment is ignored", `{"$comment":"why","a":2}`, "2"),
		ids("no filter", `{}`, "123456"),
	}
	bad := func(name, filter string, code int, own bool) {
		rows = append(rows, conformance{name: name, cmd: `{"find":"c","filter":` + filter + `}`, code: code, own: own})
	}
	bad("an unknown top level operator", `{"$foo":1}`, 2, false)
	bad("an unknown operator", `{"a":{"$foo":1}}`, 2, false)
	bad("an operator beside a field", `{"a":{"$gt":1,"b":2}}`, 2, false)
	bad("$in without an array", `{"a":{"$in":1}}`, 2, false)
	bad("$or without an array", `{"$or":{}}`, 2, false)
	bad("$and with nothing", `{"$and":[]}`, 2, false)
	bad("$not without a document", `{"a":{"$not":1}}`, 2, false)
	bad("$size with a fraction", `{"a":{"$size":1.5}}`, 2, false)
	bad("$elemMatch without a document", `{"a":{"$elemMatch":1}}`, 2, false)
	bad("a regular expression that does not compile", `{"a":{"$regex":"("}}`, 51091, false)
	bad("$regex with a number", `{"a":{"$regex":1}}`, 2, false)
	bad("$options without $regex", `{"a":{"$options":"i"}}`, 2, false)
	bad("a look-ahead is refused", `{"a":{"$regex":"(?=x)"}}`, 51091, true)
	bad("$expr is refused", `{"$expr":{"$gt":["$a",1]}}`, 238, true)
	bad("$where is refused", `{"$where":"1"}`, 238, true)
	bad("$type is refused", `{"a":{"$type":"int"}}`, 238, true)
	bad("$mod is refused", `{"a":{"$mod":[2,0]}}`, 238, true)
	bad("a decimal is refused", `{"a":{"$numberDecimal":"1"}}`, 238, true)
	runConformance(t, rows)
}

func TestConformanceFilterWithIndexes(t *testing.T) {
	// The same filters must find the same documents when an index serves them.
	indexes := `[{"key":{"a":1},"name":"a"},{"key":{"s":-1},"name":"s"},{"key":{"t":1},"name":"t"},{"key":{"o.k":1},"name":"ok"},
		{"key":{"e.p":1,"e.r":1},"name":"e"},{"key":{"o":1},"name":"o","sparse":true}]`
	var rows []conformance
	for _, r := range []conformance{
		ids("equality", `{"a":1}`, "15"), ids("null", `{"a":null}`, "34"), ids("range", `{"a":{"$gt":1}}`, "25"),
		ids("range met by two elements", `{"a":{"$gt":4,"$lt":2}}`, "5"),
		ids("$elemMatch range", `{"a":{"$elemMatch":{"$gt":4,"$lt":6}}}`, "5"),
		ids("$in", `{"a":{"$in":[2,"2",null]}}`, "2346"), ids("descending range", `{"s":{"$gt":"X"}}`, "12"),
		ids("descending range from below", `{"s":{"$lte":"x"}}`, "14"), ids("empty array", `{"t":[]}`, "3"),
		ids("whole array", `{"t":["p","q"]}`, "1"), ids("elements", `{"t":{"$all":["q","p"]}}`, "1"),
		ids("two elements", `{"e.p":2,"e.r":"ed"}`, "45"), ids("one element", `{"e":{"$elemMatch":{"p":2,"r":"ed"}}}`, "5"),
		ids("sparse", `{"o":{"k":1}}`, "1"), ids("sparse does not serve null", `{"o":null}`, "3456"),
		ids("anchored regular expression", `{"s":{"$regex":"^x"}}`, "1"), ids("$or by two indexes", `{"$or":[{"a":2},{"s":"X"}]}`, "24"),
		ids("$or with a side without index", `{"$or":[{"a":2},{"zz":null}]}`, "123456"), ids("ids", `{"_id":{"$in":[6,1,9]}}`, "16"),
		ids("range of ids", `{"_id":{"$gt":2,"$lt":5}}`, "34"), ids("nothing", `{"a":{"$in":[]}}`, ""),
	} {
		r.indexes = indexes
		rows = append(rows, r)
	}
	runConformance(t, rows)
}

func TestConformanceFind(t *testing.T) {
	mixed := `[{"_id":1,"v":"b"},{"_id":2,"v":3},{"_id":3,"v":null},{"_id":4},{"_id":5,"v":[9,0]},{"_id":6,"v":{"x":1}},
		{"_id":7,"v":true},{"_id":8,"v":[]},{"_id":9,"v":{"$numberLong":"2"}},{"_id":10,"v":{"$date":"2020-01-01T00:00:00Z"}},
		{"_id":11,"v":{"$oid":"0123456789abcdef01234567"}},{"_id":12,"v":2.5},{"_id":13,"v":{"$minKey":1}},{"_id":14,"v":{"$maxKey":1}},
		{"_id":15,"v":{"$binary":{"base64":"AA==","subType":"00"}}}]`
	shape := `[{"_id":1,"a":1,"b":{"c":1,"d":[{"e":1,"f":2},3,[{"e":4,"f":5}]]}}]`
	rows := []conformance{
		{name: "sort goes across types", docs: mixed, cmd: `{"find":"c","sort":{"v":1,"_id":1},"projection":{"_id":1}}`,
			want: `[{"_id":13},{"_id":8},{"_id":3},{"_id":4},{"_id":5},{"_id":9},{"_id":12},{"_id":2},{"_id":1},{"_id":6},{"_id":15},{"_id":11},{"_id":7},{"_id":10},{"_id":14}]`},
		{name: "descending sort takes an array's greatest", docs: mixed, cmd: `{"find":"c","filter":{"v":{"$gte":0}},"sort":{"v":-1},"projection":{"_id":1}}`,
			want: `[{"_id":5},{"_id":2},{"_id":12},{"_id":9}]`},
		{name: "sort by two fields in two directions", docs: `[{"_id":1,"a":1},{"_id":2,"a":2},{"_id":3,"a":1}]`,
			cmd: `{"find":"c","sort":{"a":-1,"_id":1}}`, want: `[{"_id":2,"a":2},{"_id":1,"a":1},{"_id":3,"a":1}]`},
		{name: "sort by parallel arrays is an error", docs: `[{"_id":1,"a":[1,2],"b":[1,2]}]`, cmd: `{"find":"c","sort":{"a":1,"b":1}}`, code: 2},
		{name: "sort by 2 is an error", cmd: `{"find":"c","sort":{"a":2}}`, code: 15975},
		{name: "skip and limit", docs: people, cmd: `{"find":"c","sort":{"_id":1},"skip":1,"limit":2,"projection":{"_id":1}}`, want: `[{"_id":2},{"_id":3}]`},
		{name: "a negative limit is an error", cmd: `{"find":"c","limit":-1}`, code: 51024},
		{name: "batchSize 0 gives an empty first batch", docs: people, cmd: `{"find":"c","batchSize":0}`, want: `[]`},
		{name: "singleBatch closes the cursor", docs: people, cmd: `{"find":"c","sort":{"_id":1},"batchSize":1,"singleBatch":true,"projection":{"_id":1}}`, want: `[{"_id":1}]`},
		{name: "inclusion", docs: shape, cmd: `{"find":"c","projection":{"a":1}}`, want: `[{"_id":1,"a":1}]`},
		{name: "inclusion without _id", docs: shape, cmd: `{"find":"c","projection":{"a":true,"_id":0}}`, want: `[{"a":1}]`},
		{name: "inclusion of a path through arrays", docs: shape, cmd: `{"find":"c","projection":{"b.d.e":1}}`, want: `[{"_id":1,"b":{"d":[{"e":1},[{"e":4}]]}}]`},
		{name: "exclusion", docs: shape, cmd: `{"find":"c","projection":{"b":0}}`, want: `[{"_id":1,"a":1}]`},
		{name: "exclusion of a path through arrays", docs: shape, cmd: `{"find":"c","projection":{"b.d.e":0,"a":0}}`, want: `[{"_id":1,"b":{"c":1,"d":[{"f":2},3,[{"f":5}]]}}]`},
		{name: "exclusion of _id alone", docs: shape, cmd: `{"find":"c","projection":{"_id":0,"b":0}}`, want: `[{"a":1}]`},
		{name: "inclusion of a missing field", docs: shape, cmd: `{"find":"c","projection":{"zz":1}}`, want: `[{"_id":1}]`},
		{name: "inclusion and exclusion do not mix", docs: shape, cmd: `{"find":"c","projection":{"a":1,"b":0}}`, code: 31254},
		{name: "exclusion and inclusion do not mix", docs: shape, cmd: `{"find":"c","projection":{"a":0,"b":1}}`, code: 31253},
		{name: "projected paths must not overlap", docs: shape, cmd: `{"find":"c","projection":{"b":1,"b.c":1}}`, code: 31249},
		{name: "$slice in a projection is refused", docs: shape, cmd: `{"find":"c","projection":{"b":{"$slice":1}}}`, code: 238, own: true},
		{name: "hint is refused", docs: shape, cmd: `{"find":"c","hint":"_id_"}`, code: 238, own: true},
		{name: "collation is refused", docs: shape, cmd: `{"find":"c","collation":{"locale":"en"}}`, code: 238, own: true},
		{name: "let is refused", docs: shape, cmd: `{"find":"c","let":{"a":1}}`, code: 238, own: true},
		{name: "tailable is refused", docs: shape, cmd: `{"find":"c","tailable":true}`, code: 238, own: true},
		{name: "an unknown field is an error", cmd: `{"find":"c","fliter":{}}`, code: 40415},
		{name: "an empty collection", cmd: `{"find":"c"}`, want: `[]`},
		{name: "count everything", docs: people, cmd: `{"count":"c"}`, want: `{"n":6}`},
		{name: "count by query", docs: people, cmd: `{"count":"c","query":{"a":1}}`, want: `{"n":2}`},
		{name: "count with skip and limit", docs: people, cmd: `{"count":"c","query":{},"skip":1,"limit":3}`, want: `{"n":3}`},
		{name: "distinct opens arrays", docs: `[{"_id":1,"a":[1,2]},{"_id":2,"a":2},{"_id":3}]`, cmd: `{"distinct":"c","key":"a"}`, want: `{"values":[1,2]}`},
		{name: "distinct by query on a path", docs: people, cmd: `{"distinct":"c","key":"e.p","query":{"_id":5}}`, want: `{"values":[2]}`},
		{name: "a getMore for no cursor", cmd: `{"getMore":{"$numberLong":"123"},"collection":"c"}`, code: 43},
		{name: "a command that does not exist", cmd: `{"frobnicate":1}`, code: 59},
		{name: "a command of MongoDB that is not supported", cmd: `{"mapReduce":"c"}`, code: 115, own: true},
		{name: "an invalid namespace", cmd: `{"find":"a$b"}`, code: 73},
		{name: "ping", cmd: `{"ping":1}`, want: `{"ok":1.0}`},
		{name: "keyset page", docs: people, indexes: `[{"key":{"s":1,"_id":1},"name":"s"}]`,
			cmd:  `{"find":"c","filter":{"$or":[{"s":{"$gt":"X"}},{"s":"X","_id":{"$gt":3}}]},"sort":{"s":1,"_id":1},"limit":2,"projection":{"_id":1}}`,
			want: `[{"_id":4},{"_id":1}]`},
		{name: "keyset page backwards", docs: people, indexes: `[{"key":{"s":1,"_id":1},"name":"s"}]`,
			cmd:  `{"find":"c","filter":{"$or":[{"s":{"$lt":"y"}},{"s":"y","_id":{"$lt":9}}]},"sort":{"s":-1,"_id":-1},"limit":2,"projection":{"_id":1}}`,
			want: `[{"_id":2},{"_id":1}]`},
	}
	runConformance(t, rows)
}
