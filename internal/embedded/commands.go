package embedded

import "strings"

// words are a set of names.
type words map[string]struct{}

func set(list string) words {
	s := words{}
	for w := range strings.FieldsSeq(list) {
		s[w] = struct{}{}
	}
	return s
}

func (s words) has(w []byte) bool {
	_, ok := s[string(w)]
	return ok
}

// generic are the arguments every command takes.
var generic = set("$db lsid $readPreference readConcern writeConcern txnNumber maxTimeMS comment $clusterTime " +
	"apiVersion apiStrict apiDeprecationErrors")

// unsupported are commands of MongoDB that this engine refuses as such; others do not exist anywhere.
var unsupported = set("abortTransaction authenticate bulkWrite collMod collStats commitTransaction compact " +
	"connectionStatus convertToCapped createUser currentOp dbHash dbStats explain fsync getLog getParameter hostInfo " +
	"killOp killSessions logout mapReduce reIndex renameCollection replSetGetStatus saslContinue saslStart " +
	"serverStatus setParameter shutdown startSession top usersInfo validate whatsmyuri")

// aliases are other spellings of commands.
var aliases = map[string]string{
	"isMaster": "hello", "ismaster": "hello", "buildinfo": "buildInfo", "findandmodify": "findAndModify",
}

// commands is the command table.
var commands = map[string]*command{
	"hello": {run: (*Engine).hello, fields: set("helloOk client compression topologyVersion maxAwaitTimeMS " +
		"saslSupportedMechs speculativeAuthenticate loadBalanced backpressure")},
	"ping":        {run: (*Engine).ping},
	"buildInfo":   {run: (*Engine).buildInfo},
	"endSessions": {run: (*Engine).endSessions},

	"find": {
		run: (*Engine).find, onCollection: true,
		fields: set("filter sort projection skip limit batchSize singleBatch allowDiskUse allowPartialResults"),
		refused: set("hint let collation min max returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout " +
			"encryptionInformation"),
	},
	"getMore":     {run: (*Engine).getMore, fields: set("collection batchSize"), refused: set("term lastKnownCommittedOpTime")},
	"killCursors": {run: (*Engine).killCursors, fields: set("cursors"), onCollection: true},
	"count": {
		run: (*Engine).count, onCollection: true,
		fields: set("query limit skip"), refused: set("hint collation"),
	},
	"distinct": {
		run: (*Engine).distinct, onCollection: true,
		fields: set("key query"), refused: set("hint collation"),
	},
	"aggregate": {
		run: (*Engine).aggregate, onCollection: true,
		fields: set("pipeline cursor allowDiskUse bypassDocumentValidation"), refused: set("explain hint let collation"),
	},
	"insert": {
		run: (*Engine).insert, onCollection: true,
		fields: set("documents ordered"), refused: set("bypassDocumentValidation"),
	},
	"update": {
		run: (*Engine).update, onCollection: true,
		fields: set("updates ordered"), refused: set("bypassDocumentValidation let"),
	},
	"delete": {
		run: (*Engine).delete, onCollection: true,
		fields: set("deletes ordered"), refused: set("let"),
	},
	"findAndModify": {
		run: (*Engine).findAndModify, onCollection: true,
		fields:  set("query sort update remove new upsert fields"),
		refused: set("hint collation arrayFilters let bypassDocumentValidation"),
	},
	"createIndexes":   {run: (*Engine).createIndexes, fields: set("indexes commitQuorum"), onCollection: true},
	"listIndexes":     {run: (*Engine).listIndexes, fields: set("cursor"), onCollection: true},
	"dropIndexes":     {run: (*Engine).dropIndexes, fields: set("index"), onCollection: true},
	"listCollections": {run: (*Engine).listCollections, fields: set("filter nameOnly authorizedCollections cursor")},
	"listDatabases":   {run: (*Engine).listDatabases, fields: set("filter nameOnly authorizedDatabases")},
	"create": {
		run: (*Engine).create, onCollection: true,
		refused: set("capped size max autoIndexId idIndex storageEngine validator validationLevel validationAction " +
			"viewOn pipeline collation timeseries expireAfterSeconds clusteredIndex changeStreamPreAndPostImages " +
			"indexOptionDefaults encryptedFields"),
	},
	"drop":         {run: (*Engine).drop, onCollection: true},
	"dropDatabase": {run: (*Engine).dropDatabase},
}
