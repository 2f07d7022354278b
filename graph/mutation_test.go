package graph

import (
	"context"
	"errors"
	"testing"

	"rapporteur/internal/ingest"
)

// A document to import is not looked at while another one is: each may take much memory.
func TestImportsWaitForEachOther(t *testing.T) {
	t.Parallel()
	r := NewResolver(nil)
	ctx, leave := context.WithCancel(WithAccess(t.Context(), Access{Role: Editor, Name: "a test"}))
	read := func() error {
		_, err := r.Mutation().ImportReport(ctx, ingest.ImportInput{Content: "x", Filename: "x.txt"})
		return err
	}
	if err := read(); err == nil || len(r.importing) != 0 {
		t.Fatalf("an unreadable document: %v, and %d imports are left", err, len(r.importing))
	}
	r.importing <- struct{}{}
	leave()
	if err := read(); !errors.Is(err, context.Canceled) {
		t.Errorf("while another import runs: %v", err)
	}
}
