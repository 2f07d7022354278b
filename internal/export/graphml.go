package export

import (
	"encoding/xml"
	"io"
	"strings"
)

type graphML struct{ w io.Writer }

// newGraphML writes GraphML: the keys d0 and d1 are the type and the label of a node, d2 the kind of an edge.
func newGraphML(w io.Writer) (GraphWriter, error) {
	_, err := io.WriteString(w, xml.Header+`<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="d0" for="node" attr.name="type" attr.type="string"/>
  <key id="d1" for="node" attr.name="label" attr.type="string"/>
  <key id="d2" for="edge" attr.name="kind" attr.type="string"/>
  <graph id="G" edgedefault="directed">
`)
	return graphML{w}, err
}

func (g graphML) Node(n Node) error {
	return g.write(`    <node id="`, n.ID, `"><data key="d0">`, n.Type, `</data><data key="d1">`, n.Label, "</data></node>\n")
}

func (g graphML) Edge(e Edge) error {
	return g.write(`    <edge source="`, e.From, `" target="`, e.To, `"><data key="d2">`, e.Kind, "</data></edge>\n")
}

func (g graphML) Close() error {
	_, err := io.WriteString(g.w, "  </graph>\n</graphml>\n")
	return err
}

// write writes markup and values by turns.
func (g graphML) write(parts ...string) error {
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 0 {
			b.WriteString(p)
		} else if err := xml.EscapeText(&b, []byte(p)); err != nil {
			return err
		}
	}
	_, err := io.WriteString(g.w, b.String())
	return err
}
