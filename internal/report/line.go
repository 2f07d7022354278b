package report

import (
	"regexp"
	"strings"
	"unicode"

	"rapporteur/internal/standards"
)

// document is a report as a sequence of lines, whatever it was read from.
type document struct {
	format format
	lines  []line // without the blank ones
	count  int    // lines of the file: of its text, of its HTML source, or paragraphs of a .docx
}

// line is one printed line, or one row of a table whose cells are known.
type line struct {
	first, last int    // numbers in the file, from 1
	printed     string // as printed
	text        string // printed, with single spaces
	cells       []string
	bullet      bool // an item of a list; text is without the bullet
	heading     bool // marked up as a heading
	use         use
}

// use says what became of a line. Each line that is not blank ends as a fact, as boilerplate or in a warning.
type use byte

const (
	unread use = iota
	boilerplate
	fact
)

// longestLine is the number of bytes above which a line is not looked at: no report has such a line.
const longestLine = 20_000

// newLine makes a line of text. Bullets are taken off; the text of an empty bullet is empty.
func newLine(number int, printed string) line {
	l := line{first: number, last: number, printed: printed}
	if len(printed) > longestLine {
		l.text = printed
		return l
	}
	l.text = clean(printed)
	if rest, ok := cutBullet(l.text); ok {
		l.bullet, l.text = true, rest
	}
	return l
}

var bullets = regexp.MustCompile(`^(?:[•◦▪▫·●○■□►‣⁃∙–—-]|o |\* |[\x{f0a7}\x{f0b7}\x{f0d8}])\s*`)

func cutBullet(s string) (string, bool) {
	mark := bullets.FindString(s)
	if mark == "" || strings.HasPrefix(mark, "-") && len(mark) == 1 && len(s) > 1 && s[1] != ' ' && !unicode.IsLetter(rune(s[1])) {
		return s, false
	}
	return s[len(mark):], true
}

// clean is a text with every run of white space, no-break spaces among them, as one space, without invisible characters.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad':
			return -1
		case '\u2011', '\u2010':
			return '-'
		}
		return r
	}, s)), " ")
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

// cleanLines is clean within each line of a text; blank lines are left out.
func cleanLines(s string) string {
	var kept []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = clean(l); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// raw is what is printed from one line to another, both included, with the blank lines between them.
func (d *document) raw(from, to int) string {
	if from == to {
		return d.lines[from].printed
	}
	var b strings.Builder
	for i := from; i <= to; i++ {
		if i > from {
			b.WriteString(strings.Repeat("\n", d.gap(i)))
		}
		b.WriteString(d.lines[i].printed)
	}
	return b.String()
}

// gap is how many line ends stand before a line: more than one where blank lines come before it.
func (d *document) gap(i int) int {
	if d.format != standards.TextFormat {
		return 1
	}
	return max(d.lines[i].first-d.lines[i-1].last, 1)
}

func (d *document) mark(from, to int, as use) {
	for i := from; i <= to; i++ {
		if d.lines[i].use < as {
			d.lines[i].use = as
		}
	}
}
