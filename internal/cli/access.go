package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"rapporteur/internal/httpd"
)

// access are the flags of who may do what.
type access struct {
	tokenFile, keyFile           string
	issuer, audience, rolesClaim string
	public                       bool
}

// apply reads the keys, and asks the issuer for its own.
func (a *access) apply(ctx context.Context, o *httpd.Options) error {
	var err error
	if o.Keys, err = a.keys(); err != nil {
		return err
	}
	if a.issuer != "" {
		if a.audience == "" {
			return usageError{errors.New("--oidc-issuer needs --oidc-audience: a token for another program must not open this one")}
		}
		ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		if o.Issuer, err = httpd.OpenIssuer(ctx, a.issuer, a.audience, a.rolesClaim); err != nil {
			return err
		}
	}
	o.Private = (a.keyFile != "" || a.issuer != "") && !a.public
	return nil
}

// keys reads the files of keys.
func (a *access) keys() (all []httpd.Key, err error) {
	if a.tokenFile != "" {
		token, err := adminToken(a.tokenFile)
		if err != nil {
			return nil, err
		}
		all = append(all, httpd.AdminKey(token))
	}
	if a.keyFile != "" {
		content, err := readFile(a.keyFile)
		if err != nil {
			return nil, err
		}
		keys, err := httpd.ReadKeys(content)
		if err != nil {
			return nil, plain(a.keyFile, err)
		}
		all = append(all, keys...)
	}
	return all, nil
}

// exposed returns the secret files that everybody on this machine may read or write, with their permissions. Windows keeps other ones,
// which this does not see.
func (s *settings) exposed() (all []string) {
	if runtime.GOOS == "windows" {
		return nil
	}
	for _, name := range []string{s.tokenFile, s.keyFile, s.key} {
		if name == "" {
			continue
		}
		if info, err := os.Stat(name); err == nil && info.Mode().Perm()&0o007 != 0 {
			all = append(all, fmt.Sprintf("%s (%s)", name, info.Mode().Perm()))
		}
	}
	return all
}

// checkPermissions logs secret files that are open to everybody, and fails on them where permissions are strict.
func (s *settings) checkPermissions(log *slog.Logger) error {
	for _, file := range s.exposed() {
		if s.strictPermissions {
			return fmt.Errorf("%s: everybody on this machine may use this secret; chmod 600 it, or leave out --strict-permissions", shown(file))
		}
		log.Warn("a secret can be used by everybody on this machine", "file", file)
	}
	return nil
}

// keysRead is how often the files of keys are looked at.
const keysRead = 2 * time.Second

// watchKeys gives the server the keys of its files whenever they change, until the context ends, so that a key can be taken back
// without a new start. Where a file cannot be read the keys stay as they are.
func (a *access) watchKeys(ctx context.Context, server *httpd.Server, keys []httpd.Key, log *slog.Logger) {
	if a.tokenFile == "" && a.keyFile == "" {
		return
	}
	ticks := time.NewTicker(keysRead)
	defer ticks.Stop()
	failed := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
		now, err := a.keys()
		switch {
		case err != nil && err.Error() != failed:
			failed = err.Error()
			log.ErrorContext(ctx, "the keys could not be read and stay as they are", "error", err)
		case err == nil && !slices.Equal(now, keys):
			server.SetKeys(now)
			log.InfoContext(ctx, "the keys have changed", "before", len(keys), "now", len(now))
			keys, failed = now, ""
		case err == nil:
			failed = ""
		}
	}
}

// adminToken reads the administrator's token: one word of at least 16 characters.
func adminToken(name string) (string, error) {
	content, err := readFile(name)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(content))
	if len(token) < 16 || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s: the administrator's token must be one word of at least 16 characters", shown(name))
	}
	return token, nil
}

func newKey(io IO, s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "key NAME --role ROLE --api-keys FILE",
		Short: "Make an API key, told once; the file keeps its hash",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{errors.New("name whom the key is for")}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return makeKey(io, args[0], s.role, s.keyFile) },
	}
}

// makeKey adds a key to a file, which it makes where there is none, for its owner alone to read.
func makeKey(io IO, name, role, file string) (err error) {
	if file == "" {
		return usageError{errors.New("name the file of keys with --api-keys")}
	}
	key, text, err := httpd.NewKey(name, role)
	if err != nil {
		return usageError{err}
	}
	lock := flock.New(file+".lock", flock.SetPermissions(0o600)) // another process may add a key at the same time
	if err := lock.Lock(); err != nil {
		return plain(file, err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	content, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return plain(file, err)
	}
	if len(content) > 0 && content[len(content)-1] != '\n' {
		content = append(content, '\n')
	}
	content = append(content, key.String()+"\n"...)
	if _, err := httpd.ReadKeys(content); err != nil {
		return plain(file, err)
	}
	if err := replace(file, func(f *os.File) error { // a server may be reading it
		_, err := f.Write(content)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintln(io.Err, "the key of", shown(name), "("+role+"), told once; a server that runs takes it within seconds:")
	_, err = fmt.Fprintln(io.Out, text)
	return err
}
