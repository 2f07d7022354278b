package httpd

import (
	"net/http"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// Pages may run the scripts of this server alone, and answers of the graph may do nothing at all.
func TestWhatBrowsersMayDoWithAnswers(t *testing.T) {
	t.Parallel()
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Private: true})
	for target, c := range map[string]struct {
		status int
		policy string
	}{
		"/":                           {200, "script-src 'self';"},
		"/livez":                      {200, "default-src 'none';"},
		"/graphql?query={__typename}": {401, "default-src 'none';"},
		"/export/texts.csv":           {401, "default-src 'none';"},
		"/export/nothing":             {404, "default-src 'none';"},
	} {
		r := do(t, s, http.MethodGet, target, nil, "")
		policy := r.Header.Get("Content-Security-Policy")
		if r.StatusCode != c.status || !strings.Contains(policy, c.policy) || strings.Contains(policy, "unsafe-inline' 'self'") || strings.Contains(policy, "script-src 'self' 'unsafe") {
			t.Errorf("%s: %d %s", target, r.StatusCode, policy)
		}
		for name, value := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "Strict-Transport-Security": ""} {
			if got := r.Header.Get(name); got != value {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
	}
}
