package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version is the version of this program.
const Version = "0.1.0"

func newVersion(io IO) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			revision, goVersion := "", ""
			if b, ok := debug.ReadBuildInfo(); ok {
				goVersion = b.GoVersion
				for _, s := range b.Settings {
					if s.Key == "vcs.revision" {
						revision = ", revision " + s.Value
					}
				}
			}
			_, err := fmt.Fprintf(io.Out, "rapporteur %s (%s%s)\n", Version, goVersion, revision)
			return err
		},
	}
}
