package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode/utf32"
	"rapporteur/internal/standards"

	utf16 "golang.org/x/text/encoding/unicode"
)

// MaxSize is the size in bytes above which a report is refused.
const MaxSize = 32 << 20

// What can be wrong with a file. Read and Parse wrap these with the file's name.
var (
	ErrEmpty         = errors.New("the file is empty")
	ErrTooLarge      = fmt.Errorf("the file is larger than %d MiB", MaxSize>>20)
	ErrBinary        = errors.New("the file is neither text nor HTML nor a .docx document")
	ErrNotRecognised = errors.New("nothing in the file was recognised as part of a meeting report")
)

// Read parses a report of at most MaxSize bytes. The name is used in errors alone.
func Read(r io.Reader, name string) (*Report, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return Parse(content, name)
}

// Parse reads the whole of one report. Its format is guessed from the content; the filename is used in errors
// alone. The error is one line and wraps ErrEmpty, ErrTooLarge, ErrBinary or ErrNotRecognised, or says what is
// wrong with a .docx document.
func Parse(content []byte, filename string) (*Report, error) {
	d, err := open(content)
	if err == nil {
		var report *Report
		if report, err = d.report(); err == nil {
			return report, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", filename, err)
}

func open(content []byte) (*document, error) {
	switch {
	case len(content) > MaxSize:
		return nil, ErrTooLarge
	case len(bytes.TrimSpace(content)) == 0:
		return nil, ErrEmpty
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return openDocx(content)
	}
	text, ok := decode(content)
	if !ok {
		return nil, ErrBinary
	}
	if strings.TrimSpace(text) == "" {
		return nil, ErrEmpty
	}
	if isHTML(text) {
		return openHTML(text)
	}
	return openText(text), nil
}

// decode gives the text of UTF-8, UTF-16 or UTF-32 with a byte order mark, or Windows-1252. It is false for
// anything that holds more than a few control characters.
func decode(content []byte) (string, bool) {
	text := string(content)
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe\x00\x00")):
		text, _ = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder().String(text)
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		text, _ = utf16.UTF16(utf16.LittleEndian, utf16.UseBOM).NewDecoder().String(text)
	case !utf8.Valid(content):
		text, _ = charmap.Windows1252.NewDecoder().String(text)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	strange, total := 0, 0
	for _, r := range text {
		total++
		if r == 0 {
			return "", false
		}
		if r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\f\v", r) {
			strange++
		}
	}
	return text, strange*50 <= total
}

func isHTML(text string) bool {
	head := strings.ToLower(text[:min(len(text), 4096)])
	trimmed := strings.TrimSpace(head)
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<table", "<div", "<h1", "<h2", "<p>", "<p ", "<?xml"} {
		if strings.HasPrefix(trimmed, start) {
			return true
		}
	}
	return strings.Contains(head, "<html") || strings.Contains(head, "<table") || strings.Contains(head, "</p>") || strings.Contains(head, "</div>")
}

// format is what the report was read from.
type format = standards.ReportFormat
