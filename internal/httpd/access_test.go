package httpd

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"rapporteur/internal/export"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/sample"
)

const reading = `{ texts(first: 1) { totalCount } }`

func TestRolesOfKeys(t *testing.T) {
	t.Parallel()
	g := graphtest.Sample(t)
	var file strings.Builder
	tokens := map[string]string{"nobody": "", "a stranger": "rpt_stranger"}
	for _, role := range []string{"reader", "editor", "admin"} {
		key, text, err := NewKey("the-"+role, role)
		if err != nil {
			t.Fatal(err)
		}
		file.WriteString("# a comment\n" + key.String() + "\n")
		tokens[role] = text
	}
	keys, err := ReadKeys([]byte(file.String()))
	if err != nil || len(keys) != 3 {
		t.Fatal(keys, err)
	}
	var log bytes.Buffer
	private := New(Options{Store: g.Store, Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: unpaced(), Keys: keys, Private: true})
	public := New(Options{Store: g.Store, Log: discard, Limits: unpaced(), Keys: keys})
	for _, c := range []struct {
		who             string
		server          *Server
		reads, exports  int
		changes         int
		change, atFirst string // codes
	}{
		{"nobody", private, 401, 401, 401, "UNAUTHENTICATED", "UNAUTHENTICATED"},
		{"a stranger", private, 401, 401, 401, "UNAUTHENTICATED", "UNAUTHENTICATED"},
		{"reader", private, 200, 200, 403, "FORBIDDEN", ""},
		{"editor", private, 200, 200, 200, "", ""},
		{"admin", private, 200, 200, 200, "", ""},
		{"nobody", public, 200, 200, 401, "UNAUTHENTICATED", ""},
		{"a stranger", public, 401, 401, 401, "UNAUTHENTICATED", "UNAUTHENTICATED"},
		{"reader", public, 200, 200, 403, "FORBIDDEN", ""},
	} {
		header := map[string]string{"Authorization": "Bearer " + tokens[c.who]}
		if c.who == "nobody" {
			header = nil
		}
		r, a := post(t, c.server, header, query(reading))
		if code := firstCode(a); r.StatusCode != c.reads || code != c.atFirst || (r.StatusCode == 401) != (r.Header.Get("WWW-Authenticate") == "Bearer") {
			t.Errorf("%s reads: %d %s", c.who, r.StatusCode, code)
		}
		if r := do(t, c.server, http.MethodGet, "/export/texts.csv", header, ""); r.StatusCode != c.exports {
			t.Errorf("%s exports: %d", c.who, r.StatusCode)
		}
		r, a = post(t, c.server, header, query(importing, map[string]any{"content": string(sample.Report), "dry": true}))
		if code := firstCode(a); r.StatusCode != c.changes || code != c.change {
			t.Errorf("%s changes: %d %s", c.who, r.StatusCode, code)
		}
	}
	if r := do(t, private, http.MethodGet, "/readyz", nil, ""); r.StatusCode != http.StatusOK {
		t.Errorf("a probe: %d", r.StatusCode)
	}
	if s := log.String(); !strings.Contains(s, `msg="a change" request_id=`) || !strings.Contains(s, "by=the-editor fields=importReport outcome=done dry_run=true\n") || strings.Contains(s, tokens["editor"]) {
		t.Errorf("the log is %s", s)
	}
}

func firstCode(a reply) string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// A body over the usual limit is taken of those who may import reports alone.
func TestLargeReportsAreForEditors(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	key, editor, err := NewKey("ed", "editor")
	if err != nil {
		t.Fatal(err)
	}
	other, reader, err := NewKey("rea", "reader")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Store: g.Store, Log: discard, Keys: []Key{key, other}})
	report := string(sample.Report) + strings.Repeat("\n", 1<<20)
	body := func(name, content string) string {
		return query(strings.Replace(importing, "report.txt", name, 1), map[string]any{"content": content, "dry": true})
	}
	for name, c := range map[string]struct {
		token, body string
		status      int
		code        string
	}{
		"a report of 1 MB":              {editor, body("r.txt", report), 200, ""},
		"of a reader":                   {reader, body("r.txt", report), 413, "LIMIT"},
		"over the limit of editors":     {editor, body("r.txt", strings.Repeat("x", int(DefaultLimits().EditorBody))), 413, "LIMIT"},
		"a .docx that is no base64":     {editor, body("r.docx", "not base64!"), 200, "INVALID"},
		"a .docx that is no .docx":      {editor, body("r.docx", base64.StdEncoding.EncodeToString([]byte("PK\x03\x04 nothing"))), 200, "INVALID"},
		"a .DOCX with a wrong ending":   {editor, body("r.DOCX", string(sample.Report)), 200, "INVALID"},
		"a file of a folder, as a name": {editor, body("../../r.txt", report), 200, ""},
	} {
		r, a := post(t, s, map[string]string{"Authorization": "Bearer " + c.token}, c.body)
		if r.StatusCode != c.status || firstCode(a) != c.code {
			t.Errorf("%s: %d %v", name, r.StatusCode, a.Errors)
		}
	}
}

// A .docx file is the same report over GraphQL as it is from the disk.
func TestADocxOverGraphQL(t *testing.T) {
	t.Parallel()
	var docx bytes.Buffer
	archive := zip.NewWriter(&docx)
	part, err := archive.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, `<w:document xmlns:w="w"><w:body>`); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(sample.Report)) {
		var text strings.Builder
		if err := xml.EscapeText(&text, []byte(strings.TrimRight(line, "\r\n"))); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, `<w:p><w:r><w:t xml:space="preserve">`+text.String()+`</w:t></w:r></w:p>`); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(part, `</w:body></w:document>`); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Store: graphtest.Open(t).Store, Log: discard, Keys: []Key{AdminKey(adminToken)}})
	_, a := post(t, s, map[string]string{"Authorization": "Bearer " + adminToken},
		query(strings.Replace(importing, "report.txt", "report.docx", 1), map[string]any{"content": base64.StdEncoding.EncodeToString(docx.Bytes())}))
	if len(a.Errors) > 0 || !strings.Contains(string(a.Data), `"report":{"id":"report:17:`) {
		t.Errorf("%v %.300s", a.Errors, a.Data)
	}
}

// issuer is an OpenID Connect provider of a test.
type issuer struct {
	*httptest.Server
	key   *rsa.PrivateKey
	asked atomic.Int32 // for its keys
}

func openIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key}
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/keys", "authorization_endpoint": i.URL, "token_endpoint": i.URL, "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		i.asked.Add(1)
		answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "one", Algorithm: "RS256", Use: "sig"}}})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

// token is a signed token with these claims over the usual ones.
func (i *issuer) token(t *testing.T, algorithm jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	return i.headed(t, algorithm, key, claims, map[jose.HeaderKey]any{"kid": "one"})
}

// headed is such a token with a header.
func (i *issuer) headed(t *testing.T, algorithm jose.SignatureAlgorithm, key any, claims map[string]any, header map[jose.HeaderKey]any) string {
	t.Helper()
	all := map[string]any{"iss": i.URL, "aud": "rapporteur", "sub": "u1", "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix()}
	for name, value := range claims {
		all[name] = value
	}
	payload, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, &jose.SignerOptions{ExtraHeaders: header})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestTokensOfAnIssuer(t *testing.T) {
	t.Parallel()
	g, i := graphtest.Sample(t), openIssuer(t)
	opened, err := OpenIssuer(t.Context(), i.URL, "rapporteur", "realm_access.roles")
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := New(Options{Store: g.Store, Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: unpaced(), Issuer: opened, Private: true})
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	roles := func(names ...any) map[string]any {
		return map[string]any{"realm_access": map[string]any{"roles": names}}
	}
	and := func(claims map[string]any, name string, value any) map[string]any {
		claims[name] = value
		return claims
	}
	signed := func(claims map[string]any) string { return i.token(t, jose.RS256, i.key, claims) }
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + strings.Split(signed(roles("admin")), ".")[1] + "."
	tampered := strings.Split(signed(roles("reader")), ".")
	tampered[1] = strings.Split(signed(roles("admin")), ".")[1]
	typed := func(kind string, claims map[string]any) string {
		return i.headed(t, jose.RS256, i.key, claims, map[jose.HeaderKey]any{"kid": "one", "typ": kind})
	}
	for name, c := range map[string]struct {
		token          string
		reads, changes int
	}{
		"of the type of access tokens":        {typed("at+jwt", and(roles("admin"), "nonce", "n")), 200, 200},
		"of its media type":                   {typed("application/AT+JWT", roles("reader")), 200, 403},
		"of the type JWT":                     {typed("JWT", and(roles("reader"), "typ", "Bearer")), 200, 403},
		"of the type of logout tokens":        {typed("logout+jwt", roles("admin")), 401, 401},
		"an ID token, by its nonce":           {signed(and(roles("admin"), "nonce", "n")), 401, 401},
		"an ID token, by its hash":            {typed("JWT", and(roles("admin"), "at_hash", "h")), 401, 401},
		"an ID token, by its kind":            {typed("JWT", and(roles("admin"), "typ", "ID")), 401, 401},
		"a refresh token":                     {typed("JWT", and(roles("admin"), "typ", "Refresh")), 401, 401},
		"for several programs, ours included": {signed(and(roles("reader"), "aud", []string{"mail", "rapporteur"})), 200, 403},
		"a reader":                            {signed(roles("reader")), 200, 403},
		"an editor":                           {signed(and(roles("editor", "reader"), "preferred_username", "ann")), 200, 200},
		"an admin":                            {signed(roles("offline_access", "admin")), 200, 200},
		"one role, not in a list":             {signed(map[string]any{"realm_access": map[string]any{"roles": "editor"}}), 200, 200},
		"no role":                             {signed(nil), 403, 403},
		"roles of another program":            {signed(roles("owner", 7)), 403, 403},
		"roles in another claim":              {signed(map[string]any{"roles": []string{"admin"}}), 403, 403},
		"for another program":                 {signed(and(roles("admin"), "aud", "mail")), 401, 401},
		"of another issuer":                   {signed(and(roles("admin"), "iss", "https://evil.example")), 401, 401},
		"expired":                             {signed(and(roles("admin"), "exp", time.Now().Add(-time.Hour).Unix())), 401, 401},
		"not valid yet":                       {signed(and(roles("admin"), "nbf", time.Now().Add(time.Hour).Unix())), 401, 401},
		"signed by another key":               {i.token(t, jose.RS256, other, roles("admin")), 401, 401},
		"of another algorithm":                {i.token(t, jose.ES256, curve, roles("admin")), 401, 401},
		"signed by the public key":            {i.token(t, jose.HS256, i.key.N.Bytes(), roles("admin")), 401, 401},
		"not signed":                          {none, 401, 401},
		"with claims of another one":          {strings.Join(tampered, "."), 401, 401},
		"no token at all":                     {"letmein", 401, 401},
	} {
		header := map[string]string{"Authorization": "Bearer " + c.token}
		if r, a := post(t, s, header, query(reading)); r.StatusCode != c.reads {
			t.Errorf("%s reads: %d %v", name, r.StatusCode, a.Errors)
		}
		if r, a := post(t, s, header, query(importing, map[string]any{"content": string(sample.Report), "dry": true})); r.StatusCode != c.changes {
			t.Errorf("%s changes: %d %v", name, r.StatusCode, a.Errors)
		}
	}
	if !strings.Contains(log.String(), `by="ann (u1)"`) {
		t.Error("the log does not say who made a change")
	}
}

// Tokens that name unknown keys make the server ask the issuer once a minute, however many there are; a new key is found then.
func TestUnknownKeysAskTheIssuerOnceAMinute(t *testing.T) {
	t.Parallel()
	i := openIssuer(t)
	var now atomic.Int64
	opened, err := openIssuerAt(t.Context(), i.URL, "rapporteur", "roles", func() time.Time { return time.Unix(now.Load(), 0) })
	if err != nil {
		t.Fatal(err)
	}
	good := i.token(t, jose.RS256, i.key, map[string]any{"roles": "reader"})
	unknown := i.headed(t, jose.RS256, i.key, map[string]any{"roles": "reader"}, map[jose.HeaderKey]any{"kid": "two"})
	if _, err := opened.access(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	for minute := range 3 {
		for range 20 {
			if _, err := opened.access(t.Context(), unknown); err == nil {
				t.Error("a token of an unknown key is accepted")
			}
			if _, err := opened.access(t.Context(), good); err != nil {
				t.Error(err)
			}
		}
		if n := i.asked.Load(); n != int32(minute)+1 {
			t.Errorf("asked %d times after %d minutes", n, minute)
		}
		now.Add(int64(keysPause / time.Second))
	}
}

// An issuer whose answers do not end takes neither memory nor time.
func TestAnIssuerThatAnswersTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	var sent atomic.Int64
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		piece := bytes.Repeat([]byte(" "), 1<<16)
		for sent.Load() < 1<<28 {
			n, err := w.Write(piece)
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}))
	defer endless.Close()
	if _, err := OpenIssuer(t.Context(), endless.URL, "rapporteur", "roles"); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Error(err)
	}
	if n := sent.Load(); n > 32<<20 {
		t.Errorf("%d bytes were taken", n)
	}
}

// A server of trusted documents serves no file, calendar or feed that is not opened by name.
func TestTrustedDocumentsCloseExports(t *testing.T) {
	t.Parallel()
	documents, err := ReadDocuments([]byte(`{"one": "{ __typename }"}`), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	g := graphtest.Sample(t)
	for name, c := range map[string]struct {
		documents *Documents
		opened    []string
		open      func(name string) bool
	}{
		"without trusted documents":     {nil, nil, func(string) bool { return true }},
		"with them":                     {documents, nil, func(string) bool { return false }},
		"with them, and two are opened": {documents, []string{"calendar.ics", "texts.csv"}, func(name string) bool { return name == "calendar.ics" || name == "texts.csv" }},
	} {
		s := New(Options{Store: g.Store, Log: discard, Limits: unpaced(), Documents: c.documents, Exports: c.opened})
		for _, f := range export.Formats() {
			r := do(t, s, http.MethodGet, f.Location(), nil, "")
			if open := r.StatusCode != http.StatusForbidden; open != c.open(f.Name) {
				t.Errorf("%s: %s: %d", name, f.Location(), r.StatusCode)
			}
		}
	}
}
