package httpd

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/export"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/standards"
)

func TestExportsAreServedWithTheirHeaders(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for _, f := range export.Formats() {
		target := f.Location()
		if strings.Contains(f.Name, "neighborhood") {
			target += "?node=person:koji-nakao"
		}
		r := do(t, s, http.MethodGet, target, nil, "")
		body, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK || len(body) < 500 {
			t.Errorf("%s: %d, %d bytes, %v", f.Name, r.StatusCode, len(body), err)
		}
		head := do(t, s, http.MethodHead, target, nil, "")
		nothing, _ := io.ReadAll(head.Body)
		if head.StatusCode != http.StatusOK || len(nothing) != 0 {
			t.Errorf("HEAD %s: %d, %d bytes", f.Name, head.StatusCode, len(nothing))
		}
		for _, h := range []http.Header{r.Header, head.Header} {
			_, disposition, err := mime.ParseMediaType(h.Get("Content-Disposition"))
			if err != nil || disposition["filename"] != f.Name || h.Get("Content-Type") != f.Type || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %v %v", f.Name, h, err)
			}
		}
	}
}

func TestWrongRequestsForExports(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for name, c := range map[string]struct {
		method, target string
		status         int
		says           string
	}{
		"unknown parameter":  {http.MethodGet, "/export/texts.csv?colour=red", 400, `colour: there is no such parameter`},
		"no node":            {http.MethodGet, "/export/neighborhood.dot", 400, `node: the id of a node is needed`},
		"depth of 4":         {http.MethodGet, "/export/neighborhood.dot?node=person:koji-nakao&depth=4", 400, `depth`},
		"wrong kind":         {http.MethodGet, "/export/texts.csv?kind=novel", 400, `kind: \"novel\"`},
		"wrong date":         {http.MethodGet, "/export/texts.xlsx?targetFrom=soon", 400, `targetFrom: \"soon\"`},
		"broken query":       {http.MethodGet, "/export/texts.csv?kind=%zz", 400, `the query of the address`},
		"HEAD is as strict":  {http.MethodHead, "/export/texts.csv?colour=red", 400, ""},
		"wrong Question":     {http.MethodGet, "/calendar.ics?question=six", 400, `question: \"six\"`},
		"no such export":     {http.MethodGet, "/export/texts.pdf", 404, ""},
		"POST":               {http.MethodPost, "/export/texts.csv", 405, ""},
		"lists in both ways": {http.MethodGet, "/export/texts.csv?questions=6/17,Q10/17&questions=11/17&kind=recommendation", 200, "X.509prot"},
		"nothing matches":    {http.MethodGet, "/export/texts.csv?acronym=X.0", 200, "Acronym,"},
	} {
		r := do(t, s, c.method, c.target, nil, "")
		body, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != c.status || !strings.Contains(string(body), c.says) {
			t.Errorf("%s: %d %.300s %v", name, r.StatusCode, body, err)
		}
		if c.status == 400 && (r.Header.Get("Content-Disposition") != "" || r.Header.Get("Content-Type") != "application/json; charset=utf-8") {
			t.Errorf("%s: %v", name, r.Header)
		}
	}
}

// Half a file must not be taken for a whole one.
func TestAnExportThatFailsIsAnErrorOrBreaksTheConnection(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	f, err := export.Find("texts.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		before int // bytes
		failed error
		status int
		whole  bool
	}{
		"at once":                {0, context.DeadlineExceeded, http.StatusGatewayTimeout, true},
		"before the first piece": {exportBuffer / 2, standards.Errorf(standards.Limit, "too many"), http.StatusBadRequest, true},
		"later":                  {exportBuffer * 3, io.ErrUnexpectedEOF, http.StatusOK, false},
		"never":                  {exportBuffer * 3, nil, http.StatusOK, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				place, err := admit(r.Context(), s.expensive, s.expensive, "somebody")
				if err != nil {
					t.Error(err)
					return
				}
				defer place.leave()
				s.sendExport(w, r, f, &export.Export{Write: func(_ context.Context, w io.Writer) error {
					if _, err := w.Write(make([]byte, c.before)); err != nil {
						return err
					}
					return c.failed
				}}, place)
			}))
			defer server.Close()
			r, err := http.Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if _, err = io.Copy(io.Discard, r.Body); r.StatusCode != c.status || (err == nil) != c.whole {
				t.Errorf("%d %v", r.StatusCode, err)
			}
		})
	}
}

// A name that was understood otherwise than it is written is told in a header, which holds ASCII alone.
func TestExportsTellMatchesInAHeader(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for name, want := range map[string]string{
		"Koji%20Nakoa":        `[{"argument":"editorName","given":"Koji Nakoa","id":"person:koji-nakao","name":"Koji Nakao","how":"LETTERS"}]`,
		"Mr%20H.%20Y%C3%B6um": `[{"argument":"editorName","given":"Mr H. Y\u00f6um","id":"person:heung-youl-youm","name":"Heung Youl Youm","how":"INITIAL"}]`,
		"koji%20nakao":        "",
	} {
		r := do(t, s, http.MethodGet, "/export/texts.csv?editorName="+name, nil, "")
		if got := r.Header.Get("Matched-By"); r.StatusCode != http.StatusOK || got != want {
			t.Errorf("%s: %d %s, want %s", name, r.StatusCode, got, want)
		}
	}
	if r := do(t, s, http.MethodGet, "/export/texts.csv?editorName=Feng", nil, ""); r.StatusCode != http.StatusBadRequest {
		t.Errorf("a name of several people: %d", r.StatusCode)
	}
}

func TestExportsAreFewAtOnce(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	places := newPlaces("exports", 1, 1, time.Millisecond, newUsage())
	h := exportPlaces(s, places, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	if err := places.take(t.Context(), "somebody"); err != nil {
		t.Fatal(err)
	}
	if r := do(t, h, http.MethodGet, "/", nil, ""); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
		t.Errorf("full: %d", r.StatusCode)
	}
	places.give("somebody")
	if r := do(t, h, http.MethodGet, "/", nil, ""); r.StatusCode != http.StatusOK || places.taken != 0 {
		t.Errorf("free: %d, %d places taken", r.StatusCode, places.taken)
	}
}

// TestExportsLinkToThePublicAddress holds that a client, who may name any host, has no part in what a feed links to.
func TestExportsLinkToThePublicAddress(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	for base, want := range map[string][]string{
		"":                            {`<link rel="self" href="/feed.atom?kinds=removed&amp;question=11/17">`, `href="/?node=text:17:x.imp500-rev"`, ""},
		"https://sg17.example.org":    {`<link rel="self" href="https://sg17.example.org/feed.atom?kinds=removed&amp;question=11/17">`, `href="https://sg17.example.org/?node=text:17:x.imp500-rev"`, "URL:https://sg17.example.org/?node=meeting:17:2019-08-27"},
		"https://example.org/graphs/": {`<link rel="self" href="https://example.org/graphs/feed.atom?kinds=removed&amp;question=11/17">`, `href="https://example.org/graphs/?node=text:17:x.imp500-rev"`, ""},
	} {
		s := New(Options{Store: g.Store, Log: slog.New(slog.DiscardHandler), Limits: unpaced(), PublicURL: base})
		body := func(target string) string {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
			r.Host = "evil.example"
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			return w.Body.String()
		}
		feed, calendar := body("/feed.atom?kinds=removed&question=11/17"), body("/calendar.ics")
		unfolded := strings.ReplaceAll(calendar, "\r\n ", "")
		if strings.Contains(feed+unfolded, "evil.example") || !strings.Contains(feed, want[0]) || !strings.Contains(feed, want[1]) || !strings.Contains(unfolded, want[2]) {
			t.Errorf("%q: %s\n%.500s", base, feed, calendar)
		}
		if base == "" && strings.Contains(unfolded, "URL:") {
			t.Error("an event has an address that is relative")
		}
	}
}
