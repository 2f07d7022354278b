// Package plugin generates the tables of package breadth from a GraphQL schema and the Go types bound to it. It
// is a gqlgen plugin and writes breadth.generated.go beside what gqlgen generates.
//
// The package must not know any particular schema: adding a field to a schema needs no change here.
package plugin

import (
	_ "embed"
	"os"
	"path/filepath"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin"
)

// Filename is the file the plugin writes, in the directory of gqlgen's exec.
const Filename = "breadth.generated.go"

//go:embed tables.gotpl
var tablesTemplate string

// Plugin is the gqlgen plugin.
type Plugin struct{}

var (
	_ plugin.ConfigMutator = Plugin{}
	_ plugin.CodeGenerator = Plugin{}
)

// Name names the plugin in gqlgen's messages.
func (Plugin) Name() string { return "breadth" }

// MutateConfig removes the tables of the last run, which may not compile with the schema of this one.
func (Plugin) MutateConfig(cfg *config.Config) error {
	err := os.Remove(filename(cfg))
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

// GenerateCode writes the tables.
func (Plugin) GenerateCode(data *codegen.Data) error {
	t, err := newTables(data)
	if err != nil {
		return err
	}
	return templates.Render(templates.Options{
		PackageName:     data.Config.Exec.Package,
		Filename:        filename(data.Config),
		Template:        tablesTemplate,
		Data:            t,
		GeneratedHeader: true,
		Packages:        data.Config.Packages,
		PruneOptions:    data.Config.GetPruneOptions(),
	})
}

func filename(cfg *config.Config) string { return filepath.Join(cfg.Exec.Dir(), Filename) }
