package standards

// Study periods run from one World Telecommunication Standardization Assembly to the next. 2017-2020 lasted
// until the assembly of March 2022. The first and last month of each, by its name.
var studyPeriods = []struct {
	name, first, last string
}{
	{"1997-2000", "1996-11", "2000-10"},
	{"2001-2004", "2000-11", "2004-10"},
	{"2005-2008", "2004-11", "2008-10"},
	{"2009-2012", "2008-11", "2012-11"},
	{"2013-2016", "2012-12", "2016-10"},
	{"2017-2020", "2016-11", "2022-03"},
	{"2022-2024", "2022-04", "2024-10"},
	{"2025-2028", "2024-11", "2028-10"},
}

// StudyPeriod is the study period a meeting of this date belongs to, empty where none is known for it. A date
// that is only a year is taken to be the middle of it.
func StudyPeriod(d PartialDate) string {
	if len(d) == 4 {
		d += "-07"
	}
	if len(d) < 7 {
		return ""
	}
	month := string(d[:7])
	for _, p := range studyPeriods {
		if p.first <= month && month <= p.last {
			return p.name
		}
	}
	return ""
}
