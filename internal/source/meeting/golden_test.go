package meeting_test

import (
	"testing"

	"rapporteur/internal/source"
	"rapporteur/internal/source/meeting"
	"rapporteur/internal/source/sourcetest"
)

// TestGolden reads each file of testdata and compares all facts and warnings with the JSON beside it.
func TestGolden(t *testing.T) {
	t.Parallel()
	sourcetest.Golden(t, source.Readers{meeting.Reader{}}, "testdata/*.*")
}
