package httpd

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"rapporteur/graph"
)

// Documents are trusted documents: where a server has them, it serves no others.
type Documents struct{ byID map[string]*document } // by their ids and by their hashes

// ReadDocuments reads a file of trusted documents: a JSON object of texts by id, which is often the SHA-256 of the text.
// They must be valid and within the limits.
func ReadDocuments(file []byte, l Limits) (*Documents, error) {
	var texts map[string]string
	if err := json.Unmarshal(file, &texts); err != nil {
		return nil, fmt.Errorf("not a JSON object of documents by their hash: %w", err)
	}
	if len(texts) == 0 {
		return nil, errors.New("there are no documents")
	}
	reader := newDocuments(graph.NewBreadthSchema(graph.Config{}).Schema(), l, true)
	d := &Documents{byID: make(map[string]*document, 2*len(texts))}
	for id, text := range texts {
		if id == "" {
			return nil, errors.New("a document has no id")
		}
		doc, errs := reader.read(text)
		if errs != nil {
			return nil, fmt.Errorf("document %q: %w", id, errs)
		}
		hash := hexHash(text)
		if len(id) == len(hash) && isHex(id) && !strings.EqualFold(id, hash) {
			return nil, fmt.Errorf("document %q: the SHA-256 of its text is %s", id, hash)
		}
		d.byID[id], d.byID[hash] = doc, doc
	}
	return d, nil
}

// find is the document of an id, a hash or a text; nil where it is none of them.
func (d *Documents) find(query string, p persisted) *document {
	switch {
	case p.id != "":
		return d.byID[p.id]
	case p.hash != "":
		return d.byID[strings.ToLower(p.hash)]
	}
	return d.byID[hexHash(query)]
}

func isHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}

func hexHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
