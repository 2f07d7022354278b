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
	tokenFile   string
	cacheMB     uint
	limits      httpd.Limits
	trusted     string // a file of documents
}

func (s *settings) bind(f *pflag.FlagSet, getenv func(string) string) {
	f.StringVar(&s.mongoURI, "mongodb-uri", getenv("MONGODB_URI"), "keep the graph in this MongoDB instead of the embedded store (MONGODB_URI)")
	f.Lookup("mongodb-uri").DefValue = "" // it may hold a password
	f.StringVar(&s.database, "mongodb-database", "rapporteur", "the name of the database there")
	f.StringVar(&s.dataDir, "data-dir", cmp.Or(getenv("RAPPORTEUR_DATA_DIR"), defaultDataDir(getenv)), "the folder of the embedded store, or "+inMemory+" (RAPPORTEUR_DATA_DIR)")
}

func (s *settings) bindServe(f *pflag.FlagSet, getenv func(string) string) {
	f.StringVar(&s.addr, "addr", cmp.Or(getenv("RAPPORTEUR_ADDR"), "127.0.0.1:8080"), "the address to serve at (RAPPORTEUR_ADDR)")
	f.StringArrayVar(&s.corsOrigins, "cors-origin", split(getenv("RAPPORTEUR_CORS_ORIGINS")), "an origin whose pages may ask, like https://example.org; repeatable; none unless named (RAPPORTEUR_CORS_ORIGINS, parted by commas)")
	f.StringVar(&s.tokenFile, "admin-token-file", getenv("RAPPORTEUR_ADMIN_TOKEN_FILE"), "a file with the bearer token of administrators, who may import reports, merge and split people (RAPPORTEUR_ADMIN_TOKEN_FILE)")
	f.UintVar(&s.cacheMB, "cache-mb", 256, "how many megabytes of the graph are kept in memory for all requests; 0 keeps none")
	f.StringVar(&s.trusted, "trusted-documents", getenv("RAPPORTEUR_TRUSTED_DOCUMENTS"), "a JSON file of operations by their SHA-256: these alone are executed (RAPPORTEUR_TRUSTED_DOCUMENTS)")
	bindLimits(f, &s.limits)
	f.BoolVar(&s.noSample, "no-sample", false, "leave an empty embedded store empty, instead of importing the bundled sample")
}

// bindLimits makes every limit a flag.
func bindLimits(f *pflag.FlagSet, l *httpd.Limits) {
	*l = httpd.DefaultLimits()
	f.Int64Var(&l.Body, "max-body", l.Body, "bytes of a request")
	f.Int64Var(&l.ImportBody, "max-import-body", l.ImportBody, "bytes of a request of an administrator, who may send a report")
	f.IntVar(&l.Header, "max-header", l.Header, "bytes of the header of a request")
	f.IntVar(&l.Tokens, "max-tokens", l.Tokens, "tokens of an operation")
	f.IntVar(&l.Depth, "max-depth", l.Depth, "levels of an operation, through fragments")
	f.IntVar(&l.Fields, "max-fields", l.Fields, "fields of an operation, fragments written out")
	f.IntVar(&l.Aliases, "max-aliases", l.Aliases, "aliases of an operation")
	f.IntVar(&l.RootFields, "max-root-fields", l.RootFields, "root fields of an operation")
	f.IntVar(&l.Directives, "max-directives", l.Directives, "directives of an operation")
	f.IntVar(&l.Cost, "max-cost", l.Cost, "objects that an operation may ask for, by the sizes of its pages")
	f.IntVar(&l.Errors, "max-errors", l.Errors, "errors in an answer; the others are counted")
	f.IntVar(&l.InFlight, "max-in-flight", l.InFlight, "requests at a time; others are told to come again")
	f.Float64Var(&l.Rate, "rate", l.Rate, "requests a second of one client; 0 for any number")
	f.IntVar(&l.Burst, "burst", l.Burst, "requests that one client may send at once")
	f.BoolVar(&l.Forwarded, "trust-forwarded-for", false, "a proxy in front says in X-Forwarded-For who the client is")
	f.DurationVar(&l.Operation, "operation-timeout", l.Operation, "time for executing an operation")
	f.DurationVar(&l.ReadHeader, "read-header-timeout", l.ReadHeader, "time for reading the header of a request")
	f.DurationVar(&l.Read, "read-timeout", l.Read, "time for reading a request")
	f.DurationVar(&l.Write, "write-timeout", l.Write, "time for writing an answer")
	f.DurationVar(&l.Idle, "idle-timeout", l.Idle, "time a connection is kept between requests")
	f.BoolVar(&l.NoSchema, "no-introspection", false, "do not tell the schema, nor suggest names in errors")
}

// documents are the trusted documents; nil where no file is named.
func (s *settings) documents() (httpd.Documents, error) {
	if s.trusted == "" {
		return nil, nil
	}
	content, err := readFile(s.trusted)
	if err != nil {
		return nil, err
	}
	d, err := httpd.ParseDocuments(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.trusted, err)
	}
	return d, nil
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
func (s *settings) open(ctx context.Context, log *slog.Logger) (*graph, error) {
	if s.mongoURI != "" {
		st, err := store.Open(ctx, store.Options{URI: s.mongoURI, Database: s.database, CacheBytes: int64(s.cacheMB) << 20})
		return &graph{Store: st}, err
	}
	if s.dataDir == "" {
		return nil, usageError{fmt.Errorf("no folder for data is known here: name one with --data-dir, or use %s", inMemory)}
	}
	engine, err := embedded.Open(s.dataDir, embedded.WithLogger(log), embedded.OnFatal(func(error) { os.Exit(exitFailed) }))
	if errors.Is(err, embedded.ErrInUse) {
		return nil, fmt.Errorf("%w; stop it, or name another folder with --data-dir", err)
	}
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, store.Options{Database: s.database, Dialer: engine.Dialer(), Exclusive: true, CacheBytes: int64(s.cacheMB) << 20})
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

// adminToken reads the administrator's token: one line of at least 16 characters. Empty where no file is named.
func (s *settings) adminToken() (string, error) {
	if s.tokenFile == "" {
		return "", nil
	}
	content, err := readFile(s.tokenFile)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(content))
	if len(token) < 16 || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s: the administrator's token must be one word of at least 16 characters", s.tokenFile)
	}
	return token, nil
}
