package cli

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// certificate makes a certificate for 127.0.0.1 that signs itself, as files, and the pool that trusts it.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "a test"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	pool.AppendCertsFromPEM(certPEM)
	return file(t, "cert.pem", certPEM), file(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})), pool
}

func TestServingOverTLSWithKeys(t *testing.T) {
	t.Parallel()
	cert, key, pool := certificate(t)
	keys := filepath.Join(t.TempDir(), "keys")
	code, token, messages := run(t, nil, "key", "ann", "--api-keys", keys)
	if code != 0 {
		t.Fatal(messages)
	}
	ctx, stop := context.WithCancel(t.Context())
	var log lockedBuffer
	done := make(chan int, 1)
	env := map[string]string{"RAPPORTEUR_API_KEYS": keys, "RAPPORTEUR_TLS_KEY": key, "RAPPORTEUR_MAX_DEPTH": "3"}
	go func() {
		done <- Run(ctx, []string{"--addr", "127.0.0.1:0", "--data-dir", inMemory, "--tls-cert", cert, "--max-aliases", "1"}, IO{Out: &log, Err: &log, Getenv: func(k string) string { return env[k] }})
	}()
	address := regexp.MustCompile(`url=(https://127\.0\.0\.1:\d+/graphql)`)
	var url string
	for deadline := time.Now().Add(time.Minute); url == ""; time.Sleep(20 * time.Millisecond) {
		if m := address.FindStringSubmatch(log.String()); m != nil {
			url = m[1]
		} else if time.Now().After(deadline) {
			t.Fatalf("not serving: %s", log.String())
		}
	}
	get := func(version uint16, header, query string) (int, error) {
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS10, MaxVersion: version}}
		defer transport.CloseIdleConnections()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"?query="+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "application/graphql-response+json")
		r.Header.Set("Authorization", header)
		answer, err := (&http.Client{Transport: transport}).Do(r)
		if err != nil {
			return 0, err
		}
		if answer.Header.Get("Strict-Transport-Security") == "" || !strings.Contains(answer.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("headers: %v", answer.Header)
		}
		return answer.StatusCode, answer.Body.Close()
	}
	bearer := "Bearer " + strings.TrimSpace(token)
	for name, c := range map[string]struct {
		version       uint16
		header, query string
		status        int
	}{
		"with the key":                     {tls.VersionTLS13, bearer, "{__typename}", 200},
		"TLS 1.2":                          {tls.VersionTLS12, bearer, "{__typename}", 200},
		"without the key":                  {tls.VersionTLS13, "", "{__typename}", 401},
		"over a limit of the environment":  {tls.VersionTLS13, bearer, "{texts{nodes{studyGroup{id}}}}", 400},
		"over a limit of the command line": {tls.VersionTLS13, bearer, "{a:__typename%20b:__typename}", 400},
	} {
		if status, err := get(c.version, c.header, c.query); err != nil || status != c.status {
			t.Errorf("%s: %d %v", name, status, err)
		}
	}
	if _, err := get(tls.VersionTLS11, bearer, "{__typename}"); err == nil {
		t.Error("TLS 1.1 is taken")
	}
	stop()
	if code := <-done; code != 0 {
		t.Errorf("ended with %d: %s", code, log.String())
	}
}
