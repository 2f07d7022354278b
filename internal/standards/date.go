package standards

import (
	"io"
	"strconv"
	"time"
)

// PartialDate is a date as precise as its source: "2019", "2019-09" or "2019-09-05". The zero value is "not
// known". Partial dates order as strings; a less precise date comes before the more precise ones within it.
type PartialDate string

// ParsePartialDate reads a year, a month or a day in the Gregorian calendar.
func ParsePartialDate(s string) (PartialDate, error) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return PartialDate(s), nil
		}
	}
	return "", Errorf(Invalid, "%q is not a date like 2019, 2019-09 or 2019-09-05", s)
}

// Year is the calendar year, or 0 where the date is not known.
func (d PartialDate) Year() int {
	if len(d) < 4 {
		return 0
	}
	y, _ := strconv.Atoi(string(d[:4]))
	return y
}

// End is the last string of the period the date stands for: a date x lies in it when d <= x && x <= d.End().
func (d PartialDate) End() PartialDate { return d + "\uffff" }

// Within reports whether the date lies from the one to the other, as precise as they are given; either may be nil. A date
// that is not known lies in no range.
func (d PartialDate) Within(from, to *PartialDate) bool {
	if from == nil && to == nil {
		return true
	}
	return d != "" && (from == nil || d >= *from) && (to == nil || d <= to.End())
}

// Before says whether all of the period the date stands for lies before another date; false where it is not known.
func (d PartialDate) Before(other PartialDate) bool { return d != "" && d.End() < other }

// MarshalGQL writes the date, or null where it is not known.
func (d PartialDate) MarshalGQL(w io.Writer) { marshalEnum(w, d) }

// UnmarshalGQL reads a partial date.
func (d *PartialDate) UnmarshalGQL(in any) error {
	s, ok := in.(string)
	if !ok {
		return Errorf(Invalid, "a date is a string like 2019, 2019-09 or 2019-09-05")
	}
	p, err := ParsePartialDate(s)
	*d = p
	return err
}
