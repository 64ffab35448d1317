package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A rest has an end of its own on the page, and what is taken back bears its name.
func TestARestIsEndedByItsOwnButton(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	if strings.Contains(page, ">End the hold</button>") {
		t.Error("what does not rest can be ended")
	}
	until := d.clock().AddDate(0, 0, 1).Format("2006-01-02")
	if w := b.post(path+"/hold", mergeForms(b.form(page, path+"/hold"), url.Values{"until": {until}})); w.Code != http.StatusSeeOther {
		t.Fatalf("hold: %d\n%s", w.Code, w.Body)
	}
	holds(t, b.page(path), ">End the hold</button>", "aliya: “Put on hold”")
	seen := b.form(b.page(path), path+"/undo").Get("seen")
	if w := b.post(path+"/hold", url.Values{"seen": {seen}}); w.Code != http.StatusSeeOther {
		t.Fatalf("end: %d\n%s", w.Code, w.Body)
	}
	page = b.page(path)
	holds(t, page, "Hold ended:", "aliya: “End the hold”")
	if strings.Contains(page, ">End the hold</button>") {
		t.Error("it rests still")
	}
}

// A ground without a day is no end of a rest that there is not.
func TestARestNeedsADay(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	b, path := d.as("aliya"), "/requests/"+string(n)
	w := b.post(path+"/hold", mergeForms(b.form(b.page(path), path+"/hold"), url.Values{"until": {""}}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("hold: %d", w.Code)
	}
	holds(t, w.Body.String(), "A ground is given, and no day.")
}
