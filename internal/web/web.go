// Package web serves the pages: the explorer at /, the playground at /playground and the import of reports at /import. They are
// built from tools/web by make web, and embedded; they use the public API alone. It must not know what is served beside them.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed all:dist
var dist embed.FS

// policy of every page: everything comes from this server, and no script or style stands in the page itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// editorPolicy is that of the playground, whose editor makes style elements for its colours and fonts. Scripts stay files of this server.
var editorPolicy = strings.Replace(policy, "style-src 'self'", "style-src 'self' 'unsafe-inline'", 1)

// pages by the pattern of their address.
var pages = map[string]struct{ name, policy string }{
	"/{$}":        {"index.html", policy},
	"/import":     {"import.html", policy},
	"/playground": {"playground.html", editorPolicy},
}

// Mount offers the pages at their addresses and what they need at /assets/, each compressed where the client takes
// that. Assets have a hash of their content in their name and are kept for good; pages are asked for again and
// answered with 304 while they are the same.
func Mount(mux *http.ServeMux) {
	for address, page := range pages {
		mux.Handle("GET "+address, newFile(page.name, "no-cache", page.policy))
	}
	assets, err := fs.Glob(dist, "dist/assets/*")
	if err != nil {
		panic(err) // the pattern is bad
	}
	for _, name := range assets {
		name = strings.TrimPrefix(name, "dist/")
		mux.Handle("GET /"+name, newFile(name, "public, max-age=31536000, immutable", policy))
	}
}

// file is one embedded file.
type file struct {
	contentType string
	cache       string
	policy      string
	plain       []byte
	etag        string
	gzipped     func() []byte // nil where it would not be smaller; made when first asked for
}

func newFile(name, cache, policy string) *file {
	plain, err := dist.ReadFile(path.Join("dist", name))
	if err != nil {
		panic(err) // the build embedded is not whole
	}
	return &file{
		contentType: contentType(name),
		cache:       cache,
		policy:      policy,
		plain:       plain,
		etag:        fmt.Sprintf("%x", sha256.Sum256(plain))[:20],
		gzipped:     sync.OnceValue(func() []byte { return smaller(plain) }),
	}
}

// ServeHTTP answers with the file, or that the client has it already.
func (f *file) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.contentType)
	header.Set("Cache-Control", f.cache)
	header.Set("Content-Security-Policy", f.policy)
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Vary", "Accept-Encoding")
	body, etag := f.plain, f.etag
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if gzipped := f.gzipped(); gzipped != nil {
			body, etag = gzipped, f.etag+"-gzip"
			header.Set("Content-Encoding", "gzip")
		}
	}
	header.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// smaller is the content compressed, nil where that is not smaller.
func smaller(plain []byte) []byte {
	var buffer bytes.Buffer
	w, err := gzip.NewWriterLevel(&buffer, gzip.BestCompression)
	if err != nil {
		panic(err) // there is no such level
	}
	_, _ = w.Write(plain) // a buffer takes everything
	_ = w.Close()
	if buffer.Len() >= len(plain) {
		return nil
	}
	return buffer.Bytes()
}

// contentType does not depend on what the machine knows of types.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	}
	if known := mime.TypeByExtension(path.Ext(name)); known != "" {
		return known
	}
	return "application/octet-stream"
}
