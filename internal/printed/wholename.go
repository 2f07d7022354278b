package printed

import (
	"regexp"
	"strings"

	"rapporteur/internal/standards"
)

var revisedWord = regexp.MustCompile(`^(.*\d[a-z]*) ?\((?i:revised|revision|rev\.?)\)$`)

// ReadName reads a cell that holds the name of a text and nothing else: "X.1332 (ex X.sgsec-3)" is X.1332, formerly
// X.sgsec-3, and "X.509 (revised)" is X.509rev. It is false where anything is left over.
func ReadName(s string) (name, former string, ok bool) {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "‑", "-")), " ")
	s = s[len(sector.FindString(s)):]
	if s == "" || len(s) > longest {
		return "", "", false
	}
	if m := revisedWord.FindStringSubmatch(s); m != nil && !strings.Contains(m[1], "(") {
		if name, _, ok = ReadName(m[1]); ok && standards.ParseTextName(name).Novelty == "" {
			return name + "rev", "", true
		}
	}
	if p, known := ReadPublished(s); known && !p.Erratum {
		return p.Name, "", true
	}
	cost := 0.0
	for _, r := range Read(nil, s, 0, 0) {
		if r.Type == Name && r.End == len(s) && r.Value.Name != "" && (!ok || r.Cost < cost) {
			name, former, ok, cost = r.Value.Name, r.Value.Former, true, r.Cost
		}
	}
	return name, former, ok
}
