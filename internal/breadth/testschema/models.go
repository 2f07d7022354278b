// Package testschema is a schema with every kind of field, and a world of objects behind it that is made of a
// seed: what a field gives, and whether it fails, depends on the seed, the object and the arguments alone.
package testschema

//go:generate go run rapporteur/internal/breadth/generate gqlgen.yml

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// BookID is an ID of its own Go type.
type BookID string

// Genre is an enum with its own marshaler.
type Genre string

// MarshalGQL writes the value.
func (g Genre) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(g))) }

// UnmarshalGQL reads a value.
func (g *Genre) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("%v is no genre", v)
	}
	*g = Genre(s)
	return nil
}

// Level is an enum bound to constants.
type Level int

// The values of Level.
const (
	LevelLow  Level = 1
	LevelHigh Level = 2
)

// Date is a scalar that is null where it is empty.
type Date string

// MarshalGQL writes the date.
func (d Date) MarshalGQL(w io.Writer) {
	if d == "" {
		_, _ = io.WriteString(w, "null")
		return
	}
	_, _ = io.WriteString(w, `"`)
	_, _ = io.WriteString(w, string(d))
	_, _ = io.WriteString(w, `"`)
}

// UnmarshalGQL reads a date.
func (d *Date) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if s == "!" {
		panic("no date at all")
	}
	if !ok || len(s) < 4 {
		return fmt.Errorf("%v is no date", v)
	}
	*d = Date(s)
	return nil
}

// Secret is a scalar whose marshaler can fail.
type Secret string

// MarshalGQLContext writes the secret unless it is "bad", and half of it where it is "half".
func (s Secret) MarshalGQLContext(_ context.Context, w io.Writer) error {
	switch s {
	case "half":
		_, _ = io.WriteString(w, `"half`)
		fallthrough
	case "bad":
		return errors.New("secret is bad")
	}
	_, err := io.WriteString(w, strconv.Quote(string(s)))
	return err
}

// UnmarshalGQLContext reads a secret.
func (s *Secret) UnmarshalGQLContext(_ context.Context, v any) error {
	*s = Secret(fmt.Sprint(v))
	return nil
}

// MarshalTemperature writes the scalar Temperature, which is never below zero.
func MarshalTemperature(f float64) graphql.ContextMarshaler {
	return graphql.ContextWriterFunc(func(_ context.Context, w io.Writer) error {
		if f < 0 {
			return errors.New("secret is bad")
		}
		_, err := io.WriteString(w, strconv.FormatFloat(f, 'f', 1, 64))
		return err
	})
}

// UnmarshalTemperature reads the scalar Temperature.
func UnmarshalTemperature(_ context.Context, v any) (float64, error) {
	return strconv.ParseFloat(fmt.Sprint(v), 64)
}

// MarshalCode writes the scalar Code, 0 as null.
func MarshalCode(i int64) graphql.Marshaler {
	if i == 0 {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = fmt.Fprintf(w, `{"code":%d}`, i) })
}

// UnmarshalCode reads the scalar Code.
func UnmarshalCode(v any) (int64, error) { return strconv.ParseInt(fmt.Sprint(v), 10, 64) }

// Base is embedded in what has an ID and a name.
type Base struct {
	ID   BookID
	Name *string
}

// IsNode and IsNamed mark implementations.
func (Base) IsNode()  {}
func (Base) IsNamed() {}

// Stock is embedded by pointer; a nil one makes its fields panic.
type Stock struct {
	Copies *int
	Sold   int
}

// Book is the main object.
type Book struct {
	Base
	*Stock
	World     *World
	Genre     Genre
	Genres    []Genre
	Mood      *Mood
	Level     *Level
	PageCount int
	Price     *float64
	Weight    float64
	Published Date
	Printed   time.Time
	Secret    *Secret
	Code      int64
	InPrint   bool
	Signed    *bool
	Tags      []string
	Notes     []*string
	Matrix    [][]int
	Size      Size
	Box       *Size
	Parts     []*Size
	Chapters  []Chapter

	Serial       int
	Long         *int64
	Hits         uint64
	Temperature  *float64
	Temperatures []float64
	Twin         Node
	Kin          []Thing
	MaybeParts   *[]*Size

	OddLabels []*string
	OddDate   Date
	OddSecret Secret
}

// IsThing and the others mark implementations.
func (*Book) IsThing()  {}
func (*Book) IsPriced() {}
func (*Book) IsTitled() {}
func (*Book) IsSized()  {}

// GetID and the others satisfy the generated interfaces.
func (b Base) GetID() BookID       { return b.ID }
func (b Base) GetName() *string    { return b.Name }
func (b *Book) GetPrice() *float64 { return b.Price }

// Pages is a method without an error.
func (b *Book) Pages() int { return b.PageCount }

// Fragile is a method that can fail.
func (b *Book) Fragile() (*string, error) {
	if err := b.World.itemError("fragile", string(b.ID)); err != nil {
		return nil, err
	}
	return b.Name, nil
}

// Risky is a method that can panic.
func (b *Book) Risky() int {
	if b.World.odds(40, "risky", string(b.ID)) {
		panic("risky")
	}
	return b.PageCount
}

// MaybeText is a method that may have no value.
func (b *Book) MaybeText() (string, bool) {
	return "text of " + string(b.ID), b.World.odds(500, "maybeText", string(b.ID))
}

// Greeting is a method with a context and arguments.
func (b *Book) Greeting(ctx context.Context, style string, who *string) (string, error) {
	if graphql.GetFieldContext(ctx).Field.Name != "greeting" {
		return "", errors.New("wrong field context")
	}
	if err := b.World.itemError("greeting", string(b.ID)); err != nil {
		return "", err
	}
	if who != nil {
		style += ", " + *who
	}
	return style, nil
}

// Cover is a method that gives an object and can fail.
func (b *Book) Cover() (*Cover, error) {
	if err := b.World.itemError("cover", string(b.ID)); err != nil {
		return nil, err
	}
	if b.World.odds(200, "noCover", string(b.ID)) {
		return nil, nil
	}
	return &Cover{Color: "red", book: b}, nil
}

// CoverNow is a method that gives a struct and can panic.
func (b *Book) CoverNow() Cover {
	if b.World.odds(40, "coverNow", string(b.ID)) {
		panic("no cover now")
	}
	return Cover{Color: "blue \"\\\n\t\x01é", book: b, CopyOf: &Cover{Color: "green", book: b}}
}

// Cover has a batch resolver below a plain object.
type Cover struct {
	Color  string
	CopyOf *Cover
	book   *Book
}

// Chapter is held by value.
type Chapter struct {
	Title  string
	Number int
	Notes  []Note
	book   *Book
}

// Note is held by value.
type Note struct {
	Text string
	Page *int
}

// Size is held both ways.
type Size struct {
	Width  int
	Height *int
	Depth  *int // non-null in the schema
}

// Author writes books.
type Author struct {
	Base
	Born Date
}

// IsThing marks an implementation.
func (*Author) IsThing() {}

// Shelf holds books.
type Shelf struct {
	ID    string
	Label string
}

// IsThing and IsNode mark implementations.
func (*Shelf) IsThing() {}
func (*Shelf) IsNode()  {}

// GetID satisfies the generated interface.
func (s *Shelf) GetID() string { return s.ID }

// Node, Named, Priced, Titled, Sized and Thing are the abstract types.
type (
	Node  interface{ IsNode() }
	Named interface {
		Node
		IsNamed()
	}
	Priced interface{ IsPriced() }
	Titled interface{ IsTitled() }
	Sized  interface{ IsSized() }
	Thing  interface{ IsThing() }
)
