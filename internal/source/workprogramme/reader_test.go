package workprogramme_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/source/readers"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/source/workprogramme"
)

func TestGolden(t *testing.T) {
	t.Parallel()
	sourcetest.Golden(t, readers.All(), "testdata/*.html")
}

// TestNoAddressIsKept looks for what stands beside the names of contacts.
func TestNoAddressIsKept(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/*.json")
	for _, file := range files {
		said, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"@", "Riverside", "Street", "555"} {
			if strings.Contains(string(said), address) {
				t.Errorf("%s: %s was kept", file, address)
			}
		}
	}
}

func TestReadingIsLinear(t *testing.T) {
	content, err := os.ReadFile("testdata/list.html")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(content), "</tr>\n")
	row, _, _ := strings.Cut(rest, "</tr>\n")
	sourcetest.Linear(t, workprogramme.Reader{}, func(n int) []byte {
		return []byte(before + "</tr>\n" + strings.Repeat(row+"</tr>\n", n) + rest)
	})
	if content, err = os.ReadFile("testdata/item.html"); err != nil {
		t.Fatal(err)
	}
	sourcetest.Linear(t, workprogramme.Reader{}, func(n int) []byte {
		var contacts strings.Builder
		for i := range n {
			fmt.Fprintf(&contacts, "<tr><td><span id=\"ctl00_ContentPlaceHolder1_rpt_main_ctl00_gd_editor_ctl%02d_lbl_editor\">Bo Berg<br />Office</span></td></tr>\n", i+9)
		}
		return []byte(strings.Replace(string(content), "</table>\n</td></tr>\n</table>", contacts.String()+"</table>\n</td></tr>\n</table>", 1))
	})
}

func FuzzWorkProgramme(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	sourcetest.Fuzz(f, workprogramme.Reader{})
}
