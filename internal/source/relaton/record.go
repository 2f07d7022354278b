package relaton

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// record is what is read of a bibliographic record. Keys that say nothing of the text or its editions are left out.
type record struct {
	Title []struct {
		Language string `yaml:"language"`
		Content  string `yaml:"content"`
		Type     string `yaml:"type"`
	} `yaml:"title"`
	Source []struct {
		Type    string `yaml:"type"`
		Content string `yaml:"content"`
	} `yaml:"source"`
	Identifiers []identifier `yaml:"docidentifier"`
	Date        []struct {
		Type string `yaml:"type"`
		At   string `yaml:"at"`
	} `yaml:"date"`
	Contributors []struct {
		Organization struct {
			Subdivisions []struct {
				Name []struct {
					Content string `yaml:"content"`
				} `yaml:"name"`
			} `yaml:"subdivision"`
		} `yaml:"organization"`
	} `yaml:"contributor"`
	Edition struct {
		Content string `yaml:"content"`
	} `yaml:"edition"`
	Abstract []struct {
		Language string `yaml:"language"`
		Content  string `yaml:"content"`
	} `yaml:"abstract"`
	Status struct {
		Stage struct {
			Content string `yaml:"content"`
		} `yaml:"stage"`
	} `yaml:"status"`
	Relations []relation `yaml:"relation"`
	Ext       struct {
		Doctype struct {
			Content string `yaml:"content"`
		} `yaml:"doctype"`
	} `yaml:"ext"`
}

type identifier struct {
	Content string `yaml:"content"`
	Type    string `yaml:"type"`
}

// relation is a record that this one relates to.
type relation struct {
	Type    string `yaml:"type"`
	Bibitem struct {
		Title []struct {
			Content string `yaml:"content"`
		} `yaml:"title"`
		Identifiers []identifier `yaml:"docidentifier"`
	} `yaml:"bibitem"`
}

// primary is the identifier of the record itself.
func (r *record) primary() string {
	for _, id := range r.Identifiers {
		if id.Type == "ITU" || strings.HasPrefix(id.Content, "ITU-") {
			return strings.TrimSpace(id.Content)
		}
	}
	if len(r.Identifiers) > 0 {
		return strings.TrimSpace(r.Identifiers[0].Content)
	}
	return ""
}

// part is one record of a file, and where it stands.
type part struct {
	text        string
	first, last int
}

// parts are the records of a file: several are divided by lines of three hyphens.
func parts(text string) []part {
	var all []part
	var b strings.Builder
	first, at := 1, 0
	flush := func() {
		if strings.TrimSpace(b.String()) != "" {
			all = append(all, part{b.String(), first, at})
		}
		b.Reset()
	}
	for line := range strings.Lines(text) {
		if trimmed := strings.TrimRight(line, " \t\r\n"); trimmed == "---" || trimmed == "..." {
			flush()
			at++
			first = at + 1
			continue
		}
		at++
		b.WriteString(line)
	}
	flush()
	return all
}

// series is the relation to a supplement of the whole series: most of the lines of most records, and not about the text.
const series = "- type: complementOf"

// withoutSeries is a record without its relations to supplements of its series, which takes a fifth of the time to read. Only
// structure stands at the beginning of a line there: an item ends where the next item or key begins.
func withoutSeries(text string) string {
	if !strings.Contains(text, "\n"+series) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	inRelations, skipped, kept := false, false, false
	for line := range strings.Lines(text) {
		switch line[0] {
		case ' ', '\n', '\r', '\t', '#':
		case '-':
			skipped = inRelations && strings.TrimRight(line, " \r\n") == series
			kept = kept || inRelations && !skipped
		default:
			if inRelations && !kept {
				b.WriteString("  []\n")
			}
			skipped, kept, inRelations = false, false, strings.TrimRight(line, " \r\n") == "relation:"
		}
		if !skipped {
			b.WriteString(line)
		}
	}
	if inRelations && !kept {
		b.WriteString("  []\n")
	}
	return b.String()
}

// decode reads a record.
func (p *part) decode() (*record, error) {
	var r record
	if err := yaml.Unmarshal([]byte(withoutSeries(p.text)), &r); err != nil {
		return nil, err
	}
	return &r, nil
}
