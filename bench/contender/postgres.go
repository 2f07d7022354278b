package contender

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// postgres is the folder of PostgreSQL's programs, the newest where there are several; empty without any.
func postgres() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if path, err := exec.LookPath("postgres"); err == nil && len(found) == 0 {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1])
}

// relational starts a PostgreSQL of its own in a temporary folder, reachable by a socket there, fills it, and starts
// PostGraphile over it.
func relational(ctx context.Context, p Paths) (*Server, error) {
	folder, err := os.MkdirTemp("", "bench-pg-") // the path of a socket must be short
	if err != nil {
		return nil, err
	}
	s := &Server{close: func() error { return os.RemoveAll(folder) }}
	if err := s.fill(ctx, p, folder); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) fill(ctx context.Context, p Paths, folder string) error {
	owner, err := account(folder)
	if err != nil {
		return err
	}
	bin := postgres()
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata", folder+"/data", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr = folder, &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	database, err := start(ctx, folder, nil, owner, filepath.Join(bin, "postgres"), "-D", folder+"/data", "-k", folder,
		"-c", "listen_addresses=", "-c", "shared_buffers=512MB")
	if err != nil {
		return err
	}
	s.processes = append(s.processes, database)
	env := []string{"PGHOST=" + folder, "PGUSER=postgres", "PGDATABASE=postgres"}
	if err := accepts(ctx, bin, env, database); err != nil {
		return err
	}
	data, err := os.Open(p.Data)
	if err != nil {
		return err
	}
	defer data.Close()
	psql := exec.CommandContext(ctx, filepath.Join(bin, "psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", filepath.Join(p.Bench, "postgraphile", "schema.sql"))
	psql.Env, psql.Stdin = append(os.Environ(), env...), data
	if out, err := psql.CombinedOutput(); err != nil {
		return fmt.Errorf("psql: %w\n%s", err, out)
	}
	front, err := start(ctx, filepath.Join(p.Bench, "postgraphile"), env, nil, "node", "postgraphile.mjs")
	if err != nil {
		return err
	}
	s.processes = append(s.processes, front)
	if err := front.wait(ctx); err != nil {
		return err
	}
	s.URL = front.url
	return nil
}

// account is the user postgres, who then owns the folder, when this program runs as root: PostgreSQL refuses to.
func account(folder string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(folder, fs.FileMode(0o755)); err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(folder, uid, gid)
}

// accepts waits until the database accepts connections.
func accepts(ctx context.Context, bin string, env []string, database *process) error {
	for range 600 {
		ready := exec.CommandContext(ctx, filepath.Join(bin, "pg_isready"), "--quiet")
		ready.Env = append(os.Environ(), env...)
		if ready.Run() == nil {
			return nil
		}
		select {
		case <-database.done:
			return fmt.Errorf("PostgreSQL ended: %w\n%s", database.err, database.said())
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("PostgreSQL does not accept connections\n%s", database.said())
}
