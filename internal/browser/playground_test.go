package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestThePlayground asks an example, looks a field up in the documentation of the schema, and sends a header.
func TestThePlayground(t *testing.T) {
	t.Parallel()
	b := open(t, sampleSite(t), desktop)
	b.goTo("/playground")
	b.sees(".view-lines | TextsOfAnEditor")
	for tab, answer := range map[string]string{
		"TextsOfAnEditor":    "Koji Nakao",
		"PathBetweenEditors": "QUESTION_OF",
		"Facets":             "byOrganization",
	} {
		b.click(".graphiql-tab-button | " + tab)
		b.sees(".graphiql-tab-button[aria-current=true] | " + tab)
		b.sees(".graphiql-query-editor .view-lines | " + tab)
		// GraphiQL takes note of the name of the operation a little after it shows it.
		b.until(fmt.Sprintf(`(({ tabs, activeTabIndex }) => tabs[activeTabIndex].operationName === %q)(JSON.parse(localStorage["graphiql:tabState"]))`, tab))
		b.click("button.graphiql-execute-button")
		b.sees(".result-window .view-lines | " + answer)
	}

	b.click("button[aria-label='Show Documentation Explorer']")
	b.sees(".graphiql-doc-explorer")
	b.click(".graphiql-doc-explorer a | Query")
	b.sees(".graphiql-doc-explorer | All texts")

	b.click(".graphiql-tab-button | ImportAReport")
	b.sees(".graphiql-query-editor .view-lines | ImportAReport")
	b.click(".graphiql-editor-tools button | Headers")
	b.sees(".graphiql-editor-tool .view-lines | TOKEN")
	b.click("button.graphiql-execute-button")
	b.sees(".result-window .view-lines | UNAUTHENTICATED")
	b.click(".graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines")
	b.do("select all", chromedp.KeyEvent("a", chromedp.KeyModifiers(kb.ModifierCtrl)))
	b.write(`{"Authorization": "Bearer ` + adminToken + `"}`)
	b.do("select what the editor closed by itself", chromedp.KeyEvent(kb.End, chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
	b.press(kb.Delete)
	b.sees(".graphiql-editor-tool .view-lines | " + adminToken)
	b.click("button.graphiql-execute-button")
	b.sees(".result-window .view-lines | unchanged")
	b.forgive("401 (Unauthorized)")
	b.until(`localStorage["graphiql:queries"]?.includes("ImportAReport")`) // the history is written
	if kept := eval[string](b, "JSON.stringify(localStorage)"); strings.Contains(kept, adminToken) {
		t.Error("the token is kept after the visit")
	}
}
