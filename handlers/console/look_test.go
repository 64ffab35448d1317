package console

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// last is the letter that was written last about a request.
func (d *desk) last(n privacy.Number) (list int, body string) {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	if len(c.Letters) == 0 {
		return 0, ""
	}
	_, body = review.ReadLetter(c.Letters[len(c.Letters)-1])
	return len(c.Letters), body
}

// No decision writes a letter that was not shown before: the first press shows it, in
// the language of the request, the second sends it.
func TestALetterIsShownBeforeItLeaves(t *testing.T) {
	for verb, c := range map[string]struct {
		typed    url.Values
		says     string
		editable bool
	}{
		"decline": {url.Values{"ground": {"LAW_RETENTION"}, "article": {"Салық кодексінің 206-бабы"}, "text": {"Заң сақтауды талап етеді."}}, "Заң сақтауды талап етеді.", true},
		"reply":   {url.Values{"text": {"Бәрі жақсы."}, "open": {"yes"}}, "Бәрі жақсы.", true},
		"ask":     {url.Values{"text": {"Қай нөмір дұрыс?"}}, "Қай нөмір дұрыс?", false},
		"confirm": {nil, "растау", false},
		"split":   {url.Values{"kind": {"erase"}}, "OT-", false},
	} {
		t.Run(verb, func(t *testing.T) {
			d := newDesk(t)
			d.person("aigul@posta.example", "Айгүл", "")
			n := d.near()
			path, b := "/requests/"+string(n), d.as("aliya")
			before, _ := d.last(n)
			form := mergeForms(b.form(b.page(path), path+"/"+verb), c.typed)
			w := b.post(path+"/"+verb, form)
			page := w.Body.String()
			if at, _ := d.last(n); w.Code != http.StatusOK || d.state(n) != privacy.StateInReview || at != before {
				t.Fatalf("the first press: %d, %s, %d letters", w.Code, d.state(n), at)
			}
			_, shown, _ := strings.Cut(page, `class="draft"`)
			shown, _, _ = strings.Cut(shown, "</details>")
			if !strings.Contains(strings.ToLower(html.UnescapeString(shown)), strings.ToLower(c.says)) || !strings.Contains(shown, `lang="kk"`) {
				t.Errorf("the letter is not shown: %s", shown)
			}
			if strings.Contains(shown, "<textarea") != c.editable {
				t.Errorf("editable: %v", !c.editable)
			}
			if strings.Count(page, `data-key="KeyA"`) != 1 || strings.Contains(page, `name="value-phone"`) {
				t.Error("the proposal stands beside the letter")
			}
			w = b.post(path+"/"+verb, mergeForms(b.form(page, path+"/"+verb), url.Values{"open": c.typed["open"]}))
			at, body := d.last(n)
			if w.Code != http.StatusSeeOther || at == before && verb != "split" {
				t.Fatalf("the second press: %d, %d letters\n%s", w.Code, at, w.Body)
			}
			if c.editable && !strings.Contains(html.UnescapeString(shown), strings.TrimSpace(strings.Split(body, "\n")[0])) {
				t.Errorf("another letter left: %s", body)
			}
		})
	}
}

// What is changed after the letter was shown is shown once more; a letter that was
// edited leaves as edited, and comes back where it cannot leave.
func TestALetterIsShownAgain(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path, b := "/requests/"+string(n)+"/decline", d.as("aliya")
	typed := url.Values{"ground": {"OTHER"}, "article": {"1-бап"}, "text": {"Бірінші себеп."}}
	look := func(form url.Values) (int, string, url.Values) {
		w := b.post(path, form)
		if w.Code >= 300 && w.Code < 400 {
			return w.Code, "", nil
		}
		return w.Code, w.Body.String(), b.form(w.Body.String(), path)
	}
	_, _, form := look(mergeForms(b.form(b.page("/requests/"+string(n)), path), typed))
	form.Set("text", "Екінші себеп.")
	status, page, form := look(form)
	if status != http.StatusOK || !strings.Contains(form.Get("letter"), "Екінші себеп.") || strings.Contains(page, "Бірінші") || d.state(n) != privacy.StateInReview {
		t.Fatalf("other reasons: %d, the letter says %q", status, form.Get("letter"))
	}
	whole := form.Get("letter")
	form.Set("letter", "Нөмірсіз хат.")
	status, _, form = look(form)
	if status != http.StatusUnprocessableEntity || form.Get("letter") != "Нөмірсіз хат." || form.Has("letter-before") {
		t.Fatalf("a letter without the number: %d, %q", status, form.Get("letter"))
	}
	form.Set("letter", "Өз сөзіміз. "+string(n)) // a refusal without ground and rights
	if status, page, form = look(form); status != http.StatusUnprocessableEntity || !strings.Contains(page, "must still name its ground") {
		t.Fatalf("a few words: %d\n%s", status, page)
	}
	form.Set("letter", "Өз сөзіміз.\n\n"+whole)
	if status, page, _ = look(form); status != http.StatusOK { // it failed before, so it is shown
		t.Fatalf("the letter put right: %d\n%s", status, page)
	}
	if status, _, _ = look(b.form(page, path)); status != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Fatalf("the letter looked at: %d, %s", status, d.state(n))
	}
	if _, body := d.last(n); !strings.HasPrefix(body, "Өз сөзіміз.\n") {
		t.Errorf("what left is %q", body)
	}
}

// A destruction takes two presses, also one that is plain and proven; a plain block takes one.
func TestADestructionTakesTwoPresses(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Aigul", "")
	d.person("dana@posta.example", "Dana", "")
	n := d.gets(letterFrom("aigul@posta.example", "My data", "Please delete all my personal data."))
	block := d.gets(letterFrom("dana@posta.example", "Question", "Please block my data until the dispute is settled."))
	b, path := d.as("aliya"), "/requests/"+string(n)+"/approve"
	page := b.page("/requests/" + string(n))
	holds(t, html.UnescapeString(page), "A destruction cannot be taken back once it is done")
	b.twice(path, b.form(page, path))
	if d.state(n) != privacy.StateClosed {
		t.Error(d.state(n))
	}
	path = "/requests/" + string(block) + "/approve"
	if w := b.post(path, b.form(b.page("/requests/"+string(block)), path)); w.Code != http.StatusSeeOther {
		t.Errorf("a plain block: %d", w.Code)
	}
}
