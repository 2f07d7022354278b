package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"rapporteur/bench/contender"
	"rapporteur/bench/load"
	"rapporteur/bench/measure"
	"rapporteur/bench/page"
)

// heldClients ask at once, and manyTexts are imported, for the figures of load.
const (
	heldClients = 64
	manyTexts   = 100_000
)

// held measures what one server holds for long, and its memory.
func (s settings) held(ctx context.Context) (err error) {
	h := &page.Held{Texts: s.texts, Clients: heldClients, Length: s.lasting}
	p, asked, err := s.prepare(ctx, s.texts)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.discard(ctx, p)) }()
	server, err := contender.Watched(p, "Rapporteur", s.cacheMB).Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	if err := h.Remember(ctx, server, "at rest, the same texts"); err != nil {
		return err
	}
	_, targets, err := measure.Same(ctx, []*contender.Server{server}, asked) // warms up, too
	if err != nil {
		return err
	}
	for _, q := range asked {
		r, err := load.Run(ctx, targets[server.Name][q.Name], heldClients, s.lasting)
		if err != nil {
			return fmt.Errorf("%s: %w", q.Name, err)
		}
		h.Runs = append(h.Runs, page.Run{Query: q.Name, Result: r})
		if err := h.Remember(ctx, server, fmt.Sprintf("after %s from %d clients for %v", q.Name, heldClients, s.lasting)); err != nil {
			return err
		}
	}
	if err := s.many(ctx, h); err != nil {
		return err
	}
	if s.out == "" {
		fmt.Print(h.Text())
		return nil
	}
	return h.Write(s.out)
}

// many imports many texts in a process of its own, and starts a server of them.
func (s settings) many(ctx context.Context, h *page.Held) (err error) {
	p := s.paths
	p.Store, p.Data = filepath.Join(p.Scratch, "many"), filepath.Join(p.Scratch, "many.jsonl")
	figures := filepath.Join(p.Scratch, "memory.json")
	begun := time.Now()
	importing := exec.CommandContext(ctx, p.Program, "load", "--texts", fmt.Sprint(manyTexts), "--data", p.Data, "--data-dir", p.Store, "--memory", figures)
	importing.Stdout, importing.Stderr = os.Stderr, os.Stderr
	if err := importing.Run(); err != nil {
		return err
	}
	content, err := os.ReadFile(figures)
	if err != nil {
		return err
	}
	var m contender.Memory
	if err := json.Unmarshal(content, &m); err != nil {
		return err
	}
	h.Memory = append(h.Memory, page.Remembered{When: fmt.Sprintf("an import of %d texts, made up and imported in %v by a process of its own", manyTexts, time.Since(begun).Round(time.Second)), Memory: m})
	p.MongoDB = ""
	server, err := contender.Watched(p, "Rapporteur", s.cacheMB).Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	return h.Remember(ctx, server, fmt.Sprintf("at rest, %d texts", manyTexts))
}

// tellMemory writes what this process takes into a file.
func tellMemory(file string) error {
	m, err := contender.MemoryOf("self")
	if err != nil {
		return err
	}
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o600)
}
