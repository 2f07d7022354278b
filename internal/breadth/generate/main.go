// Command generate is `gqlgen generate` with the tables of package breadth. Run it from the directory of
// gqlgen.yml, or give that file: go run ./internal/breadth/generate [gqlgen.yml].
//
// It never touches go.mod.
package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen/config"

	"rapporteur/internal/breadth/plugin"
)

func main() {
	log.SetOutput(quiet{})
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	file := "gqlgen.yml"
	if len(args) > 0 {
		if err := os.Chdir(filepath.Dir(args[0])); err != nil {
			return err
		}
		file = filepath.Base(args[0])
	}
	cfg, err := config.LoadConfig(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	cfg.SkipModTidy = true
	return api.Generate(cfg, api.AddPlugin(plugin.Plugin{}))
}

// quiet is where gqlgen's log goes. It drops the line about each field that gets a resolver because the model has
// none: that is meant.
type quiet struct{}

func (quiet) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("adding resolver method")) {
		return len(line), nil
	}
	return os.Stderr.Write(line)
}
