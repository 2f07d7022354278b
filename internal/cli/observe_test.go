package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/sample"
)

// awaited is the first match of a pattern in a log that is being written.
func awaited(t *testing.T, log *lockedBuffer, pattern string) string {
	t.Helper()
	find := regexp.MustCompile(pattern)
	ticks := time.NewTicker(10 * time.Millisecond)
	defer ticks.Stop()
	for guard := time.After(time.Minute); ; {
		if m := find.FindStringSubmatch(log.String()); m != nil {
			return m[1]
		}
		select {
		case <-ticks.C:
		case <-guard:
			t.Fatalf("%s is not logged: %s", pattern, log.String())
		}
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(content)
}

func TestMetricsTracesAndTheLogOfAServer(t *testing.T) {
	t.Parallel()
	spans := make(chan int64, 100)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { spans <- r.ContentLength }))
	defer collector.Close()
	var log lockedBuffer
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	env := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "RAPPORTEUR_LOG_FORMAT": "json", "RAPPORTEUR_METRICS_OPERATION": "A,B", "RAPPORTEUR_SLOW": "1ns"}
	go func() {
		done <- Run(ctx, []string{"--addr", "127.0.0.1:0", "--data-dir", inMemory, "--metrics-addr", "127.0.0.1:0", "--drain-delay", "3s", "--max-connections", "50"},
			IO{Out: &log, Err: &log, Getenv: func(k string) string { return env[k] }})
	}()
	url := strings.TrimSuffix(awaited(t, &log, `"msg":"serving GraphQL","url":"(\S+?)"`), "/graphql")
	metrics := awaited(t, &log, `"msg":"serving metrics","url":"(\S+?)"`)
	question(t, url, "query B { texts(first: 1) { nodes { editors { name } } } }")
	if _, got := get(t, metrics); !strings.Contains(got, `rapporteur_requests_total{code="OK",operation="B",type="query"} 1`) ||
		!regexp.MustCompile(`rapporteur_database_commands_total{command="find"} \d`).MatchString(got) || !strings.Contains(got, "rapporteur_cache_hits_total") {
		t.Error(got)
	}
	if status, _ := get(t, url+"/metrics"); status == http.StatusOK {
		t.Error("metrics are served to everybody")
	}
	if code, out, messages := run(t, nil, "health", url+"/readyz"); code != 0 || !strings.Contains(out, "ok") {
		t.Error(code, out, messages)
	}
	stop()
	draining := false
	for !draining { // it is not ready, and answers
		status, _ := get(t, url+"/readyz")
		draining = status == http.StatusServiceUnavailable
	}
	if got := question(t, url, "{ __typename }"); !strings.Contains(got, "Query") {
		t.Error(got)
	}
	if code, _, messages := run(t, nil, "health", url+"/readyz"); code != exitFailed || !strings.Contains(messages, "shutting down") {
		t.Error(code, messages)
	}
	if code := <-done; code != 0 {
		t.Errorf("ended with %d: %s", code, log.String())
	}
	if len(spans) == 0 {
		t.Error("the last spans were not sent")
	}
	slow := false
	for line := range strings.Lines(log.String()) {
		var l struct{ Msg, Operation string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Errorf("%v: %s", err, line)
		}
		slow = slow || l.Msg == "a slow operation" && l.Operation == "B"
	}
	if !slow {
		t.Error(log.String())
	}
}

func TestAnImportFromTheCommandLineIsLoggedAsAChange(t *testing.T) {
	t.Parallel()
	good := file(t, "good.txt", sample.Report)
	_, _, messages := run(t, map[string]string{"USER": "ann"}, "import", "--data-dir", inMemory, good)
	if !strings.Contains(messages, `msg="a change" by="ann, on the command line" fields=import outcome=done`) {
		t.Error(messages)
	}
	if _, _, messages = run(t, nil, "import", "--log-level", "error", "--data-dir", inMemory, good); messages != "" {
		t.Error(messages)
	}
}

func TestWrongFlagsOfWhatIsTold(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--log-level=loud", "--log-format=xml", "--otlp-endpoint=localhost:4318", "--slow=-1s", "--drain-delay=-1s", "--max-connections=-1"} {
		if code, _, messages := run(t, nil, "serve", "--data-dir", inMemory, "--addr", "127.0.0.1:0", flag); code != exitUsage || !strings.Contains(messages, strings.Split(flag, "=")[0]) {
			t.Errorf("%s: %d %s", flag, code, messages)
		}
	}
	if code, _, messages := run(t, nil, "serve", "--data-dir", inMemory, "--addr", "127.0.0.1:0", "--metrics-addr", "256.0.0.1:1"); code != exitFailed || !strings.Contains(messages, "256.0.0.1:1") {
		t.Errorf("%d %s", code, messages)
	}
}
