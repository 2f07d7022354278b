package store

import "rapporteur/internal/standards"

// TextOrder is the order of texts asked for; by acronym where none is.
func TextOrder(o *standards.TextOrder) Order[standards.Text] {
	by := Order[standards.Text]{List: "texts", Field: "sortKey", Key: func(t *standards.Text) any { return t.SortKey }}
	if o == nil {
		return by
	}
	by.Descending = o.Direction == standards.Descending
	switch o.Field {
	case standards.ByTitle:
		by.Field, by.Key = "titleKey", func(t *standards.Text) any { return t.TitleKey }
	case standards.ByStartOfWork:
		by.Field, by.Key = "startOfWork", func(t *standards.Text) any { return string(t.StartOfWork) }
	case standards.ByTarget:
		by.Field, by.Key = "target", func(t *standards.Text) any { return string(t.Target) }
	}
	return by
}

// PersonOrder is the order of people asked for; by name where none is.
func PersonOrder(o *standards.PersonOrder) Order[standards.Person] {
	by := Order[standards.Person]{List: "people", Field: "sortKey", Key: func(p *standards.Person) any { return p.SortKey }}
	if o == nil {
		return by
	}
	by.Descending = o.Direction == standards.Descending
	if o.Field == standards.ByTextCount {
		by.Field, by.Key = "textCount", func(p *standards.Person) any { return p.TextCount }
	}
	return by
}

// GoneOrder is the order of revisions of meetings that no document announces any more, by start.
var GoneOrder = Order[standards.Revision]{Field: "gone.sortKey", Key: func(r *standards.Revision) any { return r.Gone.SortKey }}

// MeetingOrder is the order of meetings asked for; by start where none is.
func MeetingOrder(o *standards.MeetingOrder) Order[standards.Meeting] {
	by := Order[standards.Meeting]{List: "meetings", Field: "sortKey", Key: func(m *standards.Meeting) any { return m.SortKey }}
	if o == nil {
		return by
	}
	by.Descending = o.Direction == standards.Descending
	if o.Field == standards.ByMeetingName {
		by.Field, by.Key = "nameKey", func(m *standards.Meeting) any { return m.NameKey }
	}
	return by
}

// The orders of what has but one.
var (
	QuestionOrder      = Order[standards.Question]{List: "questions", Field: "sortKey", Key: func(q *standards.Question) any { return q.SortKey }}
	DocumentOrder      = Order[standards.Document]{List: "documents", Field: "sortKey", Key: func(d *standards.Document) any { return d.SortKey }}
	SpecificationOrder = Order[standards.Specification]{List: "specifications", Field: "sortKey", Key: func(s *standards.Specification) any { return s.SortKey }}
	ActionOrder        = Order[standards.Action]{List: "actions", Field: "sortKey", Key: func(a *standards.Action) any { return a.SortKey }}
	ReportOrder        = Order[standards.Report]{List: "reports", Field: "sortKey", Key: func(r *standards.Report) any { return r.SortKey }}
)
