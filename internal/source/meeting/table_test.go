package meeting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/printed"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

var (
	inventedTitles = []string{
		"Framework of harbour lamps for small vessels", "Security requirements of tidal gateways", "Guidelines on the measurement of fog",
		"Reference architecture for lighthouse networks", "Methods for the assessment of keel quality", "Functional requirements and interfaces of quays",
		"Identification of buoys in open waters", "Terms and definitions for mooring", "Protocol for the exchange of sea charts", "Management of anchors across domains",
	}
	inventedPeople = []string{"Ada Example", "Jean Dupont-Martin", "Mr Kwame Quay", "Xiao Lin WANG", "Maria da Costa"}
	inventedHeads  = map[standards.ActionKind][]string{
		standards.Approved:    {"Recommendations approved (TAP)", "3.1 Approved Recommendations", "Texts approved"},
		standards.Determined:  {"Draft Recommendations determined (TAP)", "2.2 Recommendations determined"},
		standards.Consented:   {"Recommendations consented (AAP)", "4 Draft Recommendations for Consent", "Texts consented for Last Call"},
		standards.Agreed:      {"Supplements and Technical Reports agreed", "Agreed texts", "6 Informative texts agreed"},
		standards.NewWorkItem: {"New work items", "7 New work items agreed"},
	}
	inventedColumns = map[printed.Type][]string{
		printed.Number: {"#", "No."}, printed.Question: {"Question", "Q"}, printed.Name: {"Rec. No.", "Acronym", "Work item"}, printed.Title: {"Title", "Subject"},
		printed.Document: {"TD", "Document", "Base text"}, printed.Novelty: {"New/Rev", "New / Revised"},
		printed.Editors: {"Editor(s)", "Editors", "Contact"}, printed.Target: {"Timing", "Target date"},
	}
)

// invented is a table of decisions and what it says.
type invented struct {
	text string
	head string     // the lines before the table
	grid [][]string // names of columns, then rows of cells; empty where one is lost
	rows []source.Statement
	how  string
}

// invent prints a random table: its columns in any order, with and without separators, a heading, numbers, lost cells.
func invent(rng *rand.Rand) invented {
	pick := func(all []string) string { return all[rng.IntN(len(all))] }
	kinds := []standards.ActionKind{standards.Approved, standards.Determined, standards.Consented, standards.Agreed, standards.NewWorkItem}
	kind := kinds[rng.IntN(len(kinds))]
	columns := []printed.Type{printed.Title, printed.Name}
	for _, c := range []printed.Type{printed.Question, printed.Document, printed.Novelty, printed.Editors, printed.Target} {
		if rng.Float64() < 0.8 && (c != printed.Editors && c != printed.Target || rng.Float64() < 0.5) {
			columns = append(columns, c)
		}
	}
	rng.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	if rng.Float64() < 0.4 {
		columns = append([]printed.Type{printed.Number}, columns...)
	}
	separator := []string{" | ", " ", "\n", "\t"}[rng.IntN(4)]
	heading := []string{"row", "lines"}[rng.IntN(2)]
	lost := rng.Float64() < 0.3
	glued := separator == " " && rng.Float64() < 0.4 // a name or a document sticks to a capital behind it
	var names []string
	for _, c := range columns {
		names = append(names, pick(inventedColumns[c]))
	}
	var b strings.Builder
	head := fmt.Sprintf("Executive summary of the SG 9 meeting, Geneva, 3-11 May 2027\n\n%s\n\n", pick(inventedHeads[kind]))
	b.WriteString(head)
	if heading == "row" {
		b.WriteString(strings.Join(names, strings.ReplaceAll(separator, "\n", " ")) + "\n")
	} else {
		b.WriteString(strings.Join(names, "\n") + "\n")
	}
	out := invented{head: head, grid: [][]string{names}, how: fmt.Sprintf("%q %s glued %v", separator, heading, glued)}
	for i, at := range rng.Perm(len(inventedTitles))[:3+rng.IntN(6)] {
		st := source.Statement{Kind: kind, Title: inventedTitles[at], Acronym: fmt.Sprintf("J.%d", 200+i*100+rng.IntN(100))}
		q, td := 1+rng.IntN(12), fmt.Sprintf("TD%d", 20+rng.IntN(900))
		st.Novelty = []standards.Novelty{standards.New, standards.Revised}[rng.IntN(2)]
		var cells []string
		for _, c := range columns {
			gone := lost && rng.Float64() < 0.2
			cells = append(cells, "")
			cell := &cells[len(cells)-1]
			switch c {
			case printed.Number:
				*cell = fmt.Sprintf("%d.", i+1)
			case printed.Title:
				*cell = st.Title
			case printed.Name:
				*cell = st.Acronym
			case printed.Question:
				if !gone {
					st.Questions = []source.Question{{Group: 9, Number: q}}
					*cell = fmt.Sprintf("%d/9", q)
				}
			case printed.Document:
				if !gone {
					st.Document = source.TD{Number: td}
					*cell = td
				}
			case printed.Novelty:
				*cell = map[standards.Novelty]string{standards.New: "New", standards.Revised: "Rev"}[st.Novelty]
			case printed.Editors:
				if !gone {
					st.Editors = []string{inventedPeople[rng.IntN(len(inventedPeople))]}
					*cell = st.Editors[0]
				}
			case printed.Target:
				if !gone {
					st.Target = standards.PartialDate(fmt.Sprintf("20%d-%02d", 28+rng.IntN(4), 1+rng.IntN(12)))
					*cell = string(st.Target)
				}
			}
		}
		out.grid = append(out.grid, cells)
		b.WriteString(row(slices.DeleteFunc(slices.Clone(cells), func(c string) bool { return c == "" }), separator, glued) + "\n")
		out.rows = append(out.rows, st)
	}
	out.text = b.String()
	return out
}

// row is a row of cells. Glued cells lose what separates them where a digit stands before a capital letter.
func row(cells []string, separator string, glued bool) string {
	var b strings.Builder
	for i, c := range cells {
		if i > 0 && !(glued && isDigit(cells[i-1][len(cells[i-1])-1]) && isUpper(c[0])) {
			b.WriteString(separator)
		}
		b.WriteString(c)
	}
	return b.String()
}

// TestInventedTables reads random tables and holds that what is said is right or has a doubt in nearly all, and right in most.
func TestInventedTables(t *testing.T) {
	t.Parallel()
	rates := inventedRates(t, 120, 7, func(in *invented, _ *rand.Rand) string { return in.text })
	if rates.right*100 < rates.facts*92 || rates.wrong*300 > rates.facts {
		t.Errorf("of %d facts %d right, %d doubted, %d false", rates.facts, rates.right, rates.doubted, rates.wrong)
	}
}

// rates count what is read of invented tables.
type rates struct{ facts, right, doubted, wrong int }

// inventedRates reads random tables as they are printed, and logs the rates.
func inventedRates(t *testing.T, tables, stream uint64, print func(*invented, *rand.Rand) string) rates {
	t.Helper()
	n, lost := rates{}, map[string]int{}
	for seed := range tables {
		rng := rand.New(rand.NewPCG(seed, stream))
		in := invent(rng)
		text := print(&in, rng)
		byName := map[string]source.Statement{}
		for _, st := range readDocument(t, text).Statements {
			byName[st.Acronym] = st
		}
		for _, want := range in.rows {
			got, ok := byName[want.Acronym]
			n.facts += 7
			if !ok {
				lost[in.how]++
				continue
			}
			for field, same := range map[string]bool{
				"kind": got.Kind == want.Kind, "title": got.Title == want.Title, "questions": fmt.Sprint(got.Questions) == fmt.Sprint(want.Questions),
				"document": got.Document == want.Document, "acronym": true,
				"editors": fmt.Sprint(got.Editors) == fmt.Sprint(want.Editors), "target": got.Target == want.Target,
			} {
				switch {
				case same:
					n.right++
				case (&statement{Statement: got}).doubts(field):
					n.doubted++
				default:
					n.wrong++
					t.Logf("seed %d (%s) %s of %s: got %q %v %v, want %q %v %v", seed, in.how, field, want.Acronym, got.Title, got.Questions, got.Document, want.Title, want.Questions, want.Document)
				}
			}
		}
	}
	share := func(of int) float64 { return float64(of) / float64(n.facts) }
	t.Logf("of %d facts %d right (%.3f), %d right or doubted (%.3f), %d false (%.4f); rows not found: %v", n.facts, n.right, share(n.right), n.right+n.doubted, share(n.right+n.doubted), n.wrong, share(n.wrong), lost)
	return n
}

// TestStepsAreLinear holds that four times the table takes about four times the steps, whatever stands in it.
func TestStepsAreLinear(t *testing.T) {
	t.Parallel()
	columns := []printed.Type{printed.Number, printed.Question, printed.Name, printed.Title, printed.Document}
	for name, part := range map[string]string{
		"rows": "1. 6/17 X.fog Security of fog TD12\n", "one line": "X.fog Security 6/17 TD12 ", "one word": "aB3/", "numbers": "7. 1, 2, 3/17, X.a (\n", "prose": "The group was glad to note that it met.\n", "bars": "| X.a | |\n",
	} {
		steps := func(size int) int {
			b := newBody(strings.Repeat(part, size/len(part)), 17, columns, nil, nil)
			tab := newTable(b, columns, usual(columns, b.oneLine))
			if _, err := tab.run(t.Context()); err != nil {
				t.Fatal(err)
			}
			return tab.steps
		}
		if one, four := steps(2000), steps(8000); four > 5*one || one == 0 {
			t.Errorf("%s: %d steps, of four times as much %d", name, one, four)
		}
	}
}
