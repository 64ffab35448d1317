package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// destroy destroys a person, as the daemon does it.
func (d *desk) destroy(id privacy.SubjectID) {
	d.t.Helper()
	_, err := d.store.Destroy(d.t.Context(), store.Destruction{Subject: id, Ground: "court-order", By: privacy.Operator("aliya")},
		func(*store.Tx, store.Doomed) error { return nil })
	d.must(err)
	d.s.Forget()
}

// P9: what is left of a destroyed person on the pages is that they were destroyed; what
// was typed to find them is forgotten, and the operator stays logged in.
func TestTheDestroyedLeaveThePages(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл Ахметова", "")
	n := d.near()
	b := d.as("aliya")
	to := b.post("/search", url.Values{"text": {"ахметова"}}).Header().Get("Location")
	holds(t, b.page(to), string(n), "ахметова")
	d.destroy(id)
	for _, v := range d.s.sessions.list {
		if len(v.finds.texts) > 0 {
			t.Error("what was searched for is kept")
		}
	}
	for _, path := range []string{to, "/", "/requests", "/subjects", "/letters", "/consents", "/audit", "/figures"} {
		if page := b.page(path); strings.Contains(strings.ToLower(page), "ахметова") || strings.Contains(page, "aigul@") {
			t.Errorf("%s shows the destroyed", path)
		}
	}
	if w := b.get("/requests/" + string(n)); w.Code != http.StatusGone {
		t.Errorf("the request: %d", w.Code)
	}
	if to := b.post("/search", url.Values{"text": {"басқа"}}).Header().Get("Location"); to != "/?find=1" {
		t.Errorf("the next search: %s", to)
	}
}
