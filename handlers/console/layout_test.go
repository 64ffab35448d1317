package console

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/templates"
)

// The table of a person's requests has the width of the page: beside the record its
// last columns were out of sight.
func TestRequestsOfAPersonHaveTheWidthOfThePage(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	page := d.as("aliya").page("/subjects/" + string(id))
	_, behind, _ := strings.Cut(page, `<div class="side">`)
	if !strings.Contains(behind, "/requests/"+string(n)) {
		t.Error("the requests stand in the narrow column")
	}
}

// Words of strangers run in their own direction, a long letter leaves what was seen in
// sight, and a subject line that goes on says so.
func TestLongAndForeignLettersCanBeRead(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", strings.TrimSpace(strings.Repeat("سؤال ", 80)), "Мен туралы қандай деректеріңіз бар?\r\n\u05e9\u05dc\u05d5\u05dd"))
	page := d.as("aliya").page("/requests/" + string(n))
	holds(t, page, `<p dir="auto">שלום`, `class="endless" dir="auto"`, "The subject line goes on", `<textarea dir="auto" id="reply-text"`)
	css, err := templates.Asset("console.css")
	d.must(err)
	wide, _, _ := strings.Cut(string(css), "@media (max-width: 62rem)")
	for _, rule := range []string{".said .letter { max-height:", ".files { max-height:", ".draft pre, .draft textarea { font: inherit; font-size: clamp(.8125rem"} {
		if !strings.Contains(wide, rule) {
			t.Errorf("no rule %q for a wide page", rule)
		}
	}
}

// The code of a rule is for those who tend the word lists: it does not stand in the text.
func TestCodesOfRulesStandAside(t *testing.T) {
	d := newDesk(t)
	page := d.as("aliya").page("/requests/" + string(d.near()))
	if !strings.Contains(page, `title="mark:update:kk:near"`) || strings.Contains(page, "mark:update:kk:near</span>") {
		t.Error("the code stands in the text, or nowhere")
	}
}

// What decides is near: for many in a bar that stays, with one tick for all; for one by
// a link before everything else.
func TestWhatDecidesIsNear(t *testing.T) {
	d := newDesk(t)
	n := d.near()
	b := d.as("aliya")
	holds(t, b.page("/"), "data-all> all that are shown")
	page := b.page("/requests/" + string(n))
	if at := strings.Index(page, `href="#decide"`); at < 0 || at > strings.Index(page, "<header") || !strings.Contains(page, `id="decide"`) {
		t.Error("no way to the decision before the navigation")
	}
	if strings.Contains(b.page("/"), `href="#decide"`) {
		t.Error("the queue leads to a decision")
	}
	for name, want := range map[string]string{"console.css": ".several { position: sticky;", "console.js": "input[name=item]"} {
		file, err := templates.Asset(name)
		d.must(err)
		holds(t, string(file), want)
	}
}
