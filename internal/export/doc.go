// Package export writes the graph for people who do not write queries: tables as CSV and XLSX, the whole graph as
// JSON Lines, citations as BibTeX and RIS, neighbourhoods as GraphML and DOT, meetings as iCalendar, and actions as
// an Atom feed.
//
// It reads the store a page at a time and writes what it has read, so its memory does not grow with the graph, and
// what a page refers to is read with the same number of finds whatever the page holds. It must not know where its
// output goes: package httpd sends it, package cli keeps it in files.
package export

import (
	"context"
	"io"
	"net/url"
	"strings"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// pageSize is how many nodes are in memory at a time.
const pageSize = 500

// Format is one thing that can be exported.
type Format struct {
	Name       string // "texts.csv", also the name of a file that holds it
	Path       string // where a server offers it; empty where that is /export/ and the name
	Type       string // its media type
	Inline     bool   // meant for programs that subscribe to it, rather than for a file
	Binary     bool   // not fit for a terminal
	Summary    string // one line for people
	Parameters []Parameter

	open func(context.Context, *source) (func(context.Context, io.Writer) error, error)
}

// Place is where an export is found. It does not come from the client, whose request may name any host.
type Place struct {
	Base string // of the server, without a / at its end; empty makes links relative
	Path string // of the export on it, with its query; empty where it is not on a server
}

// page is the address of the explorer's page of a node.
func (p Place) page(id string) string {
	return strings.TrimSuffix(p.Base, "/") + "/?node=" + strings.ReplaceAll(url.QueryEscape(id), "%3A", ":")
}

// source is what an export is made of.
type source struct {
	*store.Store
	selection selection
	place     Place
	matches   []*standards.Match
	decided   *standards.DecisionFilter // of the texts
}

// reported keeps how the names and labels in a filter were understood, and passes the filter on.
func (s *source) reported(f store.Filter, err error) (store.Filter, error) {
	s.matches, s.decided = append(s.matches, f.Matches...), f.Decided
	return f, err
}

// Formats are all formats, by name.
func Formats() []Format {
	const (
		csvType = "text/csv; charset=utf-8; header=present"
		xlsx    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	)
	text := textParameters()
	csv := append(text[:len(text):len(text)], bomParameter())
	return []Format{
		{Name: "actions.csv", Type: csvType, Parameters: csv, open: actionTable(newCSV), Summary: "the actions of texts, one a row"},
		{Name: "actions.xlsx", Type: xlsx, Binary: true, Parameters: text, open: actionTable(newXLSX("Actions")), Summary: "the actions of texts, one a row, as a spreadsheet"},
		{Name: "calendar.ics", Path: "/calendar.ics", Type: "text/calendar; charset=utf-8", Inline: true, Parameters: meetingParameters(), open: openCalendar, Summary: "meetings, as a calendar to subscribe to"},
		{Name: "feed.atom", Path: "/feed.atom", Type: "application/atom+xml; charset=utf-8", Inline: true, Parameters: actionParameters(), open: openFeed, Summary: "the newest actions, as a feed to subscribe to"},
		{Name: "graph.dot", Type: "text/vnd.graphviz; charset=utf-8", Parameters: text, open: graphOf(newDOT), Summary: "texts and what they are directly related to, for Graphviz"},
		{Name: "graph.graphml", Type: "application/graphml+xml; charset=utf-8", Parameters: text, open: graphOf(newGraphML), Summary: "texts and what they are directly related to, for Gephi, yEd or NetworkX"},
		{Name: "graph.jsonl", Type: "application/x-ndjson; charset=utf-8", open: openJSONLines, Summary: "the whole graph, one node a line"},
		{Name: "neighborhood.dot", Type: "text/vnd.graphviz; charset=utf-8", Parameters: aroundParameters(), open: aroundNode(newDOT), Summary: "what is around one node, for Graphviz"},
		{Name: "neighborhood.graphml", Type: "application/graphml+xml; charset=utf-8", Parameters: aroundParameters(), open: aroundNode(newGraphML), Summary: "what is around one node, for Gephi, yEd or NetworkX"},
		{Name: "texts.bib", Type: "application/x-bibtex; charset=utf-8", Parameters: text, open: citations(writeBibTeX), Summary: "texts, as BibTeX"},
		{Name: "texts.csv", Type: csvType, Parameters: csv, open: textTable(newCSV), Summary: "texts, one a row"},
		{Name: "texts.ris", Type: "application/x-research-info-systems; charset=utf-8", Parameters: text, open: citations(writeRIS), Summary: "texts, as RIS"},
		{Name: "texts.xlsx", Type: xlsx, Binary: true, Parameters: text, open: textTable(newXLSX("Texts")), Summary: "texts, one a row, as a spreadsheet"},
	}
}

// Location is the path where a server offers the format.
func (f *Format) Location() string {
	if f.Path != "" {
		return f.Path
	}
	return "/export/" + f.Name
}

// Find is the format of this name. Any other name is an INVALID error that lists the names.
func Find(name string) (*Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return &f, nil
		}
		names = append(names, f.Name)
	}
	return nil, standards.Errorf(standards.Invalid, "%q is none of the formats %s", name, strings.Join(names, ", "))
}

// Check reads the parameters alone: what is wrong with them is an INVALID error that names the one.
func (f *Format) Check(parameters map[string][]string) error {
	return new(selection).read(f.Parameters, parameters)
}

// Export is an export that can be written.
type Export struct {
	// Write writes it.
	Write func(context.Context, io.Writer) error
	// Matches say how names and labels in the parameters were understood, where that was not certain.
	Matches []*standards.Match
}

// Open reads the parameters and what they name. What is wrong with the parameters is an INVALID error that names the
// one, before anything is written; a name of several people is AMBIGUOUS. place is where the export is found.
func (f *Format) Open(ctx context.Context, s *store.Store, parameters map[string][]string, place Place) (*Export, error) {
	from := &source{Store: s, place: place}
	if err := from.selection.read(f.Parameters, parameters); err != nil {
		return nil, err
	}
	write, err := f.open(ctx, from)
	if !f.Binary {
		write = plainly(write, from.selection.bom != nil && *from.selection.bom)
	}
	return &Export{write, from.matches}, err
}

// texts are the texts of the selection, in the order of their acronyms, a page at a time.
func (s *source) texts(ctx context.Context) (func(context.Context, func([]*standards.Text) error) error, error) {
	filter, err := s.reported(s.TextFilter(ctx, &s.selection.texts))
	return func(ctx context.Context, do func([]*standards.Text) error) error {
		return s.Texts.Each(ctx, filter, store.TextOrder(nil), pageSize, do)
	}, err
}
