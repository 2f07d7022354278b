package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"rapporteur/internal/embedded"
	"rapporteur/internal/httpd"
	"rapporteur/internal/ingest"
	"rapporteur/internal/store"
)

// inMemory is the data folder of a store that ends with the process.
const inMemory = ":memory:"

// settings are the values of all flags.
type settings struct {
	mongoURI, database, dataDir string

	addr        string
	publicURL   string
	corsOrigins []string
	noSample    bool
	cacheMB     int
	limits      httpd.Limits

	access
	logging
	observation
	documents         string
	exports           []string // that are served beside trusted documents
	strictPermissions bool
	introspection     bool
	clientHeader      string
	cert, key         string // of TLS

	columns string // a file with other names of the columns of tables
	strict  bool   // a report with warnings makes the exit code 3
	rebuild bool   // verify mends what is derived
	replace bool   // an issue may drop what the earlier one says
	dryRun  bool   // nothing is written
	form    string // in which check prints: table or json
	output  string // file of an export; empty for the standard output
	role    string // of a new key

	log *slog.Logger // made before any command runs
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
	engine  *embedded.Engine // nil with a MongoDB
	scratch string           // a folder that goes with it, or ""
}

// open opens the store that the settings name.
func (s *settings) open(ctx context.Context) (*graph, error) {
	return s.openObserved(ctx, store.Observer{})
}

// openObserved opens it, has an observer told of its commands, and derives anew what an older version derived.
func (s *settings) openObserved(ctx context.Context, told store.Observer) (*graph, error) {
	g, err := s.connect(ctx, told)
	if err != nil {
		return nil, err
	}
	err = ingest.Rebuild(ctx, g.Store, func(done, total int) {
		if done == total {
			s.log.Info("derived the graph anew, since an older version wrote it", "documents", total)
		}
	})
	if err != nil {
		g.close(context.WithoutCancel(ctx), &err)
		return nil, err
	}
	return g, nil
}

func (s *settings) connect(ctx context.Context, told store.Observer) (*graph, error) {
	if s.mongoURI != "" {
		st, err := store.Open(ctx, store.Options{URI: s.mongoURI, Database: s.database, CacheBytes: int64(s.cacheMB) << 20, Observer: told, Log: s.log})
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
	st, err := store.Open(ctx, store.Options{Database: s.database, Dialer: engine.Dialer(), Exclusive: true, CacheBytes: int64(s.cacheMB) << 20, Observer: told, Log: s.log})
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
	if g.scratch != "" {
		err = errors.Join(err, os.RemoveAll(g.scratch))
	}
	*failed = errors.Join(*failed, err)
}
