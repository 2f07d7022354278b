package export

import (
	"cmp"
	"context"
	"encoding/xml"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"rapporteur/internal/standards"
	"rapporteur/internal/store"
)

// feedSize is how many actions a feed has at most.
const feedSize = 100

// The elements of Atom (RFC 4287).
type atomFeed struct {
	XMLName xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string       `xml:"title"`
	ID      string       `xml:"id"`
	Links   []atomLink   `xml:"link"`
	Updated string       `xml:"updated"`
	Author  string       `xml:"author>name"`
	Entries []*atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomText       `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// openFeed writes the newest actions as an Atom feed.
func openFeed(ctx context.Context, s *source) (func(context.Context, io.Writer) error, error) {
	filter, err := s.reported(s.ActionFilter(ctx, &s.selection.actions))
	return func(ctx context.Context, w io.Writer) error {
		page, err := s.Actions.Page(ctx, filter, store.ActionOrder, store.Window{Size: feedSize})
		if err != nil {
			return err
		}
		feed, err := s.feed(ctx, page.Nodes)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xml.Header); err != nil {
			return err
		}
		e := xml.NewEncoder(w)
		e.Indent("", "  ")
		if err := e.Encode(feed); err != nil {
			return err
		}
		_, err = io.WriteString(w, "\n")
		return err
	}, err
}

func (s *source) feed(ctx context.Context, actions []*standards.Action) (*atomFeed, error) {
	var r references
	var ids []string
	for _, a := range actions {
		r.action(a)
		ids = append(ids, string(a.ID))
	}
	n, err := s.names(ctx, &r)
	if err != nil {
		return nil, err
	}
	feed := &atomFeed{Title: "Actions of standards meetings", ID: urn("rapporteur:" + cmp.Or(s.place.Path, "feed.atom")), Author: "Rapporteur", Updated: instant("")}
	if s.place.Path != "" {
		feed.Links = []atomLink{{Rel: "self", Href: strings.TrimSuffix(s.place.Base, "/") + s.place.Path}}
	}
	revisions, err := s.revisions(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range actions {
		e := entry(a, n)
		if r := revisions[string(a.ID)]; r != nil {
			e.Updated = r.At.UTC().Format(time.RFC3339Nano)
		}
		e.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: s.place.page(string(a.TextID))}}
		feed.Updated = max(feed.Updated, e.Updated)
		feed.Entries = append(feed.Entries, e)
	}
	return feed, nil
}

// revisions are those of the nodes that were restated.
func (s *source) revisions(ctx context.Context, ids []string) (map[string]*standards.Revision, error) {
	found, err := s.Revisions.Where(ctx, "_id", ids)
	revisions := make(map[string]*standards.Revision, len(found))
	for _, r := range found {
		revisions[r.ID] = r
	}
	return revisions, err
}

// entry is an action as its row says it. Nothing of it comes from other rows, so that it changes with its row alone.
func entry(a *standards.Action, n *names) *atomEntry {
	title := deref(a.Title)
	name := cmp.Or(deref(a.Acronym), deref(a.ProvisionalName), title, "A text without a name")
	e := &atomEntry{
		ID: urn(string(a.ID)), Updated: instant(a.Date), Categories: []atomCategory{{string(a.Kind)}},
		Title: strings.TrimPrefix(name+": ", ": ") + strings.ToLower(words(a.Kind)),
	}
	if title != "" && title != name {
		e.Title += " - " + title
	}
	var lines []string
	say := func(what, value string) {
		if value != "" {
			lines = append(lines, what+": "+value)
		}
	}
	say("Meeting", n.meetings[a.MeetingID])
	say("Date", string(a.Date))
	questions := list(a.QuestionIDs, n.questions)
	say("Questions", questions)
	say("Editors", printed(a))
	say("TD", carrier(a, n))
	say("Equivalents", list(a.EquivalentIDs, n.specifications))
	say("Target", strings.TrimSpace(string(a.Target)+" "+words(a.TargetAction)))
	say("Section", oneLine(a.Source.Section))
	say("Id", string(a.ID))
	e.Content = atomText{Type: "text", Text: strings.Join(lines, "\n")}
	for _, q := range strings.Split(questions, "; ") {
		if q != "" {
			e.Categories = append(e.Categories, atomCategory{q})
		}
	}
	return e
}

// urn is an id that is the same wherever the graph is served.
func urn(id string) string { return uuid.NewSHA1(uuid.NameSpaceURL, []byte(id)).URN() }

// instant is the beginning of a partial date as Atom has it; the beginning of 1970 where it is not known.
func instant(d standards.PartialDate) string {
	const whole = "1970-01-01"
	s := string(d)
	if d.Year() == 0 {
		s = whole
	}
	return s + whole[min(len(s), len(whole)):] + "T00:00:00Z"
}
