package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// publishedSite is the sample with the page of a work item and of a Recommendation.
func publishedSite(t *testing.T) *site {
	t.Helper()
	g := graphtest.Sample(t)
	about := func(s source.Statement) []source.Statement {
		s.Acronym, s.ProvisionalName, s.Number, s.FirstLine, s.LastLine, s.Raw = "X.1332", "X.sgsec-3", 1, 3, 5, "X.1332\nfrom a page\nof others"
		return []source.Statement{s}
	}
	for i, r := range []*source.Facts{
		{Kind: source.WorkProgramme, Title: "X.1332", Date: "2019-10-01", Statements: about(source.Statement{
			Kind: standards.Determined, Title: "Smart metering", Editors: []string{"Gunhee LEE"}, Target: "2020-03",
			Catalogue: source.Catalogue{
				Group: 17, StudyPeriod: "2017-2020", Process: source.TAP, SupportingMembers: []string{"Korea (Rep. of)"}, Liaisons: []string{"ISO/TC 8"}, BaseTexts: []source.TD{{Number: "TD2352"}},
			},
		})},
		{Kind: source.RecommendationPage, Title: "X.1332 (03/2020)", Date: "2020-03-26", Statements: about(source.Statement{
			Kind: standards.Approved, Title: "Security guidelines", Equivalents: []standards.SpecificationName{{Organizations: []string{"ISO", "IEC"}, Number: "99332"}},
			Catalogue: source.Catalogue{
				Group: 17, Status: source.InForce, Process: source.TAP, Approved: "2020-03-26", Summary: "It gives guidelines for the security of meters.", URL: "https://example.org/a/rather/long/address/of/X.1332",
				Degrees:  []source.Degree{source.Twin},
				Editions: []source.Edition{{Number: "1.0", Name: "X.1332 (03/2020)", Approved: "2020-03-26", Status: source.InForce, URL: "javascript:alert(1)"}},
			},
		})},
	} {
		r.Format, r.LineCount = standards.HTMLFormat, 9
		facts, err := ingest.New(r, string(rune('0'+i)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.Import(t.Context(), g.Store, facts, "a test", false); err != nil {
			t.Fatal(err)
		}
	}
	return serve(t, g)
}

// TestWhatDocumentsSayOfAText shows the publication of a text, and which document says what, with its lines.
func TestWhatDocumentsSayOfAText(t *testing.T) {
	t.Parallel()
	at := publishedSite(t)
	for _, screen := range []look{desktop, desktopDark, phone} {
		b := open(t, at, screen)
		b.goTo("/?node=text:17:x.sgsec-3")
		b.sees(".panel h2 | X.1332")
		for _, part := range []string{
			".facts | TAP, 26 March 2020", ".facts | In force", ".facts a[href^='https://example.org'] | long/address", ".facts | Korea (Rep. of)", ".panel .summary | security of meters",
			".panel .node-line | technically aligned", ".panel .node-line | edition 1.0, approved 26 March 2020",
			".panel .timeline li | recommendation page", ".panel .timeline li | work programme", ".panel .timeline li | meeting report", ".panel .timeline li | Liaison: ISO/TC 8",
			".panel .timeline li | Base texts: TD2352", ".panel .timeline summary | Lines 3–5 of the document",
		} {
			b.sees(part)
		}
		if n := b.count(".panel a[href^='javascript']"); n != 0 {
			t.Errorf("%d links run what a page says", n)
		}
		b.keep("published-" + screen.String())
		b.do("scroll down", chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".panel .timeline")].pop().scrollIntoView()`))
		b.keep("published-documents-" + screen.String())
	}
}
