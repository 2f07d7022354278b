package layout

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// linesBetweenLooks is after how many lines the context is looked at.
const linesBetweenLooks = 1000

// openText reads plain text. Whatever separates cells there stays in the line.
func openText(ctx context.Context, text string) (*Document, error) {
	d := &Document{Format: Text, Content: text}
	for printed := range strings.Lines(text) {
		if d.Count++; d.Count%linesBetweenLooks == 0 && ctx.Err() != nil {
			break
		}
		printed = strings.TrimRight(printed, "\r\n")
		if printed == "" {
			continue
		}
		if l := newLine(d.Count, printed); l.Text != "" && strings.Trim(l.Text, "|-:= ") != "" || l.Bullet {
			d.Lines = append(d.Lines, l)
		}
		if len(d.Lines) > maxLines {
			return nil, fmt.Errorf("%w: it has more than %d lines", ErrBounds, maxLines)
		}
	}
	return d, nil
}

// LongestLine is the number of bytes above which only tables are looked for in a line.
const LongestLine = 20_000

// newLine makes a line of text. Bullets are taken off; the text of an empty bullet is empty.
func newLine(number int, printed string) Line {
	l := Line{First: number, Last: number, Printed: printed, Text: Clean(printed)}
	if rest, ok := CutBullet(l.Text); ok {
		l.Bullet, l.Text = true, rest
	}
	return l
}

var bullets = regexp.MustCompile(`^(?:[•◦▪▫·●○■□►‣⁃∙–—-]|o |\* |[\x{f0a7}\x{f0b7}\x{f0d8}])\s*`)

// CutBullet takes the mark of a list's item off a text.
func CutBullet(s string) (string, bool) {
	mark := bullets.FindString(s[:min(len(s), 16)])
	if mark == "" || strings.HasPrefix(mark, "-") && len(mark) == 1 && len(s) > 1 && s[1] != ' ' && !unicode.IsLetter(rune(s[1])) {
		return s, false
	}
	return s[len(mark):], true
}

// Clean is a text with every run of white space, no-break spaces among them, as one space, without invisible
// characters.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Join(strings.Fields(Plain(s)), " ")
}

// Plain is a text without invisible characters and with plain hyphens; its white space stays.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\r':
			return -1
		case '\u2011', '\u2010':
			return '-'
		case '\u00a0', '\u2007', '\u202f', '\u2002', '\u2003', '\u2009', '\f', '\v':
			return ' '
		}
		return r
	}, s)
}

// isClean says whether a text is plain ASCII with single spaces, as most are.
func isClean(s string) bool {
	space := true // also at the beginning
	for i := range len(s) {
		switch c := s[i]; {
		case c > '~' || c < ' ' || c == ' ' && space:
			return false
		default:
			space = c == ' '
		}
	}
	return s == "" || !space
}

// cleanLines is Clean within each line of a text; blank lines are left out.
func cleanLines(s string) string {
	var kept []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = Clean(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}
