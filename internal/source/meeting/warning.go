package meeting

import (
	"fmt"
	"slices"
	"strings"

	"rapporteur/internal/standards"
)

// maxRaw is the number of bytes of a text that a warning shows.
const maxRaw = 2000

// warn adds a warning about a line, or about the whole report.
func (r *reader) warn(code, message string, l *line) {
	w := &standards.Warning{Code: code, Message: message}
	if l != nil {
		raw := shorten(l.printed)
		w.FirstLine, w.LastLine, w.Raw = &l.first, &l.last, &raw
	}
	r.Warnings = append(r.Warnings, w)
}

func shorten(raw string) string {
	if len(raw) <= maxRaw {
		return raw
	}
	return strings.ToValidUTF8(raw[:maxRaw], "") + "…"
}

// unreadLines lists what nothing was made of: a warning for each run of lines.
func (r *reader) unreadLines() {
	r.Coverage.Boilerplate += r.margins
	for i := range r.lines {
		switch r.lines[i].use {
		case unread:
			r.Coverage.Unread++
		case boilerplate:
			r.Coverage.Boilerplate++
		default:
			r.Coverage.Facts++
		}
	}
	for i := 0; i < len(r.lines); i++ {
		if r.lines[i].use != unread {
			continue
		}
		from, size := i, len(r.lines[i].printed)
		for i+1 < len(r.lines) && r.lines[i+1].gap <= 1 && r.lines[i+1].use == unread && size < maxRaw {
			i++
			size += len(r.lines[i].printed)
		}
		first, last, raw := r.lines[from].first, r.lines[i].last, shorten(r.raw(from, i))
		message := "the line was not understood"
		if from != i {
			message = fmt.Sprintf("%d lines were not understood", i-from+1)
		}
		r.Warnings = append(r.Warnings, &standards.Warning{Code: "UNREAD", Message: message, FirstLine: &first, LastLine: &last, Raw: &raw})
	}
}

// sortWarnings puts those about the whole report first, then those about lines in order.
func (r *reader) sortWarnings() {
	at := func(w *standards.Warning) int {
		if w.FirstLine == nil {
			return 0
		}
		return *w.FirstLine
	}
	slices.SortStableFunc(r.Warnings, func(a, b *standards.Warning) int { return at(a) - at(b) })
}
