// Bench measures Rapporteur beside other servers of the same graph, and attacks it. `make bench` writes docs/performance.md with it;
// `make attack` and `make soak` send hostile inputs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"rapporteur/bench/attack"
	"rapporteur/bench/dataset"
	"rapporteur/bench/serve"
	"rapporteur/bench/stock"
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

const usage = "name a command: measure, attack, soak, or a command that it runs itself: load, fill, honest, rapporteur, twin, gqlgen"

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	if args[0] == "measure" {
		return measureAll(ctx, args[1:])
	}
	if args[0] == "attack" || args[0] == "soak" {
		return attacked(ctx, args)
	}
	if args[0] == "honest" {
		return honest(ctx, args)
	}
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	texts := f.Int("texts", 10_000, "how many texts to make")
	data := f.String("data", "", "the file of the data set")
	wait := f.Duration("wait", 0, "how long dataloaders wait for more; 0 is their default")
	cacheMB := f.Int("cache-mb", 0, "the size of Rapporteur's cache")
	f.Bool("no-sample", true, "taken and ignored: the store is never filled with the sample")
	memory := f.String("memory", "", "a file to write into what memory the import took")
	place := subject.Place{}
	f.StringVar(&place.Folder, "data-dir", "", "the folder of the embedded store")
	f.StringVar(&place.URI, "mongodb-uri", "", "the MongoDB, instead of the folder")
	f.StringVar(&place.Database, "mongodb-database", "rapporteur", "the database there")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "fill":
		return attack.Fill(ctx, place.Folder, *texts)
	case "load":
		if err := loadBoth(ctx, *texts, *data, place); err != nil || *memory == "" {
			return err
		}
		return tellMemory(*memory)
	case "rapporteur":
		return subject.Serve(ctx, place, *cacheMB)
	case "twin":
		return serveData(ctx, *data, func(g *dataset.Graph) http.Handler { return twin.New(g) })
	case "gqlgen":
		return serveData(ctx, *data, func(g *dataset.Graph) http.Handler { return stock.New(g, *wait) })
	}
	return fmt.Errorf("no command %q; %s", args[0], usage)
}

// honest is the client that a soak measures.
func honest(ctx context.Context, args []string) error {
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	address := f.String("address", "", "of the server to ask")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	return attack.Honest(ctx, *address, os.Stdout)
}

// attacked sends hostile inputs, each kind by itself or together with honest clients.
func attacked(ctx context.Context, args []string) error {
	var s attack.Settings
	f := flag.NewFlagSet(args[0], flag.ContinueOnError)
	s.Flags(f)
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	if args[0] == "soak" {
		return attack.Soak(ctx, s)
	}
	return attack.Run(ctx, s)
}

// loadBoth makes the data set, writes it to the file, and imports it into Rapporteur's store.
func loadBoth(ctx context.Context, texts int, file string, place subject.Place) error {
	start := time.Now()
	r := dataset.Report(texts)
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := errors.Join(dataset.New(r).Write(out), out.Close()); err != nil {
		return err
	}
	if err := subject.Load(ctx, place, r); err != nil {
		return fmt.Errorf("import %d texts: %w", texts, err)
	}
	fmt.Fprintf(os.Stderr, "made and imported %d texts in %v\n", texts, time.Since(start).Round(time.Millisecond))
	return nil
}

func serveData(ctx context.Context, file string, handler func(*dataset.Graph) http.Handler) error {
	g, err := dataset.Read(file)
	if err != nil {
		return err
	}
	return serve.Until(ctx, handler(g), nil)
}
