package httpd

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// searches are queries of every field that searches: with the argument query, or with a filter that has a search.
func searches(t *testing.T) map[string]string {
	schema := ownSchema(t)
	out := map[string]string{}
	for _, f := range schema.Query.Fields {
		count := "totalCount"
		if f.Type.Name() == "Facets" {
			count = "total"
		}
		if f.Arguments.ForName("query") != nil {
			out[f.Name] = fmt.Sprintf("query($words: String!) { all: %s(query: $words) { found: %s } }", f.Name, count)
		}
		if filter := f.Arguments.ForName("filter"); filter != nil && schema.Types[filter.Type.Name()].Fields.ForName("search") != nil {
			out[f.Name] = fmt.Sprintf("query($words: String!) { all: %s(filter: {search: $words}) { found: %s } }", f.Name, count)
		}
	}
	if len(out) < 4 {
		t.Fatalf("only %d fields search", len(out))
	}
	return out
}

// Whatever somebody types into a search box on its way to a word, the answer has data: a search without a letter or a digit
// matches nothing, and words after the 16th are ignored.
func TestNoSearchTextEmptiesAnAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for field, query := range searches(t) {
		for _, words := range []string{"", " ", "-", ".", "…", "(", "'", `"`, "\\", "*", "$", "\x00", "́", "🙂", "ا-", strings.Repeat("a b ", 100), strings.Repeat("zzz ", 20)} {
			var answer struct {
				Data   *struct{ All struct{ Found int } }
				Errors []struct{ Message string }
			}
			if err := json.Unmarshal(ask(t, s, query, map[string]any{"words": words}), &answer); err != nil {
				t.Fatal(err)
			}
			switch {
			case answer.Data == nil || len(answer.Errors) > 0:
				t.Errorf("%s of %q: %v", field, words, answer.Errors)
			case answer.Data.All.Found != 0:
				t.Errorf("%s of %q finds %d", field, words, answer.Data.All.Found)
			}
		}
	}
}

// A title of any length finds its text: words after the 16th count no more.
func TestWordsAfterTheSixteenthAreIgnored(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for field, query := range searches(t) {
		found := func(words string) int {
			var data struct{ All struct{ Found int } }
			answered(t, s, query, map[string]any{"words": words}, &data)
			return data.All.Found
		}
		word := map[string]string{"editors": "koji"}[field]
		if word == "" {
			word = "security"
		}
		if few, many := found(word), found(strings.Repeat(word+" ", 16)+"zzz"); few == 0 || many != few {
			t.Errorf("%s: %q finds %d, 16 of it and another word %d", field, word, few, many)
		}
	}
}
