package cli

import (
	"archive/tar"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// record is a bibliographic record of one edition.
func record(name, month string) string {
	return fmt.Sprintf(`---
id: ITUT%[1]s
schema_version: v1.5.6
type: standard
title:
- language: en
  script: Latn
  content: Title of %[1]s
  type: main
docidentifier:
- content: ITU-T %[1]s (%[2]s)
  type: ITU
  primary: true
date:
- type: published
  at: '%[3]s-26'
ext:
  doctype:
    content: recommendation
  flavor: itu
`, name, month, month[3:]+"-"+month[:2])
}

func TestTheRecordsOfAnArchiveAreOneDocument(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := tar.NewWriter(&packed)
	for name, content := range map[string]string{
		"data/a.yaml": record("X.9001", "03/2020"), "data/b.yaml": record("X.9001", "07/2015"), "data/c.yaml": record("X.9002", "01/2001"),
		"data/broken.yaml": "---\nid: [\n", "data/readme.txt": "nothing that anybody decided\n",
	} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	archive := filepath.Join(dir, "catalogue.tar")
	if err := os.WriteFile(archive, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	code, out, messages := run(t, nil, "import", "--data-dir", data, archive)
	if code != 0 || !strings.Contains(out, "catalogue.tar: ") || !strings.Contains(messages, "2 of 5 files were not read") {
		t.Fatalf("exit code %d: %s%s", code, out, messages)
	}
	if code, out, _ = run(t, nil, "import", "--data-dir", data, archive); code != 0 || !strings.Contains(out, ": 0 created, 0 updated, 0 deleted") {
		t.Errorf("again: exit code %d: %s", code, out)
	}
	code, out, _ = run(t, nil, "export", "texts.csv", "--data-dir", data)
	if code != 0 || strings.Count(out, "X.9001") == 0 || strings.Count(out, "\n") != 3 {
		t.Errorf("exit code %d, want two texts: %s", code, out)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	if code, _, messages = run(t, nil, "import", "--data-dir", data, empty); code != 1 || !strings.Contains(messages, "no document in it could be read") {
		t.Errorf("exit code %d: %s", code, messages)
	}
}

// TestColumnsWithOtherNames checks a table by a mapping, without it, and with one that is wrong.
func TestColumnsWithOtherNames(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"boats.csv": "Boat,What it is\nW.ferry,A ferry\n", "names.json": `{"Acronym": "Boat", "Title": "What it is"}`, "wrong.yaml": "Ship: Boat\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for names, want := range map[string]int{"names.json": 0, "": 1, "wrong.yaml": 1, "none.yaml": 1} {
		args := []string{"check", "--strict", filepath.Join(folder, "boats.csv")}
		if names != "" {
			args = append(args, "--columns", filepath.Join(folder, names))
		}
		if code, out, messages := run(t, nil, args...); code != want {
			t.Errorf("%q: exit code %d\n%s%s", names, code, out, messages)
		}
	}
}

// import reads a report with what the graph knows of names.
func TestImportAsksTheGraphForNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first []string
	}{
		"nothing":  {nil},
		"a record": {[]string{file(t, "e805.yaml", []byte(graphtest.Settling))}},
	} {
		dir := t.TempDir()
		if len(c.first) > 0 {
			if code, _, messages := run(t, nil, append([]string{"import", "--data-dir", dir}, c.first...)...); code != exitDone {
				t.Fatal(messages)
			}
		}
		code, _, messages := run(t, nil, "import", "--data-dir", dir, file(t, "glued.txt", []byte(graphtest.Glued)))
		if code != exitDone {
			t.Fatal(messages)
		}
		_, out, _ := run(t, nil, "export", "--data-dir", dir, "graph.jsonl")
		if got := strings.Contains(out, "nearly as likely"); got != (c.first == nil) {
			t.Errorf("%s: a doubt on the name: %t", name, got)
		}
	}
}
