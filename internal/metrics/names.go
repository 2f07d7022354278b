package metrics

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"rapporteur/internal/store"
)

// Metric is one of the server's own, as guides tell it.
type Metric struct {
	Name, Help string
	Labels     []string
}

// All are the server's own metrics, by name.
func All() (all []Metric) {
	m := New("")
	m.Cache(func() store.CacheStats { return store.CacheStats{} })
	descriptions := make(chan *prometheus.Desc)
	go func() {
		defer close(descriptions)
		m.registry.Describe(descriptions)
	}()
	for d := range descriptions {
		if f := own.FindStringSubmatch(d.String()); f != nil {
			all = append(all, Metric{Name: f[1], Help: f[2], Labels: strings.FieldsFunc(f[3], func(r rune) bool { return r == ',' })})
		}
	}
	slices.SortFunc(all, func(a, b Metric) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// own reads a description, which tells what it is in no other way.
var own = regexp.MustCompile(`fqName: "(` + namespace + `_\w+)", help: "([^"]*)".*, variableLabels: \{([^}]*)\}`)
