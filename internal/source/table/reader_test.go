package table_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/source/table"
	"rapporteur/internal/standards"
)

func TestGolden(t *testing.T) {
	t.Parallel()
	sourcetest.Golden(t, readers.All(), "testdata/*.[ct]s*")
}

// exports are what rapporteur export writes.
const exports = "../../export/testdata/"

func records(t *testing.T, file string) [][]string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// words are how exports write a value of an enumeration.
func words[T ~string](v T) string {
	if v == "" {
		return ""
	}
	return string(v[0]) + strings.ToLower(strings.ReplaceAll(string(v[1:]), "_", " "))
}

func join[T any](all []T, print func(T) string) string {
	var out []string
	for _, v := range all {
		out = append(out, print(v))
	}
	return strings.Join(out, "; ")
}

func number(td source.TD) string {
	if td.Revision > 0 {
		return fmt.Sprintf("%s Rev.%d", td.Number, td.Revision)
	}
	return td.Number
}

// printedAs is what an export prints of a statement below a column; false for those that only the graph fills.
func printedAs(s *source.Statement, column string) (string, bool) {
	switch column {
	case "Acronym":
		return s.Acronym, true
	case "Provisional name":
		return s.ProvisionalName, true
	case "Other names":
		return strings.Join(s.OtherNames, "; "), true
	case "Title":
		return s.Title, true
	case "Kind":
		return words(s.TextKind), true
	case "Status", "Action":
		return words(s.Kind), true
	case "Novelty":
		return words(s.Novelty), true
	case "Questions":
		return join(s.Questions, func(q source.Question) string { return fmt.Sprintf("Q%d/%d", q.Number, q.Group) }), true
	case "Editors":
		return strings.Join(s.Editors, "; "), true
	case "TDs":
		return join(s.BaseTexts, number), true
	case "TD":
		return number(s.Document), true
	case "Equivalents":
		return join(s.Equivalents, standards.SpecificationName.String), true
	case "Start of work":
		return string(s.StartOfWork), true
	case "Target":
		return string(s.Target), true
	case "Target action":
		return words(s.TargetAction), true
	case "Date":
		return string(s.Reached), true
	case "Study Group":
		return fmt.Sprintf("ITU-T SG%d", s.Group), true
	}
	return "", false
}

// TestExportsAreReadAgain reads what was exported, as CSV and as a spreadsheet: every cell says the same.
func TestExportsAreReadAgain(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"texts.csv", "actions.csv"} {
		want := records(t, exports+file)
		content, err := os.ReadFile(exports + file)
		if err != nil {
			t.Fatal(err)
		}
		for format, content := range map[string][]byte{"csv": content, "csv with a byte order mark": append([]byte("\ufeff"), content...), "xlsx": spreadsheet(t, sheet{"Texts", want})} {
			facts, err := readers.All().Read(t.Context(), content, file)
			if err != nil {
				t.Fatalf("%s as %s: %v", file, format, err)
			}
			if facts.Kind != source.Table || len(facts.Statements) != len(want)-1 || len(facts.Warnings) > 0 {
				t.Errorf("%s as %s: %s, %d statements of %d rows, %d warnings", file, format, facts.Kind, len(facts.Statements), len(want)-1, len(facts.Warnings))
				continue
			}
			for i := range facts.Statements {
				for k, column := range want[0] {
					if got, ok := printedAs(&facts.Statements[i], column); ok && got != want[i+1][k] {
						t.Errorf("%s as %s, row %d, %s: %q, want %q", file, format, i+1, column, got, want[i+1][k])
					}
				}
			}
		}
	}
}

type sheet struct {
	name string
	rows [][]string
}

func spreadsheet(t *testing.T, sheets ...sheet) []byte {
	t.Helper()
	file := excelize.NewFile()
	for _, s := range sheets {
		if _, err := file.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for i, row := range s.rows {
			if err := file.SetSheetRow(s.name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOtherNamesOfColumns reads a table by a mapping, as JSON or YAML, and refuses a mapping to what is no column of ours.
func TestOtherNamesOfColumns(t *testing.T) {
	t.Parallel()
	const boats = "Boat,What it is,Captain\nW.ferry,A ferry,Anna Berg\nW.canoe,A canoe,Bo Chen\n"
	if _, err := readers.All().Read(t.Context(), []byte(boats), "boats.csv"); err == nil {
		t.Error("a table of columns that nobody knows was read")
	}
	facts, err := readers.With(map[string]string{"acronym": "Boat", "Title": "what it is"}, nil).Read(t.Context(), []byte(boats), "boats.csv")
	if err != nil {
		t.Fatal(err)
	}
	if s := facts.Statements; len(s) != 2 || s[1].Acronym != "W.canoe" || s[1].Title != "A canoe" || len(facts.Warnings) != 1 || !strings.Contains(facts.Warnings[0].Message, `"Captain"`) {
		t.Errorf("%+v", facts)
	}
	for mapping, want := range map[string]string{
		`{"Acronym": "Boat", "title": "What it is"}`: "", "Acronym: Boat\nTitle: What it is\n": "",
		`{"Ship": "Boat"}`: `the mapping names "Ship"`, `[1]`: "not well-formed", `{"Acronym": `: "not well-formed",
	} {
		names, err := table.ParseNames([]byte(mapping))
		if want == "" && (err != nil || len(names) != 2) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, %v", mapping, names, err)
		}
	}
}

// TestEachSheetHasItsColumns reads a spreadsheet of two sheets with columns in other orders, whichever comes first. The line above
// the columns and the row without a name are listed.
func TestEachSheetHasItsColumns(t *testing.T) {
	t.Parallel()
	a := sheet{"A", [][]string{{"Fleet of the year"}, {"Rec. No.", "Title", "Editor(s)"}, {"W.1", "Ferries", "Anna Berg"}}}
	b := sheet{"B", [][]string{{"Title", "Timing", "Work item"}, {"Canoes", "2031-04", "W.canoe"}, {}, {"Boats without a name", "2031-05", ""}}}
	for _, sheets := range [][]sheet{{a, b}, {b, a}} {
		facts, err := readers.All().Read(t.Context(), spreadsheet(t, sheets...), "fleet.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, s := range facts.Statements {
			said[s.Section+"|"+s.Acronym+"|"+s.Title] = strings.Join(s.Editors, ";") + string(s.Target)
		}
		if len(said) != 3 || said["A|W.1|Ferries"] != "Anna Berg" || said["B|W.canoe|Canoes"] != "2031-04" || said["B||Boats without a name"] != "2031-05" || len(facts.Warnings) != 2 {
			t.Errorf("%v, %d warnings", said, len(facts.Warnings))
		}
	}
}

func TestReadingIsLinear(t *testing.T) {
	content, err := os.ReadFile(exports + "texts.csv")
	if err != nil {
		t.Fatal(err)
	}
	head, rows, _ := strings.Cut(string(content), "\n")
	sourcetest.Linear(t, table.Reader{}, func(n int) []byte { return []byte(head + "\n" + strings.Repeat(rows, n/20)) })
}

func FuzzTable(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.[ct]sv")
	for _, file := range append(files, exports+"texts.csv") {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	sourcetest.Fuzz(f, table.Reader{})
}
