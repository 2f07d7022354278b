package cli

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestKeysAreToldOnceAndKeptAsHashes(t *testing.T) {
	t.Parallel()
	keys := filepath.Join(t.TempDir(), "keys")
	told := map[string]bool{}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"key", "ann", "--role", "editor", "--api-keys", keys}, 0, "the key of ann (editor)"},
		{[]string{"key", "bob", "--api-keys", keys}, 0, "the key of bob (reader)"},
		{[]string{"key", "ann", "--api-keys", keys}, 1, "another key of ann"},
		{[]string{"key", "eve", "--role", "owner", "--api-keys", keys}, 2, `"owner"`},
		{[]string{"key", "two words", "--api-keys", keys}, 2, `"two words"`},
		{[]string{"key", "--api-keys", keys}, 2, "whom the key is for"},
		{[]string{"key", "ann"}, 2, "--api-keys"},
	} {
		code, out, messages := run(t, nil, c.args...)
		if code != c.code || !strings.Contains(messages, c.says) || (code == 0) != strings.HasPrefix(out, "rpt_") {
			t.Errorf("%v: %d, %q, %q", c.args, code, out, messages)
		}
		if code == 0 {
			told[strings.TrimSpace(out)] = true
		}
	}
	content, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != 2 || strings.Count(string(content), "\n") != 2 || !strings.HasPrefix(string(content), "ann editor ") {
		t.Errorf("%d keys told; the file is %q", len(told), content)
	}
	for key := range told {
		if strings.Contains(string(content), key) {
			t.Error("the file holds a key")
		}
	}
	if info, err := os.Stat(keys); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v: others may read it", info.Mode(), err)
	}
}

func TestWrongSettingsOfTheServerAreNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		code int
		says string
	}{
		"no number in the environment": {map[string]string{"RAPPORTEUR_MAX_DEPTH": "deep"}, nil, 2, `RAPPORTEUR_MAX_DEPTH: "deep"`},
		"no time in the environment":   {map[string]string{"RAPPORTEUR_OPERATION_TIMEOUT": "10"}, nil, 2, `RAPPORTEUR_OPERATION_TIMEOUT: "10"`},
		"a limit of nothing":           {nil, []string{"--max-cost=0"}, 2, `--max-cost: "0" must be more than 0`},
		"a limit from the environment": {map[string]string{"RAPPORTEUR_MAX_COST": "0"}, nil, 2, `RAPPORTEUR_MAX_COST: "0" must be more than 0`},
		"no time limit":                {nil, []string{"--read-timeout=0"}, 2, `--read-timeout: "0s" must be more than 0`},
		"a negative rate":              {nil, []string{"--rate=-1"}, 2, "--rate"},
		"an issuer without audience":   {nil, []string{"--oidc-issuer=https://127.0.0.1:1"}, 2, "--oidc-audience"},
		"an issuer that is not there":  {nil, []string{"--oidc-issuer=http://127.0.0.1:1", "--oidc-audience=a"}, 1, "http://127.0.0.1:1"},
		"a certificate without key":    {nil, []string{"--tls-cert=cert.pem"}, 2, "--tls-key"},
		"no certificate there":         {nil, []string{"--tls-cert=absent.pem", "--tls-key=absent.pem"}, 1, "absent.pem"},
		"no keys there":                {nil, []string{"--api-keys=absent"}, 1, "absent: no such file"},
		"keys that are none":           {nil, []string{"--api-keys=" + file(t, "keys", []byte("# keys\nann editor 12\n"))}, 1, "line 2: the key of ann"},
		"a role that is none":          {nil, []string{"--api-keys=" + file(t, "roles", []byte("ann owner 12\n"))}, 1, `line 1: "owner"`},
		"an export that is none":       {nil, []string{"--trusted-exports=texts.csv,texts.pdf"}, 2, `--trusted-exports: "[texts.csv,texts.pdf]" is wrong: "texts.pdf" is none`},
		"no documents":                 {nil, []string{"--trusted-documents=" + file(t, "none.json", []byte("{}"))}, 1, "none.json: there are no documents"},
		"a document that is wrong":     {nil, []string{"--trusted-documents=" + file(t, "wrong.json", []byte(`{"a": "{ nothing }"}`))}, 1, `document "a": input:1:3: Cannot query field "nothing"`},
		"a hash of another document":   {nil, []string{"--trusted-documents=" + file(t, "hash.json", []byte(`{"`+strings.Repeat("0", 64)+`": "{ __typename }"}`))}, 1, "the SHA-256 of its text is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, _, messages := run(t, c.env, append([]string{"serve", "--data-dir", inMemory, "--no-sample", "--addr", "127.0.0.1:0"}, c.args...)...)
			if code != c.code || !strings.Contains(messages, c.says) {
				t.Errorf("%d, want %d: %q does not say %q", code, c.code, messages, c.says)
			}
		})
	}
}

// A key is taken back, and another is given, while the server runs.
func TestKeysOfARunningServerChangeWithTheirFile(t *testing.T) {
	t.Parallel()
	keys := filepath.Join(t.TempDir(), "keys")
	_, ann, _ := run(t, nil, "key", "ann", "--api-keys", keys)
	url, _ := startServer(t, "--data-dir", inMemory, "--api-keys", keys)
	status := func(key string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/graphql?query={__typename}", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(key))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	until := func(key string, want int) {
		t.Helper()
		ticks := time.NewTicker(100 * time.Millisecond)
		defer ticks.Stop()
		for guard := time.After(time.Minute); status(key) != want; {
			select {
			case <-ticks.C:
			case <-guard:
				t.Fatalf("%d, want %d", status(key), want)
			}
		}
	}
	if got := status(ann); got != http.StatusOK {
		t.Fatal(got)
	}
	_, bob, _ := run(t, nil, "key", "bob", "--api-keys", keys)
	until(bob, http.StatusOK)
	content, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(keys, append([]byte("not a line of a key\n"), content...), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := status(ann); got != http.StatusOK { // a file that cannot be read takes nothing back
		t.Error(got)
	}
	_, without, _ := strings.Cut(string(content), "\n")
	if err := os.WriteFile(keys, []byte(without), 0o600); err != nil {
		t.Fatal(err)
	}
	until(ann, http.StatusUnauthorized)
	if got := status(bob); got != http.StatusOK {
		t.Error(got)
	}
}

// Keys that several processes add at the same time are all kept, and nobody else may read the file.
func TestKeysMadeAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	keys := filepath.Join(t.TempDir(), "keys")
	const many = 30
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() {
			if code, _, messages := run(t, nil, "key", fmt.Sprint("ann", i), "--api-keys", keys); code != 0 {
				t.Errorf("%d %s", code, messages)
			}
		})
	}
	group.Wait()
	if n := strings.Count(content(t, keys), "\n"); n != many {
		t.Errorf("%d keys are kept of %d", n, many)
	}
	for _, name := range []string{keys, keys + ".lock"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

// Secrets that everybody on the machine may use are logged at start, and refused where permissions are strict.
func TestSecretsThatEverybodyMayUse(t *testing.T) {
	t.Parallel()
	cert, key, _ := certificate(t)
	token, keys := file(t, "token", []byte("0123456789abcdef0123")), filepath.Join(t.TempDir(), "keys")
	if code, _, messages := run(t, nil, "key", "ann", "--api-keys", keys); code != 0 {
		t.Fatal(messages)
	}
	for name, mode := range map[string]os.FileMode{token: 0o644, keys: 0o602, key: 0o604} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			if err := os.Chmod(name, mode); err != nil {
				t.Fatal(err)
			}
			args := []string{"--data-dir", inMemory, "--no-sample", "--admin-token-file", token, "--api-keys", keys, "--tls-cert", cert, "--tls-key", key}
			code, _, messages := run(t, nil, append([]string{"serve", "--strict-permissions", "--addr", "127.0.0.1:0"}, args...)...)
			if code != exitFailed || !strings.Contains(messages, name+" (") {
				t.Errorf("strict: %d %s", code, messages)
			}
			code, _, messages = run(t, nil, append([]string{"serve", "--addr", "256.0.0.1:1"}, args...)...)
			if code != exitFailed || strings.Count(messages, "a secret can be used by everybody") != 1 || !strings.Contains(messages, name) {
				t.Errorf("%d %s", code, messages)
			}
			if err := os.Chmod(name, 0o640); err != nil { // of a group: a container's way to hand secrets over
				t.Fatal(err)
			}
			if code, _, messages := run(t, nil, append([]string{"serve", "--strict-permissions", "--addr", "256.0.0.1:1"}, args...)...); code != exitFailed || !strings.Contains(messages, "256.0.0.1:1") {
				t.Errorf("for a group: %d %s", code, messages)
			}
		})
	}
}
