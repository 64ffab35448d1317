//go:build integration

package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"medico-intech.kz/otinish/store/privacy"
)

// What was typed into a form is neither passed over by a key that decides otherwise nor
// lost with the page without a word.
func TestIntegrationConsoleKeepsWhatIsTyped(t *testing.T) {
	d := newDesk(t)
	near := d.asks(unsureUpdate)
	b := startChromium(t).tab()
	d.login(b, "aliya@desk.test")
	path := "/requests/" + string(near)
	b.open(d.origin + path)
	b.do("it is there", chromedp.WaitVisible("#decide"))
	ask[bool](b, `window.confirm = (words) => { window.asked = words; return false; }, true`)
	escape := func() {
		b.press("Escape", "Escape")
		b.until("the caret is out", `document.activeElement.id !== "reply-text"`)
	}
	b.press("KeyR", "r")
	b.until("the answer has the caret", `document.activeElement.id === "reply-text"`)
	b.do("type", chromedp.SendKeys("#reply-text", "Жоймаймыз."))
	escape()
	for _, key := range []string{"A", "N"} {
		ask[bool](b, `document.getElementById("unsent").hidden = true`)
		ask[bool](b, `document.getElementById("reply-text").closest("details").open = false, true`)
		b.press("Key"+key, key)
		b.until(key+" shows what is typed", `!document.getElementById("unsent").hidden && document.activeElement.id === "reply-text" && document.getElementById("reply-text").offsetHeight > 0`)
		if r := d.state(near); r.State != privacy.StateInReview {
			t.Fatalf("%s decides: %s", key, r.State)
		}
		b.axe(key)
		escape()
	}
	b.press("KeyG", "g")
	b.until("whoever leaves is asked", `(window.asked || "").includes("not sent")`)
	if !ask[bool](b, fmt.Sprintf(`location.pathname === %q && !window.dispatchEvent(new Event("beforeunload", { cancelable: true }))`, path)) {
		t.Error("the page goes, and the text with it")
	}
	ask[bool](b, `document.getElementById("reply-text").value = "", true`)
	if !ask[bool](b, `window.dispatchEvent(new Event("beforeunload", { cancelable: true }))`) {
		t.Error("nothing is typed, and one is asked")
	}
	// A choice that was not sent is passed over as little as a text is.
	b.press("KeyD", "d")
	b.until("the form of declining is open", `document.getElementById("ground").offsetHeight > 0`)
	b.do("choose", chromedp.Focus("#ground"))
	b.do("choose", chromedp.SendKeys("#ground", kb.ArrowDown))
	b.until("a ground is chosen", `document.getElementById("ground").selectedIndex === 1`)
	for _, key := range []string{"A", "N"} {
		b.press("Escape", "Escape")
		b.until("the caret is out", `document.activeElement.id !== "ground"`)
		ask[bool](b, `document.getElementById("unsent").hidden = true`)
		b.press("Key"+key, key)
		b.until(key+" shows what is chosen", `!document.getElementById("unsent").hidden && document.activeElement.id === "ground"`)
		if r := d.state(near); r.State != privacy.StateInReview {
			t.Fatalf("%s decides beside a chosen ground: %s", key, r.State)
		}
	}
	b.press("Escape", "Escape")
	b.until("the caret is out", `document.activeElement.id !== "ground"`)
	ask[bool](b, `document.getElementById("ground").selectedIndex = 0, true`)
	b.press("KeyA", "a")
	b.until("the next page is there", `document.querySelector("main .notice") !== null`)
	if r := d.state(near); r.State != privacy.StateClosed {
		t.Errorf("after the text was deleted: %s", r.State)
	}
}
