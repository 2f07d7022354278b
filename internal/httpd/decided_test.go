package httpd

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

// TestOneDecisionMeetsTheWholeCondition holds that a meeting and a kind are of the same decision wherever they are asked
// for: the figure of a page, the list behind it, the facets of the list and its exports have one number.
func TestOneDecisionMeetsTheWholeCondition(t *testing.T) {
	t.Parallel()
	g, meetings := graphtest.Meetings(t, 1000)
	s := newServer(g)
	actions, err := g.Actions.All(t.Context())
	if err != nil || len(actions) != 2000 {
		t.Fatal(len(actions), err)
	}
	more := 0
	for _, m := range meetings {
		for _, k := range standards.ActionKinds() {
			rows, texts := 0, map[standards.TextID]bool{}
			for _, a := range actions {
				if a.MeetingID == m && a.Kind == k {
					rows++
					texts[a.TextID] = true
				}
			}
			more += rows - len(texts)
			var answer struct {
				Data struct {
					Figure, List, Independent struct{ TotalCount int }
					Facets                    struct {
						Total    int
						ByStatus []struct{ Count int }
					}
				}
			}
			if err := json.Unmarshal(ask(t, s, `query($id: ID!, $kind: ActionKind!, $filter: TextFilter) {
				figure: texts(filter: {decided: {kinds: [$kind], meetings: [$id]}}, first: 0) { totalCount }
				list: texts(filter: $filter, first: 50) { totalCount }
				facets(filter: $filter) { total byStatus { count } }
				independent: texts(filter: {meetings: [$id], actions: [$kind]}, first: 0) { totalCount }
			}`, map[string]any{"id": m, "kind": k, "filter": map[string]any{"decided": map[string]any{"kinds": []any{k}, "meetings": []any{m}}}}), &answer); err != nil {
				t.Fatal(err)
			}
			got, statuses := answer.Data, 0
			for _, f := range got.Facets.ByStatus {
				statuses += f.Count
			}
			query := url.Values{"decidedKinds": {string(k)}, "decidedMeetings": {string(m)}}.Encode()
			exported, decisions := exportedRows(t, s, "/export/texts.csv?"+query), exportedRows(t, s, "/export/actions.csv?"+query)
			want := fmt.Sprint(len(texts), len(texts), len(texts), len(texts), len(texts), rows)
			if is := fmt.Sprint(got.Figure.TotalCount, got.List.TotalCount, got.Facets.Total, statuses, exported, decisions); is != want {
				t.Errorf("%s at %s: figure, list, facet, statuses, exported texts and decisions are %s, want %s", k, m, is, want)
			}
			if got.Independent.TotalCount < len(texts) {
				t.Errorf("%s at %s: %d texts by independent conditions, fewer than %d", k, m, got.Independent.TotalCount, len(texts))
			}
			more += got.Independent.TotalCount - len(texts)
		}
	}
	if more < 1000 {
		t.Errorf("%d: the meetings do not tell one decision from two", more)
	}
}

// exportedRows is how many rows an export as CSV has.
func exportedRows(t *testing.T, s http.Handler, address string) int {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err)
	}
	return len(rows) - 1
}
