package export

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"rapporteur/internal/standards"
)

// institution publishes all texts of the graph.
const institution = "ITU-T"

// citation is what a list of references says of a text.
type citation struct {
	Key         string
	Number      string // its name, X.1332; empty where it has a title alone
	Title       string
	Kind        string // "Recommendation"
	Editors     []string
	Institution string
	Year        int // of the last decision, or else of the target; 0 where neither is known
	Note        string
	Keywords    []string // its Questions
	ID          string   // of the text
}

func citations(write func(io.Writer, *citation) error) func(context.Context, *source) (func(context.Context, io.Writer) error, error) {
	return func(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
		each, err := s.texts(ctx)
		return func(ctx context.Context, w io.Writer) error {
			return each(ctx, func(page []*standards.Text) error {
				cited, err := s.cite(ctx, page)
				if err != nil {
					return err
				}
				for _, c := range cited {
					if err := write(w, c); err != nil {
						return err
					}
				}
				return nil
			})
		}, err
	}
}

func (s *source) cite(ctx context.Context, page []*standards.Text) ([]*citation, error) {
	var r references
	var last []standards.ActionID
	for _, t := range page {
		r.people, r.questions = append(r.people, t.EditorIDs...), append(r.questions, t.QuestionIDs...)
		if n := len(t.ActionIDs); n > 0 {
			last = append(last, t.ActionIDs[n-1])
		}
	}
	n, err := s.names(ctx, &r)
	if err != nil {
		return nil, err
	}
	found, err := s.Actions.Where(ctx, "_id", last, "text", "date", "kind")
	if err != nil {
		return nil, err
	}
	decided := make(map[standards.TextID]*standards.Action, len(found))
	for _, a := range found {
		decided[a.TextID] = a
	}
	out := make([]*citation, len(page))
	for i, t := range page {
		out[i] = newCitation(t, decided[t.ID], n)
	}
	return out, nil
}

// newCitation cites a text; the last action is nil where there is none.
func newCitation(t *standards.Text, last *standards.Action, n *names) *citation {
	c := &citation{
		Key: citationKey(t.ID), Number: cmp.Or(deref(t.Acronym), deref(t.ProvisionalName)), Title: deref(t.Title), Kind: words(t.Kind),
		Institution: institution, Year: t.Target.Year(), ID: string(t.ID),
	}
	for _, id := range t.EditorIDs {
		if name := n.people[id]; name != "" {
			c.Editors = append(c.Editors, name)
		}
	}
	if q := list(t.QuestionIDs, n.questions); q != "" {
		c.Keywords = strings.Split(q, "; ")
	}
	if last != nil {
		if year := last.Date.Year(); year > 0 {
			c.Year = year
		}
		c.Note = strings.TrimSpace(words(last.Kind) + " " + string(last.Date))
	}
	return c
}

// citationKey makes a key that is the text's alone, letter case aside, and that LaTeX accepts: text:17:x.509rev is
// sg17:x.509rev. Other characters are written as their bytes, in two digits each.
func citationKey(id standards.TextID) string {
	var b strings.Builder
	b.WriteString("sg")
	for _, c := range []byte(strings.TrimPrefix(string(id), "text:")) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte(":.-+", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// oneLine joins the lines of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
