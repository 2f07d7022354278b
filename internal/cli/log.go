package cli

import (
	"cmp"
	"fmt"
	"log/slog"

	"github.com/spf13/pflag"
)

// logging are the flags of the log.
type logging struct{ format, level string }

func (l *logging) bind(f *pflag.FlagSet, getenv func(string) string) {
	f.StringVar(&l.format, "log-format", cmp.Or(getenv("RAPPORTEUR_LOG_FORMAT"), "text"), "the log as text or json (RAPPORTEUR_LOG_FORMAT)")
	f.StringVar(&l.level, "log-level", cmp.Or(getenv("RAPPORTEUR_LOG_LEVEL"), "info"), "what is logged: debug, info, warn or error, and what is worse (RAPPORTEUR_LOG_LEVEL)")
}

// logger writes to the standard error.
func (l *logging) logger(io IO) (*slog.Logger, error) {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	level, ok := levels[l.level]
	if !ok {
		return nil, usageError{fmt.Errorf("--log-level: %q is none of debug, info, warn and error", l.level)}
	}
	o := &slog.HandlerOptions{Level: level}
	switch l.format {
	case "text":
		return slog.New(slog.NewTextHandler(io.Err, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(io.Err, o)), nil
	}
	return nil, usageError{fmt.Errorf("--log-format: %q is neither text nor json", l.format)}
}
