package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"rapporteur/internal/standards"
)

// kind is one kind of node, decoded both ways.
type kind struct {
	name  string
	fresh func() any
	ours  func(raw []byte) (any, error)
}

func kindOf[T any](fields func(*decoder, *T, []byte, bsoncore.Value)) kind {
	return kind{
		name:  reflect.TypeFor[T]().Name(),
		fresh: func() any { return new(T) },
		ours: func(raw []byte) (any, error) {
			n := new(T)
			err := decode(raw, n, fields)
			return n, err
		},
	}
}

var kinds = []kind{
	kindOf(fieldStudyGroup), kindOf(fieldQuestion), kindOf(fieldText), kindOf(fieldPerson), kindOf(fieldDocument),
	kindOf(fieldSpecification), kindOf(fieldMeeting), kindOf(fieldAction), kindOf(fieldCorrespondenceGroup), kindOf(fieldReport),
}

// Generated decoding gives what the driver's gives, for nodes filled at random, as they are stored.
func TestDecodingIsTheDrivers(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			for i := range 200 {
				node := k.fresh()
				fill(random, reflect.ValueOf(node).Elem(), 0)
				raw, err := bson.Marshal(node)
				if err != nil {
					t.Fatal(err)
				}
				decodedAlike(t, k, raw)
				if i%4 == 0 {
					decodedAlike(t, k, changed(t, random, raw))
				}
			}
		})
	}
}

// decodedAlike compares both ways of decoding; errors must be errors in both.
func decodedAlike(t *testing.T, k kind, raw []byte) {
	t.Helper()
	want := k.fresh()
	wantErr := bson.Unmarshal(raw, want)
	got, err := k.ours(raw)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%s: %v, the driver says %v", bson.Raw(raw), err, wantErr)
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%s is decoded as\n%+v, by the driver as\n%+v", bson.Raw(raw), got, want)
	}
}

// changed is a document with one field of another type, null, away, or unknown.
func changed(t *testing.T, random *rand.Rand, raw []byte) []byte {
	t.Helper()
	var d bson.D
	if err := bson.Unmarshal(raw, &d); err != nil {
		t.Fatal(err)
	}
	at := random.IntN(len(d))
	switch v := []any{nil, int32(7), int64(1) << 40, 3.0, "text", true, bson.A{"a", nil}, bson.A{}, bson.D{{Key: "x", Value: 1}}, bson.NewDateTimeFromTime(time.Now())}; random.IntN(3) {
	case 0:
		d = append(d[:at], d[at+1:]...)
	case 1:
		d = append(d, bson.E{Key: "unknown", Value: v[random.IntN(len(v))]})
	default:
		_, truth := d[at].Value.(bool)
		_, date := d[at].Value.(bson.DateTime)
		d[at].Value = v[random.IntN(len(v))]
		_, float := d[at].Value.(float64)
		if truth || date || d[at].Value == true || float { // the driver reads booleans and dates from numbers, and numbers from booleans
			d[at].Value = nil
		}
	}
	raw, err := bson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// fill gives a value something of everything.
func fill(random *rand.Rand, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.UnixMilli(random.Int64N(1 << 41)).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(random, v.Field(i), depth+1)
		}
	case reflect.Pointer:
		if random.IntN(3) > 0 && depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(random, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if n := random.IntN(4); n > 0 && depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(random, v.Index(i), depth+1)
				if e := v.Index(i); e.Kind() == reflect.Pointer && e.IsNil() {
					e.Set(reflect.New(e.Type().Elem()))
				}
			}
		}
	case reflect.String:
		v.SetString(strings.Repeat("é x", random.IntN(4)))
	case reflect.Int:
		v.SetInt(random.Int64() >> random.IntN(63))
	case reflect.Float64:
		v.SetFloat(random.NormFloat64())
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	default:
		panic(v.Type())
	}
}

func TestDecodingErrorsNameTheField(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]bson.D{
		"title: it is of BSON type 32-bit integer, not string":           {{Key: "_id", Value: "text:17:a"}, {Key: "title", Value: 3}},
		"documents: 1: role: it is of BSON type boolean, not string":     {{Key: "documents", Value: bson.A{bson.D{}, bson.D{{Key: "role", Value: true}}}}},
		"editors: it is of BSON type string, not array":                  {{Key: "editors", Value: "person:a"}},
		"referencedOnly: it is of BSON type string, not boolean":         {{Key: "referencedOnly", Value: "yes"}},
		"relations: 0: it is of BSON type string, not document":          {{Key: "relations", Value: bson.A{"x"}}},
		"questions: 2: it is of BSON type embedded document, not string": {{Key: "questions", Value: bson.A{"a", "b", bson.D{}}}},
	} {
		raw, err := bson.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := decode(raw, &standards.Text{}, fieldText); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", bson.Raw(raw), err, want)
		}
	}
}

func TestDecodingATextAllocatesLittle(t *testing.T) { //nolint:paralleltest // it counts the allocations of the process
	raw, err := bson.Marshal(aText())
	if err != nil {
		t.Fatal(err)
	}
	n := testing.AllocsPerRun(100, func() { _ = decode(raw, &standards.Text{}, fieldText) })
	t.Logf("%.0f allocations for %d bytes", n, len(raw))
	if n > 24 { // one for each list, one for all strings
		t.Errorf("%.0f allocations", n)
	}
}

func aText() *standards.Text {
	random := rand.New(rand.NewPCG(3, 4))
	text := &standards.Text{}
	fill(random, reflect.ValueOf(text).Elem(), 0)
	for i := range 12 {
		text.Terms = append(text.Terms, fmt.Sprint("term", i))
	}
	return text
}

// keys tells the names of all fields of a document that is valid.
func keys(raw bson.Raw, f func(string)) {
	elements, err := raw.Elements()
	if err != nil {
		return
	}
	for _, e := range elements {
		f(e.Key())
		switch v := e.Value(); v.Type {
		case bson.TypeEmbeddedDocument:
			keys(v.Document(), f)
		case bson.TypeArray:
			keys(bson.Raw(v.Array()), f)
		default:
		}
	}
}

// FuzzDecode holds that any bytes are decoded as the driver does, or are an error, and never a panic.
func FuzzDecode(f *testing.F) {
	raw, err := bson.Marshal(aText())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	known := map[string]string{} // names of fields, by their lower case
	keys(raw, func(key string) { known[strings.ToLower(key)] = key })
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := &standards.Text{}
		err := decode(raw, got, fieldText)
		if err != nil || bson.Raw(raw).Validate() != nil {
			return
		}
		odd := false // the driver takes a field whose name differs in case for ours, MongoDB does not
		keys(raw, func(key string) {
			name, ok := known[strings.ToLower(key)]
			odd = odd || ok && name != key
		})
		if odd {
			return
		}
		want := &standards.Text{}
		if bson.Unmarshal(raw, want) == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, by the driver %+v", got, want)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	raw, err := bson.Marshal(aText())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("generated", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = decode(raw, &standards.Text{}, fieldText)
		}
	})
	b.Run("driver", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = bson.Unmarshal(raw, &standards.Text{})
		}
	})
}

// Damaged documents are decoded as far as the driver does, or are an error.
func TestDamagedDocuments(t *testing.T) {
	t.Parallel()
	raw, err := bson.Marshal(aText())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	failed := 0
	for range 20_000 {
		damaged := bytes.Clone(raw)
		for range 1 + random.IntN(3) {
			damaged[random.IntN(len(damaged))] = byte(random.Uint32())
		}
		if random.IntN(4) == 0 {
			damaged = damaged[:random.IntN(len(damaged))]
		}
		if decode(damaged, &standards.Text{}, fieldText) != nil {
			failed++
		}
	}
	if failed < 1000 {
		t.Errorf("%d of 20,000 damaged documents are an error", failed)
	}
}
