package layout_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"

	"rapporteur/internal/layout"
)

var boats = map[string]string{"data/a.txt": "ferry", "data/b/c.txt": "canoe", ".hidden/d.txt": "submarine", "data/.e": "u-boat"}

func tarOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for name, content := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(w, content)
	}
	if err := errors.Join(w.WriteHeader(&tar.Header{Name: "out", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(t *testing.T, content []byte, pack func(io.Writer) (io.WriteCloser, error)) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := pack(&b)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(content)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(f, content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// listing is what a walk yields: each file behind its archive or folder, and its content or error.
func listing(ctx context.Context, name string) string {
	var all []string
	for f, err := range layout.Files(ctx, name) {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s=%s %v", strings.TrimPrefix(strings.TrimPrefix(f.Name, name), "/"), f.Content, err)))
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

func TestFilesOfArchivesAndFolders(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range boats {
		place := filepath.Join(folder, "boats", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(place), 0o700), os.WriteFile(place, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "boats", "out")); err != nil {
		t.Fatal(err)
	}
	plain := tarOf(t, boats)
	const both = "data/a.txt=ferry <nil>; data/b/c.txt=canoe <nil>"
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"boats":        {nil, both},
		"boats.tar":    {plain, both},
		"boats.tar.gz": {packed(t, plain, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }), both},
		"boats.tar.xz": {packed(t, plain, func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }), both},
		"boats.zip":    {zipOf(t, boats), both},
		"one.txt":      {[]byte("ferry"), "=ferry <nil>"},
		"large.txt":    {make([]byte, layout.MaxSize+1), "= " + layout.ErrTooLarge.Error()},
		"cut.tar":      {tarOf(t, map[string]string{"a.txt": "ferry"})[:700], "= the archive cannot be read: unexpected EOF; a.txt=ferry <nil>"},
		"no-end.tar":   {tarOf(t, map[string]string{"a.txt": "ferry"})[:1024], "= the archive cannot be read: unexpected EOF; a.txt=ferry <nil>"},
		"not.tar.gz":   {packed(t, []byte("ferry"), func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }), "= the archive cannot be read: unexpected EOF"},
		"hungry.xz":    {[]byte("\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x28\x00\x00\x00"), "= the archive cannot be read: it needs a dictionary of more than 128 MiB"},
	} {
		place := filepath.Join(folder, name)
		if c.content != nil {
			if err := os.WriteFile(place, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := listing(t.Context(), place); got != c.want {
			t.Errorf("%s: %.300s, want %s", name, got, c.want)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if got := listing(ended, filepath.Join(folder, "boats.tar")); got != "= context canceled" {
		t.Errorf("after the context ended: %s", got)
	}
	if got := listing(t.Context(), filepath.Join(folder, "none")); !strings.Contains(got, "no such file") {
		t.Errorf("a file that is not there: %s", got)
	}
	for f, err := range layout.Files(t.Context(), filepath.Join(folder, "boats.tar")) {
		if f.Name != "" && err == nil {
			break // a walk ends where its caller does
		}
	}
}

// TestAnOfficeDocumentIsNoArchive opens a zip file with the contents of a .docx document as one file.
func TestAnOfficeDocumentIsNoArchive(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "report.docx")
	if err := os.WriteFile(name, zipOf(t, map[string]string{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}), 0o600); err != nil {
		t.Fatal(err)
	}
	n := 0
	for f, err := range layout.Files(t.Context(), name) {
		if n++; err != nil || f.Name != name || !bytes.HasPrefix(f.Content, []byte("PK")) {
			t.Error(f.Name, err)
		}
	}
	if n != 1 {
		t.Errorf("%d files", n)
	}
}
