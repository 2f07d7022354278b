package embedded

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"net"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// frame makes a message with a right length in its header.
func frame(op int32, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(headerSize+len(body)))
	b = binary.LittleEndian.AppendUint32(b, 7)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(op))
	return append(b, body...)
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	return must[[]byte](t)(bson.Marshal(v))
}

// msg makes an OP_MSG of a body and, perhaps, a document sequence.
func msg(flags uint32, body []byte, name string, seq ...[]byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, flags)
	b = append(append(b, 0), body...)
	if name != "" {
		part := append([]byte(name), 0)
		for _, d := range seq {
			part = append(part, d...)
		}
		b = append(b, 1)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(part)+4))
		b = append(b, part...)
	}
	f := frame(opMsg, b)
	if flags&flagChecksum != 0 {
		binary.LittleEndian.PutUint32(f, uint32(len(f)+4))
		f = binary.LittleEndian.AppendUint32(f, crc32.Checksum(f, castagnoli))
	}
	return f
}

func envelope(name string, v any, more ...bson.E) bson.D {
	return append(bson.D{{Key: name, Value: v}, {Key: "$db", Value: "d"}}, more...)
}

func legacyHello(t testing.TB, ns string) []byte {
	b := append(binary.LittleEndian.AppendUint32(nil, 0), ns...)
	b = append(b, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff)
	return frame(opQuery, append(b, marshal(t, bson.D{{Key: "isMaster", Value: 1}, {Key: "helloOk", Value: true}})...))
}

func seeds(t testing.TB) [][]byte {
	ping := marshal(t, envelope("ping", 1))
	insert := marshal(t, envelope("insert", "c"))
	one := marshal(t, bson.D{{Key: "_id", Value: 1}, {Key: "a", Value: bson.A{1, "x", nil, bson.D{}}}})
	find := marshal(t, envelope("find", "c", bson.E{Key: "filter", Value: bson.D{{Key: "a", Value: bson.D{{Key: "$in", Value: bson.A{1}}}}}}))
	good := msg(0, insert, "documents", one, one)
	out := [][]byte{
		msg(0, ping, ""), msg(flagChecksum, ping, ""), msg(flagMoreToCome, ping, ""), msg(0, find, ""), good,
		legacyHello(t, "admin.$cmd"), legacyHello(t, "other.coll"), {}, {16, 0, 0, 0},
		frame(opMsg, nil), frame(opMsg, []byte{0, 0, 0, 0}), frame(opMsg, []byte{0, 0, 0, 0, 0}), frame(opMsg, []byte{0, 0, 0, 0, 9}),
		frame(opMsg, []byte{0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f}), frame(opMsg, []byte{0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 'x', 0}),
		frame(opMsg, []byte{0xff, 0xff, 0, 0, 0}), frame(opQuery, []byte{0, 0, 0, 0, 'a'}), frame(opReply, ping), frame(2012, ping),
		{0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0}, {0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0},
	}
	for i := 16; i < len(good); i += 5 {
		b := bytes.Clone(good)
		b[i] ^= 0xff
		out = append(out, b)
	}
	return out
}

// FuzzWire sends any bytes to an engine. It must answer or close the connection, not panic, not hang, and go on
// serving others.
func FuzzWire(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	e, err := Open("", quiet())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = e.Close() })
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := readMessage(bytes.NewReader(data))
		if err == nil && checkDocument(m.body, 0) != nil {
			t.Fatal("a message with a malformed body was let in")
		}
		if err != nil && m != nil {
			var f *fault
			if !errors.Is(err, errWire) && !errors.As(err, &f) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
		}
		c, err := e.Dialer().DialContext(context.Background(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		converse(t, c, data)
	})
}

// converse writes the bytes and reads answers until there are no more.
func converse(t *testing.T, c net.Conn, data []byte) {
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			var head [4]byte
			if _, err := io.ReadFull(c, head[:]); err != nil {
				return
			}
			if _, err := io.CopyN(io.Discard, c, int64(binary.LittleEndian.Uint32(head[:]))-4); err != nil {
				return
			}
		}
	}()
	_, _ = c.Write(data)
	// A ping behind it is answered, or the connection is closed: both end the reading below.
	_, _ = c.Write(msg(0, marshal(t, envelope("ping", 1)), ""))
	_ = c.Close()
	<-done
}

// FuzzFilterAndUpdate parses any document as a filter, a sort, a projection, an update, an index, a pipeline stage,
// and applies what was understood. Stored documents must stay well formed.
func FuzzFilterAndUpdate(f *testing.F) {
	stored := document(marshal(f, bson.D{
		{Key: "_id", Value: 1}, {Key: "a", Value: bson.A{1, "x", nil, bson.D{{Key: "b", Value: 2}}, bson.A{3}}},
		{Key: "d", Value: bson.D{{Key: "e", Value: bson.D{{Key: "f", Value: 1.5}}}}}, {Key: "s", Value: "text"}, {Key: "n", Value: int64(1) << 60},
	}))
	for _, s := range []string{
		`{}`, `{"a":1}`, `{"a.b":{"$gt":1}}`, `{"$or":[{"a":1},{"s":{"$regex":"^t"}}]}`, `{"a":{"$elemMatch":{"b":2}}}`,
		`{"a":{"$all":[1,"x"],"$size":5}}`, `{"a":{"$not":{"$in":[null,[3]]}}}`, `{"$set":{"a.7":1,"d.e.g":2}}`, `{"$set":{"a.3.b":1},"$unset":{"s":1}}`,
		`{"$inc":{"n":1,"d.e.f":2}}`, `{"$push":{"a":{"$each":[1,2]}},"$addToSet":{"z":1}}`, `{"$pull":{"a":{"$in":[1,null]}}}`,
		`{"a":1,"_id":-1}`, `{"a.b":1,"s":0}`, `{"key":{"a":1,"s":-1},"name":"x","unique":true}`, `{"$group":{"_id":"$a.b","n":{"$sum":"$n"}}}`,
		`{"$unwind":{"path":"$a","preserveNullAndEmptyArrays":true}}`, `{"$facet":{"x":[{"$count":"n"}]}}`, `{"$min":{"a":1},"$max":{"s":2}}`,
	} {
		f.Add(marshal(f, doc(f, s)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if checkDocument(data, 0) != nil {
			return
		}
		d := document(data)
		e := must[*Engine](t)(Open(""))
		defer func() { _ = e.Close() }()
		transaction := newTx(e.state.Load())
		defer func() { _ = transaction.batch.Close() }()
		c := transaction.collection("d.c")
		if _, err := transaction.put(c, nil, stored); err != nil {
			t.Fatal(err)
		}
		if fl, err := parseFilter(d); err == nil {
			found, err := transaction.view(c).records(query{filter: fl}, &budget{})
			if err != nil || (len(found) == 1) != fl.match(stored.value()) {
				t.Fatal("plan and filter disagree", err)
			}
			_, _ = seed(fl)
		}
		if by, err := parseSort(d); err == nil && len(by) > 0 {
			_, _ = sortKey(by, stored)
		}
		if p, err := parseProjection(d); err == nil && p != nil {
			wellFormed(t, p.apply(stored))
		}
		if u, err := parseUpdate(d.value()); err == nil {
			if changed, err := u.apply(stored, true); err == nil {
				wellFormed(t, changed)
			}
		}
		if ix, err := parseIndex(d); err == nil {
			ix.number = transaction.number()
			if transaction.fill(c, ix) == nil {
				c.indexes = append(c.indexes, ix)
				found, err := transaction.view(c).records(query{filter: allOf{}}, &budget{})
				if err != nil || len(found) != 1 {
					t.Fatal("the index hides the document", err)
				}
			}
		}
		if stages, err := parsePipeline([]document{d}); err == nil {
			if out, err := runStages(stages, list([]document{stored}), &budget{}); err == nil {
				_ = consume(out, &budget{}, func(o document) error {
					wellFormed(t, o)
					return nil
				})
			}
		}
	})
}

func wellFormed(t *testing.T, d document) {
	t.Helper()
	if err := checkDocument(d, 0); err != nil {
		t.Fatal(err)
	}
	if err := bson.Raw(d).Validate(); err != nil {
		t.Fatal(err)
	}
}

// FuzzKeyOrder checks that the encoding of keys orders as compare does and that no key is a prefix of another.
func FuzzKeyOrder(f *testing.F) {
	all := []any{
		nil, true, false, 0, 1, -1, 1.5, -1.5, 0.0, int64(1) << 53, int64(1)<<53 + 1, float64(1 << 53), int64(9223372036854775807),
		float64(1 << 63), int64(-9223372036854775808), "", "a", "a\x00", "a\x00b", "ab", bson.A{}, bson.A{1}, bson.A{1, 2}, bson.D{},
		bson.D{{Key: "a", Value: 1}}, bson.D{{Key: "a", Value: 1}, {Key: "b", Value: 1}}, bson.D{{Key: "b", Value: 0}}, bson.NewObjectID(),
		bson.DateTime(-5), bson.DateTime(5), bson.Binary{Data: []byte{1}}, bson.Binary{Data: []byte{}}, bson.MinKey{}, bson.MaxKey{},
		bson.Regex{Pattern: "a"}, bson.Timestamp{T: 1},
	}
	for _, a := range all {
		for _, b := range all {
			f.Add(marshal(f, bson.D{{Key: "a", Value: a}, {Key: "b", Value: b}}))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if checkDocument(data, 0) != nil {
			return
		}
		items := document(data).value().items()
		if len(items) != 2 {
			return
		}
		a, b := keyOf(items[0]), keyOf(items[1])
		if c := compare(items[0], items[1]); (c < 0) != (a < b) || (c == 0) != (a == b) {
			t.Errorf("compare gives %d, the keys are %x and %x", c, a, b)
		}
		if a != b && (len(a) < len(b) && b[:len(a)] == a || len(b) < len(a) && a[:len(b)] == b) {
			t.Errorf("one key starts the other: %x and %x", a, b)
		}
		x, y := items[0], items[1]
		if x.isNumber() && y.isNumber() && x.t == y.t && x.t != bson.TypeDouble && (x.integer() < y.integer()) != (a < b) {
			t.Errorf("%d and %d are out of order", x.integer(), y.integer())
		}
	})
}
