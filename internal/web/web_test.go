package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, address string, header http.Header) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for name, values := range header {
		r.Header[name] = values
	}
	w := httptest.NewRecorder()
	mux := http.NewServeMux()
	Mount(mux)
	mux.ServeHTTP(w, r)
	return w.Result()
}

func read(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestPagesAndWhatTheyNeed follows every address that a page names: each is served here, is kept for good, and no
// page holds a script or a style of its own or names another host.
func TestPagesAndWhatTheyNeed(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	for _, address := range []string{"/", "/playground", "/import"} {
		response := get(t, address, nil)
		page := read(t, response.Body)
		if response.StatusCode != http.StatusOK || response.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: status %d, Cache-Control %q", address, response.StatusCode, response.Header.Get("Cache-Control"))
		}
		got := response.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(got, "default-src 'none'; script-src 'self';") || strings.Contains(got, "unsafe") != (address == "/playground") || strings.Contains(got, "unsafe-eval") {
			t.Errorf("%s: Content-Security-Policy %q", address, got)
		}
		if regexp.MustCompile(`<script[^>]*>[^<]|<style|\sstyle=|\son\w+=`).MatchString(page) {
			t.Errorf("%s has a script or a style that its policy forbids:\n%s", address, page)
		}
		assets := 0
		for _, match := range named.FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(match[1], "/assets/") {
				if !strings.HasPrefix(match[1], "/") || strings.HasPrefix(match[1], "//") {
					t.Errorf("%s names %s", address, match[1])
				}
				continue
			}
			assets++
			asset := get(t, match[1], nil)
			if asset.StatusCode != http.StatusOK || !strings.Contains(asset.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s names %s: status %d, Cache-Control %q", address, match[1], asset.StatusCode, asset.Header.Get("Cache-Control"))
			}
		}
		if assets < 2 {
			t.Errorf("%s names %d assets; a script and a style at least were expected", address, assets)
		}
	}
}

func TestCompressedWhereTaken(t *testing.T) {
	t.Parallel()
	plain := get(t, "/", nil)
	compressed := get(t, "/", http.Header{"Accept-Encoding": {"gzip, br"}})
	if plain.Header.Get("Content-Encoding") != "" || compressed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("Content-Encoding %q and %q", plain.Header.Get("Content-Encoding"), compressed.Header.Get("Content-Encoding"))
	}
	if plain.Header.Get("ETag") == compressed.Header.Get("ETag") {
		t.Errorf("both have the ETag %s", plain.Header.Get("ETag"))
	}
	unzipped, err := gzip.NewReader(bytes.NewReader([]byte(read(t, compressed.Body))))
	if err != nil {
		t.Fatal(err)
	}
	if read(t, unzipped) != read(t, plain.Body) {
		t.Error("the compressed page is another page")
	}
	again := get(t, "/", http.Header{"Accept-Encoding": {"gzip"}, "If-None-Match": {compressed.Header.Get("ETag")}})
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("the same page again: status %d", again.StatusCode)
	}
}

func TestNothingElse(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/index.html", "/assets/", "/assets/no.js", "/nothing", "/playground/"} {
		if response := get(t, address, nil); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", address, response.StatusCode)
		}
	}
}
