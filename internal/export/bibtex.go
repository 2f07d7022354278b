package export

import (
	"fmt"
	"io"
	"strings"
)

// latex writes what TeX would take for commands. Braces are named, since BibTeX counts even escaped ones.
var latex = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
	`&`, `\&`, `%`, `\%`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
)

func tex(s string) string { return latex.Replace(oneLine(s)) }

func writeBibTeX(w io.Writer, c *citation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "@techreport{%s", c.Key)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, ",\n  %-11s = {%s}", name, value)
		}
	}
	authors := make([]string, len(c.Authors))
	for i, a := range c.Authors {
		if authors[i] = tex(a); strings.Contains(strings.ToLower(a), " and ") {
			authors[i] = "{" + authors[i] + "}" // else it would part two names
		}
	}
	field("author", strings.Join(authors, " and "))
	title := c.Title
	if title == "" {
		title = c.Number
	}
	field("title", "{"+tex(title)+"}") // the inner braces keep its capitals
	field("institution", tex(c.Institution))
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
