package export

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// control reports whether a character acts on a terminal or on the direction of what follows instead of being seen. The tab
// and the ends of lines, which files are made of, are none.
func control(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\t' && r != '\n' && r != '\r' || unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c'
}

// plainly makes a function that writes text write it without control characters and as UTF-8, after a byte order mark where one is wanted.
func plainly(write func(context.Context, io.Writer) error, bom bool) func(context.Context, io.Writer) error {
	return func(ctx context.Context, w io.Writer) error {
		if bom {
			if _, err := io.WriteString(w, "\ufeff"); err != nil {
				return err
			}
		}
		p := transform.NewWriter(w, runes.Remove(runes.Predicate(control)))
		return errors.Join(write(ctx, p), p.Close())
	}
}

// plain is a text without control characters and valid in UTF-8. Its lines end in \n.
func plain(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if control(r) {
			return -1
		}
		return r
	}, s), "\ufffd")
}
