package httpd

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"rapporteur/internal/standards"
)

// Documents are the only operations that a server executes, by the SHA-256 of their text in hexadecimal digits.
type Documents map[string]string

// ParseDocuments reads a JSON object of texts by their hash, as relay-compiler and others write it. A hash that is not
// of its text is an error that names it.
func ParseDocuments(content []byte) (Documents, error) {
	var d Documents
	if err := json.Unmarshal(content, &d); err != nil {
		return nil, fmt.Errorf("it is not a JSON object of operations by their hash: %w", err)
	}
	for hash, text := range d {
		if sum := sha256.Sum256([]byte(text)); hash != hex.EncodeToString(sum[:]) {
			return nil, fmt.Errorf("%s is not the SHA-256 of its operation, which is %x", hash, sum)
		}
	}
	return d, nil
}

var _ graphql.OperationParameterMutator = Documents{}

// ExtensionName names the extension.
func (Documents) ExtensionName() string { return "TrustedDocuments" }

// Validate accepts every schema.
func (Documents) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the text of a known document in place. A client names it by persistedQuery, as for
// automatically persisted queries, or sends its very text.
func (d Documents) MutateOperationParameters(_ context.Context, p *graphql.RawParams) *gqlerror.Error {
	hash := ""
	if persisted, ok := p.Extensions["persistedQuery"].(map[string]any); ok {
		hash, _ = persisted["sha256Hash"].(string)
	} else {
		sum := sha256.Sum256([]byte(p.Query))
		hash = hex.EncodeToString(sum[:])
	}
	text, ok := d[hash]
	if !ok {
		err := gqlerror.Errorf("this server executes known documents alone, and does not know %q", hash)
		errcode.Set(err, string(standards.Forbidden))
		return err
	}
	p.Query = text
	return nil
}
