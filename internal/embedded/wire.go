package embedded

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

const (
	// maxMessage is the largest message read or written, as MongoDB has it.
	maxMessage = 48_000_000
	headerSize = 16

	opReply = 1
	opQuery = 2004
	opMsg   = 2013

	flagChecksum   = 1 << 0
	flagMoreToCome = 1 << 1
	requiredFlags  = 0xffff
)

// message is one request as it came over the wire. Its documents are well formed.
type message struct {
	id        int32
	legacy    bool // an OP_QUERY, answered by an OP_REPLY
	noReply   bool
	body      document
	sequences map[string][]document
}

var errWire = errors.New("malformed message")

func garbage(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errWire, fmt.Sprintf(format, args...))
}

// readMessage reads one message. After an error that wraps errWire the stream is out of step and must be closed. A
// fault comes with a message that has an id: it can be answered.
func readMessage(r io.Reader) (*message, error) {
	var head [headerSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := int32(binary.LittleEndian.Uint32(head[0:]))
	op := int32(binary.LittleEndian.Uint32(head[12:]))
	if size < headerSize || size > maxMessage {
		return nil, garbage("a length of %d bytes", size)
	}
	if op != opMsg && op != opQuery {
		return nil, garbage("the operation code %d", op)
	}
	body := make([]byte, size-headerSize)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	m := &message{id: int32(binary.LittleEndian.Uint32(head[4:]))}
	if op == opQuery {
		return m, m.parseQuery(body)
	}
	return m, m.parseMsg(head[:], body)
}

// parseQuery reads an OP_QUERY, which drivers use for the first hello only.
func (m *message) parseQuery(b []byte) error {
	m.legacy = true
	if len(b) < 4 {
		return garbage("an OP_QUERY of %d bytes", len(b))
	}
	end := bytes.IndexByte(b[4:], 0)
	if end < 0 {
		return garbage("an OP_QUERY whose collection name does not end")
	}
	if name := string(b[4 : 4+end]); name != "admin.$cmd" {
		return garbage("an OP_QUERY on %q", name)
	}
	rest := b[4+end+1:]
	if len(rest) < 8+5 {
		return garbage("an OP_QUERY without a document")
	}
	d, after, err := cutDocument(rest[8:])
	if err != nil {
		return err
	}
	if len(after) > 0 {
		return garbage("bytes behind an OP_QUERY")
	}
	m.body = d
	return checkDocument(d, 0)
}

// parseMsg reads an OP_MSG: flags, one body, document sequences, perhaps a checksum.
func (m *message) parseMsg(head, b []byte) error {
	if len(b) < 4 {
		return garbage("an OP_MSG of %d bytes", len(b))
	}
	flags := binary.LittleEndian.Uint32(b)
	if flags&requiredFlags&^(flagChecksum|flagMoreToCome) != 0 {
		return garbage("unknown flags 0x%x", flags)
	}
	m.noReply = flags&flagMoreToCome != 0
	if flags&flagChecksum != 0 {
		if len(b) < 8 {
			return garbage("an OP_MSG without its checksum")
		}
		sum := binary.LittleEndian.Uint32(b[len(b)-4:])
		b = b[:len(b)-4]
		if crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, b) != sum {
			return garbage("a wrong checksum")
		}
	}
	var bad error
	for b = b[4:]; len(b) > 0; {
		kind := b[0]
		var err error
		switch kind {
		case 0:
			b, err = m.parseBody(b[1:])
		case 1:
			b, err = m.parseSequence(b[1:])
		default:
			return garbage("a section of kind %d", kind)
		}
		if errors.Is(err, errWire) {
			return err
		}
		bad = errors.Join(bad, err)
	}
	if m.body == nil {
		return garbage("an OP_MSG without a body")
	}
	return bad
}

func (m *message) parseBody(b []byte) ([]byte, error) {
	if m.body != nil {
		return nil, garbage("an OP_MSG with two bodies")
	}
	d, rest, err := cutDocument(b)
	if err != nil {
		return nil, err
	}
	m.body = d
	return rest, checkDocument(d, 0)
}

func (m *message) parseSequence(b []byte) ([]byte, error) {
	if len(b) < 4 {
		return nil, garbage("a document sequence without a length")
	}
	size := int64(binary.LittleEndian.Uint32(b))
	if size < 5 || size > int64(len(b)) {
		return nil, garbage("a document sequence of %d bytes in %d", size, len(b))
	}
	part, rest := b[4:size], b[size:]
	end := bytes.IndexByte(part, 0)
	if end < 0 {
		return nil, garbage("a document sequence whose name does not end")
	}
	name := string(part[:end])
	if _, twice := m.sequences[name]; twice {
		return nil, garbage("two document sequences %q", name)
	}
	docs := []document{}
	var bad error
	for part = part[end+1:]; len(part) > 0; {
		d, after, err := cutDocument(part)
		if err != nil {
			return nil, err
		}
		if bad == nil {
			bad = checkDocument(d, 0)
		}
		docs, part = append(docs, d), after
	}
	if m.sequences == nil {
		m.sequences = map[string][]document{}
	}
	m.sequences[name] = docs
	return rest, bad
}

// cutDocument takes the document at the start of b by its length.
func cutDocument(b []byte) (document, []byte, error) {
	if len(b) < 5 {
		return nil, nil, garbage("%d bytes where a document should be", len(b))
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n < 5 || n > int64(len(b)) {
		return nil, nil, garbage("a document of %d bytes in %d", n, len(b))
	}
	return document(b[:n:n]), b[n:], nil
}

// replyTo starts the answer to m in w; finishReply fills in its length.
func replyTo(w *builder, m *message) {
	w.b, w.open = w.b[:0], w.open[:0]
	w.b = binary.LittleEndian.AppendUint32(w.b, 0)
	w.b = binary.LittleEndian.AppendUint32(w.b, 0)
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(m.id))
	if !m.legacy {
		w.b = binary.LittleEndian.AppendUint32(w.b, opMsg)
		w.b = append(w.b, 0, 0, 0, 0, 0) // flags, then a section of kind 0
		return
	}
	w.b = binary.LittleEndian.AppendUint32(w.b, opReply)
	w.b = append(w.b, make([]byte, 16)...) // flags, cursor, start
	w.b = binary.LittleEndian.AppendUint32(w.b, 1)
}

func finishReply(w *builder) { binary.LittleEndian.PutUint32(w.b, uint32(len(w.b))) }
