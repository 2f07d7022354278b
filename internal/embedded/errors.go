package embedded

import (
	"errors"
	"fmt"
)

// ErrInUse is returned by Open when another process, or another engine of this one, holds the data folder.
var ErrInUse = errors.New("the data folder is in use")

// ErrCorrupt is returned by Open when the data file cannot be read as one this package has written.
var ErrCorrupt = errors.New("the data file is damaged")

// ErrClosed is returned for what is asked of an engine after Close.
var ErrClosed = errors.New("the embedded engine is closed")

// fault is an error as a client of MongoDB sees it.
type fault struct {
	code code
	msg  string
	// keyPattern and keyValue are set for a duplicate key.
	keyPattern, keyValue document
	cause                error
}

func (f *fault) Unwrap() error { return f.cause }

func (f *fault) Error() string { return f.code.String() + ": " + f.msg }

// code is a MongoDB error code.
type code int32

// The codes this engine answers with. Those above 10000 that MongoDB has not named are called LocationN.
const (
	codeInternal             code = 1
	codeBadValue             code = 2
	codeUnknown              code = 8
	codeFailedToParse        code = 9
	codeCannotBackfill       code = 10
	codeUnauthorized         code = 13
	codeTypeMismatch         code = 14
	codeOverflow             code = 15
	codeInvalidLength        code = 16
	codeIllegalOperation     code = 20
	codeInvalidBSON          code = 22
	codeNamespaceNotFound    code = 26
	codeIndexNotFound        code = 27
	codePathNotViable        code = 28
	codeConflictingUpdates   code = 40
	codeCursorNotFound       code = 43
	codeMaxTimeExpired       code = 50
	codeDollarField          code = 52
	codeInvalidIDField       code = 53
	codeNotSingleValue       code = 54
	codeEmptyField           code = 56
	codeCommandNotFound      code = 59
	codeImmutableField       code = 66
	codeCannotCreateIndex    code = 67
	codeInvalidOptions       code = 72
	codeInvalidNamespace     code = 73
	codeIndexOptionsConflict code = 85
	codeIndexKeysConflict    code = 86
	codeCommandNotSupported  code = 115
	codeParallelArrays       code = 171
	codeInvalidIndexOption   code = 197
	codeNotImplemented       code = 238
	codeTooLarge             code = 10334
	codeDuplicateKey         code = 11000
	codeOutOfDiskSpace       code = 14031
	codeKeyTooLong           code = 17280
	codeUnknownField         code = 40415
	codeMissingField         code = 40414
)

var codeNames = map[code]string{
	codeInternal: "InternalError", codeBadValue: "BadValue", codeUnknown: "UnknownError",
	codeFailedToParse: "FailedToParse", codeCannotBackfill: "CannotBackfillArray",
	codeUnauthorized: "Unauthorized", codeTypeMismatch: "TypeMismatch", codeOverflow: "Overflow",
	codeInvalidLength: "InvalidLength", codeIllegalOperation: "IllegalOperation", codeInvalidBSON: "InvalidBSON",
	codeNamespaceNotFound: "NamespaceNotFound", codeIndexNotFound: "IndexNotFound",
	codePathNotViable: "PathNotViable", codeConflictingUpdates: "ConflictingUpdateOperators",
	codeCursorNotFound: "CursorNotFound", codeMaxTimeExpired: "MaxTimeMSExpired",
	codeDollarField: "DollarPrefixedFieldName", codeInvalidIDField: "InvalidIdField",
	codeNotSingleValue: "NotSingleValueField", codeEmptyField: "EmptyFieldName",
	codeCommandNotFound: "CommandNotFound", codeImmutableField: "ImmutableField",
	codeCannotCreateIndex: "CannotCreateIndex", codeInvalidOptions: "InvalidOptions",
	codeInvalidNamespace: "InvalidNamespace", codeIndexOptionsConflict: "IndexOptionsConflict",
	codeIndexKeysConflict: "IndexKeySpecsConflict", codeCommandNotSupported: "CommandNotSupported",
	codeParallelArrays: "CannotIndexParallelArrays", codeInvalidIndexOption: "InvalidIndexSpecificationOption",
	codeNotImplemented: "NotImplemented", codeTooLarge: "BSONObjectTooLarge", codeDuplicateKey: "DuplicateKey",
	codeOutOfDiskSpace: "OutOfDiskSpace", codeKeyTooLong: "KeyTooLong",
}

// String is MongoDB's name of the code.
func (c code) String() string {
	if n, ok := codeNames[c]; ok {
		return n
	}
	return fmt.Sprintf("Location%d", int32(c))
}

func (c code) errorf(format string, args ...any) error {
	return &fault{code: c, msg: fmt.Sprintf(format, args...)}
}

func badValue(format string, args ...any) error { return codeBadValue.errorf(format, args...) }

// notImplemented refuses what MongoDB has and this engine has not; what names it.
func notImplemented(what string, args ...any) error {
	return codeNotImplemented.errorf("the embedded engine does not support "+what, args...)
}

// asFault turns any error into what goes over the wire.
func asFault(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{code: codeUnknown, msg: err.Error()}
}
