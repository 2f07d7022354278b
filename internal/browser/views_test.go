package browser

// view is something that a reader can look at.
type view struct {
	name, address string
	shows         string       // when it is whole
	then          func(b *tab) // what the reader does there; nil for nothing
	kept          bool         // as a picture
}

var views = []view{
	{name: "empty", address: "/", shows: ".latest", kept: true},
	{name: "search", address: "/", shows: ".latest", kept: true, then: func(b *tab) {
		b.click("#search")
		b.write("cloud")
		b.sees("[role=option]")
	}},
	{name: "results", address: "/?q=cloud", shows: ".node-line"},
	{name: "nothing", address: "/?q=xyzzy", shows: ".nothing"},
	{name: "graph", address: nakao, shows: ".graph .node.center", kept: true},
	{name: "path", address: between, shows: ".path li"},
	{name: "node-list", address: nakao + "&as=list", shows: ".graph-table tbody tr"},
	{name: "text", address: "/?node=text:17:x.1371", shows: ".panel .timeline", then: func(b *tab) {
		b.click(".panel .source summary")
		b.sees(".panel .raw")
	}},
	{name: "question", address: "/?node=question:17:2017-2020:6", shows: ".panel h2 | Q6/17"},
	{name: "report", address: "/?node=report:17:2019-08-27", shows: ".panel .warnings"},
	{name: "specification", address: "/?node=specification:etsi_es_201_873-1", shows: ".panel h2"},
	{name: "missing", address: "/?node=person:nobody", shows: ".nothing"},
	{name: "texts", address: "/?view=texts&status=CONSENTED", shows: "tbody tr", kept: true},
	{name: "filtered", address: "/?view=texts&status=CONSENTED&questions=Q12/17", shows: ".chip"},
	{name: "meeting", address: "/?view=meeting", shows: ".meeting-grid .card", kept: true},
	{name: "import-empty", address: "/import", shows: ".drop"},
	{name: "import", address: "/import", shows: ".drop", kept: true, then: func(b *tab) {
		b.click("#token")
		b.write(adminToken)
		b.offer(correctedReport(b.t))
		b.sees(".block .doubts")
	}},
	{name: "playground", address: "/playground", shows: ".view-lines | TextsOfAnEditor", kept: true, then: func(b *tab) {
		b.click("button.graphiql-execute-button")
		b.sees(".result-window .view-lines | Koji")
		for _, editor := range []string{".graphiql-query-editor", ".result-window"} {
			b.sees(editor + " [class^=mtk]:not(.mtk1)") // the words are coloured
		}
	}},
	{name: "documentation", address: "/playground", shows: ".view-lines | TextsOfAnEditor", then: func(b *tab) {
		b.click("button[aria-label='Show Documentation Explorer']")
		b.click(".graphiql-doc-explorer a | Query")
		b.sees(".graphiql-doc-explorer | All texts")
	}},
}

// shown opens a view and does what its reader does.
func (b *tab) shown(v view) {
	b.t.Helper()
	b.goTo(v.address)
	b.sees(v.shows)
	if v.then != nil {
		v.then(b)
	}
}
