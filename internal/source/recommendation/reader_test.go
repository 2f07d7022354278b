package recommendation_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/source"
	"rapporteur/internal/source/readers"
	"rapporteur/internal/source/recommendation"
	"rapporteur/internal/source/sourcetest"
	"rapporteur/internal/standards"
)

func TestGolden(t *testing.T) {
	t.Parallel()
	sourcetest.Golden(t, readers.All(), "testdata/*.html")
}

func TestAnErratumIsOutside(t *testing.T) {
	t.Parallel()
	if _, err := sourcetest.Read(t, readers.All(), "testdata/erratum.html"); !errors.Is(err, source.ErrOutside) {
		t.Error(err)
	}
}

// TestPublishedPages reads pages as they were published.
func TestPublishedPages(t *testing.T) {
	t.Parallel()
	shared := sourcetest.Shared(t)
	for _, c := range []struct {
		page, says     string
		warnings       int
		editions, rest int
	}{
		{"a_13", "A.13||A.res5|2019-09-27|TAP|IN_FORCE|0|TSAG||2024-08", 1, 2, 5},
		{"g_989_2_amd_1", "G.989.2 (2014) Amd.1|||2016-04-13|AAP|SUPERSEDED|15|||2024-07", 0, 1, 57},
		{"h_264", "H.264||H.26L|2024-08|AAP|IN_FORCE|21||ISO/IEC 14496-10 TWIN|2025-01", 0, 15, 17},
		{"y_3500", "Y.3500||Y.ccdef|2014-08-13|AAP|IN_FORCE|13||ISO/IEC 17788 IDENTICAL|2024-07", 0, 1, 11},
		{"z_100", "Z.100|||2021-06-13|AAP|IN_FORCE|17|||2021-06-13", 1, 11, 43},
	} {
		f, err := sourcetest.Read(t, readers.All(), shared+"/pages/rec-itu_t_"+c.page+".html")
		if err != nil {
			t.Fatal(err)
		}
		s := &f.Statements[0]
		var equal []string
		for i, e := range s.Equivalents {
			equal = append(equal, e.String()+" "+string(s.Degrees[i]))
		}
		says := fmt.Sprintf("%s||%s|%s|%s|%s|%d|%s|%s|%s", s.Acronym, s.ProvisionalName, s.Approved, s.Process, s.Status, s.Group, s.GroupName, strings.Join(equal, ", "), f.Date)
		if says != c.says || len(f.Warnings) != c.warnings || len(s.Editions) != c.editions || len(s.Others) != c.rest || s.Summary == "" {
			t.Errorf("%s: %s, %d warnings, %d editions, %d others", c.page, says, len(f.Warnings), len(s.Editions), len(s.Others))
		}
		if !slices.IsSortedFunc(s.Editions, func(a, b source.Edition) int { return strings.Compare(string(a.Approved), string(b.Approved)) }) {
			t.Errorf("%s: the editions are not in order", c.page)
		}
	}
}

// TestGuidesAndAmendmentsOfPublishedPages looks at what is listed below the editions.
func TestGuidesAndAmendmentsOfPublishedPages(t *testing.T) {
	t.Parallel()
	shared := sourcetest.Shared(t)
	z, err := sourcetest.Read(t, readers.All(), shared+"/pages/rec-itu_t_z_100.html")
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(z.Statements[0].Others, func(o source.RelatedName) bool { return o.Kind == standards.ImplementersGuide }); i < 0 || z.Statements[0].Others[i].Name != "Z.Imp100" {
		t.Error("the implementer's guide of Z.100 is not read")
	}
	g, err := sourcetest.Read(t, readers.All(), shared+"/pages/rec-itu_t_g_989_2_amd_1.html")
	if err != nil {
		t.Fatal(err)
	}
	if whole := g.Statements[1]; whole.Acronym != "G.989.2" || len(whole.Editions) != 2 || whole.Status != source.InForce || len(whole.Others) != 3 {
		t.Errorf("the Recommendation of the amendment: %+v", whole)
	}
}

func TestReadingIsLinear(t *testing.T) {
	content, err := os.ReadFile("testdata/common-text.html")
	if err != nil {
		t.Fatal(err)
	}
	before, after, _ := strings.Cut(string(content), "<tr>\n<td><span id=\"ctl00_content_main_TabContainer1_tab_edition_uc_rec_details1_rpt_history_ctl01")
	sourcetest.Linear(t, recommendation.Reader{}, func(n int) []byte {
		row := "<tr>\n<td><span id=\"ctl00_content_main_TabContainer1_tab_edition_uc_rec_details1_rpt_history_ctl01"
		end := strings.Index(after, "</tr>") + len("</tr>\n")
		return []byte(before + strings.Repeat(row+after[:end], n) + row + after)
	})
}

func FuzzRecommendation(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	sourcetest.Fuzz(f, recommendation.Reader{})
}
