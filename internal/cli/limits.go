package cli

import (
	"fmt"

	"github.com/spf13/pflag"

	"rapporteur/internal/httpd"
)

func (s *settings) bindLimits(f *pflag.FlagSet) {
	s.limits = httpd.DefaultLimits()
	l := &s.limits
	f.Int64Var(&l.Body, "max-body", l.Body, "bytes of a request's body")
	f.Int64Var(&l.EditorBody, "max-editor-body", l.EditorBody, "bytes of a body of an editor or administrator, who may send reports")
	f.IntVar(&l.Tokens, "max-tokens", l.Tokens, "tokens of a document")
	f.IntVar(&l.Depth, "max-depth", l.Depth, "fields within fields, through fragments")
	f.IntVar(&l.Aliases, "max-aliases", l.Aliases, "aliases and repeated fields, each fragment counted once")
	f.IntVar(&l.RootFields, "max-root-fields", l.RootFields, "fields at the root of an operation")
	f.IntVar(&l.Directives, "max-directives", l.Directives, "directives, fragments written out")
	f.IntVar(&l.Fields, "max-fields", l.Fields, "fields, fragments written out")
	f.IntVar(&l.Cost, "max-cost", l.Cost, "objects an operation may ask for")
	f.IntVar(&l.Errors, "max-errors", l.Errors, "errors told in an answer")
	f.DurationVar(&l.Operation, "operation-timeout", l.Operation, "time of one operation")
	f.IntVar(&l.InFlight, "max-in-flight", l.InFlight, "operations at a time; others are told to come again")
	f.Float64Var(&l.Rate, "rate", l.Rate, "requests a second of one client; 0 for any number")
	f.IntVar(&l.Burst, "burst", l.Burst, "requests of one client at once")
	f.IntVar(&l.Header, "max-header", l.Header, "bytes of the headers of a request")
	f.DurationVar(&l.HeaderTime, "header-timeout", l.HeaderTime, "time for the headers of a request to arrive")
	f.DurationVar(&l.ReadTime, "read-timeout", l.ReadTime, "time for a request to arrive")
	f.DurationVar(&l.WriteTime, "write-timeout", l.WriteTime, "time for an answer to be taken")
	f.DurationVar(&l.IdleTime, "idle-timeout", l.IdleTime, "time between two requests of a connection")
	f.DurationVar(&l.DrainDelay, "drain-delay", l.DrainDelay, "time between telling that the server is not ready and taking no new connections, when it stops")
	f.DurationVar(&l.DrainTime, "drain-timeout", l.DrainTime, "time for accepted requests when the server stops")
	f.DurationVar(&l.ExportTime, "export-timeout", l.ExportTime, "time of one export")
	f.IntVar(&l.ExportLimit, "max-exports", l.ExportLimit, "exports at a time")
}

// checkLimits refuses limits that let nothing through. A time of 0 would mean no limit to the standard library.
func (s *settings) checkLimits() error {
	l := s.limits
	for name, value := range map[string]int64{
		"max-body": l.Body, "max-editor-body": l.EditorBody, "max-tokens": int64(l.Tokens), "max-depth": int64(l.Depth),
		"max-root-fields": int64(l.RootFields), "max-fields": int64(l.Fields), "max-cost": int64(l.Cost), "max-errors": int64(l.Errors),
		"operation-timeout": int64(l.Operation), "max-in-flight": int64(l.InFlight), "burst": int64(l.Burst), "max-header": int64(l.Header),
		"header-timeout": int64(l.HeaderTime), "read-timeout": int64(l.ReadTime), "write-timeout": int64(l.WriteTime),
		"idle-timeout": int64(l.IdleTime), "drain-timeout": int64(l.DrainTime), "export-timeout": int64(l.ExportTime), "max-exports": int64(l.ExportLimit),
	} {
		if value <= 0 {
			return usageError{fmt.Errorf("--%s must be more than 0", name)}
		}
	}
	if l.Aliases < 0 || l.Directives < 0 || l.Rate < 0 || l.DrainDelay < 0 || s.connections < 0 {
		return usageError{fmt.Errorf("--max-aliases, --max-directives, --rate, --drain-delay and --max-connections must not be negative")}
	}
	return nil
}
