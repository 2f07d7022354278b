package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
)

// machine tells what is measured on, as the machine itself says.
func machine(ctx context.Context, bench string) [][2]string {
	m := [][2]string{
		{"Processor", fmt.Sprintf("%s, %s cores; servers on one core, the client on another", field("/proc/cpuinfo", "model name"), printed(ctx, "nproc", "--all"))},
		{"Memory", field("/proc/meminfo", "MemTotal")},
		{"System", printed(ctx, "uname", "-sr")},
		{"Go", runtime.Version()},
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == "github.com/99designs/gqlgen" || d.Path == "github.com/vikstrous/dataloadgen" {
				m = append(m, [2]string{filepath.Base(d.Path), d.Version})
			}
		}
	}
	m = append(m, [2]string{"Node", printed(ctx, "node", "--version")}, [2]string{"PostgreSQL", printed(ctx, "psql", "--version")})
	for _, p := range []string{"node/node_modules/mercurius", "node/node_modules/@apollo/server", "node/node_modules/dataloader", "postgraphile/node_modules/postgraphile"} {
		var is struct{ Name, Version string }
		content, err := os.ReadFile(filepath.Join(bench, p, "package.json"))
		if err == nil {
			err = json.Unmarshal(content, &is)
		}
		if err == nil {
			m = append(m, [2]string{is.Name, is.Version})
		}
	}
	return m
}

// busy is how many processes wanted to run in the last minute, on average: with others about, times are not to be trusted.
func busy() string {
	content, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(content), " ")
	return one
}

func field(file, name string) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(content)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func printed(ctx context.Context, args ...string) string {
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).Output()
	if err != nil {
		return "none"
	}
	return strings.TrimSpace(string(out))
}
