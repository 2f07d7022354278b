package httpd

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// The audits of the specification of GraphQL over HTTP. They need Node and the packages that make check-schema fetches;
// with CI=true they must run.
func TestEveryAuditOfGraphQLOverHTTPPasses(t *testing.T) {
	t.Parallel()
	skip := func(why string) {
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip("SKIPPED, " + why + ": GraphQL over HTTP has not been audited")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		skip("NODE IS MISSING")
	}
	if _, err := os.Stat("../../tools/schema/node_modules/graphql-http"); err != nil {
		skip("THE NPM PACKAGE graphql-http IS MISSING (make check-schema fetches it)")
	}
	server := httptest.NewServer(newServer(graphtest.Open(t)))
	defer server.Close()
	audit := exec.CommandContext(t.Context(), node, "audit.mjs", server.URL+"/graphql")
	audit.Dir = "../../tools/schema"
	out, err := audit.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "61 of 61" {
		t.Errorf("%v\n%s", err, out)
	}
}
