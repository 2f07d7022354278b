package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"rapporteur/internal/store"
)

// Cache adds the figures of a cache, which are asked for when the metrics are.
func (m *Metrics) Cache(stats func() store.CacheStats) {
	m.registry.MustRegister(&cache{
		stats:     stats,
		hits:      description("cache_hits_total", "Nodes and lookups that the cache had."),
		misses:    description("cache_misses_total", "Nodes and lookups that the cache had not."),
		evictions: description("cache_evictions_total", "Nodes and lookups that the cache forgot for others."),
		bytes:     description("cache_bytes", "About what the cache holds."),
	})
}

type cache struct {
	stats                          func() store.CacheStats
	hits, misses, evictions, bytes *prometheus.Desc
}

func description(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, nil, nil)
}

// Describe tells what Collect gives.
func (c *cache) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{c.hits, c.misses, c.evictions, c.bytes} {
		to <- d
	}
}

// Collect gives the figures of now.
func (c *cache) Collect(to chan<- prometheus.Metric) {
	s := c.stats()
	to <- prometheus.MustNewConstMetric(c.hits, prometheus.CounterValue, float64(s.Hits))
	to <- prometheus.MustNewConstMetric(c.misses, prometheus.CounterValue, float64(s.Misses))
	to <- prometheus.MustNewConstMetric(c.evictions, prometheus.CounterValue, float64(s.Evictions))
	to <- prometheus.MustNewConstMetric(c.bytes, prometheus.GaugeValue, float64(s.Bytes))
}
