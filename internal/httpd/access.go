package httpd

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"rapporteur/graph"
	"rapporteur/internal/standards"
)

// Key is an API key of somebody. Of the key itself only the SHA-256 is kept: keys are random and long, so no slower hash is
// needed.
type Key struct {
	Name   string // for the record
	Role   graph.Role
	SHA256 [sha256.Size]byte
}

// NewKey makes a key of 256 random bits, and returns its text, which is told once.
func NewKey(name, role string) (Key, string, error) {
	if name == "" || strings.ContainsAny(name, " \t\r\n#") {
		return Key{}, "", fmt.Errorf("%q is no name of a key: it must be one word without #", name)
	}
	parsed, ok := graph.ParseRole(role)
	if !ok {
		return Key{}, "", fmt.Errorf("%q is none of the roles reader, editor and admin", role)
	}
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return Key{}, "", err
	}
	text := "rpt_" + base64.RawURLEncoding.EncodeToString(random[:])
	return Key{Name: name, Role: parsed, SHA256: sha256.Sum256([]byte(text))}, text, nil
}

// AdminKey is the key of administrators by a token they share.
func AdminKey(token string) Key {
	return Key{Name: "administrator, by token", Role: graph.Admin, SHA256: sha256.Sum256([]byte(token))}
}

// String is the line of a key in a file of keys.
func (k Key) String() string { return fmt.Sprintf("%s %s %x", k.Name, k.Role, k.SHA256) }

// ReadKeys reads a file of keys: a name, a role and a SHA-256 in hexadecimal a line; lines that begin with # are
// comments.
func ReadKeys(file []byte) ([]Key, error) {
	var keys []Key
	names := map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(file))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d: a key is a name, a role and a SHA-256", n)
		}
		k := Key{Name: fields[0]}
		var ok bool
		if k.Role, ok = graph.ParseRole(fields[1]); !ok {
			return nil, fmt.Errorf("line %d: %q is none of reader, editor and admin", n, fields[1])
		}
		sum, err := hex.DecodeString(fields[2])
		if err != nil || copy(k.SHA256[:], sum) != sha256.Size || len(sum) != sha256.Size {
			return nil, fmt.Errorf("line %d: the key of %s is no SHA-256 in hexadecimal", n, k.Name)
		}
		if names[k.Name] {
			return nil, fmt.Errorf("line %d: there is another key of %s", n, k.Name)
		}
		names[k.Name] = true
		keys = append(keys, k)
	}
	return keys, lines.Err()
}

// keyring are the keys of a server at one time.
type keyring struct {
	keys   map[[sha256.Size]byte]Key
	closed bool // nobody may change the graph
}

// SetKeys puts keys in place of those the server has. Requests from then on need the new ones.
func (s *Server) SetKeys(keys []Key) {
	ring := &keyring{make(map[[sha256.Size]byte]Key, len(keys)), s.options.Issuer == nil}
	for _, k := range keys {
		ring.keys[k.SHA256] = k
		ring.closed = ring.closed && k.Role < graph.Editor
	}
	s.keys.Store(ring)
}

var errUnknownToken = standards.Errorf(standards.Unauthenticated, "the bearer token is not known here, or no longer valid")

// authenticated gives a request the access of its bearer token. Requests without one may read unless the server is
// private. A token that is wrong is refused, not taken for none; a server that knows no tokens looks at none.
func (s *Server) authenticated(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ring := s.keys.Load()
		access, err := s.access(r, ring.keys)
		access.Closed = ring.closed
		switch {
		case err != nil:
			s.options.Log.InfoContext(r.Context(), "a token was refused", "request_id", requestID(r.Context()), "error", err)
			s.refuse(w, r, errUnknownToken)
		case access.Name != "" && access.Role < graph.Reader:
			s.refuse(w, r, standards.Errorf(standards.Forbidden, "%s has none of the roles reader, editor and admin", access.Name))
		case access.Name == "" && s.options.Private:
			s.refuse(w, r, standards.Errorf(standards.Unauthenticated, "this server answers those it knows alone: send a bearer token"))
		default:
			h.ServeHTTP(w, r.WithContext(graph.WithAccess(r.Context(), access)))
		}
	})
}

// access is who a request comes from; nobody where it does not say. The keys are looked up by their hash, so that the
// time this takes tells nothing of them.
func (s *Server) access(r *http.Request, keys map[[sha256.Size]byte]Key) (graph.Access, error) {
	header := r.Header.Get("Authorization")
	if header == "" || len(keys) == 0 && s.options.Issuer == nil {
		return graph.Access{}, nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return graph.Access{}, errors.New("the Authorization header has no bearer token")
	}
	if k, ok := keys[sha256.Sum256([]byte(token))]; ok {
		return graph.Access{Name: k.Name, Role: k.Role}, nil
	}
	if s.options.Issuer == nil {
		return graph.Access{}, errors.New("no key has this hash")
	}
	return s.options.Issuer.access(r.Context(), token)
}

// accessOf is who asks, for the log.
func accessOf(ctx context.Context) string {
	if name := graph.AccessOf(ctx).Name; name != "" {
		return name
	}
	return "nobody known"
}
