package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rapporteur/internal/ingest"
	"rapporteur/internal/layout"
	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
	"rapporteur/internal/source/table"
)

// document is what a file says, or what all bibliographic records of an archive say together.
type document struct {
	name  string
	facts *ingest.Facts
}

func factsOf(all []document) []*ingest.Facts {
	facts := make([]*ingest.Facts, len(all))
	for i, d := range all {
		facts[i] = d.facts
	}
	return facts
}

// readDocuments reads all files, folders and archives, and lists the documents with warnings when they are not to have any.
func readDocuments(ctx context.Context, io IO, s *settings, known source.Known, names []string) ([]document, error) {
	by, err := s.readers(known)
	if err != nil {
		return nil, err
	}
	var all []document
	var warned error
	for _, name := range names {
		read, err := readDocument(ctx, io, by, name)
		if err != nil {
			return nil, err
		}
		for _, d := range read {
			if n := len(d.facts.Parsed.Warnings); n > 0 && s.strict {
				warned = errWarnings
				fmt.Fprintf(io.Out, "%s: %d warnings; rapporteur check lists them\n", shown(d.name), n)
			}
		}
		all = append(all, read...)
	}
	return all, warned
}

// unpacking is the reading of an archive or a folder.
type unpacking struct {
	io       IO
	readers  source.Readers
	all      []document
	records  source.Collection
	sum      hash.Hash // of the contents of the records
	files    int
	unread   int
	firstWhy error          // of a file that could not be read
	outside  map[string]int // files about something else, by what they are
}

// progressEvery is how many files of an archive are read between two lines that say so.
const progressEvery = 5_000

// readDocument reads a file, or all files of a folder or an archive. A file in a folder or an archive that cannot be read
// is left out, and the user is told. It is an error where no file can be read.
func readDocument(ctx context.Context, io IO, by source.Readers, name string) ([]document, error) {
	u := &unpacking{io: io, readers: by, sum: sha256.New(), outside: map[string]int{}}
	for f, err := range layout.Files(ctx, name) {
		single := f.Name == name
		switch {
		case err != nil && (single || errors.Is(err, layout.ErrArchive) || ctx.Err() != nil):
			return nil, plain(f.Name, err)
		case err != nil:
			u.missed(f.Name, err)
		case single:
			facts, err := ingest.ReadBy(ctx, by, f.Content, name)
			return []document{{name, facts}}, err
		default:
			u.read(ctx, f)
		}
	}
	if u.unread > 0 {
		fmt.Fprintf(io.Err, "%s: %d of %d files were not read; the first: %v\n", shown(name), u.unread, u.files, u.firstWhy)
	}
	for _, what := range slices.Sorted(maps.Keys(u.outside)) {
		fmt.Fprintf(io.Err, "%s: %d of %d files are left out: %s\n", shown(name), u.outside[what], u.files, what)
	}
	if err := u.gather(name); err != nil {
		return nil, err
	}
	if len(u.all) == 0 {
		return nil, fmt.Errorf("%s: no document in it could be read", shown(name))
	}
	return u.all, ctx.Err()
}

func (u *unpacking) read(ctx context.Context, f layout.File) {
	if u.files++; u.files%progressEvery == 0 {
		fmt.Fprintf(u.io.Err, "%d files read\n", u.files)
	}
	facts, err := u.readers.Read(ctx, f.Content, f.Name)
	if what, ok := strings.CutSuffix(fmt.Sprint(err), ": "+source.ErrOutside.Error()); ok {
		u.outside[strings.TrimPrefix(what, f.Name+": ")]++
		return
	}
	if err != nil {
		u.missed("", err)
		return
	}
	sum := sha256.Sum256(f.Content)
	if u.records.Add(facts) {
		u.sum.Write(sum[:])
		return
	}
	d, err := ingest.New(facts, hex.EncodeToString(sum[:]))
	if err != nil {
		u.missed(f.Name, err)
		return
	}
	u.all = append(u.all, document{f.Name, d})
}

// missed counts a file that could not be read. The name is empty where the error says it.
func (u *unpacking) missed(name string, err error) {
	if name != "" {
		err = plain(name, err)
	}
	if u.unread++; u.firstWhy == nil {
		u.firstWhy = err
	}
}

// gather makes one document of the records, under the name of the archive.
func (u *unpacking) gather(name string) error {
	title, _, _ := strings.Cut(filepath.Base(filepath.Clean(name)), ".")
	facts := u.records.Facts(title)
	if facts == nil {
		return nil
	}
	d, err := ingest.New(facts, hex.EncodeToString(u.sum.Sum(nil)))
	if err != nil {
		return plain(name, err)
	}
	u.all = append(u.all, document{name, d})
	return nil
}

// readers are those of all documents, with the names of columns that --columns gives and a catalogue, if any.
func (s *settings) readers(known source.Known) (source.Readers, error) {
	if s.columns == "" {
		return readers.With(nil, known), nil
	}
	content, err := os.ReadFile(s.columns)
	if err != nil {
		return nil, plain(s.columns, err)
	}
	names, err := table.ParseNames(content)
	if err != nil {
		return nil, plain(s.columns, err)
	}
	return readers.With(names, known), nil
}
