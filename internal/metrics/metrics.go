// Package metrics counts what a server does, for Prometheus. Its registry is its own. It must not know how requests are
// answered or what the graph holds; it is told, and names nothing that clients may choose freely.
package metrics

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rapporteur/internal/breadth"
	"rapporteur/internal/httpd"
	"rapporteur/internal/store"
)

// Metrics are the figures of one server. They implement httpd.Observer.
type Metrics struct {
	registry *prometheus.Registry

	requests         *prometheus.CounterVec
	took             *prometheus.HistogramVec
	inFlight         prometheus.Gauge
	refused          *prometheus.CounterVec
	levels, batches  prometheus.Histogram
	commands, failed *prometheus.CounterVec
	commandTook      *prometheus.HistogramVec
	documents        prometheus.Counter
	imports          *prometheus.CounterVec
	rows             prometheus.Counter
}

var _ httpd.Observer = (*Metrics)(nil)

// The bounds of histograms, in seconds.
var (
	requestBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	commandBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 10}
)

// New are the metrics of a server of this version, all at zero.
func New(version string) *Metrics {
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		requests:    counters("requests_total", "Operations that ran, by their names where those are known.", "operation", "type", "code"),
		took:        histograms("request_duration_seconds", "From the parsed request to the answer.", requestBuckets, "operation", "type"),
		inFlight:    prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "requests_in_flight", Help: "Operations being answered."}),
		refused:     counters("requests_refused_total", "Requests that were refused before they ran.", "reason"),
		levels:      prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: "resolver_levels", Help: "Resolvers on the longest way down an operation, which wait for each other.", Buckets: prometheus.LinearBuckets(1, 1, 10)}),
		batches:     prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: "resolver_batches", Help: "Calls of resolvers in an operation, each for all objects of a level.", Buckets: prometheus.ExponentialBuckets(1, 2, 9)}),
		commands:    counters("database_commands_total", "Commands to the database.", "command"),
		failed:      counters("database_command_failures_total", "Commands to the database that failed.", "command"),
		commandTook: histograms("database_command_duration_seconds", "From a command to its reply.", commandBuckets, "command"),
		documents:   counter("database_documents_read_total", "Documents that the database gave."),
		imports:     counters("imports_total", "Imports of reports over GraphQL, by their outcome.", "outcome"),
		rows:        counter("import_rows_total", "Rows of the reports that were imported."),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.inFlight, m.refused, m.levels, m.batches, m.commands, m.failed, m.commandTook, m.documents, m.imports, m.rows,
		build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, reason := range httpd.Reasons() {
		m.refused.WithLabelValues(reason)
	}
	return m
}

const namespace = "rapporteur"

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
}

// Handler answers with all figures.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Timeout: 10 * time.Second})
}

// Gatherer is where the figures come from.
func (m *Metrics) Gatherer() prometheus.Gatherer { return m.registry }

// InFlight counts an operation in, or out.
func (m *Metrics) InFlight(change int) { m.inFlight.Add(float64(change)) }

// Answered counts an operation that ran.
func (m *Metrics) Answered(a httpd.Answered) {
	m.requests.WithLabelValues(a.Operation, a.Type, a.Code).Inc()
	m.took.WithLabelValues(a.Operation, a.Type).Observe(a.Took.Seconds())
}

// Refused counts a request that did not run.
func (m *Metrics) Refused(reason string) { m.refused.WithLabelValues(reason).Inc() }

// Resolved counts what an operation took to resolve.
func (m *Metrics) Resolved(e breadth.Effort) {
	m.levels.Observe(float64(e.Levels))
	m.batches.Observe(float64(e.Batches))
}

// Imported counts an import.
func (m *Metrics) Imported(outcome string, rows int) {
	m.imports.WithLabelValues(outcome).Inc()
	if outcome == "done" {
		m.rows.Add(float64(rows))
	}
}

// Command counts a command to the database.
func (m *Metrics) Command(_ context.Context, c store.Command) {
	m.commands.WithLabelValues(c.Name).Inc()
	m.commandTook.WithLabelValues(c.Name).Observe(c.Duration.Seconds())
	m.documents.Add(float64(c.Documents))
	if c.Err != nil {
		m.failed.WithLabelValues(c.Name).Inc()
	}
}
