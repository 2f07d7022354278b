package layout

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"
)

// Bounds of an archive or a folder.
const (
	maxFiles      = 200_000
	maxTotal      = 4 << 30   // bytes of all its files
	maxDictionary = 128 << 20 // of an xz archive, which is kept in memory
)

// ErrArchive is what is wrong with an archive or a folder as a whole.
var ErrArchive = errors.New("the archive cannot be read")

// File is a document in an archive or a folder.
type File struct {
	Name    string // "relaton.tar.xz/data/x.yaml"; of a file by itself as given
	Content []byte
}

// Files are the documents of a file, a folder, or an archive (.tar, .tar.gz, .tar.xz or .zip, told by its content), one at a
// time. Files and folders whose names begin with a dot are left out; nothing outside a folder is followed. An error beside a
// name is of that file alone: ErrTooLarge, or that of reading it. One that wraps ErrArchive, and the error of the context,
// end the sequence.
func Files(ctx context.Context, name string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		w := &walk{ctx: ctx, name: name, yield: yield}
		if err := w.open(); err != nil && !errors.Is(err, errEnough) {
			yield(File{Name: name}, err)
		}
	}
}

// errEnough ends a walk whose caller has seen enough.
var errEnough = errors.New("enough")

// walk counts what it has read.
type walk struct {
	ctx   context.Context
	name  string
	yield func(File, error) bool
	files int
	total int64
}

func (w *walk) open() error {
	info, err := os.Stat(w.name)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return w.folder()
	}
	f, err := os.Open(w.name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	in := bufio.NewReaderSize(f, 64<<10)
	head, err := in.Peek(1024)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
		return w.tar(unzipped)
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		if dictionary(head) > maxDictionary {
			return fmt.Errorf("%w: it needs a dictionary of more than %d MiB", ErrArchive, maxDictionary>>20)
		}
		unpacked, err := xz.NewReader(in)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
		return w.tar(unpacked)
	case isTar(head):
		return w.tar(in)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return w.zip(f, info.Size())
	}
	return w.file(w.name, in)
}

func isTar(head []byte) bool { return len(head) > 262 && string(head[257:262]) == "ustar" }

// dictionary is the size of the dictionary that the first block of an xz archive asks for, 0 where that is not told.
func dictionary(head []byte) int64 {
	const header = 12 // of the stream
	if len(head) < header+8 {
		return 0
	}
	at := header + 2
	for _, sized := range []byte{0x40, 0x80} { // the two sizes of the block, which may be left out
		if head[header+1]&sized != 0 {
			for at < len(head)-3 && head[at]&0x80 != 0 {
				at++
			}
			at++
		}
	}
	if at+2 >= len(head) || head[at] != 0x21 || head[at+1] != 1 {
		return 0
	}
	size, err := lzma.DecodeDictCap(head[at+2])
	if err != nil {
		return 0
	}
	return size
}

// file yields one file.
func (w *walk) file(name string, r io.Reader) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.files++; w.files > maxFiles {
		return fmt.Errorf("%w: it has more than %d files", ErrArchive, maxFiles)
	}
	content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if w.total += int64(len(content)); w.total > maxTotal {
		return fmt.Errorf("%w: it has more than %d GiB", ErrArchive, maxTotal>>30)
	}
	if err == nil && len(content) > MaxSize {
		content, err = nil, ErrTooLarge
	}
	if !w.yield(File{name, content}, err) {
		return errEnough
	}
	return nil
}

// listed says whether a file of an archive or a folder is read.
func listed(name string) bool {
	for part := range strings.SplitSeq(path.Clean(name), "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return false
		}
	}
	return true
}

// tarEnd is the number of zeros that a tar archive ends in.
const tarEnd = 1024

// zeroEnd counts the zeros at the end of what was read.
type zeroEnd struct {
	r     io.Reader
	zeros int
}

func (z *zeroEnd) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	if kept := len(bytes.TrimRight(p[:n], "\x00")); kept > 0 {
		z.zeros = n - kept
	} else {
		z.zeros += n
	}
	return n, err
}

// tar yields the files of a tar archive. One whose skipped parts are too large ends as well: nothing is unpacked without end.
func (w *walk) tar(r io.Reader) error {
	end := &zeroEnd{r: io.LimitReader(r, maxTotal+MaxSize)}
	in := tar.NewReader(end)
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		h, err := in.Next()
		if errors.Is(err, io.EOF) && end.zeros >= tarEnd {
			return nil
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF // the library takes any end between two files for that of the archive
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrArchive, err)
		}
		if h.Typeflag != tar.TypeReg || !listed(h.Name) {
			continue
		}
		if err := w.file(w.name+"/"+path.Clean(h.Name), in); err != nil {
			return err
		}
	}
}

// zip yields the files of a zip archive, or the file itself where it is an office document.
func (w *walk) zip(f *os.File, size int64) error {
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	for _, h := range archive.File {
		if h.Name == "[Content_Types].xml" {
			if _, err := f.Seek(0, io.SeekStart); err != nil {
				return err
			}
			return w.file(w.name, f)
		}
	}
	for _, h := range archive.File {
		if h.FileInfo().IsDir() || !h.Mode().IsRegular() || !listed(h.Name) {
			continue
		}
		in, err := h.Open()
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrArchive, h.Name, err)
		}
		err = w.file(w.name+"/"+path.Clean(h.Name), in)
		if err = errors.Join(err, in.Close()); err != nil {
			return err
		}
	}
	return nil
}

// folder yields the files below a folder, by name.
func (w *walk) folder() error {
	root, err := os.OpenRoot(w.name)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if !w.yield(File{Name: filepath.Join(w.name, name)}, err) {
				return errEnough
			}
			return nil
		case !listed(name) && entry.IsDir():
			return fs.SkipDir
		case !listed(name) || !entry.Type().IsRegular():
			return nil
		}
		in, err := root.Open(name)
		if err != nil {
			if !w.yield(File{Name: filepath.Join(w.name, name)}, err) {
				return errEnough
			}
			return nil
		}
		defer func() { _ = in.Close() }()
		return w.file(filepath.Join(w.name, name), in)
	})
}
