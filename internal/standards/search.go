package standards

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// identifierMark begins the terms that are whole identifiers. No word holds it.
const identifierMark = "="

// MaxWords bounds the words of a search, those after are ignored, so that a long title finds its text; and those of a name.
const MaxWords = 16

// Field is something a node is found by.
type Field struct {
	Value      string
	Identifier bool // a name of the node rather than words about it
}

// Searchable is a node that a search finds.
type Searchable interface {
	Node
	// FoundBy are the fields whose words a search looks for, the most telling first.
	FoundBy() []Field
}

// Terms are what a search compares with: the words of all fields, and of each identifier the whole without its
// punctuation ("xsgsec3"), alone and marked as an identifier.
func Terms(fields []Field) []string {
	terms := map[string]bool{}
	for _, f := range fields {
		for _, w := range searched(f.Value) {
			terms[w] = true
		}
		if whole := Compact(f.Value); f.Identifier && whole != "" {
			terms[whole], terms[identifierMark+whole] = true, true
		}
	}
	return slices.Sorted(maps.Keys(terms))
}

// searched are the words that a value is found by: its words, and O'Connor as oconnor, too.
func searched(value string) []string {
	words := Words(value)
	if joined := apostrophes.Replace(value); joined != value {
		for _, w := range Words(joined) {
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}

// Query is a search: its words, which all must match, the last one by its beginning; or a whole identifier, by its
// beginning. A query without words matches nothing.
type Query struct {
	Words []string
	whole string
}

// ParseQuery reads a search: at most its first 16 words.
func ParseQuery(s string) Query {
	words := Words(s)
	words = words[:min(len(words), MaxWords)]
	return Query{words, strings.Join(words, "")}
}

// Identifier is what the terms of identifiers that the query means begin with.
func (q Query) Identifier() string { return identifierMark + q.whole }

// matches tells the word of the query that a word of a field fulfils, or -1.
func (q Query) matches(word string) int {
	for i, w := range q.Words {
		if word == w || i == len(q.Words)-1 && strings.HasPrefix(word, w) {
			return i
		}
	}
	return -1
}

// Score ranks a node: 100 where the query is an identifier of it; between 50 and 90 where it begins one, the more of
// it the more; else at most 22, more where one field holds more words of the query and little beside them.
func (q Query) Score(fields []Field) float64 {
	best := 0.0
	for _, f := range fields {
		words := searched(f.Value)
		if whole := Compact(f.Value); f.Identifier && whole == q.whole {
			return 100
		} else if f.Identifier && strings.HasPrefix(whole, q.whole) {
			best = max(best, 50+40*float64(len(q.whole))/float64(len(whole)))
		}
		met, covered, score := map[int]bool{}, 0, 0.0
		for _, w := range words {
			if i := q.matches(w); i >= 0 {
				met[i] = true
				covered++
			}
		}
		if covered == 0 {
			continue
		}
		if slices.Contains(words, q.Words[len(q.Words)-1]) {
			score = 2
		}
		score += float64(len(met)) / float64(len(q.Words)) * (10 + 10*float64(covered)/float64(len(words)))
		best = max(best, score)
	}
	return math.Round(best*100) / 100
}

// Highlights are the fields that hold words of the query, with those words between ** and **.
func (q Query) Highlights(fields []Field) []string {
	marked := []string{}
	for _, f := range fields {
		s := q.mark(f.Value)
		if f.Identifier && strings.HasPrefix(Compact(f.Value), q.whole) {
			s = "**" + f.Value + "**"
		}
		if s != f.Value && !slices.Contains(marked, s) {
			marked = append(marked, s)
		}
	}
	return marked
}

// mark marks the words that match; O'Connor as a whole where oconnor does, else its parts.
func (q Query) mark(s string) string {
	return marked(s, inName, func(word string) string {
		name := strings.Trim(word, "'’")
		if joined := apostrophes.Replace(name); joined != name && q.matches(foldRunes(joined)) >= 0 {
			return strings.Replace(word, name, "**"+name+"**", 1)
		}
		return marked(word, inWord, func(part string) string {
			if q.matches(foldRunes(part)) >= 0 {
				return "**" + part + "**"
			}
			return part
		})
	})
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func inName(r rune) bool { return inWord(r) || r == '\'' || r == '’' }

// marked is s with each run of such letters replaced.
func marked(s string, in func(rune) bool, replaced func(string) string) string {
	var b strings.Builder
	for s != "" {
		start := strings.IndexFunc(s, in)
		if start < 0 {
			break
		}
		b.WriteString(s[:start])
		s = s[start:]
		end := strings.IndexFunc(s, func(r rune) bool { return !in(r) })
		if end < 0 {
			end = len(s)
		}
		b.WriteString(replaced(s[:end]))
		s = s[end:]
	}
	return b.String() + s
}

// FoundBy are its names and its title.
func (g *StudyGroup) FoundBy() []Field {
	_, short, _ := strings.Cut(g.Name, " ")
	return fields().identifiers(g.Name, short).words("Study Group " + strings.TrimPrefix(short, "SG")).optional(g.Title)
}

// FoundBy are its label, Q6/17 or 6/17, and its study period.
func (q *Question) FoundBy() []Field {
	short := strings.TrimPrefix(q.Label, "Q")
	return fields().identifiers(q.Label, short).words("Question "+short, q.StudyPeriod)
}

// FoundBy are its names and its title.
func (t *Text) FoundBy() []Field {
	return fields().named(t.Acronym, t.ProvisionalName).identifiers(t.OtherNames...).optional(t.Title)
}

// FoundBy are the spellings of the name.
func (p *Person) FoundBy() []Field { return fields().identifiers(p.Spellings...) }

// FoundBy is its number, with and without TD.
func (d *Document) FoundBy() []Field {
	return fields().identifiers(d.Number, strings.TrimPrefix(d.Number, "TD"))
}

// FoundBy is its identifier, and the number with its part.
func (s *Specification) FoundBy() []Field {
	number := s.Number
	if s.Part != nil {
		number += "-" + *s.Part
	}
	return fields().identifiers(s.Identifier, number)
}

// FoundBy are its name, its place, the first day, and whom it is held with.
func (m *Meeting) FoundBy() []Field {
	return fields().identifiers(m.Name).optional(m.Place).words(string(m.Start)).words(m.JointWith...)
}

// FoundBy are its acronym and its title.
func (g *CorrespondenceGroup) FoundBy() []Field {
	return fields().identifiers(g.Acronym).optional(g.Title)
}

// FoundBy is its title.
func (r *Report) FoundBy() []Field { return fields().words(r.Title) }

// fieldList is built a few fields at a time; empty ones are left out.
type fieldList []Field

func fields() fieldList { return nil }

func (l fieldList) add(identifier bool, values []string) fieldList {
	for _, v := range values {
		if v != "" {
			l = append(l, Field{v, identifier})
		}
	}
	return l
}

func (l fieldList) identifiers(values ...string) fieldList { return l.add(true, values) }
func (l fieldList) words(values ...string) fieldList       { return l.add(false, values) }

func (l fieldList) named(values ...*string) fieldList {
	for _, v := range values {
		if v != nil {
			l = l.identifiers(*v)
		}
	}
	return l
}

func (l fieldList) optional(value *string) fieldList {
	if value == nil {
		return l
	}
	return l.words(*value)
}
