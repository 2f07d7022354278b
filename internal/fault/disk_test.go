//go:build unix

package fault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rapporteur/internal/embedded"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

const diskDir = "RAPPORTEUR_TEST_FULL_DISK"

// TestMain is the child of the test of a full disk where it is told to be.
func TestMain(m *testing.M) {
	if dir := os.Getenv(diskDir); dir != "" {
		if err := importOntoAFullDisk(dir); err != nil {
			fmt.Println("FAIL", err)
			os.Exit(1)
		}
		fmt.Println("OK")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Imports onto a full disk are refused, what was there is still answered, and with room again the same import goes through.
func TestImportsOntoAFullDiskAreRefusedAndMadeLater(t *testing.T) {
	t.Parallel()
	child := exec.CommandContext(t.Context(), os.Args[0]) // a limit on the size of files stands for a full disk, and is the process's
	child.Env = append(os.Environ(), diskDir+"="+t.TempDir())
	if out, err := child.CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "OK\n") {
		t.Errorf("%v: %s", err, out)
	}
}

func importOntoAFullDisk(dir string) error {
	ctx := context.Background()
	signal.Ignore(syscall.SIGXFSZ)
	engine, err := embedded.Open(dir, embedded.WithLogger(discard))
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: "rapporteur", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		return err
	}
	imported := func(facts *ingest.Facts, err error) error {
		if err == nil {
			_, err = ingest.Import(ctx, s, facts, "a test", false)
		}
		return err
	}
	if err := imported(ingest.Read(ctx, round(1), "round.txt")); err != nil {
		return err
	}
	info, err := os.Stat(filepath.Join(dir, "rapporteur.db"))
	if err != nil {
		return err
	}
	full, free := syscall.Rlimit{}, syscall.Rlimit{}
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &free); err != nil {
		return err
	}
	full = free
	full.Cur = uint64(info.Size())
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &full); err != nil {
		return err
	}
	large := graphtest.SyntheticReport(2000)
	for range 3 {
		if err := imported(ingest.New(large, "large.txt")); err == nil {
			return errors.New("the disk is not full")
		}
		people, err := s.People.All(ctx)
		if err != nil || len(people) == 0 {
			return fmt.Errorf("reading from a full disk: %d people, %w", len(people), err)
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &free); err != nil {
		return err
	}
	if err := errors.Join(imported(ingest.New(large, "large.txt")), imported(ingest.Read(ctx, round(2), "round.txt"))); err != nil {
		return err
	}
	findings, err := graphtest.Verify(ctx, s)
	if err != nil || len(findings) > 0 {
		return fmt.Errorf("%v %w", findings, err)
	}
	texts, err := s.Texts.Get(ctx, []standards.TextID{"text:17:x.tfrca"})
	if err != nil || len(texts) != 1 || !strings.HasPrefix(*texts["text:17:x.tfrca"].Title, "Round 2 ") {
		return fmt.Errorf("%d texts: %w", len(texts), err)
	}
	return errors.Join(s.Close(ctx), engine.Close())
}
