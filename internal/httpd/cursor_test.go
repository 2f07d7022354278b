package httpd

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/raced"
)

// cursorsOf names the kind of list and the order of a view. Views of one name share their cursors.
func (c connection) cursorsOf(v view) string {
	by := map[string]string{"TextOrder": "{field: ACRONYM, direction: ASC}", "PersonOrder": "{field: NAME, direction: ASC}", "MeetingOrder": "{field: START, direction: ASC}"}
	order := v.order
	if a := c.field.Arguments.ForName("orderBy"); a != nil && order == "" {
		order = by[a.Type.Name()]
	} else if order == "" {
		order = by[strings.TrimSuffix(c.field.Type.Name(), "Connection")+"Order"]
	}
	return c.field.Type.Name() + order
}

// listed is one list of a connection with the cursor of its first element.
type listed struct {
	connection
	view
	parent, cursor string
}

// lists are those of the first parent whose list is not empty, in every order.
func lists(t *testing.T, s *Server) []listed {
	t.Helper()
	schema := ownSchema(t)
	all := crawl(t, s, schema)
	var out []listed
	for _, c := range connections(t, schema) {
		found := false
		for _, v := range c.views(t) {
			for _, parent := range c.parents(t, s, all) {
				if p := c.pages(t, s, v, []string{parent}, map[string]any{"first": 1})[0]; len(p.Edges) > 0 {
					out, found = append(out, listed{c, v, parent, p.Edges[0].Cursor}), true
					break
				}
			}
		}
		if !found {
			t.Fatalf("no list of %s has an element", c)
		}
	}
	return out
}

// refusedFor returns the message of the only error, which must be INVALID, and "" where there is none.
func refusedFor(t *testing.T, answer []byte) string {
	t.Helper()
	var a struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		t.Fatal(err)
	}
	if len(a.Errors) == 0 {
		return ""
	}
	if a.Errors[0].Extensions.Code != "INVALID" {
		t.Errorf("%s", clip(answer))
	}
	return a.Errors[0].Message
}

// A cursor is a place in one kind of list and one order of it. It serves every list of that kind, whatever its parent and
// filter, and is INVALID for all others.
func TestCursorsOfOtherListsAndOrdersAreInvalid(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	all := lists(t, s)
	accepted, rejected := 0, 0
	step := raced.Some(1, 7) // of so many pairs one is tried
	for i, to := range all {
		for j, from := range all {
			if (i+j)%step > 0 {
				continue
			}
			for argument, size := range map[string]string{"after": "first", "before": "last"} {
				if argument == "before" && !to.backwards() {
					continue
				}
				variables := map[string]any{"ids": []string{to.parent}, size: 1, argument: from.cursor}
				message := refusedFor(t, ask(t, s, to.query(t, to.view), variables))
				same := to.cursorsOf(to.view) == from.cursorsOf(from.view)
				switch {
				case same && message == "":
					accepted++
				case !same && strings.HasPrefix(message, argument+": ") && strings.Contains(message, "another list"):
					rejected++
				default:
					t.Errorf("%s of %s %s with a cursor of %s %s: %q", argument, to.connection, to.view, from.connection, from.view, message)
				}
			}
		}
	}
	if accepted < 100/step || rejected < 2000/step {
		t.Errorf("only %d cursors were accepted and %d rejected", accepted, rejected)
	}
}

// What is no cursor of the list, or has a key of another type, is INVALID and never an empty page.
func TestForgedCursorsAreInvalid(t *testing.T) {
	t.Parallel()
	s := newServer(graphtest.Sample(t))
	for _, to := range lists(t, s) {
		raw, err := base64.RawURLEncoding.DecodeString(to.cursor)
		if err != nil {
			t.Fatal(err)
		}
		var at map[string]any
		if err := json.Unmarshal(raw, &at); err != nil {
			t.Fatal(err)
		}
		if _, isText := at["k"].(string); isText {
			at["k"] = 7
		} else {
			at["k"] = "7"
		}
		forged, err := json.Marshal(at)
		if err != nil {
			t.Fatal(err)
		}
		for what, cursor := range map[string]string{
			"a key of another type": base64.RawURLEncoding.EncodeToString(forged), "nothing": "", "no JSON": "AAAA", "null": "bnVsbA", "not base64": "?", "cut short": to.cursor[:len(to.cursor)-3],
		} {
			message := refusedFor(t, ask(t, s, to.query(t, to.view), map[string]any{"ids": []string{to.parent}, "first": 1, "after": cursor}))
			if !strings.HasPrefix(message, "after: ") {
				t.Errorf("%s %s after %s: %q", to.connection, to.view, what, message)
			}
		}
	}
}
