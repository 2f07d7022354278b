package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

func titled(id string, bytes int) *standards.Text {
	title := strings.Repeat("a", bytes)
	return &standards.Text{ID: standards.TextID(id), StudyGroupID: "sg:17", Title: &title}
}

// A document that is too large is refused before anything is written, with its name and size; one just below is stored.
func TestADocumentThatIsTooLargeIsNamedWithItsSize(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	put := func(texts ...*standards.Text) error {
		return g.Change(t.Context(), "a test", func(context.Context) (*store.Batch, error) {
			var b store.Batch
			for _, text := range texts {
				if err := g.Texts.Put(&b, text); err != nil {
					return nil, err
				}
			}
			return &b, nil
		})
	}
	var own *standards.Error
	err := put(titled("text:17:small", 1), titled("text:17:large", 17<<20))
	if !errors.As(err, &own) || own.Code != standards.Limit || !strings.Contains(own.Message, "text:17:large of texts has 178") {
		t.Errorf("17 MiB: %.300v", err)
	}
	if err := put(titled("text:17:"+strings.Repeat("a", 17<<10), 1)); !errors.As(err, &own) || own.Code != standards.Limit {
		t.Errorf("an id of 17 kB: %.300v", err)
	}
	if _, _, size, err := g.LargestDocument(t.Context()); err != nil || size != 0 {
		t.Errorf("something was written: %d bytes, %v", size, err)
	}
	if err := put(titled("text:17:large", 15<<20-1<<10), titled("text:17:small", 1)); err != nil {
		t.Errorf("nearly 15 MiB: %v", err)
	}
}

// Ids as long as a title of a careless document do not make a part of the journal, or the list of what changed, too large.
func TestJournalAndChangesAreBoundedByBytes(t *testing.T) {
	t.Parallel()
	g := graphtest.Open(t)
	long := strings.Repeat("b", 15<<10)
	for name, what := range map[string]func(*store.Batch, int) error{
		"put": func(b *store.Batch, n int) error {
			return g.Texts.Put(b, titled(fmt.Sprintf("text:17:%s%d", long, n), 1))
		},
		"delete": func(b *store.Batch, n int) error {
			g.Texts.Delete(b, standards.TextID(fmt.Sprintf("text:17:%s%d", long, n)))
			return nil
		},
	} {
		err := g.Change(t.Context(), "a test of "+long, func(context.Context) (*store.Batch, error) {
			var b store.Batch
			for n := range raced.Some(1200, 300) {
				if err := what(&b, n); err != nil {
					return nil, err
				}
			}
			return &b, nil
		})
		if err != nil {
			t.Errorf("%s nodes with ids of 15 kB: %.300v", name, err)
		}
	}
}
