package cli

import (
	"io"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// clean is a writer for people, who may have a terminal: it writes U+FFFD for each character that would act on one instead of being
// seen, and for what is not UTF-8. Ends of lines and tabs stay. It is as safe for concurrent use as the writer behind it.
type clean struct{ to io.Writer }

// Write writes all of p, or returns the error of the writer behind it. A character must not be split between two calls.
func (c clean) Write(p []byte) (int, error) {
	cleaned := make([]byte, 0, len(p))
	for rest := p; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if acts(r) {
			r = utf8.RuneError
		}
		cleaned, rest = utf8.AppendRune(cleaned, r), rest[size:]
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
