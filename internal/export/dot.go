package export

import (
	"fmt"
	"io"
	"strings"
)

type dot struct{ w io.Writer }

// shapes tell the types of nodes apart.
var shapes = map[string]string{
	"Text": "box", "Person": "ellipse", "Question": "hexagon", "Document": "note", "Specification": "component", "Meeting": "octagon",
	"Action": "cds", "StudyGroup": "house", "CorrespondenceGroup": "house", "Report": "folder",
}

// newDOT writes the language of Graphviz.
func newDOT(w io.Writer) (GraphWriter, error) {
	_, err := io.WriteString(w, "digraph rapporteur {\n  rankdir=LR;\n")
	return dot{w}, err
}

func (d dot) Node(n Node) error {
	shape := shapes[n.Type]
	if shape == "" {
		shape = "plaintext"
	}
	_, err := fmt.Fprintf(d.w, "  %s [label=%s, shape=%s, class=%s];\n", quoted(n.ID), quoted(n.Label), shape, quoted(n.Type))
	return err
}

func (d dot) Edge(e Edge) error {
	_, err := fmt.Fprintf(d.w, "  %s -> %s [label=%s];\n", quoted(e.From), quoted(e.To), quoted(e.Kind))
	return err
}

func (d dot) Close() error {
	_, err := io.WriteString(d.w, "}\n")
	return err
}

// escapes of a string of DOT. A backslash begins an escape of its labels, so it is doubled.
var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", `\n`, "\x00", "")

func quoted(s string) string { return `"` + escapes.Replace(s) + `"` }
