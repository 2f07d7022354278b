package graph

import (
	"context"

	"rapporteur/internal/standards"
)

// Role is what someone may do.
type Role int

// The roles, each of which may do what those before it may.
const (
	Nobody Role = iota
	Reader      // may ask
	Editor      // may change the graph
	Admin
)

var roles = [...]string{Nobody: "nobody", Reader: "reader", Editor: "editor", Admin: "admin"}

// String is the name of a role, as keys and claims have it.
func (r Role) String() string { return roles[r] }

// ParseRole is the role of a name; false where it names none.
func ParseRole(name string) (Role, bool) {
	for role := Reader; role <= Admin; role++ {
		if roles[role] == name {
			return role, true
		}
	}
	return Nobody, false
}

// Access is what a request may do.
type Access struct {
	Name   string // who asks, for the record; empty where nobody is known
	Role   Role
	Closed bool // the server knows nobody who may change the graph
}

type accessKey struct{}

// WithAccess gives the context of a request its access.
func WithAccess(ctx context.Context, a Access) context.Context {
	return context.WithValue(ctx, accessKey{}, a)
}

// AccessOf is the access of a request; none where it was given none.
func AccessOf(ctx context.Context) Access {
	a, ok := ctx.Value(accessKey{}).(Access)
	if !ok {
		return Access{Closed: true}
	}
	return a
}

// MayChange is nil where a request may change the graph. FORBIDDEN where the server takes no changes or the role is not
// enough, UNAUTHENTICATED where it is not known who asks.
func MayChange(ctx context.Context) error {
	switch a := AccessOf(ctx); {
	case a.Role >= Editor:
		return nil
	case a.Closed:
		return standards.Errorf(standards.Forbidden, "this server takes no changes: it was started without --admin-token-file, --api-keys or --oidc-issuer")
	case a.Name == "":
		return standards.Errorf(standards.Unauthenticated, "a change needs the bearer token of an editor or administrator")
	default:
		return standards.Errorf(standards.Forbidden, "a change needs the role editor or admin; %s has the role %s", a.Name, a.Role)
	}
}

// editor is who makes the change, and the error of MayChange.
func editor(ctx context.Context) (string, error) {
	return AccessOf(ctx).Name, MayChange(ctx)
}
