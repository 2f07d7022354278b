package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// latex writes what TeX would take for commands. Braces are named, since BibTeX counts even escaped ones.
var latex = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
	`&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
)

func tex(s string) string { return latex.Replace(oneLine(s)) }

// bibtexName is a name as BibTeX and biber take it for one: "and" parts names, "others" stands for more, a name has two commas
// at most, and = is between a part of a name and its value.
func bibtexName(name string) string {
	words := strings.Fields(strings.ToLower(name))
	name = strings.ReplaceAll(tex(name), "=", `\symbol{61}`)
	if slices.Contains(words, "and") || slices.Contains(words, "others") || strings.Count(name, ",") > 2 {
		return "{" + name + "}"
	}
	return name
}

// writeBibTeX writes a citation as @manual, which may have editors, a kind and a number, and is the type for technical standards
// in biblatex. The institution is the author of what names no editor.
func writeBibTeX(w io.Writer, c *citation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "@manual{%s", c.Key)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %-12s = {%s}", name, value)
		}
	}
	editors := make([]string, len(c.Editors))
	for i, e := range c.Editors {
		editors[i] = bibtexName(e)
	}
	if len(editors) == 0 {
		field("author", "{"+tex(c.Institution)+"}")
	}
	field("editor", strings.Join(editors, " and "))
	title := c.Title
	if title == "" {
		title = c.Number
	}
	field("title", "{"+tex(title)+"}") // the inner braces keep its capitals
	field("organization", tex(c.Institution))
	field("type", tex(c.Kind))
	field("number", tex(c.Number))
	if c.Year > 0 {
		field("year", fmt.Sprint(c.Year))
	}
	field("keywords", tex(strings.Join(c.Keywords, ", ")))
	field("note", tex(c.Note))
	b.WriteString("\n}\n\n")
	_, err := io.WriteString(w, b.String())
	return err
}
