package report

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sticking says whether the cells of a table run together or have spaces between them.
type sticking bool

const (
	spaced sticking = false
	stuck  sticking = true
)

var (
	namePrefix     = regexp.MustCompile(`^(?:ITU-T )?(?:[A-Z]{1,4}\.[A-Za-z0-9]|[A-Z]ST[RP]-[A-Za-z0-9]|(?:Annex|Appendix) [A-Z0-9]{1,3} ?(?:/|to ) ?[A-Z]\.\d)`)
	nameRun        = regexp.MustCompile(`^[A-Za-z0-9_+]+(?:[-.][A-Za-z0-9_+]+)*`)
	formalRun      = regexp.MustCompile(`^(?:ITU-T )?[A-Z]{1,2}\.(?:\d{2,4}|\d)(?:\.\d{1,3})*(?:-?(?:rev|Rev|REV|bis|ter)\b|-?[Rr]ev|bis|ter| rev\b)?`)
	numberedRun    = regexp.MustCompile(`^[A-Z]{1,2}\.(?:Sup(?:pl)?|Imp|IG)\.?\d{1,4}(?:-?rev)?`)
	seriesTail     = regexp.MustCompile(`^ to (?:ITU-T )?[A-Z](?:\.\d+)?[ -][Ss]eries`)
	nameSuffix     = regexp.MustCompile(`^(?:\s\((?:\d{1,2}/)?(?:19|20)\d\d\))?(?:\s?(?:Amd|Amend|Amendment|Cor|Corr|Corrigendum|Technical Cor|Sup|Suppl)\.?\s?\d{1,2}|\s(?:Annex|App\.?|Appendix)\s[A-Z](?:\d{1,2})?|\sAppendix\s[IVX]+)(?:-?rev|-?Rev)?`)
	bracketName    = regexp.MustCompile(`^\s?\(\s*(?:ex|ex\.|formerly|former|was)?:?\s*(?:TAP|AAP|(?:ITU-T )?(?:[A-Z]{1,4}\.|[A-Z]ST[RP]-)[\w.+-]*(?: ?(?:rev|Amd\.?\s?\d+|Cor\.?\s?\d+))?)\s*\)`)
	slashName      = regexp.MustCompile(`^\n[A-Z]{1,4}\.[A-Za-z][\w.+-]*(?:\n|$)`)
	nameMark       = regexp.MustCompile(`^\s?\*{1,2}`)
	nameEquivalent = regexp.MustCompile(`^\s?\|\s?[A-Z][A-Z0-9/]*(?: [A-Z]{2,3})? \d[\d.]*(?:-\d+)?`)
	capitalised    = regexp.MustCompile(`^[A-Z][a-z]{2,}(?:['’-][A-Za-z]+)*$`)
)

// nameLength is how much of the beginning of a text is the cell of a text's name: the name, its provisional name
// in brackets or on the next line, its marks, its twin behind a pipe. Where cells run together the first word of
// the title sticks to it.
func nameLength(s string, stuckCells bool) int {
	if !namePrefix.MatchString(s) {
		return 0
	}
	at := baseLength(s, stuckCells)
	// A mark stands before or behind the brackets. What follows is looked at once each: "X.1197 Amd.1Amendment 1".
	for _, pattern := range []*regexp.Regexp{seriesTail, nameSuffix, nameMark, bracketName, nameSuffix, nameMark, nameEquivalent} {
		part := pattern.FindString(s[at:])
		if pattern == nameSuffix && hasSuffix(s[:at]) {
			continue
		}
		at += len(part)
	}
	if next := slashName.FindString(s[at:]); next != "" {
		at += len(strings.TrimRight(next, "\n"))
		at += len(nameMark.FindString(s[at:]))
	}
	return at
}

// hasSuffix says whether a name already ends in an amendment's, corrigendum's or annex's number.
func hasSuffix(name string) bool {
	at := strings.IndexByte(name, ' ')
	return at > 0 && nameSuffix.MatchString(name[at:])
}

// baseLength is the length of the name itself.
func baseLength(s string, stuckCells bool) int {
	if m := numberedRun.FindString(s); m != "" {
		return len(m)
	}
	if strings.HasPrefix(s, "Annex") || strings.HasPrefix(s, "Appendix") {
		prefix := namePrefix.FindString(s)
		return len(prefix) - 3 + len(formalRun.FindString(s[len(prefix)-3:]))
	}
	offset := 0
	if strings.HasPrefix(s, "ITU-T ") {
		offset = len("ITU-T ")
	}
	run := offset + len(nameRun.FindString(s[offset:]))
	if m := formalRun.FindString(s); m != "" && len(m) <= run {
		rest := s[len(m):run]
		first, _ := utf8.DecodeRuneInString(rest)
		digits := strings.TrimLeft(m[offset:], "XYZABCDEFGHIJKLMNOPQRSTUVW.")
		generation := len(digits) == 1 && strings.HasPrefix(rest, "G") // 5G, 6G
		switch {
		case rest == "" || strings.HasPrefix(rest, "-series"):
			if rest == "" {
				return len(m)
			}
		case unicode.IsUpper(first) && !generation:
			return len(m)
		}
	}
	return run - stuckTitle(s[offset:run], s[run:], stuckCells)
}

// stuckTitle is the length of the first word of a title that sticks to the end of a name: "X.sfopSecurity".
func stuckTitle(run, after string, stuckCells bool) int {
	if strings.HasPrefix(after, "*") || strings.HasPrefix(after, " *") || strings.HasPrefix(after, "(") || strings.HasPrefix(after, " (") || !stuckCells {
		return 0
	}
	dot := strings.IndexByte(run, '.') + 2
	definite := after == "" || strings.HasPrefix(after, "\n") // the name ends here, unless a whole word sticks to it
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	for i := len(run) - 1; i > dot; i-- {
		if !isUpper(run[i]) || run[i-1] == '-' || run[i-1] == '.' || run[i-1] == '_' {
			continue
		}
		tail, afterCapital := run[i:], isUpper(run[i-1])
		switch {
		case capitalised.MatchString(tail) && (!definite || len(tail) > 3):
			return len(tail)
		case definite, afterCapital:
			continue
		case tail == "A":
			return 1
		case len(tail) > 1 && isUpper(tail[1]) && !unicode.IsUpper(next):
			return len(tail)
		case len(tail) > 2 && isUpper(tail[1]) && strings.ContainsAny(tail, "-"):
			return len(tail) // "ITU-T", "SDL-2010"
		case len(tail) > 2 && isUpper(tail[2]) && !isUpper(tail[1]) && !unicode.IsUpper(next):
			return len(tail) // "IoT"
		}
	}
	return 0
}

func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }

var (
	exName   = regexp.MustCompile(`^(?:ex|ex\.|formerly|former|was)\b:?\s*`)
	inMarks  = regexp.MustCompile(`\*{1,2}`)
	brackets = regexp.MustCompile(`\(([^()]*)\)`)
)

// nameParts are the contents of a name cell.
type nameParts struct {
	acronym, provisional, mark, equivalents string
}

// splitName reads "X.1332 (X.sgsec-3)", "X.elf-iot *" and "X.1901 (ex X.aas) | ISO/IEC 27566-1".
func splitName(cell string) nameParts {
	var p nameParts
	cell, p.equivalents, _ = strings.Cut(cell, "|")
	p.equivalents = clean(p.equivalents)
	p.mark = inMarks.FindString(cell)
	cell = strings.ReplaceAll(cell, "*", "")
	for _, m := range brackets.FindAllStringSubmatch(cell, -1) {
		inner := exName.ReplaceAllString(clean(m[1]), "")
		if _, isProcess := processes[strings.ToUpper(inner)]; isProcess {
			p.mark = strings.ToUpper(inner)
		} else if !namePrefix.MatchString(inner) {
			continue
		} else if p.provisional == "" {
			p.provisional = strings.TrimPrefix(inner, "ITU-T ")
		}
		cell = strings.Replace(cell, m[0], " ", 1)
	}
	if first, second, ok := strings.Cut(strings.TrimSpace(cell), "\n"); ok && p.provisional == "" && namePrefix.MatchString(clean(second)) {
		cell, p.provisional = first, clean(second)
	}
	p.acronym = strings.TrimPrefix(clean(cell), "ITU-T ")
	return p
}
