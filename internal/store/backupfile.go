package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// A backup is gzip of lines of JSON: a head, a line for each document in MongoDB's canonical extended JSON, and an end with the number
// of documents and the SHA-256 of each collection's lines and of all lines before the end. Collections come one after the other,
// reports last, each in the order of its ids. Version 1 has no digests; the checksum of gzip stands for them.
type (
	backupHead struct {
		Rapporteur int   `json:"rapporteurBackup"` // the version of the format
		Revision   int64 `json:"revision"`
		Documents  int   `json:"documents"`         // roughly, for a progress bar
		Schema     int   `json:"schema,omitempty"`  // of the documents; 1 where none is named
		Derived    int   `json:"derived,omitempty"` // the form of what is derived
	}
	backupLine struct {
		Collection  string                `json:"c,omitempty"`
		Document    json.RawMessage       `json:"d,omitempty"`
		End         bool                  `json:"end,omitempty"`
		Documents   int                   `json:"documents,omitempty"`   // these three at the end
		Collections map[string]partDigest `json:"collections,omitempty"` // by name
		SHA256      string                `json:"sha256,omitempty"`
	}
	// partDigest is what the end says of one collection.
	partDigest struct {
		Documents int    `json:"documents"`
		SHA256    string `json:"sha256"`
	}
)

const (
	backupVersion = 2
	// maxBackupLine bounds a document in a backup: 16 MiB of BSON are at most about three times as much in extended JSON.
	maxBackupLine = 64 << 20
	// maxBackupRatio bounds how much larger a backup is than its file, beyond the first megabytes. Real ones are about 20 times as large.
	maxBackupRatio   = 200
	freeBackupOutput = 64 << 20
)

// digests sums lines up.
type digests struct {
	whole     hash.Hash
	part      hash.Hash // of the collection whose lines come
	name      string    // of that collection
	parts     map[string]partDigest
	documents int
}

func newDigests() *digests { return &digests{whole: sha256.New(), parts: map[string]partDigest{}} }

// line adds a line of a collection; of none for the head.
func (d *digests) line(collection string, line []byte) {
	d.whole.Write(line)
	if collection == "" {
		return
	}
	if collection != d.name {
		d.name, d.part = collection, sha256.New()
	}
	d.part.Write(line)
	d.documents++
	d.parts[collection] = partDigest{d.parts[collection].Documents + 1, hex.EncodeToString(d.part.Sum(nil))}
}

func (d *digests) end() backupLine {
	return backupLine{End: true, Documents: d.documents, Collections: d.parts, SHA256: hex.EncodeToString(d.whole.Sum(nil))}
}

// backupWriter writes a backup.
type backupWriter struct {
	z    *gzip.Writer
	sums *digests
}

func newBackupWriter(out io.Writer, head backupHead) (*backupWriter, error) {
	w := &backupWriter{gzip.NewWriter(out), newDigests()}
	return w, w.write("", head)
}

func (w *backupWriter) write(collection string, line any) error {
	b, err := json.Marshal(line)
	if err != nil {
		return err
	}
	b = append(b, '\n')
	w.sums.line(collection, b)
	_, err = w.z.Write(b)
	return err
}

func (w *backupWriter) document(collection string, raw bson.Raw) error {
	document, err := bson.MarshalExtJSON(raw, true, false)
	if err != nil {
		return err
	}
	return w.write(collection, backupLine{Collection: collection, Document: document})
}

// close writes the end.
func (w *backupWriter) close() (documents int, err error) {
	end := w.sums.end()
	if err := w.write("", end); err != nil {
		return end.Documents, err
	}
	return end.Documents, w.z.Close()
}

// backupReader reads a backup line by line and believes nothing: memory is bounded by the longest line.
type backupReader struct {
	head   backupHead
	file   *countingReader
	z      *gzip.Reader
	lines  *bufio.Reader
	sums   *digests
	line   []byte // the present one
	number int    // of the present line
	read   int64  // bytes, unpacked
	last   string // id
}

type countingReader struct {
	io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

var errNoBackup = errors.New("not a backup of Rapporteur")

// openBackup reads the head of a backup.
func openBackup(in io.Reader) (*backupReader, error) {
	r := &backupReader{file: &countingReader{Reader: in}, sums: newDigests()}
	var err error
	if r.z, err = gzip.NewReader(bufio.NewReader(r.file)); err != nil {
		return nil, errNoBackup
	}
	r.lines = bufio.NewReaderSize(r.z, 64<<10)
	if err := r.next(); err != nil {
		if errors.Is(err, errBackupSize) {
			return nil, err
		}
		return nil, errNoBackup
	}
	if json.Unmarshal(r.line, &r.head) != nil || r.head.Rapporteur == 0 {
		return nil, errNoBackup
	}
	if r.head.Rapporteur < 1 || r.head.Rapporteur > backupVersion {
		return nil, fmt.Errorf("a backup of version %d, and this program reads versions 1 to %d", r.head.Rapporteur, backupVersion)
	}
	if r.head.Schema > schemaNumber() {
		return nil, fmt.Errorf("a backup of schema %d, and this program reads schemas up to %d: use a newer program", r.head.Schema, schemaNumber())
	}
	r.sums.line("", r.line)
	return r, nil
}

var errBackupSize = errors.New("the backup is larger than any that this program writes")

// next reads the next line, with its end.
func (r *backupReader) next() error {
	r.line = r.line[:0]
	r.number++
	for {
		piece, err := r.lines.ReadSlice('\n')
		r.line = append(r.line, piece...)
		r.read += int64(len(piece))
		switch {
		case len(r.line) > maxBackupLine:
			return fmt.Errorf("%w: line %d has more than %d bytes", errBackupSize, r.number, maxBackupLine)
		case r.read > freeBackupOutput+maxBackupRatio*r.file.n:
			return fmt.Errorf("%w: it unpacks to more than %d times its size", errBackupSize, maxBackupRatio)
		case err == nil:
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return fmt.Errorf("the backup is cut off or damaged at line %d: %w", r.number, err)
		}
	}
}

// document reads the next document, or reports the end, where everything that was read has proved whole.
func (r *backupReader) document(check map[string]form) (w write, end bool, err error) {
	if err := r.next(); err != nil {
		return w, false, err
	}
	var line backupLine
	if err := json.Unmarshal(r.line, &line); err != nil {
		return w, false, fmt.Errorf("the backup is damaged at line %d: %w", r.number, err)
	}
	if line.End {
		return w, true, r.end(line)
	}
	w, err = r.restored(line, check)
	if err != nil {
		return w, false, fmt.Errorf("line %d of the backup: %w", r.number, err)
	}
	r.sums.line(line.Collection, r.line)
	r.last = w.ID
	return w, false, nil
}

// restored is the document of a line, which must be in its place and decode into what its collection holds.
func (r *backupReader) restored(line backupLine, check map[string]form) (write, error) {
	w := write{Collection: line.Collection}
	decodes := check[line.Collection].decodes
	if decodes == nil {
		return w, fmt.Errorf("there is no collection %q", line.Collection)
	}
	if err := bson.UnmarshalExtJSON(bytes.TrimSpace(line.Document), true, &w.Document); err != nil {
		return w, err
	}
	id, ok := w.Document.Lookup("_id").StringValueOK()
	if !ok || id == "" {
		return w, errors.New("a document without an id")
	}
	w.ID = id
	_, before := r.sums.parts[line.Collection]
	switch {
	case line.Collection == r.sums.name && id <= r.last:
		return w, fmt.Errorf("%s %s comes after %s", line.Collection, id, r.last)
	case line.Collection != r.sums.name && before:
		return w, fmt.Errorf("%s come in two places", line.Collection)
	case r.sums.name == lastWritten && line.Collection != lastWritten:
		return w, fmt.Errorf("%s come after %s", line.Collection, lastWritten)
	}
	if err := decodes(w.Document); err != nil {
		return w, fmt.Errorf("%s %s: %w", line.Collection, id, err)
	}
	return w, nil
}

// end compares what the end says with what was read, and reads on to the checksum of gzip.
func (r *backupReader) end(said backupLine) error {
	was := r.sums.end()
	if said.Documents != was.Documents {
		return fmt.Errorf("the backup counts %d documents and holds %d", said.Documents, was.Documents)
	}
	if r.head.Rapporteur > 1 {
		for _, name := range slices.Sorted(maps.Keys(was.Collections)) {
			if said.Collections[name] != was.Collections[name] {
				return fmt.Errorf("the backup is damaged: %s are not what was written", name)
			}
		}
		if said.SHA256 != was.SHA256 || len(said.Collections) != len(was.Collections) {
			return errors.New("the backup is damaged: it is not what was written")
		}
	}
	switch _, err := r.lines.ReadByte(); {
	case err == nil:
		return errors.New("the backup goes on after its end")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("the backup is cut off or damaged at its end: %w", err)
	}
	return nil
}
