package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// every page of the console, as its routes name them.
var everyPage = []string{
	"/", "/requests", "/subjects", "/consents", "/letters", "/audit", "/figures", "/account", "/health", "/help",
}

func TestStrangersSeeOnlyTheLogin(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "")
	n := d.near()
	for _, path := range append(everyPage, "/requests/"+string(n), "/requests/"+string(n)+"/message.eml", "/live") {
		w := d.browser().get(path)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("GET %s: %d", path, w.Code)
		}
		if strings.Contains(w.Body.String(), string(n)) || strings.Contains(w.Body.String(), "Айгүл") {
			t.Errorf("GET %s shows a stranger what is on the desk", path)
		}
	}
	for _, path := range []string{"/queue", "/requests/" + string(n) + "/approve", "/subjects", "/audit/verify", "/logout"} {
		if w := d.browser().post(path, nil); w.Code != http.StatusUnauthorized {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
}

func TestALinkLogsInOnce(t *testing.T) {
	d := newDesk(t)
	link, _, err := d.s.Link(privacy.Operator("aliya"))
	d.must(err)
	path := strings.TrimPrefix(link, pageA)
	scanner := d.browser()
	for range 3 { // programs that open the links of letters
		if w := scanner.get(path); w.Code != http.StatusOK || len(w.Result().Cookies()) > 0 {
			t.Fatalf("opening the link: %d, cookies %v", w.Code, w.Result().Cookies())
		}
	}
	b := d.browser()
	w := b.post(path, nil)
	if w.Code != http.StatusSeeOther || len(b.cookies) != 1 {
		t.Fatalf("using the link: %d", w.Code)
	}
	if c := w.Result().Cookies()[0]; c.Name != "__Host-otinish" || !c.HttpOnly || !c.Secure || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", c)
	}
	if !strings.Contains(b.page("/"), "Әлия") {
		t.Error("the page does not say who is logged in")
	}
	if w := d.browser().post(path, nil); w.Code != http.StatusNotFound {
		t.Errorf("the second use of a link: %d", w.Code)
	}
	late, _, err := d.s.Link(privacy.Operator("aliya"))
	d.must(err)
	d.wait(terminalLinkLife + time.Second)
	if w := d.browser().post(strings.TrimPrefix(late, pageA), nil); w.Code != http.StatusNotFound {
		t.Errorf("a link whose time is over: %d", w.Code)
	}
}

// Whoever asks for a link learns nothing of who is an operator.
func TestAskingForALinkTellsNothing(t *testing.T) {
	d := newDesk(t)
	known := d.browser().post("/login", url.Values{"email": {"Aliya@mysal.example"}})
	stranger := d.browser().post("/login", url.Values{"email": {"someone@mail.example"}})
	nonsense := d.browser().post("/login", url.Values{"email": {"no address"}})
	if known.Code != http.StatusOK || known.Body.String() != stranger.Body.String() || known.Body.String() != nonsense.Body.String() {
		t.Errorf("answers differ: %d, %d, %d", known.Code, stranger.Code, nonsense.Code)
	}
	d.s.behind.Wait()
	if len(d.links) != 1 || !strings.HasPrefix(d.links[0], "aliya "+pageA+"/login/") {
		t.Fatalf("links sent: %v", d.links)
	}
	b := d.browser()
	if w := b.post(strings.TrimPrefix(d.links[0], "aliya "+pageA), nil); w.Code != http.StatusSeeOther {
		t.Errorf("the link of the letter: %d", w.Code)
	}
}

func TestTriesAreLimited(t *testing.T) {
	d := newDesk(t)
	for range askPerOperator + 3 {
		d.browser().post("/login", url.Values{"email": {"aliya@mysal.example"}})
	}
	d.s.behind.Wait()
	if len(d.links) != askPerOperator {
		t.Errorf("%d letters to one operator", len(d.links))
	}
	code := 0
	for range askPerPlace {
		code = d.browser().post("/login", url.Values{"email": {"x@mail.example"}}).Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("asking on and on: %d", code)
	}
	for range wrongPerPlace + 1 {
		code = d.browser().post("/login/guess", nil).Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("guessing on and on: %d", code)
	}
	d.wait(tryWindow + time.Second)
	if w := d.browser().post("/login", url.Values{"email": {"aliya@mysal.example"}}); w.Code != http.StatusOK {
		t.Errorf("after the window: %d", w.Code)
	}
	d.s.behind.Wait()
	if len(d.links) != askPerOperator+1 {
		t.Errorf("after the window %d letters", len(d.links))
	}
}

func TestSessionsEnd(t *testing.T) {
	d := newDesk(t)
	idle := d.as("aliya")
	d.wait(sessionIdle - time.Minute)
	idle.page("/")
	d.wait(sessionIdle - time.Minute)
	idle.header.Set("X-Otinish-Live", "1") // a page that refreshes itself is no click
	idle.page("/")
	idle.header.Del("X-Otinish-Live")
	d.wait(2 * time.Minute)
	if w := idle.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("after half an hour without a click: %d", w.Code)
	}

	long := d.as("aliya")
	for range int(sessionLife/(sessionIdle-time.Minute)) + 1 {
		d.wait(sessionIdle - time.Minute)
		long.get("/")
	}
	if w := long.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("after a working day: %d", w.Code)
	}

	out, other, auditor := d.as("aliya"), d.as("aliya"), d.as("timur")
	kept := slices.Clone(out.cookies)
	if w := out.post("/logout", nil); w.Code != http.StatusSeeOther {
		t.Errorf("log out: %d", w.Code)
	}
	out.cookies = kept
	if w := out.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("the cookie still works after logging out: %d", w.Code)
	}
	other.page("/")
	pending, _, err := d.s.Link(privacy.Operator("aliya"))
	d.must(err)
	if n := d.s.Revoke("aliya"); n != 1 {
		t.Errorf("%d sessions revoked", n)
	}
	if w := other.get("/"); w.Code != http.StatusUnauthorized {
		t.Errorf("a revoked session: %d", w.Code)
	}
	if w := d.browser().post(strings.TrimPrefix(pending, pageA), nil); w.Code != http.StatusNotFound {
		t.Errorf("a link given out before: %d", w.Code)
	}
	auditor.page("/")
}

// Only an operator at the terminal gets a link.
func TestLinksNeedAnOperator(t *testing.T) {
	d := newDesk(t)
	for _, by := range []privacy.Actor{"", privacy.ActorSystem, privacy.ActorSubject} {
		if _, _, err := d.s.Link(by); err == nil {
			t.Errorf("a link for %q", by)
		}
	}
}
