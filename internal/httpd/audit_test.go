package httpd

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapporteur/internal/graphtest"
)

// The audits of the GraphQL-over-HTTP specification, by the suite that its authors keep.
func TestAuditsOfGraphQLOverHTTP(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "tools", "schema")
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join(folder, "node_modules", "graphql-http"))
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the audits need Node and npm ci in tools/schema: %v", err)
		}
		t.Skipf("SKIPPED, the audits of GraphQL over HTTP need Node and npm ci in tools/schema: %v", err)
	}
	server := httptest.NewServer(newServer(graphtest.Sample(t)))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	audit := exec.CommandContext(ctx, node, "audit.mjs", server.URL+"/graphql")
	audit.Dir = folder
	out, err := audit.CombinedOutput()
	t.Logf("%s", out)
	if err != nil || !strings.Contains(string(out), "61 of 61 audits passed") {
		t.Errorf("want 61 of 61: %v", err)
	}
}
