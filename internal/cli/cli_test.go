package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"rapporteur/internal/httpd"
	"rapporteur/internal/sample"
)

// run runs one command with nothing in its environment but what is given.
func run(t *testing.T, env map[string]string, args ...string) (code int, out, messages string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), args, IO{Out: &stdout, Err: &stderr, Getenv: func(k string) string { return env[k] }})
	return code, stdout.String(), stderr.String()
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnImportThatIsRefusedWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := file(t, "good.txt", sample.Report)
	third := file(t, "third.txt", sample.Report[:bytes.LastIndexByte(sample.Report[:len(sample.Report)/3], '\n')])
	imported := func(what string) bool {
		code, out, messages := run(t, nil, "export", "--data-dir", dir, "graph.jsonl")
		if code != 0 {
			t.Fatalf("%s: %s", what, messages)
		}
		return strings.Count(out, `"type":"Action"`) == 98
	}
	if code, _, _ := run(t, nil, "import", "--strict", "--data-dir", dir, good); code != exitWarnings || imported("strict") {
		t.Errorf("strict: exit code %d, and the report is in the graph", code)
	}
	for _, c := range []struct {
		args  []string
		code  int
		whole bool // everything that the whole report says is in the graph then
		says  string
	}{
		{[]string{good}, 0, true, ""},
		{[]string{third}, exitFailed, true, "--replace"},
		{[]string{"--replace", third}, 0, false, ""},
	} {
		code, _, messages := run(t, nil, append([]string{"import", "--data-dir", dir}, c.args...)...)
		if code != c.code || imported(fmt.Sprint(c.args)) != c.whole || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit code %d, %s", c.args, code, messages)
		}
	}
}

// Of several files all are imported or, where one is refused, none. A dry run prints what each would change, and writes nothing.
func TestSeveralFilesAreImportedTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := file(t, "good.txt", sample.Report)
	edited := file(t, "edited.txt", bytes.ReplaceAll(sample.Report, []byte("Koji Nakao"), []byte("Someone Else")))
	third := file(t, "third.txt", sample.Report[:bytes.LastIndexByte(sample.Report[:len(sample.Report)/3], '\n')])
	with := func(args ...string) []string { return append([]string{"import", "--data-dir", dir}, args...) }
	const nothing, change = ": 0 created, 0 updated, 0 deleted", "\n  updated  X.1371: determined, 2019-09-05\n             editors: "
	for _, c := range []struct {
		args      []string
		code      int
		out, says string
	}{
		{args: with("--dry-run", good), out: ": would be 112 created, 0 updated, 0 deleted; 0 unchanged"},
		{args: with(good), out: ": 112 created, 0 updated, 0 deleted"},
		{args: with("--dry-run", edited), out: change},
		{args: with("--dry-run", third), code: exitFailed, out: "  deleted  X.tfrca\n", says: "--replace"},
		{args: with(edited, third), code: exitFailed, says: "third.txt"},
		{args: with(good), out: nothing},
		{args: with("--replace", edited, third), out: "edited.txt: 0 created"},
		{args: with(good, third), code: exitFailed, says: "third.txt"}, // the second would cut the first
		{args: with(third), out: nothing},
	} {
		code, out, messages := run(t, nil, c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(messages, c.says) {
			t.Errorf("%v: exit code %d, %s%s", c.args, code, out, messages)
		}
	}
}

func TestAnImportThatBreaksOffSaysWhichFilesAreIn(t *testing.T) {
	t.Parallel()
	for failed, want := range []string{
		`import a: gone; not imported: "b" "c d"`,
		`import b: gone; imported before: "a"; not imported: "c d"`,
		`import c d: gone; imported before: "a" "b"`,
	} {
		if got := partly([]document{{name: "a"}, {name: "b"}, {name: "c d"}}, failed, errors.New("gone")).Error(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestExitCodesAndMessages(t *testing.T) {
	t.Parallel()
	good := file(t, "good.txt", sample.Report)
	for name, c := range map[string]struct {
		args []string
		code int
		says []string // in the messages
	}{
		"version":                    {[]string{"version"}, 0, nil},
		"check of a good file":       {[]string{"check", good}, 0, nil},
		"check, strict":              {[]string{"check", "--strict", good}, 3, nil},
		"unknown command":            {[]string{"destroy"}, 2, []string{`no command "destroy"`}},
		"unknown flag":               {[]string{"check", "--fast", good}, 2, []string{"--fast"}},
		"unknown output":             {[]string{"check", "--output=xml", good}, 2, []string{"xml"}},
		"no file":                    {[]string{"import"}, 2, []string{"at least one file"}},
		"missing file":               {[]string{"import", "--data-dir", inMemory, "absent.txt"}, 1, []string{"absent.txt: no such file"}},
		"empty folder":               {[]string{"import", "--data-dir", inMemory, t.TempDir()}, 1, []string{"no document in it could be read"}},
		"empty file":                 {[]string{"import", "--data-dir", inMemory, file(t, "empty.txt", nil)}, 1, []string{"empty.txt"}},
		"binary file":                {[]string{"import", "--data-dir", inMemory, file(t, "binary.pdf", []byte("%PDF-1.4\x00\x01\x02\xff\xfe"))}, 1, []string{"binary.pdf"}},
		"unknown layout":             {[]string{"import", "--data-dir", inMemory, file(t, "poem.txt", []byte("Two roads diverged\nin a wood\n"))}, 1, []string{"poem.txt"}},
		"bad MongoDB URI":            {[]string{"import", "--mongodb-uri", "mongo:/nowhere", good}, 1, []string{"mongo:/nowhere"}},
		"bad origin":                 {[]string{"serve", "--cors-origin", "example.org", "--data-dir", inMemory}, 2, []string{"example.org"}},
		"bad address":                {[]string{"serve", "--addr", "256.0.0.1:99999", "--data-dir", inMemory}, 1, []string{"256.0.0.1:99999"}},
		"nowhere to keep data":       {[]string{"import", good}, 2, []string{"--data-dir"}},
		"import into memory":         {[]string{"import", "--data-dir", inMemory, good}, 0, nil},
		"import into memory, strict": {[]string{"import", "--strict", "--data-dir", inMemory, good}, 3, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _, messages := run(t, nil, c.args...)
			if code != c.code {
				t.Errorf("exit code %d, want %d: %s", code, c.code, messages)
			}
			for _, s := range c.says {
				if !strings.Contains(messages, s) {
					t.Errorf("%q does not say %q", messages, s)
				}
			}
			if lines := strings.Count(messages, "\n"); c.code == exitFailed && lines != 1 {
				t.Errorf("%d lines, want one: %s", lines, messages)
			}
		})
	}
}

func TestAnUnreachableServerIsOneLine(t *testing.T) {
	t.Parallel()
	code, _, messages := run(t, nil, "import", "--mongodb-uri", "mongodb://user:secret@127.0.0.1:1/?connectTimeoutMS=500", file(t, "good.txt", sample.Report))
	if code != exitFailed || strings.Count(messages, "\n") != 1 || !strings.Contains(messages, "127.0.0.1:1") || strings.Contains(messages, "secret") {
		t.Errorf("%d: %s", code, messages)
	}
}

func TestABadFileAmongGoodOnesLeavesTheStoreAsItWas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := file(t, "good.txt", sample.Report)
	if code, out, messages := run(t, nil, "import", "--data-dir", dir, good); code != 0 || !strings.Contains(out, "created, 0 updated") {
		t.Fatal(code, out, messages)
	}
	other := file(t, "other.txt", bytes.ReplaceAll(sample.Report, []byte("Koji Nakao"), []byte("Someone Else")))
	if code, _, messages := run(t, nil, "import", "--data-dir", dir, other, "absent.txt"); code != exitFailed || !strings.Contains(messages, "absent.txt") {
		t.Fatal(code, messages)
	}
	if _, out, _ := run(t, nil, "import", "--data-dir", dir, good); !strings.Contains(out, ": 0 created, 0 updated, 0 deleted") {
		t.Errorf("the store has changed: %s", out)
	}
}

func TestVerifyBackupAndRestore(t *testing.T) {
	t.Parallel()
	dir, other := t.TempDir(), t.TempDir()
	good, saved := file(t, "good.txt", sample.Report), filepath.Join(t.TempDir(), "graph.backup")
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"import", "--data-dir", dir, good}, 0, "created"},
		{[]string{"verify", "--data-dir", dir}, 0, "the store is sound"},
		{[]string{"backup", "--data-dir", dir, saved}, 0, "documents"},
		{[]string{"restore", "--data-dir", other, saved}, 0, "documents"},
		{[]string{"import", "--data-dir", other, good}, 0, ": 0 created, 0 updated, 0 deleted"},
		{[]string{"verify", "--data-dir", other}, 0, "the store is sound"},
		{[]string{"restore", "--data-dir", other, saved}, 1, "not empty"},
		{[]string{"restore", "--data-dir", inMemory, good}, 1, "good.txt: not a backup"},
		{[]string{"restore", "--data-dir", inMemory, "absent"}, 1, "absent: no such file"},
		{[]string{"backup", "--data-dir", dir, filepath.Join(dir, "absent", "x")}, 1, "absent"},
		{[]string{"backup", "--data-dir", dir}, 2, "one file"},
	} {
		code, out, messages := run(t, nil, c.args...)
		if code != c.code || !strings.Contains(out+messages, c.says) {
			t.Errorf("%v: %d %s%s", c.args, code, out, messages)
		}
	}
	if left, _ := filepath.Glob(saved + ".part-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A restore that fails leaves a folder that counts as empty, in which a server does not put the sample; a sound backup restores into it.
func TestAFailedRestoreIsNotFollowedByTheSample(t *testing.T) {
	t.Parallel()
	dir, other := t.TempDir(), t.TempDir()
	saved := filepath.Join(t.TempDir(), "graph.backup")
	for _, args := range [][]string{{"import", "--data-dir", dir, file(t, "good.txt", sample.Report)}, {"backup", "--data-dir", dir, saved}} {
		if code, _, messages := run(t, nil, args...); code != 0 {
			t.Fatal(messages)
		}
	}
	damaged := []byte(content(t, saved))
	damaged[len(damaged)/2] ^= 1
	bad := file(t, "bad.backup", damaged)
	if code, _, messages := run(t, nil, "restore", "--data-dir", other, bad); code != exitFailed || !strings.Contains(messages, "bad.backup: ") || strings.Count(messages, "\n") != 1 {
		t.Errorf("%d %s", code, messages)
	}
	url, stop := startServer(t, "--data-dir", other)
	if got := question(t, url, `{ texts { totalCount } }`); got != `{"data":{"texts":{"totalCount":0}}}` {
		t.Errorf("after a failed restore: %s", got)
	}
	if _, messages := stop(); !strings.Contains(messages, "the last restore failed") {
		t.Error(messages)
	}
	if code, _, messages := run(t, nil, "restore", "--data-dir", other, saved); code != 0 {
		t.Fatal(messages)
	}
	url, _ = startServer(t, "--data-dir", other)
	if got := question(t, url, `{ texts { totalCount } }`); got != `{"data":{"texts":{"totalCount":95}}}` {
		t.Errorf("after a restore: %s", got)
	}
}

func TestCheckAsJSONHoldsAllRows(t *testing.T) {
	t.Parallel()
	_, out, _ := run(t, nil, "check", "--output", "json", file(t, "good.txt", sample.Report))
	var all []struct {
		Report struct{ Statements []struct{ Acronym string } }
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 1 || len(all[0].Report.Statements) != 98 {
		t.Errorf("%v: %.200s", err, out)
	}
}

// lockedBuffer may be written by a server while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// startServer runs `rapporteur` with these arguments until the test ends or stop is called.
func startServer(t *testing.T, args ...string) (url string, stop func() (int, string)) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var messages lockedBuffer
	done := make(chan int, 1)
	go func() {
		done <- Run(ctx, append([]string{"--addr", addr}, args...), IO{Out: &messages, Err: &messages, Getenv: func(string) string { return "" }})
	}()
	stop = sync.OnceValues(func() (int, string) {
		cancel()
		return <-done, messages.String()
	})
	t.Cleanup(func() { stop() })
	url = "http://" + addr
	for range 1200 {
		if r, err := http.Get(url + "/readyz"); err == nil {
			_ = r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return url, stop
			}
		}
		select {
		case code := <-done:
			t.Fatalf("ended with %d: %s", code, messages.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("not ready: %s", messages.String())
	return "", nil
}

func question(t *testing.T, url, query string) string {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"query": query})
	r, err := http.Post(url+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestServeStartsWithTheSampleKeepsItAndHoldsItsFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	const query = `{ texts { totalCount } }`
	for i := range 2 {
		url, stop := startServer(t, "--data-dir", dir)
		if got := question(t, url, query); got != `{"data":{"texts":{"totalCount":95}}}` {
			t.Errorf("start %d: %s", i, got)
		}
		if code, _, messages := run(t, nil, "import", "--data-dir", dir, file(t, "good.txt", sample.Report)); code != exitFailed || !strings.Contains(messages, dir) || strings.Count(messages, "\n") != 1 {
			t.Errorf("a second process: %d %s", code, messages)
		}
		code, messages := stop()
		if code != 0 || !strings.Contains(messages, "every accepted request was answered") {
			t.Errorf("stopped with %d: %s", code, messages)
		}
		if imported := strings.Contains(messages, "imported the bundled sample"); imported != (i == 0) {
			t.Errorf("start %d: %s", i, messages)
		}
	}
	url, _ := startServer(t, "--data-dir", inMemory, "--no-sample")
	if got := question(t, url, query); got != `{"data":{"texts":{"totalCount":0}}}` {
		t.Errorf("--no-sample: %s", got)
	}
}

func TestSettingsComeFromTheEnvironmentAndFlagsComeFirst(t *testing.T) {
	t.Parallel()
	env := map[string]string{
		"MONGODB_URI": "mongodb://a", "RAPPORTEUR_DATA_DIR": "/d", "RAPPORTEUR_ADDR": ":1", "RAPPORTEUR_CORS_ORIGINS": "https://a, https://b",
	}
	for name, value := range map[string]string{"RAPPORTEUR_MAX_DEPTH": "9", "RAPPORTEUR_RATE": "2.5", "RAPPORTEUR_IDLE_TIMEOUT": "7s", "RAPPORTEUR_PUBLIC": "true", "RAPPORTEUR_MONGODB_DATABASE": "other", "RAPPORTEUR_ADMIN_TOKEN_FILE": "/t"} {
		env[name] = value
	}
	var s settings
	c := &cobra.Command{Use: "rapporteur"}
	all := flags(&s, func(string) string { return "" })
	all.bind(c)
	if err := c.ParseFlags([]string{"--max-depth=4", "--data-dir=/e"}); err != nil {
		t.Fatal(err)
	}
	if err := all.read(c, func(k string) string { return env[k] }); err != nil {
		t.Fatal(err)
	}
	want := settings{
		mongoURI: "mongodb://a", database: "other", dataDir: "/e", addr: ":1", corsOrigins: []string{"https://a", "https://b"},
		cacheMB: 256, limits: httpd.DefaultLimits(), access: access{tokenFile: "/t", rolesClaim: "roles", public: true}, introspection: true,
		logging: logging{"text", "info"}, observation: observation{slow: time.Second},
	}
	want.limits.Depth, want.limits.Rate, want.limits.IdleTime = 4, 2.5, 7*time.Second
	if !reflect.DeepEqual(s, want) {
		t.Errorf("%+v", s)
	}
	if dir := defaultDataDir(func(k string) string { return map[string]string{"XDG_DATA_HOME": "/x"}[k] }); dir != "/x/rapporteur" {
		t.Error(dir)
	}
}
