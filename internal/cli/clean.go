package cli

import (
	"io"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// visible makes U+FFFD of each character that would act on a terminal instead of being seen, and of what is not UTF-8.
var visible = runes.Map(func(r rune) rune {
	if acts(r) {
		return utf8.RuneError
	}
	return r
})

// clean is a writer for people, who may have a terminal: what it writes is visible. Ends of lines and tabs stay. It is as safe for
// concurrent use as the writer behind it.
type clean struct{ to io.Writer }

// Write writes all of p, or returns the error of the writer behind it. A character must not be split between two calls.
func (c clean) Write(p []byte) (int, error) {
	cleaned, _, err := transform.Bytes(visible, p)
	if err != nil {
		return 0, err
	}
	if _, err := c.to.Write(cleaned); err != nil {
		return 0, err
	}
	return len(p), nil
}

// acts reports whether a character acts on a terminal, or on the direction of what follows.
func acts(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// shown is the name of a file in a message: quoted where it has other than visible characters and blanks, so that no name can
// make up a line.
func shown(name string) string {
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return strconv.Quote(name)
		}
	}
	if !utf8.ValidString(name) {
		return strconv.Quote(name)
	}
	return name
}
