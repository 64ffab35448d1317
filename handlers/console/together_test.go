package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Two operators at one request: nothing that was typed is lost, and nobody takes back
// a colleague's act without knowing whose it is.
func TestTwoOperatorsAtOneRequest(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path := "/requests/" + string(n)
	first, second := d.as("aliya"), d.as("marat")
	page := second.page(path)
	if !strings.Contains(page, "<title>Request "+string(n)+" ·") {
		t.Error("the title does not name the number")
	}
	typed := url.Values{"ground": {"OTHER"}, "article": {"1-бап"}, "text": {"Мына себептен болмайды."}}
	decline := mergeForms(second.form(page, path+"/decline"), typed)
	undoSeen := ""
	for _, act := range []string{"assign", "approve"} {
		mine := first.page(path)
		if act == "approve" {
			undoSeen = second.form(second.page(path), path+"/undo").Get("seen")
		}
		form := first.form(mine, path+"/"+act)
		if act == "assign" {
			form.Set("to", "aliya")
		}
		if w := first.post(path+"/"+act, form); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d\n%s", act, w.Code, w.Body)
		}
		w := second.post(path+"/decline", decline)
		body := w.Body.String()
		if w.Code != http.StatusConflict || !strings.Contains(body, "Мына себептен болмайды.") || !strings.Contains(body, "1-бап") || !strings.Contains(body, "<title>Error: ") {
			t.Errorf("after %s: %d\n%s", act, w.Code, body)
		}
		if decided := strings.Contains(body, "Somebody else decided"); decided != (act == "approve") {
			t.Errorf("after %s it says that somebody decided: %v", act, decided)
		}
		if act == "assign" && !strings.Contains(body, "aliya: “Assign”") {
			t.Error("it does not say whose act is taken back")
		}
	}
	if w := second.post(path+"/undo", url.Values{"seen": {undoSeen}}); w.Code != http.StatusConflict {
		t.Errorf("an act that was not seen is taken back: %d", w.Code)
	}
	if w := second.post(path+"/undo", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("undo of whatever it is: %d", w.Code)
	}
}

// Whoever chooses another language keeps the link.
func TestTheLoginLinkOutlivesTheLanguage(t *testing.T) {
	d := newDesk(t)
	link, _, err := d.s.Link("operator:aliya")
	d.must(err)
	at := strings.TrimPrefix(link, pageA)
	w := d.browser().get(at)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `href="`+at+`?lang=ru"`) {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
}
