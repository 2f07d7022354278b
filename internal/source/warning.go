package source

import "rapporteur/internal/standards"

// maxRaw is the number of bytes of a text that a warning shows.
const maxRaw = 2000

// Unread is the warning about lines that were not understood, or not all of them.
func Unread(message string, first, last int, raw string) *standards.Warning {
	raw = standards.Shortened(raw, maxRaw)
	return &standards.Warning{Code: "UNREAD", Message: message, FirstLine: &first, LastLine: &last, Raw: &raw}
}
