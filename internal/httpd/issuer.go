package httpd

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"rapporteur/graph"
)

// issuerTimeout is how long one request to the issuer may take.
const issuerTimeout = 10 * time.Second

// Issuer verifies tokens (JWT) of an OpenID Connect provider.
type Issuer struct {
	verifier *oidc.IDTokenVerifier
	roles    []string // where in the claims the roles are
}

// OpenIssuer asks an issuer for its keys. The audience is whom tokens must be for. The roles are in a claim, like roles or
// realm_access.roles: a name or a list of names.
func OpenIssuer(ctx context.Context, issuer, audience, rolesClaim string) (*Issuer, error) {
	// The keys are fetched again, whenever a token names a new one, with the client of this context and without its end.
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), &http.Client{Timeout: issuerTimeout})
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return nil, fmt.Errorf("ask the issuer %s: %w", issuer, err)
	}
	return &Issuer{
		verifier: provider.VerifierContext(ctx, &oidc.Config{ClientID: audience}),
		roles:    strings.Split(rolesClaim, "."),
	}, nil
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
