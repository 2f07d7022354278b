package cli

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"

	"rapporteur/internal/graphtest"
	"rapporteur/internal/httpd"
	"rapporteur/internal/metrics"
)

const deploy = "../../deploy/"

var discarded = slog.New(slog.DiscardHandler)

func content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// serveFlags are all flags that serve accepts.
func serveFlags(t *testing.T) *pflag.FlagSet {
	t.Helper()
	c, _, err := newRoot(IO{Getenv: func(string) string { return "" }}).Find([]string{"serve"})
	if err != nil {
		t.Fatal(err)
	}
	return c.Flags()
}

// variables are those of the environment that the program, Go and OpenTelemetry read.
func variables() []string {
	all := []string{"GOMEMLIMIT", "GOGC", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_TRACES_SAMPLER"}
	var s settings
	for _, o := range flags(&s, func(string) string { return "" }) {
		all = append(all, o.environment())
	}
	return all
}

// Flags, variables and paths in the files of deploy are those of the program.
func TestDeploymentFilesNameWhatThereIs(t *testing.T) {
	t.Parallel()
	probes := httpd.New(httpd.Options{Store: graphtest.Open(t).Store, Log: discarded})
	for _, name := range []string{"Dockerfile", "docker-compose.yml", "kubernetes/rapporteur.yaml", "rapporteur.service"} {
		text := content(t, deploy+name)
		flags := serveFlags(t)
		for _, m := range regexp.MustCompile(`(?:- |")--([a-z-]+)=([^"\s,]+)`).FindAllStringSubmatch(text, -1) {
			if f := flags.Lookup(m[1]); f == nil {
				t.Errorf("%s: there is no flag --%s", name, m[1])
			} else if err := f.Value.Set(m[2]); err != nil {
				t.Errorf("%s: --%s=%s: %v", name, m[1], m[2], err)
			}
		}
		for _, v := range regexp.MustCompile(`\b(RAPPORTEUR_[A-Z_]+|MONGODB_[A-Z_]+|GOMEMLIMIT|OTEL_[A-Z_]+)\b`).FindAllString(text, -1) {
			if !slices.Contains(variables(), v) {
				t.Errorf("%s: nothing reads %s", name, v)
			}
		}
		for _, m := range regexp.MustCompile(`path: (/\w+),|127\.0\.0\.1:8080(/\w+)`).FindAllStringSubmatch(text, -1) {
			w := httptest.NewRecorder()
			probes.ServeHTTP(w, httptest.NewRequest(http.MethodGet, m[1]+m[2], nil))
			if w.Code != http.StatusOK {
				t.Errorf("%s: %s is answered with %d", name, m[1]+m[2], w.Code)
			}
		}
	}
}

// documents are the documents of a file in YAML.
func documents(t *testing.T, name string) (all []map[string]any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(content(t, name)))
	for {
		var one map[string]any
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, one)
	}
}

// at is what a path of names and numbers leads to.
func at(t *testing.T, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := value.(map[string]any)
			value = m[step]
		case int:
			l, _ := value.([]any)
			if step >= len(l) {
				t.Fatalf("%v: there are %d", path, len(l))
			}
			value = l[step]
		}
	}
	return value
}

func TestKubernetesManifestsFitEachOther(t *testing.T) {
	t.Parallel()
	kinds := map[string]map[string]any{}
	for _, d := range documents(t, deploy+"kubernetes/rapporteur.yaml") {
		kind, _ := d["kind"].(string)
		if kinds[kind] = d; d["apiVersion"] == nil || at(t, d, "metadata", "name") != "rapporteur" {
			t.Errorf("%v", d)
		}
	}
	const label = "app.kubernetes.io/name"
	spec := []any{"spec", "template", "spec"}
	for what, got := range map[string]any{
		"the pods' own label":      at(t, kinds["Deployment"], "spec", "template", "metadata", "labels", label),
		"the Deployment's choice":  at(t, kinds["Deployment"], "spec", "selector", "matchLabels", label),
		"the Service's":            at(t, kinds["Service"], "spec", "selector", label),
		"the disruption budget's":  at(t, kinds["PodDisruptionBudget"], "spec", "selector", "matchLabels", label),
		"the network policy's":     at(t, kinds["NetworkPolicy"], "spec", "podSelector", "matchLabels", label),
		"the pods' account":        at(t, kinds["Deployment"], append(spec, "serviceAccountName")...),
		"the name of that account": at(t, kinds["ServiceAccount"], "metadata", "name"),
	} {
		if got != "rapporteur" {
			t.Errorf("%s is %v", what, got)
		}
	}
	container := at(t, kinds["Deployment"], append(spec, "containers", 0)...)
	for _, ok := range []any{
		at(t, container, "securityContext", "readOnlyRootFilesystem"), at(t, kinds["Deployment"], append(spec, "securityContext", "runAsNonRoot")...),
	} {
		if ok != true {
			t.Error("the container may more than it needs")
		}
	}
	if at(t, container, "resources", "limits", "memory") == nil {
		t.Error("memory is not limited")
	}
}

func TestComposeStartsThingsInOrder(t *testing.T) {
	t.Parallel()
	compose := documents(t, deploy+"docker-compose.yml")[0]
	services, _ := compose["services"].(map[string]any)
	for name, s := range services {
		after, _ := at(t, s, "depends_on").(map[string]any)
		for other := range after {
			if services[other] == nil {
				t.Errorf("%s waits for %s, which there is not", name, other)
			}
		}
		if at(t, s, "image") == nil {
			t.Errorf("%s has no image", name)
		}
	}
	if len(services) != 5 {
		t.Errorf("%d services", len(services))
	}
}

// Every metric of the dashboard exists, and every metric of the server is on it.
func TestTheDashboardShowsTheMetrics(t *testing.T) {
	t.Parallel()
	text := content(t, deploy+"grafana-dashboard.json")
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(text), &dashboard); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	var all []string
	for _, m := range metrics.All() {
		all = append(all, m.Name)
	}
	for _, p := range dashboard.Panels {
		for _, target := range p.Targets {
			for _, name := range regexp.MustCompile(`rapporteur_\w+`).FindAllString(target.Expr, -1) {
				for _, end := range []string{"_bucket", "_sum", "_count"} {
					name = strings.TrimSuffix(name, end)
				}
				shown[name] = true
				if !slices.Contains(all, name) {
					t.Errorf("%s: there is no metric %s", p.Title, name)
				}
			}
		}
	}
	for _, name := range all {
		if !shown[name] {
			t.Errorf("%s is not shown", name)
		}
	}
}

// The unit has the sections and settings that a service needs, and starts a command that there is.
func TestTheUnitStartsTheServer(t *testing.T) {
	t.Parallel()
	settings, section := map[string][]string{}, ""
	for n, line := range strings.Split(content(t, deploy+"rapporteur.service"), "\n") {
		name, value, isSetting := strings.Cut(line, "=")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			section = strings.Trim(line, "[]")
		case isSetting && section != "":
			settings[section+"."+name] = append(settings[section+"."+name], value)
		default:
			t.Errorf("line %d is neither a section nor a setting: %s", n+1, line)
		}
	}
	for name, want := range map[string]string{
		"Service.ExecStart": "/usr/local/bin/rapporteur serve", "Service.DynamicUser": "yes", "Service.StateDirectory": "rapporteur",
		"Service.ProtectSystem": "strict", "Service.Restart": "on-failure", "Install.WantedBy": "multi-user.target",
	} {
		if got := settings[name]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !slices.Contains(settings["Service.Environment"], "RAPPORTEUR_DATA_DIR=/var/lib/"+settings["Service.StateDirectory"][0]) {
		t.Errorf("the store is not in the state directory: %q", settings["Service.Environment"])
	}
}

// systemd itself has nothing to say against the unit.
func TestTheUnitIsOneOfSystemd(t *testing.T) {
	t.Parallel()
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("SKIPPED: systemd-analyze is missing; nobody has checked deploy/rapporteur.service")
	}
	unit := strings.ReplaceAll(content(t, deploy+"rapporteur.service"), "/usr/local/bin/rapporteur", "/bin/true") // which must exist
	out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", file(t, "rapporteur.service", []byte(unit))).CombinedOutput()
	if err != nil || strings.Contains(string(out), "rapporteur.service:") {
		t.Errorf("%v: %s", err, out)
	}
}
