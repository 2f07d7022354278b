package browser

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestThePagesKnowEveryKind compares the enumerations of the schema with what the pages have a name, a shape or a colour
// for. A value that is missing there is shown without.
func TestThePagesKnowEveryKind(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		content, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	const pages = "tools/web/src/explorer/"
	schema := read("schema.graphqls")
	for _, c := range []struct{ enum, file, has string }{
		{"ActionKind", "kinds.ts", "  %: { name: "},
		{"ActionKind", "pages.css", "\n.% { background: "},
		{"EdgeKind", "kinds.ts", "  %: { name: "},
		{"NodeType", "kinds.ts", `enum: "%"`},
		{"RelationKind", "detail/text.ts", "  %: ["},
		{"DocumentRole", "detail/text.ts", "%: "},
		{"DocumentRole", "detail/document.ts", "%: "},
	} {
		_, body, found := strings.Cut(schema, "\nenum "+c.enum+" {")
		body, _, _ = strings.Cut(body, "\n}")
		values := regexp.MustCompile(`(?m)^  ([A-Z0-9_]+)$`).FindAllStringSubmatch(body, -1)
		if !found || len(values) < 3 {
			t.Errorf("%s: %d values", c.enum, len(values))
		}
		content := read(pages + c.file)
		for _, v := range values {
			if !strings.Contains(content, strings.ReplaceAll(c.has, "%", v[1])) {
				t.Errorf("%s has nothing for %s.%s", c.file, c.enum, v[1])
			}
		}
	}
}
