package measure

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rapporteur/bench/contender"
	"rapporteur/bench/dataset"
	"rapporteur/bench/queries"
)

// Servers whose answers mean the same pass, keys in any order and PostGraphile's wrapping aside; any other is named with the difference.
func TestSame(t *testing.T) {
	t.Parallel()
	const first = `{"data":{"text":{"id":"1","editors":[{"name":"A"},{"name":"B"}]}}}`
	for name, c := range map[string]struct{ answer, err string }{
		"other order of keys": {`{"data": {"text": {"editors": [{"name":"A"},{"name":"B"}], "id": "1"}}}`, ""},
		"wrapped":             {`{"data":{"text":{"id":"1","editors":{"list":[{"entry":{"name":"A"}},{"entry":{"name":"B"}}]}}}}`, ""},
		"other order":         {`{"data":{"text":{"id":"1","editors":[{"name":"B"},{"name":"A"}]}}}`, "unlike the first"},
		"one missing":         {`{"data":{"text":{"id":"1","editors":[{"name":"A"}]}}}`, `the other answers Q1 of "X.1" unlike the first`},
		"null":                {`{"data":{"text":null}}`, "text is null"},
		"errors":              {`{"errors":[{"message":"boom"}],"data":{"text":{"id":"1"}}}`, "boom"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			servers := []*contender.Server{answering(t, "the first", first), answering(t, "the other", c.answer)}
			q := queries.Over(&dataset.Graph{
				Texts: []*dataset.Text{{Acronym: "X.1"}}, People: []*dataset.Person{{Name: "A"}}, Questions: []*dataset.Question{{Label: "Q1/17"}},
			})
			_, _, err := Same(t.Context(), servers, q)
			switch {
			case c.err == "" && err != nil:
				t.Error(err)
			case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
				t.Errorf("error %v, want one with %q", err, c.err)
			}
		})
	}
}

func answering(t *testing.T, name, answer string) *contender.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
	t.Cleanup(s.Close)
	return &contender.Server{Contender: contender.Contender{Name: name}, URL: s.URL + "/graphql"}
}
