package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/embedded"
	"rapporteur/internal/graphtest"
	"rapporteur/internal/ingest"
	"rapporteur/internal/raced"
	"rapporteur/internal/sample"
	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

const crashDir = "RAPPORTEUR_TEST_CRASH_DIR"

// TestMain is the child of the crash test, or a server, where it is told to be.
func TestMain(m *testing.M) {
	if args := os.Getenv(serveArgs); args != "" {
		os.Exit(serveUntilTold(strings.Fields(args)))
	}
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, changeUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// round is the sample as its nth correction: a text's title and an editor's name carry the number.
func round(n int) []byte {
	content := bytes.Replace(sample.Report, []byte("X.tfrcaTechnical framework"), fmt.Appendf(nil, "X.tfrcaRound %d of a framework", n), 1)
	return bytes.ReplaceAll(content, []byte("Koji Nakao"), fmt.Appendf(nil, "Koji Nakao%s", strings.Repeat("a", n%5)))
}

// changeUntilKilled imports correction after correction, merges and splits people, and prints each number once its
// import is acknowledged.
func changeUntilKilled(dir string) error {
	ctx := context.Background()
	engine, err := embedded.Open(dir)
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: "rapporteur", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		return err
	}
	first, err := acknowledged(ctx, s)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for n := first + 1; ; n++ {
		facts, err := ingest.Read(ctx, round(n), "round")
		if err != nil {
			return err
		}
		if _, err := ingest.Import(ctx, s, facts, "a test", false); err != nil {
			return err
		}
		fmt.Println(n)
		if n%2 == 0 {
			err = ingest.MergePeople(ctx, s, "a test", "person:feng-gao", []standards.PersonID{"person:feng-zhang"})
		} else if p, _ := s.People.Get(ctx, []standards.PersonID{"person:feng-gao"}); len(p["person:feng-gao"].Spellings) > 1 {
			_, _, err = ingest.SplitPerson(ctx, s, "a test", "person:feng-gao", []string{"Feng Zhang"})
		}
		if err != nil {
			return err
		}
	}
}

// acknowledged is the number of the last round that the store holds, 0 for none.
func acknowledged(ctx context.Context, s *store.Store) (int, error) {
	found, err := s.Texts.Get(ctx, []standards.TextID{"text:17:x.tfrca"})
	if err != nil || len(found) == 0 {
		return 0, err
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(*found["text:17:x.tfrca"].Title, "Round "), " ")
	return strconv.Atoi(number)
}

// Killed at random moments and opened again, the store holds every acknowledged import whole.
func TestNothingAcknowledgedIsLostAndNothingIsHalfDoneWhenKilled(t *testing.T) {
	t.Parallel()
	kills := raced.Some(20, 5)
	dir := t.TempDir()
	last, round := 0, time.Duration(0)                                   // how long an import takes here, as the first life tells
	for kill := 0; kill < kills || last < 3 && kill < 10*kills; kill++ { // an early kill leaves no import behind
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), crashDir+"="+dir)
		var messages bytes.Buffer
		child.Stderr = &messages
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		var ready time.Time
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "ready" {
				if ready = time.Now(); round > 0 {
					time.AfterFunc(rand.N(3*round), func() { _ = child.Process.Kill() })
				}
				continue
			}
			if round == 0 {
				round = time.Since(ready)
				time.AfterFunc(rand.N(round), func() { _ = child.Process.Kill() })
			}
			if last, err = strconv.Atoi(lines.Text()); err != nil {
				t.Fatal(err)
			}
		}
		if err := child.Wait(); child.ProcessState.ExitCode() >= 0 {
			t.Fatalf("the child ended by itself: %v %s", err, messages.String())
		}
		checkAfterCrash(t, dir, kill, last)
	}
	if last < 3 {
		t.Errorf("only %d imports were acknowledged in %d lives; the test shows nothing", last, kills)
	}
	t.Logf("%d kills, %d imports acknowledged", kills, last)
}

func checkAfterCrash(t *testing.T, dir string, kill, last int) {
	t.Helper()
	engine, err := embedded.Open(dir)
	if err != nil {
		t.Fatalf("kill %d: %v", kill, err)
	}
	s, err := store.Open(t.Context(), store.Options{Database: "rapporteur", Dialer: engine.Dialer(), Exclusive: true})
	if err != nil {
		t.Fatalf("kill %d: %v", kill, err)
	}
	defer func() { // the driver ends its sessions before the engine goes
		if err := errors.Join(s.Close(context.Background()), engine.Close()); err != nil {
			t.Error(err)
		}
	}()
	findings, err := graphtest.Verify(t.Context(), s)
	if err != nil || len(findings) > 0 {
		t.Errorf("kill %d: %v %v", kill, findings, err)
	}
	if n, err := acknowledged(t.Context(), s); err != nil || n < last {
		t.Errorf("kill %d: import %d was acknowledged and %d is there: %v", kill, last, n, err)
	}
}
