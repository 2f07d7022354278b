package printed

import (
	"regexp"
	"strconv"
	"strings"

	"rapporteur/internal/standards"
)

var noveltyWords = []struct {
	word string
	says standards.Novelty
}{
	{"New", standards.New}, {"NEW", standards.New}, {"Revised", standards.Revised}, {"REVISED", standards.Revised}, {"Revision", standards.Revised}, {"Rev.", standards.Revised},
	{"Rev", standards.Revised}, {"REV", standards.Revised}, {"Amendment", ""}, {"Amend.", ""}, {"Amd.", ""}, {"Amd", ""}, {"Corrigendum", ""}, {"Corr.", ""}, {"Cor.", ""}, {"Corr", ""}, {"Cor", ""},
	{"Supplement", ""}, {"Suppl.", ""}, {"Suppl", ""}, {"Sup.", ""}, {"Sup", ""},
}

var processWords = []string{"AAP", "TAP", "Agreement", "Consented", "Consent", "Determined", "Determination", "Approved", "Approval", "Agreed", "A", "N"}

var (
	orRevised = regexp.MustCompile(`\A[ ]?/[ ]?(?:New|Rev\w*)`)
	circulars = regexp.MustCompile(`\A(?:forthcoming|AAP-?[ ]?\d{1,3}|(?:TSB[ ])?(?:Circular|Collective)[ ]?(?:No\.[ ]?)?\d+|LC\b)`)
	meetings  = regexp.MustCompile(`\A(?:SG[ ]?\d+[ ]?\(\d\d/\d\d/\d\d(?:\d\d)?\)|\d{1,2}/\d{1,2}/(?:19|20)\d\d|\d{4}-\d\d-\d\d)`)
	parties   = regexp.MustCompile(`\A(?:WP[ ]?\d/\d{1,2}|WP[ ]?\d\b|PLEN\b)`)
)

// words reads the cells of one word.
func (t *taker) words() {
	t.novelties()
	for _, word := range processWords {
		if strings.HasPrefix(t.text, word) && !isLetter(byteAt(t.text, len(word))) && byteAt(t.text, len(word)) != '-' && byteAt(t.text, len(word)) != '.' && !isUpper(t.before) {
			t.add(Process, len(word), 0.2, Value{Word: word})
			t.add(Status, len(word), 0.2, Value{Word: word})
			t.add(Novelty, len(word), 1.2, Value{Word: word}) // the process stands under the wrong name
			break
		}
	}
	if n := len(circulars.FindString(t.text)); n > 0 {
		t.add(Circular, n, 0.2, Value{Word: t.text[:n]})
	}
	if n := len(parties.FindString(t.text)); n > 0 {
		t.add(Party, n, 0.1, Value{Word: t.text[:n]})
	}
}

func (t *taker) novelties() {
	for _, known := range noveltyWords {
		if !strings.HasPrefix(t.text, known.word) {
			continue
		}
		n := len(known.word)
		next := byteAt(t.text, n)
		if isLower(next) || isDigit(next) && !t.startsCell(n) || isUpper(t.before) && t.before2 != 'R' {
			continue
		}
		v, cost := Value{Novelty: known.says, Word: known.word}, 0.0
		if known.says == "" {
			cost = 0.4
		}
		if m := orRevised.FindString(t.text[n:]); m != "" && !isLower(byteAt(t.text, n+len(m))) {
			t.add(Novelty, n+len(m), cost, Value{Word: t.text[:n+len(m)]})
			t.add(Status, n+len(m), cost, Value{Word: t.text[:n+len(m)]})
		}
		t.add(Novelty, n, cost, v)
		t.add(Status, n, cost, v)
		return
	}
}

// startsCell says whether digits at a place begin a Question or a date.
func (t *taker) startsCell(at int) bool {
	n := digits(t.text, at, 2)
	return byteAt(t.text, at+n) == '/' && isDigit(byteAt(t.text, at+n+1)) || isoDateAt(t.text, at)
}

// specifications reads a specification of another organization.
func (t *taker) specifications() {
	end, name := specification(t.text)
	if end == 0 || isLetter(t.before) && !isLower(t.before) {
		return
	}
	cost := 0.1
	for k := end - 1; k > max(end-18, 4); k-- { // a date that sticks to it
		if isDigit(t.text[k-1]) && isoDateAt(t.text, k) {
			if shorter, short := specification(t.text[:k]); shorter == k {
				t.add(Equivalent, k, 0.1, Value{Equivalent: short})
				cost = 1.6
			}
		}
	}
	t.add(Equivalent, end, cost, Value{Equivalent: name})
}

// specification reads a specification at the beginning of a text.
func specification(s string) (end int, name standards.SpecificationName) {
	names, at := standards.FindSpecifications(s[:min(len(s), 60)])
	if len(at) == 0 || at[0][0] != 0 {
		return 0, name
	}
	return at[0][1], names[0]
}

// dashes reads a cell that is left empty on purpose.
func (t *taker) dashes() {
	n := 0
	for _, dash := range []string{"–", "—", "-", "n/a", "N/A", "None", "none", "TBD", "tbd"} {
		if strings.HasPrefix(t.text, dash) {
			n = len(dash)
			break
		}
	}
	if n == 0 || isWord(byteAt(t.text, n)) {
		return
	}
	rest := strings.TrimLeft(t.text[n:], " ")
	if n <= 3 && !isLetter(t.text[0]) && rest != "" && rest[0] != '|' && rest[0] != '\n' {
		return
	}
	for _, of := range []Type{Document, Equivalent, Justification, Editors, Target, Start, Novelty, Question} {
		t.add(of, n, 0.2, Value{})
	}
	t.add(Name, n, 0.8, Value{})
}

var (
	monthYear  = regexp.MustCompile(`\A(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[ -]((?:19|20)\d\d)`)
	yearFirst  = regexp.MustCompile(`\A((?:19|20)\d\d)[ /-]Q[1-4]\b`)
	quarter    = regexp.MustCompile(`\A(?:Q[1-4][ /-]?|[1-4]Q[ /]?)((?:19|20)\d\d)`)
	monthSlash = regexp.MustCompile(`\A(0[1-9]|1[0-2])[/-]((?:19|20)\d\d)`)
)

const monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"

// dates reads a month: "2019-09", "09/2019", "Sept 2019", "Q3 2019".
func (t *taker) dates() {
	s := t.text
	add := func(end int, cost float64, v Value) {
		if !isDigit(byteAt(s, end)) || isoDateAt(s, end) {
			t.add(Start, end, cost, v)
			t.add(Target, end, cost, v)
		}
	}
	if end, on := isoDate(s); end > 0 {
		add(end, 0, Value{Date: on})
		if len(on) == 10 {
			t.add(Date, end, 0, Value{Date: on})
		}
		return
	}
	if m := meetings.FindString(s); m != "" && !isDigit(t.before) {
		t.add(Date, len(m), 0, Value{Word: m})
	}
	switch c := s[0]; {
	case isUpper(c) && len(s) > 7:
		if m := monthYear.FindStringSubmatch(s); m != nil {
			month := strings.Index(monthNames, m[1])/3 + 1
			add(len(m[0]), 0.4, Value{Date: standards.PartialDate(m[2] + "-" + pad(month))})
		} else if m := quarter.FindStringSubmatch(s); m != nil {
			add(len(m[0]), 0.4, Value{Date: standards.PartialDate(m[1]), Quarter: true})
		}
	case isDigit(c) && !isDigit(t.before):
		for _, form := range []*regexp.Regexp{yearFirst, quarter} {
			if m := form.FindStringSubmatch(s); m != nil {
				add(len(m[0]), 0.4, Value{Date: standards.PartialDate(m[1]), Quarter: true})
				return
			}
		}
		if m := monthSlash.FindStringSubmatch(s); m != nil {
			add(len(m[0]), 0.4, Value{Date: standards.PartialDate(m[2] + "-" + m[1])})
		} else if n := digits(s, 0, 5); n == 4 && (s[0] == '2' || s[0] == '1') && s[1] <= '9' && !isWord(byteAt(s, 4)) && byteAt(s, 4) != '-' {
			if year, _ := strconv.Atoi(s[:4]); year > 1985 && year < 2060 {
				add(4, 1, Value{Date: standards.PartialDate(s[:4])})
			}
		}
	}
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// isoDate reads "2019-09", "2019/09" or "2019-09-05" at the beginning of a text.
func isoDate(s string) (end int, on standards.PartialDate) {
	if len(s) < 7 || s[0] != '1' && s[0] != '2' || digits(s, 0, 4) < 4 || s[4] != '-' && s[4] != '/' || digits(s, 5, 2) < 2 {
		return 0, ""
	}
	if s[0] == '1' && s[1] != '9' || s[0] == '2' && s[1] != '0' {
		return 0, ""
	}
	month := standards.PartialDate(s[:4] + "-" + s[5:7])
	if _, err := standards.ParsePartialDate(string(month)); err != nil {
		return 0, ""
	}
	if s[4] == '-' && byteAt(s, 7) == '-' && digits(s, 8, 3) == 2 {
		day := standards.PartialDate(s[:10])
		if _, err := standards.ParsePartialDate(string(day)); err == nil {
			return 10, day
		}
	}
	return 7, month
}
