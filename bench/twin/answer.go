package twin

import "rapporteur/bench/dataset"

// The shapes of the answers.
type (
	answer1 struct {
		Text *textWithEditors `json:"text"`
	}
	answer2 struct {
		Question *questionWithTexts `json:"question"`
	}
	answer3 struct {
		Editor *editorWithTexts `json:"editor"`
	}

	name struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	label struct {
		ID    string `json:"id"`
		Label string `json:"label"`
	}
	title struct {
		ID      string `json:"id"`
		Acronym string `json:"acronym"`
		Title   string `json:"title"`
	}
	page[T any] struct {
		Nodes []T `json:"nodes"`
	}
	countedPage[T any] struct {
		TotalCount int `json:"totalCount"`
		Nodes      []T `json:"nodes"`
	}

	textWithEditors struct {
		title
		Editors []name `json:"editors"`
	}

	questionWithTexts struct {
		label
		Texts page[textWithAll] `json:"texts"`
	}
	textWithAll struct {
		title
		Editors     []editor                 `json:"editors"`
		Documents   []textDocument           `json:"documents"`
		Equivalents []*dataset.Specification `json:"equivalents"`
	}
	editor struct {
		name
		Texts page[title] `json:"texts"`
	}
	textDocument struct {
		Role     string            `json:"role"`
		Document *dataset.Document `json:"document"`
	}

	editorWithTexts struct {
		name
		Texts countedPage[textOfEditor] `json:"texts"`
	}
	textOfEditor struct {
		title
		Questions []label `json:"questions"`
		Editors   []name  `json:"editors"`
	}
)

func (t *text) titled() title { return title{t.id, t.acronym, t.title} }

func names(people []*person) []name {
	out := make([]name, len(people))
	for i, p := range people {
		out[i] = name{p.id, p.name}
	}
	return out
}

func (w *Twin) text(acronym string) answer1 {
	t := w.texts[acronym]
	if t == nil {
		return answer1{}
	}
	return answer1{&textWithEditors{t.titled(), names(t.editors)}}
}

func (w *Twin) question(of string) answer2 {
	q := w.questions[of]
	if q == nil {
		return answer2{}
	}
	texts := q.texts[:min(50, len(q.texts))]
	out := make([]textWithAll, len(texts))
	for i, t := range texts {
		out[i] = textWithAll{title: t.titled(), Editors: make([]editor, len(t.editors)), Documents: make([]textDocument, len(t.documents)), Equivalents: t.equivalents}
		if out[i].Equivalents == nil {
			out[i].Equivalents = []*dataset.Specification{}
		}
		for j, d := range t.documents {
			out[i].Documents[j] = textDocument{d.role, d.document}
		}
		for j, p := range t.editors {
			theirs := p.texts[:min(10, len(p.texts))]
			titles := make([]title, len(theirs))
			for k, t := range theirs {
				titles[k] = t.titled()
			}
			out[i].Editors[j] = editor{name{p.id, p.name}, page[title]{titles}}
		}
	}
	return answer2{&questionWithTexts{label{q.id, q.label}, page[textWithAll]{out}}}
}

func (w *Twin) editor(called string) answer3 {
	p := w.people[called]
	if p == nil {
		return answer3{}
	}
	texts := p.texts[:min(100, len(p.texts))]
	out := make([]textOfEditor, len(texts))
	for i, t := range texts {
		out[i] = textOfEditor{t.titled(), make([]label, len(t.questions)), names(t.editors)}
		for j, q := range t.questions {
			out[i].Questions[j] = label{q.id, q.label}
		}
	}
	return answer3{&editorWithTexts{name{p.id, p.name}, countedPage[textOfEditor]{len(p.texts), out}}}
}
