package browser

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is how the tab shows pages.
type look struct {
	width, height int64
	dark          bool
}

var (
	desktop     = look{1280, 800, false}
	desktopDark = look{1280, 800, true}
	phone       = look{360, 740, false}
	phoneDark   = look{360, 740, true}
)

func (l look) String() string {
	name := "desktop"
	if l.width < 600 {
		name = "phone"
	}
	if l.dark {
		return name + "-dark"
	}
	return name + "-light"
}

// tab is a tab with a profile of its own. It notes what its pages ask and complain about.
type tab struct {
	t    testing.TB
	ctx  context.Context
	site *site

	mu       sync.Mutex
	foreign  []string // addresses of other hosts that were asked
	problems []string // errors and warnings of the console, exceptions, violations of the policy
	bytes    float64  // of all answers, as they were sent
}

// open opens a tab that ends with the test, which fails if another host was asked or the console told an error.
func open(t testing.TB, s *site, l look) *tab {
	t.Helper()
	if chromium == nil {
		t.Skip("SKIPPED, CHROMIUM IS MISSING")
	}
	b := &tab{t: t, site: s}
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.note))
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // opens the tab, without a limit of time, which would be the tab's
		t.Fatalf("open a tab: %v", err)
	}
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // other tests have tabs, too
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.do("set the size", chromedp.EmulateViewport(l.width, l.height))
	t.Cleanup(b.quiet)
	return b
}

// note remembers what the browser tells of the page.
func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		address := e.Request.URL
		if !strings.HasPrefix(address, b.site.URL+"/") && !strings.HasPrefix(address, "data:") && !strings.HasPrefix(address, "blob:"+b.site.URL+"/") {
			b.foreign = append(b.foreign, address)
		}
	case *network.EventLoadingFinished:
		b.bytes += e.EncodedDataLength
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, exception(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
			text := fmt.Sprintf("console.%s:", e.Type)
			for _, arg := range e.Args {
				text += " " + arg.Description + string(arg.Value)
			}
			b.problems = append(b.problems, text)
		}
	}
}

// quiet fails the test if another host was asked or the console told something that was not awaited.
func (b *tab) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, address := range b.foreign {
		b.t.Errorf("another host was asked: %s", address)
	}
	for _, problem := range b.problems {
		b.t.Errorf("the console tells: %s", problem)
	}
	b.foreign, b.problems = nil, nil
}

// forgive forgets complaints that have these words, which the test has provoked.
func (b *tab) forgive(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var others []string
	for _, problem := range b.problems {
		if !strings.Contains(problem, words) {
			others = append(others, problem)
		}
	}
	b.problems = others
}

// do runs an action, and ends the test if it does not come to an end.
func (b *tab) do(what string, action chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	get(b, what, action)
}

// get runs an action that has a result.
func get[T any](b *tab, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guard)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatalf("%s: %v%s", what, err, b.state())
	}
	return result
}

// call sends a command of the protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], parameters P) R {
	b.t.Helper()
	return get(b, command.Method, func(ctx context.Context, t *chromedp.Target) (R, error) {
		return cdp.Call(ctx, t, command, parameters)
	})
}

// eval evaluates an expression of JavaScript; a promise is awaited.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	return get(b, clip(expression), chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// until waits until the expression, which may fail while a page is on its way, is true.
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, guard)
	defer cancel()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for {
		if so, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && so {
			return
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("still not so: %s%s", clip(expression), b.state())
		case <-tick.C:
		}
	}
}

// state is where the tab is and what it shows, for messages.
func (b *tab) state() string {
	ctx, cancel := context.WithTimeout(b.ctx, guard)
	defer cancel()
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText.slice(0, 9000)"))
	if err != nil {
		shown = err.Error()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return "\nat " + shown + "\nconsole: " + strings.Join(b.problems, "\n")
}

func clip(text string) string {
	if len(text) > 400 {
		return text[:400] + " ..."
	}
	return text
}

func exception(e *runtime.ExceptionDetails) string {
	text := fmt.Sprintf("%s %s:%d", e.Text, e.URL, e.LineNumber)
	if e.Exception != nil {
		text += " " + e.Exception.Description
	}
	return text
}
