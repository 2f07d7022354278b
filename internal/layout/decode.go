package layout

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode returns the text of UTF-8, UTF-16 or UTF-32 with a byte order mark, or Windows-1252. It is false for
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
