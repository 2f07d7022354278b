package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"rapporteur/bench/contender"
	"rapporteur/bench/load"
	"rapporteur/bench/measure"
	"rapporteur/bench/page"
	"rapporteur/bench/queries"
)

// grow measures Rapporteur beside itself with more texts: all sizes serve at the same time and are asked in turn.
func (s settings) grow(ctx context.Context, r *page.Results) (err error) {
	plan := s.plan
	plan.Clients = []int{1}
	var servers []*contender.Server
	defer func() { err = errors.Join(err, closeAll(servers)) }()
	targets := map[string]map[string]load.Target{}
	var asked []queries.Query
	for _, texts := range s.sizes {
		p, questions, err := s.prepare(ctx, texts)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.discard(ctx, p)) }()
		asked = questions // their names alone are used below
		size := page.Size{Texts: texts}
		for _, c := range contender.Subjects(p, s.cacheMB) {
			size.Contenders = append(size.Contenders, c.Name)
			c.Name = sized(c.Name, texts)
			server, err := c.Start(ctx)
			if err != nil {
				return err
			}
			servers = append(servers, server)
			answers, own, err := measure.Same(ctx, []*contender.Server{server}, questions)
			if err != nil {
				return err
			}
			size.Objects = answers.Objects
			add(targets, own)
		}
		r.Growth = append(r.Growth, size)
	}
	if len(servers) == 0 {
		return nil
	}
	times, err := measure.Times(ctx, servers, targets, asked, plan, os.Stderr)
	if err != nil {
		return err
	}
	for i := range r.Growth {
		timesOf(&r.Growth[i], asked, times)
	}
	return nil
}

// timesOf picks the times of the servers of one size.
func timesOf(size *page.Size, asked []queries.Query, times map[measure.Key]measure.Timing) {
	size.Times = map[measure.Key]measure.Timing{}
	for _, c := range size.Contenders {
		for _, q := range asked {
			size.Times[measure.Key{Contender: c, Query: q.Name, Clients: 1}] = times[measure.Key{Contender: sized(c, size.Texts), Query: q.Name, Clients: 1}]
		}
	}
}

func sized(name string, texts int) string { return fmt.Sprintf("%s, %d texts", name, texts) }
