package standards

import "fmt"

// Code tells a client what kind of error it met; it is extensions.code of a GraphQL error.
type Code string

// The codes of errors.
const (
	NotFound        Code = "NOT_FOUND"
	Invalid         Code = "INVALID"
	Ambiguous       Code = "AMBIGUOUS"
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	Limit           Code = "LIMIT"
	Timeout         Code = "TIMEOUT"
	Unavailable     Code = "UNAVAILABLE"
	Internal        Code = "INTERNAL"
)

// Error is an error whose message may be shown to a client.
type Error struct {
	Code       Code
	Message    string
	Extensions map[string]any // further facts for the client, beside the code
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Errorf builds an Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
