package standards

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldRunes lowers case, strips accents and maps the letters that do not decompose.
func foldRunes(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		switch r = unicode.ToLower(r); r {
		case 'ı':
			b.WriteByte('i')
		case 'ø':
			b.WriteByte('o')
		case 'ł':
			b.WriteByte('l')
		case 'đ', 'ð':
			b.WriteByte('d')
		case 'ß':
			b.WriteString("ss")
		case 'æ':
			b.WriteString("ae")
		case 'œ':
			b.WriteString("oe")
		case 'þ':
			b.WriteString("th")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Words are the folded words of a text: runs of letters and digits, without case and accents.
func Words(s string) []string {
	return strings.FieldsFunc(foldRunes(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// apostrophes leaves them out: O’Neill and O'Neill are one.
var apostrophes = strings.NewReplacer("'", "", "’", "")

// FoldName is the key under which the spellings of one person are equal: case, accents, hyphens, apostrophes
// and punctuation aside, the parts in the order printed. "Dong-Hi Sim" and "Dong Hi SIM" fold alike, and so do
// "HyungJin Lim" and "Hyungjin, Lim".
func FoldName(s string) string {
	return strings.Join(Words(apostrophes.Replace(s)), "-")
}

// NameCandidates are the keys a printed name may stand for, the likeliest first. A name with one comma is read
// as an inversion ("Nakao, Koji" is koji-nakao) and, after that, as printed ("Hyungjin, Lim" is hyungjin-lim).
func NameCandidates(s string) []string {
	straight := FoldName(s)
	last, first, ok := strings.Cut(strings.Trim(s, " ,\u00a0"), ",")
	if !ok || strings.Contains(first, ",") || FoldName(last) == "" || FoldName(first) == "" {
		return []string{straight}
	}
	return []string{FoldName(first + " " + last), straight}
}

// NameKey is the key under which the spellings of one text's name are equal: case and accents aside, and a
// space as good as a hyphen.
func NameKey(name string) string {
	return strings.Join(strings.Fields(foldRunes(strings.ReplaceAll(name, "‑", "-"))), "-")
}

// TitleKey is the key under which two printings of one title are equal: case, accents and punctuation aside.
func TitleKey(title string) string { return strings.Join(Words(title), " ") }

// Compact is a name without its punctuation: "X.sgsec-3" is "xsgsec3".
func Compact(name string) string { return strings.Join(Words(name), "") }
