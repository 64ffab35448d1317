//go:build integration

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// chromium is Debian's, driven over its own protocol. One process serves several
// browsers, each with cookies of its own.
type chromium struct {
	t   *testing.T
	ctx context.Context
}

// browserPatience bounds one step in a browser.
const browserPatience = 45 * time.Second

func startChromium(t *testing.T) *chromium {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("chromium is not installed; run: make deps")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	return &chromium{t, ctx}
}

// tab is a browser with one page open. Every request it makes is noted.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu   sync.Mutex
	urls []string
}

// tab opens a browser of its own.
func (c *chromium) tab() *tab {
	c.t.Helper()
	ctx, stop := chromedp.NewContext(c.ctx)
	c.t.Cleanup(stop)
	b := &tab{t: c.t, ctx: ctx}
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	b.must("open a browser", err)
	b.must("listen", chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.urls = append(b.urls, e.Request.URL)
		}
	}))
	return b
}

func (b *tab) must(what string, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// do runs steps within the patience of a browser.
func (b *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	err := chromedp.Do(ctx, steps...)
	if errors.Is(err, context.DeadlineExceeded) {
		b.t.Fatalf("%s: not within %v; the page says:\n%s", what, browserPatience, b.text())
	}
	b.must(what, err)
}

func (b *tab) text() string {
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return s
}

// evaluate is the value of an expression in the page.
func evaluate[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// ask evaluates an expression in the page, which must stay while it does.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := evaluate[T](b, expression)
	b.must(expression[:min(len(expression), 60)], err)
	return v
}

// until waits until an expression holds in the page. The page may give way to the next
// one meanwhile, which the browser answers with an error of its protocol: not yet.
func (b *tab) until(what, expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(browserPatience); ; <-time.After(20 * time.Millisecond) {
		holds, err := evaluate[bool](b, expression)
		if gone := new(cdproto.Error); err != nil && !errors.As(err, &gone) {
			b.must(what, err)
		}
		if holds {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("waited in vain until %s: %v; the page says:\n%s", what, err, b.text())
		}
	}
}

func (b *tab) open(url string) {
	b.t.Helper()
	b.do("open "+url, chromedp.Navigate(url))
}

// press is a key of the place code, whatever sign the layout puts on it.
func (b *tab) press(code, sign string) {
	b.t.Helper()
	b.until("keys decide", `document.body.dataset.ready === "yes"`)
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		p := input.DispatchKeyEventParams{Type: kind, Code: code, Key: sign}
		if kind == input.DispatchKeyEventTypeKeyDown && code != "Escape" {
			p.Text = sign
		}
		_, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, p)
		b.must("press "+code, err)
	}
}

// size sets the width of the window; scheme is "light" or "dark".
func (b *tab) size(width int64, scheme string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	b.must("set the colours", err)
	b.do("set the size", chromedp.EmulateViewport(width, 900))
}

// onlyFrom checks that no request left for anywhere else.
func (b *tab) onlyFrom(origin string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.urls) < 10 {
		b.t.Errorf("only %d requests were seen", len(b.urls))
	}
	for _, u := range b.urls {
		if !strings.HasPrefix(u, origin+"/") && u != "about:blank" && !strings.HasPrefix(u, "data:") { // data: is the picture of the browser's own date field
			b.t.Errorf("a request left for %s", u)
		}
	}
}

// shoot keeps a picture of the whole page where OTINISH_SCREENSHOTS names a folder.
func (b *tab) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("OTINISH_SCREENSHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	b.must("take a picture", err)
	b.must("keep a picture", os.MkdirAll(dir, 0o755))
	b.must("keep a picture", os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}

// axe checks the page with axe-core (testdata/axe): every rule of WCAG 2.2 A and AA
// and the practices it knows, and that nothing sticks out sideways.
func (b *tab) axe(name string) {
	b.t.Helper()
	source, err := os.ReadFile("testdata/axe/axe.min.js")
	b.must("read axe-core", err)
	ask[int](b, string(source)+"; 1")
	found := ask[string](b, `axe.run(document, {runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}).then(r =>
		r.passes.length < 5 ? "axe-core checked nothing" : r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160) + " | " +
		n.failureSummary.replace(/\s+/g, " ").slice(0, 200)).join("\n  ")).join("\n"))`)
	if found != "" {
		b.t.Errorf("%s: %s", name, found)
	}
	if over := ask[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
		b.t.Errorf("%s: %d pixels stick out", name, over)
	}
	if n := ask[int](b, `[...document.querySelectorAll(".scroll")].filter(e => innerWidth <= 960 && e.querySelector("table") && e.scrollWidth > e.clientWidth).length`); n != 0 {
		b.t.Errorf("%s: %d tables have to be moved sideways", name, n)
	}
}

func pictureName(path, language string, width int64, scheme string) string {
	return fmt.Sprintf("%s-%s-%d-%s", strings.Trim(strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path), "_"), language, width, scheme)
}
