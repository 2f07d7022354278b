package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/sample"
)

func TestACleanWriterReplacesWhatActsOnATerminal(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"plain\tétudes 研究\n": "plain\tétudes 研究\n",
		"\x1b[2J":            "\ufffd[2J",
		"a\rb\bc\ad":         "a\ufffdb\ufffdc\ufffdd",
		"\u009b31m\x7f":      "\ufffd31m\ufffd",
		"\u202egnp.\u2066":   "\ufffdgnp.\ufffd",
		"\u2028\xff":         "\ufffd\ufffd",
		"":                   "",
	} {
		var b bytes.Buffer
		if n, err := (clean{&b}).Write([]byte(given)); n != len(given) || err != nil || b.String() != want {
			t.Errorf("%q is %q, %d %v", given, b.String(), n, err)
		}
	}
}

// Whatever a file, its name, an argument or the environment holds: no command writes a character that acts on a terminal, and no
// name begins a line of its own.
func TestNoCommandWritesControlCharacters(t *testing.T) {
	t.Parallel()
	const hostile = "\x1b]0;x\a\u009b31m\r\b\u202e"
	name := filepath.Join(t.TempDir(), "evil\x1b[2J\u009b\nforged: 99 created.txt")
	content := bytes.ReplaceAll(sample.Report, []byte("Security"), []byte("Sec"+hostile+"urity"))
	content = bytes.ReplaceAll(content, []byte("Koji Nakao"), []byte("Koji \x1b[1mNakao\u009b"))
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	store := t.TempDir()
	for _, args := range [][]string{
		{"check", name}, {"check", "--output", "json", name}, {"check", "--strict", name},
		{"import", "--dry-run", name}, {"import", "--strict", name}, {"import", name}, {"import", name + ".gone"}, {"import", filepath.Dir(name)},
		{"backup", name + ".backup"}, {"restore", name + ".gone"}, {"restore", name}, {"verify"},
		{"export", "texts.csv", "--search", hostile}, {"export", "texts.csv", "--editor-name", hostile}, {"export", hostile},
		{hostile}, {"check", "--columns", name, name}, {"serve", "--addr", hostile}, {"serve", "--api-keys", name}, {"import", "--" + hostile},
	} {
		if needsStore := strings.Contains("import backup restore verify export serve", args[0]); needsStore {
			args = append(args[:1:1], append([]string{"--data-dir", store}, args[1:]...)...)
		}
		code, out, messages := run(t, map[string]string{"USER": hostile}, args...)
		for what, text := range map[string]string{"output": out, "messages": messages} {
			if args[0] == "export" && what == "output" { // a file, which export itself makes neutral
				text = strings.ReplaceAll(text, "\r\n", "\n")
			}
			if i := strings.IndexFunc(text, acts); i >= 0 {
				t.Errorf("%q: %s has a control character: %q", args, what, text[i:min(i+60, len(text))])
			}
			if strings.HasPrefix(text, "forged:") || strings.Contains(text, "\nforged:") {
				t.Errorf("%q: the name of a file begins a line: %q", args, text[:min(len(text), 400)])
			}
		}
		if args[0] == "check" && code == exitDone && strings.HasPrefix(out, "[") && !json.Valid([]byte(out)) {
			t.Errorf("%q: no JSON", args)
		}
	}
}
