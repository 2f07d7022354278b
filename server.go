// Rapporteur serves the relationship graph of standards work over GraphQL. `go run .` starts it; `go run . --help`
// tells the rest.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"rapporteur/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.IO{Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv})
	stop()
	os.Exit(code)
}
