package httpd

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rapporteur/internal/graphtest"
)

// withNode runs a script of tools/schema against a server of the sample, and returns what it prints. The scripts need Node and
// the packages that make check-schema fetches; with CI=true they must run.
func withNode(t *testing.T, script string, args ...string) (string, error) {
	t.Helper()
	skip := func(why string) {
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skipf("SKIPPED, %s: %s has not run", why, script)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		skip("NODE IS MISSING")
	}
	if _, err := os.Stat("../../tools/schema/node_modules/graphql-http"); err != nil {
		skip("THE NPM PACKAGES OF tools/schema ARE MISSING (make check-schema fetches them)")
	}
	server := httptest.NewServer(newServer(graphtest.Sample(t)))
	defer server.Close()
	command := exec.CommandContext(t.Context(), node, append([]string{script, server.URL + "/graphql"}, args...)...)
	command.Dir = "../../tools/schema"
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func TestEveryAuditOfGraphQLOverHTTPPasses(t *testing.T) {
	t.Parallel()
	if out, err := withNode(t, "audit.mjs"); err != nil || out != "61 of 61" {
		t.Errorf("%v\n%s", err, out)
	}
}

// Introspection is that of graphql-js, and so is the verdict on requests with odd literals and variables.
func TestTheServerAgreesWithGraphqlJS(t *testing.T) {
	t.Parallel()
	if out, err := withNode(t, "compare.mjs", "2000", "1"); err != nil || !strings.HasSuffix(out, " 0 differences") {
		t.Errorf("%v\n%s", err, out)
	}
}
