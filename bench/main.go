// Bench measures Rapporteur beside other servers of the same graph. `make bench` runs it; docs/performance.md is what it writes.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"rapporteur/bench/dataset"
	"rapporteur/bench/serve"
	"rapporteur/bench/subject"
	"rapporteur/bench/twin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("name a command: load, rapporteur, twin")
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	texts := f.Int("texts", 10_000, "how many texts")
	data := f.String("data", "", "the data set")
	place := subject.Place{}
	f.StringVar(&place.Folder, "folder", "", "the folder of the embedded store")
	f.StringVar(&place.URI, "mongodb-uri", "", "the MongoDB, instead of the folder")
	f.StringVar(&place.Database, "database", "rapporteur", "the database")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "load":
		r := dataset.Report(*texts)
		out, err := os.Create(*data)
		if err != nil {
			return err
		}
		if err := dataset.New(r).Write(out); err != nil {
			return err
		}
		if err := out.Close(); err != nil {
			return err
		}
		return subject.Load(ctx, place, r)
	case "rapporteur":
		return subject.Serve(ctx, place)
	case "twin":
		g, err := dataset.Read(*data)
		if err != nil {
			return err
		}
		return serve.Until(ctx, twin.New(g), nil)
	}
	return fmt.Errorf("no command %q", args[0])
}
