package httpd

import (
	"slices"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// One selection on Node names nodes of every type.
func TestEveryNodeHasALabel(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	all := crawl(t, s, ownSchema(t))
	labelled := map[string]int{}
	for _, name := range []string{"StudyGroup", "Question", "Text", "Person", "Document", "Specification", "Meeting", "Action", "CorrespondenceGroup", "Report"} {
		for chunk := range slices.Chunk(all.ids(name), 100) {
			var data struct {
				Nodes []struct {
					Typename string `json:"__typename"`
					Label    string
				}
			}
			answered(t, s, `query($ids: [ID!]!) { nodes(ids: $ids) { __typename label } }`, map[string]any{"ids": chunk}, &data)
			for i, n := range data.Nodes {
				if strings.TrimSpace(n.Label) == "" {
					t.Errorf("%s has the label %q", chunk[i], n.Label)
				}
				labelled[n.Typename]++
			}
		}
		if labelled[name] == 0 {
			t.Errorf("no %s was labelled", name)
		}
	}
}
