package cli

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rapporteur/internal/export"
)

// option is one flag of the command line.
type option struct {
	value    any    // pointer to where the value goes
	name     string // without dashes
	initial  any    // default, of the type of value
	variable string // environment variable; RAPPORTEUR_ and the name if empty, none if "-"
	commands string // that accept it, separated by spaces
	usage    string
	check    func(any) error // of the value; nil accepts all
	shown    string          // default in the guides, where it depends on the system
	group    string          // set by flags
}

// options are the flags of all commands. The help, the environment and the tables of the guides are made of them.
type options []option

// environment returns the name of the variable that sets the option; empty if there is none.
func (o *option) environment() string {
	switch o.variable {
	case "":
		return "RAPPORTEUR_" + strings.ToUpper(strings.ReplaceAll(o.name, "-", "_"))
	case "-":
		return ""
	}
	return o.variable
}

// of reports whether a command accepts the option. Without a command the program serves; formats are commands of export.
func (o *option) of(c *cobra.Command) bool {
	name := c.Name()
	switch {
	case !c.HasParent():
		name = "serve"
	case c.Parent().HasParent():
		name = c.Parent().Name()
	}
	return slices.Contains(strings.Fields(o.commands), name)
}

// bind gives each command the flags that it accepts.
func (all options) bind(c *cobra.Command) {
	for i := range all {
		if all[i].of(c) {
			all[i].bind(c.Flags())
		}
	}
	for _, sub := range c.Commands() {
		all.bind(sub)
	}
}

func (o *option) bind(f *pflag.FlagSet) {
	usage := o.usage
	if v := o.environment(); v != "" {
		usage += " [$" + v + "]"
	}
	switch p := o.value.(type) {
	case *string:
		f.StringVar(p, o.name, o.initial.(string), usage)
	case *[]string:
		f.StringSliceVar(p, o.name, o.initial.([]string), usage)
	case *bool:
		f.BoolVar(p, o.name, o.initial.(bool), usage)
	case *int:
		f.IntVar(p, o.name, o.initial.(int), usage)
	case *int64:
		f.Int64Var(p, o.name, o.initial.(int64), usage)
	case *float64:
		f.Float64Var(p, o.name, o.initial.(float64), usage)
	case *time.Duration:
		f.DurationVar(p, o.name, o.initial.(time.Duration), usage)
	default:
		panic(fmt.Sprintf("--%s: %T cannot be a flag", o.name, p))
	}
}

// read sets the flags of a command that the command line does not name from the environment, and checks the values of all.
// Its errors name the flag or the variable.
func (all options) read(c *cobra.Command, getenv func(string) string) error {
	for i := range all {
		o := &all[i]
		if !o.of(c) {
			continue
		}
		flag := c.Flags().Lookup(o.name)
		source, value := "--"+o.name, flag.Value.String()
		if v := o.environment(); v != "" && !flag.Changed && getenv(v) != "" {
			source, value = v, getenv(v)
			if _, list := o.value.(*[]string); list {
				value = strings.Join(strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }), ",")
			}
			if err := flag.Value.Set(value); err != nil {
				return fmt.Errorf("%s: %q: %w", source, value, err)
			}
		}
		if o.check != nil {
			if err := o.check(reflect.ValueOf(o.value).Elem().Interface()); err != nil {
				return fmt.Errorf("%s: %q %w", source, value, err)
			}
		}
	}
	return nil
}

// positive rejects 0 and less. A time of 0 would mean no limit to the standard library.
func positive(v any) error {
	if number(v) > 0 {
		return nil
	}
	return errors.New("must be more than 0")
}

func notNegative(v any) error {
	if number(v) >= 0 {
		return nil
	}
	return errors.New("must not be negative")
}

func number(v any) float64 { return reflect.ValueOf(v).Convert(reflect.TypeFor[float64]()).Float() }

func oneOf(allowed ...string) func(any) error {
	return func(v any) error {
		if slices.Contains(allowed, v.(string)) {
			return nil
		}
		return fmt.Errorf("is not one of %s", strings.Join(allowed, ", "))
	}
}

// publicAddress accepts the address of a server on the web, and none.
func publicAddress(v any) error {
	s := v.(string)
	u, err := url.Parse(s)
	if s != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		return errors.New("is not an address like https://sg17.example.org")
	}
	return nil
}

// origins accepts origins of the web: a scheme and a host, with a port or without.
func origins(v any) error {
	for _, origin := range v.([]string) {
		if u, err := url.Parse(origin); err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" || u.RawQuery != "" {
			return fmt.Errorf("has %q, which is not an origin like https://example.org", origin)
		}
	}
	return nil
}

// formats accepts names of export formats.
func formats(v any) error {
	for _, name := range v.([]string) {
		if _, err := export.Find(name); err != nil {
			return fmt.Errorf("is wrong: %w", err)
		}
	}
	return nil
}
