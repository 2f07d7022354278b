package graphtest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
)

// read are the documents that tests of this process have read, by name and content. Reading takes longer than importing, and an
// import changes nothing of what was read.
var read sync.Map

// Facts are those of a document, which is read once in a process.
func Facts(content []byte, name string) (*ingest.Facts, error) {
	sum := fmt.Sprintf("%x", sha256.Sum256(content))
	once, _ := read.LoadOrStore(name+" "+sum, sync.OnceValues(func() (*source.Facts, error) {
		return readers.All().Read(context.Background(), content, name) // for all tests, whichever asks first
	}))
	said, err := once.(func() (*source.Facts, error))()
	if err != nil {
		return nil, err
	}
	return ingest.New(said, sum)
}
