package cli

import (
	"log/slog"
)

// logging holds the format (text, json) and the lowest level (debug, info, warn, error) of the log.
type logging struct{ format, level string }

// logger returns a logger that writes to the standard error.
func (l *logging) logger(io IO) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.level)); err != nil {
		return nil, usageError{err}
	}
	o := &slog.HandlerOptions{Level: level}
	if l.format == "json" {
		return slog.New(slog.NewJSONHandler(io.Err, o)), nil
	}
	return slog.New(slog.NewTextHandler(io.Err, o)), nil
}
