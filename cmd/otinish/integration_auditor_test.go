//go:build integration

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"medico-intech.kz/otinish/store/privacy"
)

// What an auditor sees, whose rows have no box to tick, at every width, and of a letter
// that has no end.
func TestIntegrationConsoleForAnAuditor(t *testing.T) {
	d := newDesk(t)
	endless := evil
	endless.subject = "Erase my personal data " + strings.Repeat("endless", 1400)
	endless.body += strings.Repeat("\nThe rain goes on and on and on.", 600)
	near, long := d.asks(unsureUpdate), d.asks(endless)
	d.asks(whatIsHeld)
	b := startChromium(t).tab()
	d.login(b, "timur@desk.test")
	for _, language := range privacy.Languages {
		b.size(1280, "light")
		b.open(d.origin + "/help")
		b.do("speak "+string(language), chromedp.Click(fmt.Sprintf(`.me .languages [value="%s"]`, language)), chromedp.WaitReady(fmt.Sprintf(`html[lang="%s"]`, language)))
		for _, path := range []string{"/", "/requests/" + string(near), "/requests/" + string(long)} {
			b.open(d.origin + path)
			for _, width := range []int64{360, 480, 768, 1280} {
				b.size(width, "light")
				name := "auditor-" + pictureName(strings.NewReplacer(string(near), "near", string(long), "long").Replace(path), string(language), width, "light")
				b.shoot(name)
				b.axe(name)
				if n := ask[int](b, `innerWidth > 576 ? 1 : new Set([...document.querySelectorAll(".queue li > div, main h1")].map(e => Math.round(e.getBoundingClientRect().left / 8))).size`); n > 2 {
					t.Errorf("%s: parts of the rows begin at %d places", name, n)
				}
				if far := ask[int](b, `Math.round(document.querySelector(".side")?.getBoundingClientRect().top + scrollY || 0)`); far > 2000 {
					t.Errorf("%s: what to do stands %d pixels down", name, far)
				}
			}
		}
	}
}
