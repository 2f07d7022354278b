package meeting

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	legendItem = regexp.MustCompile(`(?i)(\*{1,3})\s?[:=–-]?\s?(?:(?:texts?|recommendations?|items?) )?(?:(?:marked|planned) )?(?:for )?(determination|agreement|consent|approval|TAP|AAP)\b`)
)

// legend reads what the marks mean, wherever the report says so: it serves all its tables.
func (r *reader) legend() {
	for i := range r.lines {
		l := &r.lines[i]
		if len(l.printed) > 1000 || !strings.Contains(l.printed, "*") {
			continue
		}
		for _, m := range legendItem.FindAllStringSubmatch(clean(l.printed), -1) {
			action := kindsIn(m[2])[0]
			switch strings.ToUpper(m[2]) {
			case "TAP":
				action = standards.Determined
			case "AAP":
				action = standards.Consented
			}
			if r.marks == nil {
				r.marks = map[string]standards.ActionKind{}
			}
			r.marks[m[1]] = action
			l.use = fact
		}
	}
}

// infer adds to the rows what only the whole report tells.
func (r *reader) infer() {
	for _, row := range r.rows {
		r.target(row)
		row.inferNovelty()
	}
	r.inferNames()
	r.confirmKinds()
	r.partEditors()
	r.Statements = make([]source.Statement, len(r.rows))
	for i, row := range r.rows {
		r.Statements[i] = row.Statement
	}
}

// processes are marks that say themselves what they mean.
var processes = map[string]standards.ActionKind{"TAP": standards.Determined, "AAP": standards.Consented, "AGREEMENT": standards.Agreed}

// target sets what is planned for a text, by its mark. The marks are used in the tables of what is still to come.
func (r *reader) target(row *statement) {
	if row.Kind != standards.Planned && row.Kind != standards.NewWorkItem {
		return
	}
	action, known := r.marks[row.mark]
	if named, ok := processes[row.mark]; ok {
		action, known = named, true
	}
	switch {
	case row.mark != "" && known:
		row.TargetAction = action
	case row.mark != "":
		row.doubtFrom("targetAction", "the report has no legend for the mark", row.mark)
	case len(r.marks) == 0:
	case row.markLost:
		row.doubt("targetAction", "the cell that carries the mark is lost")
	default:
		row.TargetAction = standards.Consented
		reason := "no mark is printed; the legend leaves consent by elimination"
		if row.TextKind == standards.TechnicalReport || row.TextKind == standards.TechnicalPaper || row.TextKind == standards.Supplement {
			reason += ", though such a text is usually agreed"
		}
		row.doubtFrom("targetAction", reason, r.legendText())
	}
}

func (r *reader) legendText() string {
	var items []string
	for mark, action := range r.marks {
		items = append(items, fmt.Sprintf("%s is %s", mark, action))
	}
	slices.Sort(items)
	return strings.Join(items, ", ")
}

// inferNovelty takes the word of a name that ends in rev where no column tells, and doubts a column that says otherwise.
func (s *statement) inferNovelty() {
	if s.nameNovelty == "" {
		return
	}
	if s.Novelty == "" {
		s.Novelty = s.nameNovelty
		s.doubtFrom("novelty", "the name says that the text is a revision", s.Acronym)
	} else if s.Novelty != s.nameNovelty {
		s.doubtFrom("novelty", "the name says that the text is a revision", s.Acronym)
	}
}

// inferNames gives a row that lost its name the one of a row with the same title.
func (r *reader) inferNames() {
	byTitle := map[string]*statement{}
	var nameless []*statement
	for _, row := range r.rows {
		if row.Acronym == "" && row.Title != "" {
			nameless = append(nameless, row)
			byTitle[standards.TitleKey(row.Title)] = nil
		}
	}
	if len(nameless) == 0 {
		return
	}
	for _, row := range r.rows {
		if row.Acronym == "" {
			continue
		}
		key := standards.TitleKey(row.Title)
		if first, wanted := byTitle[key]; wanted && first == nil && key != "" {
			byTitle[key] = row
		}
	}
	for _, row := range nameless {
		same := byTitle[standards.TitleKey(row.Title)]
		if same == nil {
			continue
		}
		row.Acronym = same.Acronym
		row.Doubts = slices.DeleteFunc(row.Doubts, func(d *standards.Doubt) bool { return d.Field == "acronym" })
		row.doubtFrom("acronym", fmt.Sprintf("not printed in the row; row %d of %q has the same title", same.Number, same.Section), row.Title)
		row.TextKind = same.TextKind
		for _, relation := range same.Relations {
			row.relate(relation)
		}
	}
}

// partEditors splits names that nothing parts, with the help of the names that other rows print.
func (r *reader) partEditors() {
	printed, known := map[string]bool{}, map[string]bool{}
	for _, row := range r.rows {
		for _, name := range row.Editors {
			if !printed[name] {
				printed[name] = true
				known[standards.FoldName(name)] = true
			}
		}
	}
	for _, row := range r.rows {
		var names []string
		for _, name := range row.Editors {
			parted, how := partNames(name, known)
			if parted == nil {
				names = append(names, name)
				continue
			}
			row.doubtFrom("editors", "nothing parts the names; "+how, name)
			names = append(names, parted...)
		}
		row.Editors = names
	}
}

// confirmKinds drops the doubt of decisions whose heading names only the process where the report states a figure of
// that kind: "One Recommendation was determined" above a table of the traditional process.
func (r *reader) confirmKinds() {
	stated := map[standards.ActionKind]bool{}
	for _, c := range r.claims {
		stated[c.kind] = stated[c.kind] || c.stated > 0
	}
	for _, row := range r.rows {
		if stated[row.Kind] {
			row.Doubts = slices.DeleteFunc(row.Doubts, func(d *standards.Doubt) bool { return d.Field == "kind" && d.Reason == onlyProcess })
		}
	}
}
