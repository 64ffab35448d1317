package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

func TestPagesLoadNothingFromElsewhere(t *testing.T) {
	d := newDesk(t)
	b := d.as("aliya")
	d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	for _, path := range append(everyPage, "/requests/"+string(n), "/login/x") {
		w := b.get(path)
		csp := w.Header().Get("Content-Security-Policy")
		for _, must := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "script-src 'self'", "base-uri 'none'"} {
			if !strings.Contains(csp, must) {
				t.Errorf("%s: the policy lacks %s: %s", path, must, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || strings.Contains(csp, "*") {
			t.Errorf("%s: the policy is open: %s", path, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
			"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s: %q", path, name, got)
			}
		}
		body := w.Body.String()
		for _, bad := range []string{"style=", "<style", "onclick=", "javascript:", "src=\"http", "href=\"http"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %s", path, bad)
			}
		}
		if strings.Count(body, "<script") != 1 {
			t.Errorf("%s has %d scripts", path, strings.Count(body, "<script"))
		}
	}
}

func TestAPageOfSomebodyElsesCannotDecide(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	b := d.as("aliya")
	form := b.form(b.page("/requests/"+string(n)), "/requests/"+string(n)+"/approve")
	for name, header := range map[string]http.Header{
		"another site":      {"Sec-Fetch-Site": {"cross-site"}},
		"a neighbour":       {"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://other.mysal.example"}},
		"an old browser":    {"Origin": {"https://evil.example"}},
		"a sandboxed frame": {"Origin": {"null"}},
	} {
		b.header = header
		for _, path := range []string{"/requests/" + string(n) + "/approve", "/queue", "/logout", "/language", "/subjects"} {
			if w := b.post(path, form); w.Code != http.StatusForbidden {
				t.Errorf("%s: POST %s: %d", name, path, w.Code)
			}
		}
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if c.Request.State != privacy.StateInReview {
		t.Errorf("the request was decided: %s", c.Request.State)
	}
}

func TestOtherNamesOfTheServerAreRefused(t *testing.T) {
	d := newDesk(t)
	b := d.as("aliya")
	b.host = "rebound.evil.example"
	for _, path := range []string{"/", "/login", "/console.js"} {
		if w := b.get(path); w.Code != http.StatusMisdirectedRequest {
			t.Errorf("GET %s under another name: %d", path, w.Code)
		}
	}
}

// An auditor sees and decides nothing, whatever is posted.
func TestAuditorDecidesNothing(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	b := d.as("timur")
	page := b.page("/requests/" + string(n))
	if strings.Contains(page, "/approve\"") || strings.Contains(page, "do.approve") {
		t.Error("an auditor is shown a form")
	}
	if !strings.Contains(page, "aigul@posta.example") {
		t.Error("an auditor does not see the letter")
	}
	if page := b.page("/subjects/" + string(id)); strings.Contains(page, "<form method=\"post\" action=\"/subjects/") || !strings.Contains(page, "aigul@posta.example") {
		t.Error("an auditor sees the person with forms, or not at all")
	}
	for verb := range stays {
		w := b.post("/requests/"+string(n)+"/"+verb, url.Values{"seen": {"1"}, "text": {"x"}, "kind": {"access"}, "ground": {"OTHER"}, "article": {"x"}})
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "An auditor looks and decides nothing.") {
			t.Errorf("%s: %d", verb, w.Code)
		}
	}
	for path, form := range map[string]url.Values{
		"/queue":                              {"verb": {"not-a-request"}, "item": {string(n) + ":1"}},
		"/subjects":                           {"email": {"x@mail.example"}},
		"/subjects/" + string(id) + "/change": {"name": {"X"}, "reason": {"x"}},
		"/subjects/" + string(id) + "/block":  {"blocked": {"yes"}, "reason": {"x"}},
	} {
		if w := b.post(path, form); w.Code != http.StatusForbidden {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if c.Request.State != privacy.StateInReview || len(c.Request.Notes) > 0 || c.Subject.Blocked || c.Subject.Name.Reveal() != "Айгүл" {
		t.Error("something changed")
	}
}

func TestOnlyOurPathsAreFollowed(t *testing.T) {
	for path, want := range map[string]string{
		"/": "/", "/requests?kind=update": "/requests?kind=update", "https://evil.example/": "/home", "//evil.example": "/home",
		"/\\evil.example": "/home", "javascript:alert(1)": "/home", "": "/home", "requests": "/home", "/a\r\nSet-Cookie: x": "/home",
	} {
		if got := back(path, "/home"); got != want {
			t.Errorf("back(%q) = %q", path, got)
		}
	}
}
