package plugin

import (
	"fmt"
	"go/types"
	"sort"
	"strings"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// leaf is a type without selections as bound to a Go type. It has one method that writes it.
type leaf struct {
	*config.TypeReference
	Enum *enum // set where its values are remembered
}

// enum is an enum whose Go type has a marshaler.
type enum struct {
	Name string
	GO   types.Type
}

// leafSet collects the leaves of a schema, each once.
type leafSet struct {
	leaves map[string]*leaf
	enums  map[string]*enum
}

func writeFunc(ref *config.TypeReference) string { return "write" + ref.UniquenessKey() }

func (s *leafSet) add(ref *config.TypeReference) {
	key := ref.UniquenessKey()
	if s.leaves[key] != nil {
		return
	}
	l := &leaf{TypeReference: ref}
	s.leaves[key] = l
	if l.IsWrapper() {
		s.add(ref.Elem())
		return
	}
	if base := l.base(); ref.Definition.Kind == ast.Enum && ref.IsMarshaler && !ref.IsContext && isEnum(base) {
		id := base.String()
		if s.enums[id] == nil {
			s.enums[id] = &enum{Name: "enum" + templates.TypeIdentifier(base), GO: base}
		}
		l.Enum = s.enums[id]
	}
}

func (s *leafSet) sorted() (leaves []*leaf, enums []*enum) {
	for _, l := range s.leaves {
		leaves = append(leaves, l)
	}
	for _, e := range s.enums {
		enums = append(enums, e)
	}
	sort.Slice(leaves, func(i, j int) bool { return leaves[i].UniquenessKey() < leaves[j].UniquenessKey() })
	sort.Slice(enums, func(i, j int) bool { return enums[i].Name < enums[j].Name })
	return leaves, enums
}

// isEnum tells whether a Go type is a named string or number that marshals itself.
func isEnum(t types.Type) bool {
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	if _, basic := named.Underlying().(*types.Basic); !basic {
		return false
	}
	for m := range named.Methods() {
		if m.Name() == "MarshalGQL" {
			_, pointer := m.Signature().Recv().Type().(*types.Pointer)
			return !pointer
		}
	}
	return false
}

// IsWrapper tells whether the type wraps another leaf: a list, or a pointer to what can be nil itself.
func (l *leaf) IsWrapper() bool { return l.IsSlice() || l.IsIndirect() }

// IsIndirect tells whether the type is a pointer that is followed before anything else.
func (l *leaf) IsIndirect() bool {
	return l.IsPtrToSlice() || l.IsPtrToIntf() || l.IsPtrToPtr() && l.Unmarshaler == nil && !l.IsMarshaler
}

// WriteFunc is the method that writes the leaf.
func (l *leaf) WriteFunc() string { return writeFunc(l.TypeReference) }

// ElemFunc is the method that writes what the leaf wraps.
func (l *leaf) ElemFunc() string { return writeFunc(l.Elem()) }

// NonNull tells whether the schema forbids null.
func (l *leaf) NonNull() bool { return l.GQL.NonNull }

func (l *leaf) base() types.Type {
	if p, ok := l.GO.(*types.Pointer); ok {
		return p.Elem()
	}
	return l.GO
}

// Plain is the expression for the value without its pointer.
func (l *leaf) Plain() string {
	if l.IsPtr() {
		return "*v"
	}
	return "v"
}

// Operand is the expression for the value as its marshaler takes it.
func (l *leaf) Operand(functionSyntax bool) string {
	v := "v"
	switch {
	case l.IsTargetNilable() && !l.IsNilable():
		v = "&v"
	case !l.IsTargetNilable() && l.IsNilable():
		v = "*v"
	}
	switch {
	case l.HasEnumValues():
		return fmt.Sprintf("%s[%s]", l.EnumMarshalVar(functionSyntax), v)
	case l.CastType != nil:
		return fmt.Sprintf("%s(%s)", templates.CurrentImports.LookupType(l.CastType), v)
	}
	return v
}

// Append is the expression that writes an operand without a marshaler, for gqlgen's own scalars; empty for
// others.
func (l *leaf) Append(operand string) string {
	const own = "github.com/99designs/gqlgen/graphql.Marshal"
	name, ok := strings.CutPrefix(l.Marshaler.FullName(), own)
	if !ok {
		return ""
	}
	switch name {
	case "String", "ID":
		return "w.String(" + operand + ")"
	case "Int", "Int8", "Int16", "Int32", "Int64":
		return "w.Int(int64(" + operand + "))"
	case "Uint", "Uint8", "Uint16", "Uint32", "Uint64":
		return "w.Uint(uint64(" + operand + "))"
	case "IntID":
		return "w.IntID(int64(" + operand + "))"
	case "UintID":
		return "w.UintID(uint64(" + operand + "))"
	case "Boolean":
		return "w.Bool(" + operand + ")"
	case "Float", "FloatContext":
		return fmt.Sprintf("w.Float(%s, %t)", operand, l.GQL.NonNull)
	case "Time":
		return fmt.Sprintf("w.Time(%s, %t, %q)", operand, l.GQL.NonNull, l.GQL.String())
	}
	return ""
}
