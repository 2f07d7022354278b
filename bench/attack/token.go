package attack

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"strings"
	"time"

	"rapporteur/internal/graphtest"
)

// issuer is an OpenID Connect issuer that the server believes.
type issuer struct {
	url    string
	key    *rsa.PrivateKey
	server *http.Server
}

func openIssuer(ctx context.Context) (*issuer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	i := &issuer{url: "http://" + l.Addr().String(), key: key}
	mux := http.NewServeMux()
	reply := func(path string, value any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(value) // the client may be gone
		})
	}
	reply("/.well-known/openid-configuration", map[string]any{"issuer": i.url, "jwks_uri": i.url + "/keys", "authorization_endpoint": i.url, "token_endpoint": i.url, "id_token_signing_alg_values_supported": []string{"RS256"}})
	reply("/keys", map[string]any{"keys": []any{map[string]string{"kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig", "n": encoded(key.N.Bytes()), "e": encoded(big.NewInt(int64(key.E)).Bytes())}}})
	i.server = &http.Server{Handler: mux, ReadHeaderTimeout: answering}
	go func() { _ = i.server.Serve(l) }() // until it is closed
	return i, nil
}

func (i *issuer) close() { _ = i.server.Close() }

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// claims of a token that would be accepted, but for what changes.
func (i *issuer) claims(changes map[string]any) map[string]any {
	now := time.Now().Unix()
	c := map[string]any{"iss": i.url, "aud": audience, "sub": "mallory", "iat": now, "exp": now + 600, "roles": []string{"admin"}}
	for name, value := range changes {
		if c[name] = value; value == nil {
			delete(c, name)
		}
	}
	return c
}

// token is a token with a header and claims, signed as algorithm says: RS256 by the issuer's key, HS256 by its public one, or not.
func (i *issuer) token(algorithm string, header, claims map[string]any) string {
	header["alg"] = algorithm
	h, _ := json.Marshal(header) // maps of plain values
	c, _ := json.Marshal(claims)
	text := encoded(h) + "." + encoded(c)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	switch algorithm {
	case "RS256":
		signature, _ = rsa.SignPKCS1v15(nil, i.key, crypto.SHA256, sum[:])
	case "HS256":
		m := hmac.New(sha256.New, i.key.N.Bytes())
		_, _ = m.Write([]byte(text))
		signature = m.Sum(nil)
	}
	return text + "." + encoded(signature)
}

// tokens are bearer tokens that must open nothing.
func tokens() kind {
	k := kind{name: "tokens"}
	plain := func(what, authorization string) {
		k.tries = append(k.tries, refusal(what, func(*issuer) string { return authorization }))
	}
	for _, n := range []int{1, 1000, 30_000, 200_000} {
		plain(fmt.Sprintf("a token of %d letters", n), "Bearer "+strings.Repeat("a", n))
		plain(fmt.Sprintf("%d dots", n), "Bearer "+strings.Repeat(".", n))
		plain(fmt.Sprintf("a header of %d braces", n), "Bearer "+encoded([]byte(strings.Repeat(`{"a":`, n)))+".e30.e30")
	}
	plain("two schemes", "Bearer Bearer x")
	plain("a token of blanks", "Bearer     ")
	plain("almost the right one", "Bearer "+adminToken[:len(adminToken)-1])
	plain("the right one and more", "Bearer "+adminToken+"x")
	signed := func(what, algorithm string, header, changes map[string]any) {
		k.tries = append(k.tries, refusal(what, func(i *issuer) string { return "Bearer " + i.token(algorithm, header, i.claims(changes)) }))
	}
	at := func() map[string]any { return map[string]any{"kid": "one", "typ": "at+jwt"} }
	for _, algorithm := range []string{"none", "None", "HS256", "RS999", ""} {
		signed("signed by "+algorithm, algorithm, at(), nil)
	}
	signed("of another audience", "RS256", at(), map[string]any{"aud": "another"})
	signed("of no audience", "RS256", at(), map[string]any{"aud": nil})
	signed("of another issuer", "RS256", at(), map[string]any{"iss": "http://127.0.0.1:1"})
	signed("that is over", "RS256", at(), map[string]any{"exp": 1})
	signed("that never ends", "RS256", at(), map[string]any{"exp": nil})
	signed("not yet valid", "RS256", at(), map[string]any{"nbf": time.Now().Unix() + 3600})
	signed("an ID token", "RS256", map[string]any{"kid": "one", "typ": "JWT"}, map[string]any{"nonce": "x", "at_hash": "y"})
	signed("a token of another type", "RS256", map[string]any{"kid": "one", "typ": "logout+jwt"}, nil)
	for n := range 12 {
		signed(fmt.Sprintf("of unknown key %d", n), "none", map[string]any{"kid": fmt.Sprintf("unknown-%d", n), "jku": "http://127.0.0.1:1/keys"}, nil)
	}
	return k
}

// refusal is a try of a token that the server has to refuse.
func refusal(what string, authorization func(*issuer) string) try {
	return try{what, func(ctx context.Context, v *victim) ending {
		h := graphtest.Hostile{Header: map[string]string{"Authorization": authorization(v.issuer)}, Body: graphtest.Query(`mutation { mergePeople(input: {into: "a", from: ["b"]}) { person { id } } }`)}
		e := v.ask(ctx, attacker(), h.Bytes())
		if e.err == nil && e.status != http.StatusUnauthorized && e.status != http.StatusRequestHeaderFieldsTooLarge && !e.cut {
			e.err = fmt.Errorf("a wrong token: %d %s", e.status, e.code)
		}
		return e
	}}
}
