package metrics

import (
	"context"
	"errors"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/breadth"
	"rapporteur/internal/httpd"
	"rapporteur/internal/store"
)

func TestWhatIsToldIsCounted(t *testing.T) {
	t.Parallel()
	m := New("1.2.3")
	m.Cache(func() store.CacheStats { return store.CacheStats{Hits: 5, Misses: 6, Evictions: 7, Bytes: 8} })
	m.InFlight(1)
	m.Answered(httpd.Answered{Operation: "other", Type: "query", Code: "OK", Took: 3 * time.Millisecond})
	m.Refused("rate")
	m.Resolved(breadth.Effort{Levels: 3, Batches: 9})
	m.Imported("done", 98)
	m.Imported("invalid", 12)
	m.Command(context.Background(), store.Command{Name: "find", Collection: "texts", Documents: 20, Duration: time.Millisecond})
	m.Command(context.Background(), store.Command{Name: "find", Err: errors.New("refused")})
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	got := w.Body.String()
	for _, want := range []string{
		`rapporteur_requests_total{code="OK",operation="other",type="query"} 1`,
		`rapporteur_request_duration_seconds_bucket{operation="other",type="query",le="0.0025"} 0`,
		`rapporteur_request_duration_seconds_bucket{operation="other",type="query",le="0.005"} 1`,
		`rapporteur_requests_in_flight 1`, `rapporteur_requests_refused_total{reason="rate"} 1`, `rapporteur_requests_refused_total{reason="limit"} 0`,
		`rapporteur_resolver_levels_sum 3`, `rapporteur_resolver_batches_sum 9`,
		`rapporteur_imports_total{outcome="done"} 1`, `rapporteur_import_rows_total 98`,
		`rapporteur_database_commands_total{command="find"} 2`, `rapporteur_database_command_failures_total{command="find"} 1`, `rapporteur_database_documents_read_total 20`,
		`rapporteur_cache_hits_total 5`, `rapporteur_cache_misses_total 6`, `rapporteur_cache_evictions_total 7`, `rapporteur_cache_bytes 8`,
		`rapporteur_build_info{version="1.2.3"} 1`, `go_goroutines`, `process_resident_memory_bytes`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	names := regexp.MustCompile(`(?m)^# HELP (rapporteur_\S+)`).FindAllStringSubmatch(got, -1)
	if len(names) != len(All()) {
		t.Errorf("%d metrics, and %d names", len(names), len(All()))
	}
}
