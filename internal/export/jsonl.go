package export

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strings"

	"rapporteur/internal/store"
)

// derived are fields that serve lookups and orders alone; no line has them.
var derived = []string{"sortKey", "titleKey", "nameKey", "terms", "names", "keys", "ids", "nameWords", "organizationKeys", "digest"}

// heads are lists of which a node keeps the beginning, see standards.HeadSize. No line has them: the nodes that record
// these edges name the other ends, and the counts are there.
var heads = []string{
	"Question.texts", "Question.editors", "Person.texts", "Person.roles", "Specification.texts", "Document.texts", "Meeting.actions",
}

func openJSONLines(_ context.Context, s *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, w io.Writer) error {
		for _, write := range []func() error{
			func() error { return lines(ctx, w, s.StudyGroups) },
			func() error { return lines(ctx, w, s.Questions) },
			func() error { return lines(ctx, w, s.People) },
			func() error { return lines(ctx, w, s.Specifications) },
			func() error { return lines(ctx, w, s.Documents) },
			func() error { return lines(ctx, w, s.Meetings) },
			func() error { return lines(ctx, w, s.CorrespondenceGroups) },
			func() error { return lines(ctx, w, s.Texts) },
			func() error { return lines(ctx, w, s.Actions) },
			func() error { return lines(ctx, w, s.Reports) },
		} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// lines writes a collection by id, one node a line.
func lines[ID ~string, T any](ctx context.Context, w io.Writer, c store.Collection[ID, T]) error {
	var b bytes.Buffer
	kind := reflect.TypeFor[T]()
	return c.Each(ctx, store.Filter{}, store.Order[T]{}, pageSize, func(page []*T) error {
		for _, n := range page {
			b.Reset()
			b.WriteString(`{"type":`)
			if err := value(&b, reflect.ValueOf(kind.Name())); err != nil {
				return err
			}
			if err := fields(&b, reflect.ValueOf(n).Elem(), true); err != nil {
				return err
			}
			b.WriteString("}\n")
			if _, err := w.Write(b.Bytes()); err != nil {
				return err
			}
		}
		return nil
	})
}

// fields writes the fields of a struct, under their names in the store.
func fields(b *bytes.Buffer, v reflect.Value, more bool) error {
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("bson"), ",")
		if name == "" || slices.Contains(derived, name) || slices.Contains(heads, v.Type().Name()+"."+name) || empty(v.Field(i), options) {
			continue
		}
		if name == "_id" {
			name = "id"
		}
		if more {
			b.WriteByte(',')
		}
		more = true
		b.WriteString(`"` + name + `":`)
		if err := value(b, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

// empty says whether a field says nothing.
func empty(v reflect.Value, options string) bool {
	return v.IsZero() && (v.Kind() == reflect.String || strings.Contains(options, "omitempty")) || v.Kind() == reflect.Slice && v.Len() == 0
}

func value(b *bytes.Buffer, v reflect.Value) error {
	switch {
	case v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct:
		return value(b, v.Elem())
	case v.Kind() == reflect.Struct && hasFields(v.Type()):
		b.WriteByte('{')
		err := fields(b, v, false)
		b.WriteByte('}')
		return err
	case v.Kind() == reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := value(b, v.Index(i)); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v.Interface()); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder ends a line
	return nil
}

// hasFields says whether a struct is one of ours, rather than a time.
func hasFields(t reflect.Type) bool { return t.NumField() > 0 && t.Field(0).Tag.Get("bson") != "" }
