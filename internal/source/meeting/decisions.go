package meeting

import (
	"context"
	"slices"
	"sort"
	"strings"

	"rapporteur/internal/layout"
	"rapporteur/internal/printed"
	"rapporteur/internal/source"
)

// window is the number of bytes of a table that are divided at once. A longer table is divided in parts, each of
// which begins with the last row of the one before.
const window = 48 << 10

// tableText is the text of the body of a table, and the lines it was made of.
type tableText struct {
	text    string
	starts  []int // where each line begins
	lines   []int // its index in the document
	columns []int // the marked-up column at each position, -1 outside of cells; nil without any
}

// textOf joins the lines of a body.
func (d *document) textOf(body []int, marked, list bool) *tableText {
	t := &tableText{lines: body}
	var b strings.Builder
	var columns []int
	pad := func(column int) {
		for len(columns) < b.Len() {
			columns = append(columns, column)
		}
	}
	for n, i := range body {
		l := &d.lines[i]
		if n > 0 {
			if b.WriteString(separator(l)); list && l.bullet {
				b.WriteByte(rowBorder)
			}
		}
		pad(-1)
		t.starts = append(t.starts, b.Len())
		if l.cells == nil {
			text := plainLine(l)
			b.WriteString(text)
			pad(-1)
			continue
		}
		for k, c := range l.cells {
			if k > 0 {
				b.WriteByte(cellBorder)
				pad(-1)
			}
			if !c.Above || len(c.Text) < 200 {
				b.WriteString(strings.ReplaceAll(c.Text, "|", "\n|"))
			}
			pad(c.Column)
		}
		b.WriteByte(rowBorder)
		pad(-1)
	}
	if t.text = b.String(); marked {
		t.columns = columns
	}
	return t
}

// plainLine is a line as it is read in a table: as printed, but for a bullet.
func plainLine(l *line) string {
	if l.bullet {
		return l.text
	}
	return strings.TrimRight(strings.ReplaceAll(layout.Plain(l.printed), `\|`, "|"), " ")
}

// separator is what stands between a line and the one before.
func separator(l *line) string {
	if l.gap == 0 {
		return " "
	}
	return strings.Repeat("\n", min(l.gap, 3))
}

// lineAt is the index in the document of the line at a position.
func (t *tableText) lineAt(p int) int {
	k := sort.SearchInts(t.starts, p+1) - 1
	return t.lines[max(k, 0)]
}

// tableReader reads one table.
type tableReader struct {
	*reader
	section  *section
	lines    *tableLines
	text     *tableText
	named    []printed.Type
	labelled []printed.Type // columns that the items of a list label
	order    []printed.Type
	rival    []printed.Type
	last     *statement // the newest row
}

// readSection reads the tables below a heading.
func (r *reader) readSection(ctx context.Context, s *section) error {
	r.lines[s.at].use = max(r.lines[s.at].use, boilerplate)
	for _, l := range s.intros {
		if kind, stated, ok := claimIn(l.text); ok && kind == s.kind {
			r.intros = append(r.intros, statedClaim{kind: kind, stated: stated, label: s.label, raw: l.text, line: l})
		}
	}
	for i := range s.tables {
		t := &s.tables[i]
		if len(t.body) == 0 {
			continue
		}
		tr := &tableReader{reader: r, section: s, lines: t, text: r.textOf(t.body, t.marked, len(t.columns) < 2)}
		for _, c := range t.columns {
			tr.named = append(tr.named, c.Type)
		}
		if len(t.columns) < 2 {
			var err error
			if tr.labelled, err = tr.text.items(ctx, r.group); err != nil {
				return err
			}
		}
		if err := r.catalogue.look(ctx, tr.text.text, r.group); err != nil {
			return err
		}
		if err := tr.read(ctx); err != nil {
			return err
		}
	}
	r.tables = append(r.tables, tableCount{s, s.rows})
	r.Sections = append(r.Sections, source.Section{Heading: s.heading, Kind: s.kind, FirstLine: r.lines[s.at].first, LastLine: r.lines[s.to-1].last, Rows: s.rows})
	return nil
}

// read finds the order of columns and divides the body, in parts where it is long.
func (t *tableReader) read(ctx context.Context) error {
	for from := 0; from < len(t.text.text); {
		end := t.windowEnd(from)
		rows, tab, err := t.divide(ctx, from, end)
		if err != nil {
			return err
		}
		next := end
		if end < len(t.text.text) && len(rows) > 1 {
			last := rows[len(rows)-1]
			begin := last.from
			if !last.isNote() {
				begin = last.cells[0].from
			}
			if begin > 0 {
				next, rows = from+begin, rows[:len(rows)-1]
			}
		}
		if err := t.statements(ctx, tab, rows, from, end); err != nil {
			return err
		}
		from = next
	}
	return nil
}

// windowEnd is the end of the part that begins at a place: at a line break, else at a space.
func (t *tableReader) windowEnd(from int) int {
	text := t.text.text
	if len(text)-from <= window {
		return len(text)
	}
	for _, breaks := range []string{"\n\x1e", " "} {
		if k := strings.LastIndexAny(text[from+window/2:from+window], breaks); k >= 0 {
			return from + window/2 + k + 1
		}
	}
	return from + window
}

func (t *tableReader) divide(ctx context.Context, from, end int) ([]tableRow, *table, error) {
	b := t.bodyOf(from, end)
	if t.order == nil {
		var err error
		if t.order, t.rival, err = bestOrder(ctx, b, t.named, t.labelled); err != nil {
			return nil, nil, err
		}
		for _, of := range t.order { // all columns are known now
			b.has[of] = true
		}
	}
	rows, tab, err := newTable(b, t.order, usual(t.order, b.oneLine)).read(ctx)
	if begins := lostBegins(tab, rows); err == nil && len(begins) > 0 {
		b.begins = begins
		rows, tab, err = newTable(b, t.order, usual(t.order, b.oneLine)).read(ctx)
	}
	if err != nil || realRows(rows) > 1 || t.text.columns != nil {
		return rows, tab, err
	}
	lost := *b
	lost.lost = true
	start := usual(t.order, b.oneLine)
	for k, of := range t.order {
		start.miss[k] = lostMiss(of)
	}
	for _, g := range []gap{gapLine, gapBlank, gapPipeLine} {
		start.rowAt[g] = 0.8
	}
	more, other, err := newTable(&lost, t.order, start).read(ctx)
	if err != nil || realRows(more) <= realRows(rows) {
		return rows, tab, err
	}
	a, err := tab.total(ctx)
	if err != nil {
		return nil, nil, err
	}
	if b, err := other.total(ctx); err != nil || b >= a-0.5 {
		return rows, tab, err
	}
	return more, other, nil
}

func (t *tableReader) bodyOf(from, end int) *body {
	var columns []int
	if t.text.columns != nil {
		columns = t.text.columns[from:end]
	}
	return newBody(t.text.text[from:end], t.group, t.named, columns, &t.catalogue)
}

func realRows(rows []tableRow) int {
	n := 0
	for i := range rows {
		if !rows[i].isNote() {
			n++
		}
	}
	return n
}

// statements makes statements of the rows of a part of a table, and marks the lines of its notes.
func (t *tableReader) statements(ctx context.Context, tab *table, rows []tableRow, from, end int) error {
	var rival []tableRow
	var rivalTable *table
	if t.rival != nil {
		var err error
		if rival, rivalTable, err = newTable(t.bodyOf(from, end), t.rival, usual(t.rival, tab.oneLine)).read(ctx); err != nil {
			return err
		}
	}
	read := len(t.rows)
	rows = t.lostRows(tab, rows)
	weak := t.weakRows(tab, rows)
	for i := range rows {
		row := &rows[i]
		if row.isNote() {
			t.noteLines(from+row.from, from+row.end)
			continue
		}
		st := t.statement(tab, row, from)
		if weak[i] && !row.lost || onlyColumns(row.cells, tab.text) || st.sure < unreadBelow || st.Title == "" && st.Acronym == "" && st.ProvisionalName == "" {
			continue
		}
		if rivalTable != nil {
			st.doubtRival(t, rivalTable, rival, row.cells[0].from, from)
		}
		t.section.rows++
		if st.Number == 0 {
			t.numberRow(st)
		}
		t.mark(st.from, st.to, fact)
		t.rows = append(t.rows, st)
		t.last = st
	}
	if end == len(t.text.text) && t.lines.cut && len(t.rows) > read {
		t.last.doubt("title", "a line that reads as a heading stands below it, and may be a part of it")
	}
	return nil
}

// onlyColumns says whether the cells of a row are names of columns: "A.5 justification".
func onlyColumns(cells []cell, text string) bool {
	first, last := cells[0].from, cells[0].end
	for _, c := range cells {
		first, last = min(first, c.from), max(last, c.end)
	}
	if last-first > longestColumns {
		return false
	}
	columns, share := columnsIn(text[first:last])
	return share > 0.9 && (len(columns) > 1 || strings.Contains(columns[0].Name, " "))
}

// numberRow gives a row without a printed number the one after the row before it.
func (t *tableReader) numberRow(st *statement) {
	st.Number = t.section.rows
	if t.last != nil {
		st.Number = t.last.Number + 1
		if t.last.numbered {
			st.numbered = true
			st.doubt("row", "the row's number is lost; it follows from the rows around it")
		}
	}
}

// noteLines marks the lines of a note that say no fact.
func (t *tableReader) noteLines(from, end int) {
	first, last := t.text.lineAt(from), t.text.lineAt(max(from, end-1))
	for i := first; i <= last; i++ {
		if l := &t.reader.lines[i]; isAside(l.text) || l.use == unread && t.reader.frontNote(i) {
			l.use = max(l.use, boilerplate)
		}
	}
}

// weakRows are rows of a title alone in a table whose other rows have more.
func (t *tableReader) weakRows(tab *table, rows []tableRow) []bool {
	weak, full := make([]bool, len(rows)), 0
	for i := range rows {
		tokens := 0
		for _, c := range rows[i].cells {
			if c.value != nil && !c.value.Empty() {
				tokens++
			}
		}
		if weak[i] = !rows[i].isNote() && tokens == 0; tokens > 1 {
			full++
		}
	}
	lonely := 0
	for _, w := range weak {
		if w {
			lonely++
		}
	}
	if full <= lonely && len(t.named) > 1 || slices.Contains(t.named, printed.Number) && full == 0 {
		return make([]bool, len(rows))
	}
	return weak
}
