package httpd

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"

	"rapporteur/graph"
)

const (
	// issuerTimeout bounds one request to the issuer.
	issuerTimeout = 10 * time.Second
	// issuerAnswer bounds its answers, in bytes: metadata and keys have some thousands.
	issuerAnswer = 1 << 20
	// keysPause is the least time between two requests for the issuer's keys. Anybody can send tokens that name unknown ones.
	keysPause = time.Minute
)

// Issuer verifies tokens (JWT) of an OpenID Connect provider.
type Issuer struct {
	verifier *oidc.IDTokenVerifier
	roles    []string // where in the claims the roles are
}

// OpenIssuer asks an issuer for its metadata. Its keys are fetched with the first token, and again when a token names a new one,
// at most once a minute. The audience is whom tokens must be for. The roles are in a claim, like roles or realm_access.roles: a
// name or a list of names.
func OpenIssuer(ctx context.Context, issuer, audience, rolesClaim string) (*Issuer, error) {
	return openIssuerAt(ctx, issuer, audience, rolesClaim, time.Now)
}

func openIssuerAt(ctx context.Context, issuer, audience, rolesClaim string, now func() time.Time) (*Issuer, error) {
	client := &http.Client{Timeout: issuerTimeout, Transport: boundedTransport{http.DefaultTransport}}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the issuer %s: %w", issuer, err)
	}
	paced := &http.Client{Timeout: issuerTimeout, Transport: &pacedTransport{client.Transport, rate.NewLimiter(rate.Every(keysPause), 1), now}}
	// The keys are fetched with the client of this context and without its end.
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), paced)
	var metadata struct {
		Keys       string   `json:"jwks_uri"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := provider.Claims(&metadata); err != nil {
		return nil, fmt.Errorf("the metadata of the issuer %s: %w", issuer, err)
	}
	return &Issuer{
		verifier: oidc.NewVerifier(issuer, oidc.NewRemoteKeySet(ctx, metadata.Keys), &oidc.Config{ClientID: audience, SupportedSigningAlgs: asymmetric(metadata.Algorithms)}),
		roles:    strings.Split(rolesClaim, "."),
	}, nil
}

// asymmetric are those of some signing algorithms whose keys the issuer can publish.
func asymmetric(algorithms []string) []string {
	return slices.DeleteFunc(slices.Clone(algorithms), func(a string) bool {
		return !slices.Contains([]string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}, a)
	})
}

// boundedTransport breaks answers off that are larger than issuerAnswer.
type boundedTransport struct{ http.RoundTripper }

func (b boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, issuerAnswer)
	}
	return resp, err
}

// pacedTransport refuses requests that come too soon after another.
type pacedTransport struct {
	http.RoundTripper
	limit *rate.Limiter
	now   func() time.Time
}

var errPaced = fmt.Errorf("the keys were fetched less than %s ago", keysPause)

func (p *pacedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if !p.limit.AllowN(p.now(), 1) {
		return nil, errPaced
	}
	return p.RoundTripper.RoundTrip(r)
}

// accessToken reports why a token that verifies is no access token. RFC 9068 gives these a type of their own in the header; before it
// they were plain JWTs. ID tokens have claims that access tokens have not, and Keycloak names the kind of each in the claim typ.
func accessToken(token string, claims map[string]any) error {
	head, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		return err
	}
	var header struct {
		Type string `json:"typ"`
	}
	if err := json.Unmarshal(raw, &header); err != nil {
		return err
	}
	switch strings.TrimPrefix(strings.ToLower(header.Type), "application/") {
	case "at+jwt":
		return nil
	case "", "jwt":
	default:
		return fmt.Errorf("a token of type %q is no access token", header.Type)
	}
	if kind, ok := claims["typ"]; ok && kind != "Bearer" {
		return fmt.Errorf("a token of kind %v is no access token", kind)
	}
	for _, claim := range []string{"nonce", "at_hash", "c_hash"} {
		if _, ok := claims[claim]; ok {
			return fmt.Errorf("a token with the claim %s is an ID token, no access token", claim)
		}
	}
	return nil
}

// access is whom a token stands for: the highest of the roles it names.
func (i *Issuer) access(ctx context.Context, token string) (graph.Access, error) {
	verified, err := i.verifier.Verify(ctx, token)
	if err != nil {
		return graph.Access{}, err
	}
	var claims map[string]any
	if err := verified.Claims(&claims); err != nil {
		return graph.Access{}, err
	}
	if err := accessToken(token, claims); err != nil {
		return graph.Access{}, err
	}
	a := graph.Access{Name: verified.Subject}
	if name, ok := claims["preferred_username"].(string); ok && name != "" {
		a.Name = fmt.Sprintf("%s (%s)", name, verified.Subject)
	}
	var at any = claims
	for _, name := range i.roles {
		object, _ := at.(map[string]any)
		at = object[name]
	}
	names, ok := at.([]any)
	if !ok {
		names = []any{at}
	}
	for _, name := range names {
		if text, ok := name.(string); ok {
			if role, ok := graph.ParseRole(text); ok {
				a.Role = max(a.Role, role)
			}
		}
	}
	return a, nil
}
