package console

import (
	"net/http"
	"strings"
	"testing"
)

// The HTML of a letter comes sanitised, under a policy of its own, to those who may
// see the letter.
func TestTheHTMLOfALetterIsHeld(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	plain := "/requests/" + string(d.near())
	raw := letterFrom("aigul@posta.example", "Сұрақ", "<p style=\"color:red\">Мен туралы қандай <b>деректеріңіз</b> бар?</p>"+strings.Join(attacks, "\r\n"))
	path := "/requests/" + string(d.gets(strings.Replace(raw, "text/plain", "text/html", 1)))
	b := d.as("aliya")
	page := b.page(path)
	if !strings.Contains(page, `<iframe src="`+path+`/letter.html" sandbox `) || strings.Contains(b.page(plain), "<iframe") {
		t.Error("the frame is not there, or where there is no HTML")
	}
	for _, who := range []string{"aliya", "timur"} {
		w := d.as(who).get(path + "/letter.html")
		h, body := w.Header(), w.Body.String()
		if w.Code != http.StatusOK || h.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(body, `<p style="color: red">Мен туралы қандай <b>деректеріңіз</b> бар?</p>`) {
			t.Fatalf("%s: %d %s", who, w.Code, body)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": framePolicy, "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s: %q", who, name, got)
			}
		}
		_, inner, _ := strings.Cut(body, "<body>")
		harmless(t, "the frame", inner)
	}
	for _, must := range []string{"sandbox;", "default-src 'none'", "frame-ancestors 'self'", "form-action 'none'", "base-uri 'none'"} {
		if !strings.Contains(framePolicy, must) {
			t.Errorf("the policy lacks %s", must)
		}
	}
	if strings.Contains(framePolicy, "allow-") || strings.Contains(framePolicy, "http") {
		t.Error("the policy lets something through")
	}
	if w := d.browser().get(path + "/letter.html"); w.Code != http.StatusUnauthorized || strings.Contains(w.Body.String(), "деректеріңіз") {
		t.Errorf("without a session: %d", w.Code)
	}
	for _, none := range []string{plain, "/requests/OT-0000-0000"} {
		if w := b.get(none + "/letter.html"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", none, w.Code)
		}
	}
}
