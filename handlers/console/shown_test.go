package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A prepared question is put into the form that asks, which leaves the request open.
func TestAQuestionIsPrepared(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "Дербес деректерді жаңарту", "Нөмірім өзгерді."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	form := b.form(b.page(path), path+"/ask")
	if !form.Has("prepared") || form.Get("prepared") != "" {
		t.Fatalf("the question has no prepared text chosen by hand: %v", form)
	}
	if w := b.post(path+"/ask", mergeForms(form, url.Values{"insert": {"yes"}, "text": {"Қай нөмір?"}})); w.Code != http.StatusOK || b.form(w.Body.String(), path+"/ask").Get("text") != "Қай нөмір?" || strings.Contains(w.Body.String(), "Look at the letter before it leaves") {
		t.Errorf("insert without a choice: %d", w.Code)
	}
	w := b.post(path+"/ask", mergeForms(form, url.Values{"insert": {"yes"}, "prepared": {"which-value"}, "text": {""}}))
	for _, text := range d.s.Desk.Texts(privacy.Kazakh) {
		if text.Name == "which-value" && (w.Code != http.StatusOK || b.form(w.Body.String(), path+"/ask").Get("text") != text.Text) {
			t.Errorf("insert: %d, %q", w.Code, b.form(w.Body.String(), path+"/ask").Get("text"))
		}
	}
}

// What was merged says into which.
func TestAMergedRequestLeadsToTheOther(t *testing.T) {
	d := newDesk(t)
	ask := "Мен туралы қандай деректеріңіз бар?"
	n, into := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", ask)), d.gets(letterFrom("bekzat@posta.example", "Тағы", ask+" Айтыңызшы."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	if w := b.post(path+"/merge", mergeForms(b.form(b.page(path), path+"/merge"), url.Values{"into": {string(into)}})); w.Code != http.StatusSeeOther {
		t.Fatalf("merge: %d\n%s", w.Code, w.Body)
	}
	if !strings.Contains(b.page(path), `Merged into <a href="/requests/`+string(into)+`"`) {
		t.Error("the page does not say into which")
	}
	page := b.page("/requests/" + string(into)) // whoever decides this one answers the other letter too
	_, letter, _ := strings.Cut(page, `Letter of a merged request <a href="`+path+`"`)
	letter, _, _ = strings.Cut(letter, `<div class="side">`)
	holds(t, letter, "bekzat@posta.example", "Сұрақ</", "деректеріңіз бар</mark>?", `<time datetime="2026-11-24T14:00:00`)
	if strings.Contains(b.page(path), "Letter of a merged request") {
		t.Error("the page of the closed one shows the other's letter")
	}
}

// A subject line without end does not push the decisions away.
func TestAnEndlessSubjectLineIsShownInABox(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("aigul@posta.example", "Delete my personal data "+strings.Repeat("please ", 1500), "Delete my personal data "+strings.Repeat("please ", 1500)))
	page := d.as("timur").page("/requests/" + string(n))
	if !strings.Contains(page, `class="endless"`) || !strings.Contains(page, `class="letter" tabindex="0"`) {
		t.Error("nothing holds the subject line, or the letter, in a box")
	}
	if long := (evidence{Text: strings.Repeat("ә", 500)}).Shown(); len([]rune(long)) > maxExcerpt+1 || !strings.HasSuffix(long, "…") {
		t.Errorf("an excerpt of %d letters", len([]rune(long)))
	}
}

// The key that answers goes to the answer, also where that is the first form.
func TestTheKeyOfTheAnswer(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	if page := d.as("aliya").page("/requests/" + string(n)); !strings.Contains(page, `data-key="KeyE KeyR"`) {
		t.Error("R does nothing")
	}
}

// The week that is going on has its label.
func TestThePresentWeekIsLabelled(t *testing.T) {
	d := newDesk(t)
	d.near()
	picture, _, _ := strings.Cut(d.as("aliya").page("/figures"), "</svg>")
	if !strings.Contains(picture, ">23 Nov</text>") || strings.Contains(picture, ">16 Nov</text>") {
		t.Error("the labels do not lead up to the present week")
	}
}

// Whoever looks at the letter of a splitting sees that the person asks for that already.
func TestTheLookAtASplitWarns(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	open := d.gets(letterFrom("bekzat@posta.example", "Block", "Please block my data."))
	b, path := d.as("aliya"), "/requests/"+string(n)+"/split"
	form := b.form(b.page("/requests/"+string(n)), path)
	for kind, warned := range map[string]bool{"block": true, "erase": false} {
		page := b.post(path, mergeForms(form, url.Values{"kind": {kind}})).Body.String()
		if !strings.Contains(page, `class="draft"`) || warned != strings.Contains(page, `asks for this in <a href="/requests/`+string(open)+`"`) {
			t.Errorf("%s: the look warns: %v\n%s", kind, !warned, page)
		}
	}
}
