package export

import (
	"fmt"
	"io"
	"strings"
)

// writeRIS writes a citation in the format of reference managers. Names stand as printed, since which part of one
// is the family's is not known.
func writeRIS(w io.Writer, c *citation) error {
	var b strings.Builder
	tag := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", name, value)
		}
	}
	b.WriteString("TY  - RPRT\r\n")
	tag("ID", c.Key)
	title := c.Title
	if title == "" {
		title = c.Number
	}
	tag("TI", title)
	for _, e := range c.Editors {
		tag("ED", e)
	}
	if c.Year > 0 {
		tag("PY", fmt.Sprint(c.Year))
	}
	tag("PB", c.Institution)
	tag("SN", c.Number)
	tag("M3", c.Kind)
	for _, k := range c.Keywords {
		tag("KW", k)
	}
	tag("N1", c.Note)
	b.WriteString("ER  - \r\n\r\n")
	_, err := io.WriteString(w, b.String())
	return err
}
