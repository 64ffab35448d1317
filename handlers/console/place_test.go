package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// What was chosen of the queue stays chosen: in the neighbours of a request, in the
// way back, and after a decision.
func TestTheFilterSurvivesARequest(t *testing.T) {
	d := newDesk(t)
	var access []privacy.Number
	for i := range 3 {
		who := fmt.Sprintf("p%d@posta.example", i)
		access = append(access, d.gets(letterFrom(who, "Сұрақ", "Мен туралы қандай деректеріңіз бар?")))
		d.wait(1e9)
		d.gets(letterFrom(who, "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88"))
		d.wait(1e9)
	}
	b, list := d.as("aliya"), "?kind=access&sort=newest"
	page := b.page("/" + list)
	path := "/requests/" + string(access[1])
	if !strings.Contains(page, `href="`+path+`?kind=access&amp;sort=newest"`) {
		t.Fatal("the link loses what was chosen")
	}
	page = b.page(path + list)
	for _, want := range []string{"2 of 3", `href="/?kind=access&amp;sort=newest" data-key="KeyG"`, `href="/requests/` + string(access[2]) + `?kind=access&amp;sort=newest" rel="prev"`, `href="/requests/` + string(access[0]) + `?kind=access&amp;sort=newest" rel="next"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	w := b.post(path+"/not-a-request", b.form(page, path+"/not-a-request"))
	if at := w.Header().Get("Location"); at != "/requests/"+string(access[0])+list {
		t.Errorf("the next is %q", at)
	}
	w = b.post(path+"/undo", url.Values{"seen": {"2"}, "list": {list}})
	if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || at != path+list {
		t.Errorf("undo leads to %q", at)
	}
	last := "/requests/" + string(access[0])
	w = b.post(last+"/not-a-request", b.form(b.page(last+list), last+"/not-a-request"))
	if at := w.Header().Get("Location"); at != "/"+list {
		t.Errorf("after the last: %q", at)
	}
}

// A request has neighbours however far down the queue it stands.
func TestNeighboursFarDownTheQueue(t *testing.T) {
	d := newDesk(t)
	for i := range 9 {
		d.gets(letterFrom(fmt.Sprintf("p%d@posta.example", i), "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	}
	for _, f := range []review.Filter{{Limit: 2}, {Sort: "oldest", Limit: 2}, {Offset: 5}} {
		seen, at := 0, privacy.Number("")
		whole := f
		whole.Limit, whole.Offset = 100, 0
		all, err := d.s.Desk.Queue(t.Context(), whole)
		d.must(err)
		for i, c := range all.Cases {
			p, err := d.s.Desk.Place(t.Context(), f, c.Request.Number)
			d.must(err)
			next := privacy.Number("")
			if i+1 < len(all.Cases) {
				next = all.Cases[i+1].Request.Number
			}
			if p != (review.Place{Place: i + 1, Of: len(all.Cases), Previous: at, Next: next}) {
				t.Errorf("%+v: place %d is %+v", f, i+1, p)
			}
			at = c.Request.Number
			seen++
		}
		if seen != 9 {
			t.Errorf("%d of 9", seen)
		}
	}
}
