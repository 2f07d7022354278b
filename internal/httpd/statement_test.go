package httpd

import (
	"log/slog"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/source"
	"rapporteur/internal/standards"
)

// What documents say of texts is read with one find for all texts, and what they lead to with one find for each kind of node.
func TestWhatDocumentsSayOfATextIsTold(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	facts, err := ingest.New(&source.Facts{
		Kind: source.RecommendationPage, Title: "X.1332 (03/2020)", Format: standards.HTMLFormat, LineCount: 9, Date: "2020-03-26",
		Statements: []source.Statement{{
			Kind: standards.Approved, Acronym: "X.1332", ProvisionalName: "X.sgsec-3", Title: "Another title", Editors: []string{"Gunhee LEE"}, Number: 1, FirstLine: 3, LastLine: 7, Raw: "X.1332",
			Equivalents: []standards.SpecificationName{{Organizations: []string{"ISO", "IEC"}, Number: "9999"}},
			Catalogue: source.Catalogue{
				Group: 17, Status: source.InForce, Process: source.TAP, Approved: "2020-03-26", Degrees: []source.Degree{source.Twin},
				Editions: []source.Edition{{Number: "1.0", Name: "X.1332 (03/2020)", Approved: "2020-03-26", Status: source.InForce}},
			},
		}},
	}, "0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Import(t.Context(), g.Store, facts, "a test", false); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced()})
	var answer string
	commands := g.Commands(func() {
		answer = string(ask(t, s, `{ text(acronym: "X.1332") {
		title status approvalProcess approvedOn publication editions { number name approvedOn publication url } equivalences { degree specification { identifier } }
		statements { report { kind } date title status target editors { name } questions { label } source { firstLine } } targets { date target report { kind } }
	} }`, nil))
	})
	for _, want := range []string{
		`"title":"Another title","status":"APPROVED","approvalProcess":"TAP","approvedOn":"2020-03-26","publication":"IN_FORCE"`,
		`"editions":[{"number":"1.0","name":"X.1332 (03/2020)","approvedOn":"2020-03-26","publication":"IN_FORCE","url":null}]`,
		`"equivalences":[{"degree":"TWIN","specification":{"identifier":"ISO/IEC 9999"}}]`,
		`"statements":[{"report":{"kind":"RECOMMENDATION_PAGE"},"date":"2020-03-26","title":"Another title","status":"APPROVED","target":null,"editors":[{"name":"Gunhee Lee"}],"questions":[],"source":{"firstLine":3}},{"report":{"kind":"MEETING_REPORT"}`,
	} {
		if !strings.Contains(answer, want) {
			t.Errorf("%s\nis not in\n%s", want, answer)
		}
	}
	if len(commands) > 7 { // the text by its name, statements, people, specifications, Questions, reports of statements and of targets
		t.Errorf("%d commands: %v", len(commands), commands)
	}
	answer = string(ask(t, s, `{ texts(filter: {publication: [IN_FORCE]}) { nodes { acronym } } }`, nil))
	if !strings.Contains(answer, `{"nodes":[{"acronym":"X.1332"}]}`) {
		t.Error(answer)
	}
}
