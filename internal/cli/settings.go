package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"rapporteur/internal/embedded"
	"rapporteur/internal/httpd"
	"rapporteur/internal/store"
)

// inMemory is the data folder of a store that ends with the process.
const inMemory = ":memory:"

// settings are the flags, with their defaults from the environment.
type settings struct {
	mongoURI, database, dataDir string

	addr        string
	corsOrigins []string
	noSample    bool
	connections int
	cacheMB     uint
	limits      httpd.Limits

	access
	logging
	observation
	documents     string
	introspection bool
	clientHeader  string
	cert, key     string // of TLS

	log      *slog.Logger // made of the flags before any command runs
	wrongEnv error        // of the first variable of the environment that cannot be read
}

func (s *settings) bind(f *pflag.FlagSet, getenv func(string) string) {
	f.StringVar(&s.mongoURI, "mongodb-uri", getenv("MONGODB_URI"), "keep the graph in this MongoDB instead of the embedded store (MONGODB_URI)")
	f.Lookup("mongodb-uri").DefValue = "" // it may hold a password
	f.StringVar(&s.database, "mongodb-database", "rapporteur", "the name of the database there")
	f.StringVar(&s.dataDir, "data-dir", cmp.Or(getenv("RAPPORTEUR_DATA_DIR"), defaultDataDir(getenv)), "the folder of the embedded store, or "+inMemory+" (RAPPORTEUR_DATA_DIR)")
	s.logging.bind(f, getenv)
}

func (s *settings) bindServe(f *pflag.FlagSet, getenv func(string) string) {
	f.StringVar(&s.addr, "addr", cmp.Or(getenv("RAPPORTEUR_ADDR"), "127.0.0.1:8080"), "the address to serve at (RAPPORTEUR_ADDR)")
	f.StringArrayVar(&s.corsOrigins, "cors-origin", split(getenv("RAPPORTEUR_CORS_ORIGINS")), "an origin whose pages may ask, like https://example.org; repeatable; none unless named (RAPPORTEUR_CORS_ORIGINS, parted by commas)")
	f.UintVar(&s.cacheMB, "cache-mb", 256, "how many megabytes of the graph are kept in memory for all requests; 0 keeps none")
	f.BoolVar(&s.noSample, "no-sample", false, "leave an empty embedded store empty, instead of importing the bundled sample")
	s.bindLimits(f)
	s.access.bind(f)
	s.observation.bind(f, getenv)
	f.IntVar(&s.connections, "max-connections", 0, "connections at a time; others wait for one to be closed; 0 for any number")
	f.StringVar(&s.documents, "trusted-documents", "", "serve the documents of this file alone: a JSON object of texts by their SHA-256 or another id")
	f.BoolVar(&s.introspection, "introspection", true, "tell the schema, and suggest names in errors")
	f.StringVar(&s.clientHeader, "client-ip-header", "", "the header in which the proxy in front tells the address of a client, like X-Forwarded-For; the last address in it counts")
	f.StringVar(&s.cert, "tls-cert", "", "serve over TLS with this certificate, a PEM file with its chain")
	f.StringVar(&s.key, "tls-key", "", "the key of the certificate, a PEM file")
	s.fromEnvironment(f, getenv)
}

// ownVariables are the flags of serve whose variables are named otherwise, or that have none.
var ownVariables = []string{"addr", "cors-origin", "no-sample", "otlp-endpoint"}

// fromEnvironment sets the flags of serve from their variables: --max-depth from RAPPORTEUR_MAX_DEPTH. What the command line
// says comes later and wins.
func (s *settings) fromEnvironment(f *pflag.FlagSet, getenv func(string) string) {
	f.VisitAll(func(flag *pflag.Flag) {
		if slices.Contains(ownVariables, flag.Name) {
			return
		}
		variable := "RAPPORTEUR_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		flag.Usage += " (" + variable + ")"
		value := getenv(variable)
		if value == "" {
			return
		}
		if err := flag.Value.Set(value); err != nil && s.wrongEnv == nil {
			s.wrongEnv = usageError{fmt.Errorf("%s: %q: %w", variable, value, err)}
		}
	})
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// defaultDataDir is where a user's programs keep their data; empty where the system does not say.
func defaultDataDir(getenv func(string) string) string {
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "rapporteur")
	}
	switch runtime.GOOS {
	case "darwin", "windows":
		if dir, err := os.UserConfigDir(); err == nil {
			return filepath.Join(dir, "rapporteur")
		}
	}
	if home := getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "share", "rapporteur")
	}
	return ""
}

// graph is an open store, embedded or not.
type graph struct {
	*store.Store
	engine *embedded.Engine // nil with a MongoDB
}

// open opens the store that the settings name.
func (s *settings) open(ctx context.Context) (*graph, error) {
	return s.openObserved(ctx, store.Observer{})
}

// openObserved opens it and has an observer told of its commands.
func (s *settings) openObserved(ctx context.Context, told store.Observer) (*graph, error) {
	if s.mongoURI != "" {
		st, err := store.Open(ctx, store.Options{URI: s.mongoURI, Database: s.database, CacheBytes: int64(s.cacheMB) << 20, Observer: told})
		return &graph{Store: st}, err
	}
	if s.dataDir == "" {
		return nil, usageError{fmt.Errorf("no folder for data is known here: name one with --data-dir, or use %s", inMemory)}
	}
	engine, err := embedded.Open(s.dataDir, embedded.WithLogger(s.log), embedded.OnFatal(func(error) { os.Exit(exitFailed) }))
	if errors.Is(err, embedded.ErrInUse) {
		return nil, fmt.Errorf("%w; stop it, or name another folder with --data-dir", err)
	}
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, store.Options{Database: s.database, Dialer: engine.Dialer(), Exclusive: true, CacheBytes: int64(s.cacheMB) << 20, Observer: told})
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return &graph{Store: st, engine: engine}, nil
}

// close ends the store, and says so where it cannot.
func (g *graph) close(ctx context.Context, failed *error) {
	err := g.Store.Close(ctx)
	if g.engine != nil {
		err = errors.Join(err, g.engine.Close())
	}
	*failed = errors.Join(*failed, err)
}
