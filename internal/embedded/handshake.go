package embedded

import (
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

const (
	// serverVersion is the version of MongoDB whose behaviour is imitated, maxWireVersion its protocol.
	serverVersion  = "7.0.0"
	maxWireVersion = 21
	// maxWrites is the number of statements one write command may hold.
	maxWrites = 100_000
)

// hello describes the engine as a standalone server: drivers then do without retryable writes and transactions.
func (e *Engine) hello(_ *request, w *builder) error {
	w.bool("helloOk", true)
	w.bool("ismaster", true)
	w.bool("isWritablePrimary", true)
	w.int32("maxBsonObjectSize", maxDocument)
	w.int32("maxMessageSizeBytes", maxMessage)
	w.int32("maxWriteBatchSize", maxWrites)
	w.date("localTime", time.Now().UnixMilli())
	w.int32("logicalSessionTimeoutMinutes", 30)
	w.int32("minWireVersion", 0)
	w.int32("maxWireVersion", maxWireVersion)
	w.bool("readOnly", false)
	return nil
}

func (e *Engine) ping(*request, *builder) error { return nil }

func (e *Engine) buildInfo(_ *request, w *builder) error {
	w.string("version", serverVersion)
	w.beginArray("versionArray")
	for i, n := range []int32{7, 0, 0, 0} {
		w.item(i, int32Value(n))
	}
	w.end()
	w.beginArray("modules")
	w.item(0, stringValue("rapporteur-embedded"))
	w.end()
	w.int32("maxBsonObjectSize", maxDocument)
	return nil
}

// endSessions frees what the sessions have left open.
func (e *Engine) endSessions(r *request, _ *builder) error {
	v := r.arg(r.name)
	if !v.isArray() {
		return codeTypeMismatch.errorf("endSessions needs an array, not %s", typeName(v.t))
	}
	for _, s := range v.items() {
		if s.isDoc() {
			e.cursors.dropSession(sessionID(s))
		}
	}
	return nil
}

// sessionID is the bytes of a logical session's id, "" for none.
func sessionID(lsid value) string {
	if !lsid.isDoc() {
		return ""
	}
	if id := lsid.doc().get("id"); id.t == bson.TypeBinary {
		return string(id.b)
	}
	return ""
}
