package meeting

import (
	"context"
	"slices"

	"rapporteur/internal/printed"
	"rapporteur/internal/source"
)

// catalogue is what is known of the names to which other cells may stick. It is evidence, not a fact: a name that no text has
// is dearer than one that a text has.
type catalogue struct {
	ask   source.Known
	known map[string]bool // the names that were asked for
}

// mostGlued is the number of names of one document that are looked up at most.
const mostGlued = 5_000

// bytesBetweenLooks is after how many bytes the context is looked at.
const bytesBetweenLooks = 1024

// look asks for all names of a text that other readings at their places shorten or lengthen.
func (c *catalogue) look(ctx context.Context, text string, group int) error {
	if c.ask == nil {
		return nil
	}
	if c.known == nil {
		c.known = map[string]bool{}
	}
	b := &body{text: text}
	var names []string
	var readings []printed.Reading
	for p := range text {
		if p%bytesBetweenLooks == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !isUpper(text[p]) || !b.mayStart(p) || len(c.known) >= mostGlued {
			continue
		}
		readings = printed.Read(readings[:0], text, p, group)
		for _, name := range gluedNames(readings, text) {
			if _, asked := c.known[name]; !asked {
				c.known[name] = false
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	found, err := c.ask(ctx, names)
	for _, name := range names {
		c.known[name] = found[name]
	}
	return err
}

// gluedNames are the names that begin at a place where one ends within a word; none where all end with it.
func gluedNames(readings []printed.Reading, text string) []string {
	var names []string
	glued := false
	for i := range readings {
		r := &readings[i]
		name := plainName(r.Value.Name)
		if r.Type != printed.Name || name == "" || slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
		glued = glued || r.End < len(text) && isWord(text[r.End]) && isWord(text[r.End-1])
	}
	if !glued || len(names) < 2 {
		return nil
	}
	return names
}

// price makes the names of one place dearer that no text has, where a text has another.
func (c *catalogue) price(readings []printed.Reading) {
	if c == nil || len(c.known) == 0 {
		return
	}
	named := func(r *printed.Reading) bool { return r.Type == printed.Name && r.Value.Name != "" }
	if !slices.ContainsFunc(readings, func(r printed.Reading) bool { return named(&r) && c.known[plainName(r.Value.Name)] }) {
		return
	}
	for i := range readings {
		if r := &readings[i]; named(r) && !c.known[plainName(r.Value.Name)] {
			r.Cost += unknownName
		}
	}
}
