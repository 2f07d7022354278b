package embedded

import (
	"bytes"
	"encoding/binary"

	"go.mongodb.org/mongo-driver/v2/bson"
)

const (
	// maxDocument is the size of a stored document, 16 MiB.
	maxDocument = 16 << 20
	// maxMessageDepth is how deep a message may nest; maxDepth is MongoDB's limit for a stored document.
	maxMessageDepth = 200
	maxDepth        = 180
)

// checkDocument proves that b is exactly one well-formed BSON document of types this engine knows.
func checkDocument(b []byte, depth int) error {
	if depth > maxMessageDepth {
		return codeOverflow.errorf("BSONObj exceeded maximum nested object depth: %d", maxMessageDepth)
	}
	if len(b) < 5 || int64(binary.LittleEndian.Uint32(b)) != int64(len(b)) || b[len(b)-1] != 0 {
		return codeInvalidBSON.errorf("a BSON document's length or end is wrong")
	}
	rest := b[4 : len(b)-1]
	for len(rest) > 0 {
		t := bson.Type(rest[0])
		end := bytes.IndexByte(rest[1:], 0)
		if end < 0 {
			return codeInvalidBSON.errorf("a BSON field name does not end")
		}
		key, body := rest[1:end+1], rest[end+2:]
		n := valueSize(t, body)
		if n < 0 {
			return codeInvalidBSON.errorf("the BSON value of field %q has type 0x%02x and a length that does not fit", key, byte(t))
		}
		if err := checkValue(key, value{t, body[:n]}, depth); err != nil {
			return err
		}
		rest = body[n:]
	}
	return nil
}

func checkValue(key []byte, v value, depth int) error {
	switch v.t {
	case bson.TypeEmbeddedDocument, bson.TypeArray:
		return checkDocument(v.b, depth+1)
	case bson.TypeString:
		if len(v.b) < 5 || v.b[len(v.b)-1] != 0 {
			return codeInvalidBSON.errorf("the BSON string of field %q does not end", key)
		}
	case bson.TypeBoolean:
		if v.b[0] > 1 {
			return codeInvalidBSON.errorf("the BSON boolean of field %q is neither 0 nor 1", key)
		}
	case bson.TypeUndefined, bson.TypeDBPointer, bson.TypeJavaScript, bson.TypeSymbol, bson.TypeCodeWithScope,
		bson.TypeDecimal128:
		return notImplemented("the BSON type %s (field %q)", typeName(v.t), key)
	}
	return nil
}

// depthOf is how many documents and arrays are nested in v, itself included.
func depthOf(v value) int {
	if !v.isDoc() && !v.isArray() {
		return 0
	}
	deepest := 0
	it := v.elements()
	for it.next() {
		deepest = max(deepest, depthOf(it.val))
	}
	return deepest + 1
}

var typeNames = map[bson.Type]string{
	0: "missing", bson.TypeDouble: "double", bson.TypeString: "string", bson.TypeEmbeddedDocument: "object",
	bson.TypeArray: "array", bson.TypeBinary: "binData", bson.TypeUndefined: "undefined",
	bson.TypeObjectID: "objectId", bson.TypeBoolean: "bool", bson.TypeDateTime: "date", bson.TypeNull: "null",
	bson.TypeRegex: "regex", bson.TypeDBPointer: "dbPointer", bson.TypeJavaScript: "javascript",
	bson.TypeSymbol: "symbol", bson.TypeCodeWithScope: "javascriptWithScope", bson.TypeInt32: "int",
	bson.TypeTimestamp: "timestamp", bson.TypeInt64: "long", bson.TypeDecimal128: "decimal",
	bson.TypeMinKey: "minKey", bson.TypeMaxKey: "maxKey",
}

func typeName(t bson.Type) string {
	if n, ok := typeNames[t]; ok {
		return n
	}
	return "unknown"
}
