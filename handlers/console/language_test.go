package console

import (
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/templates"
)

// Whoever changes the language is warned where something was typed, and comes back to
// the request.
func TestAnotherLanguageWarnsOfWhatIsTyped(t *testing.T) {
	d := newDesk(t)
	n := d.near()
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	if !strings.Contains(page, `data-lost="What you typed`) || strings.Contains(page, `data-typed`) {
		t.Error("a page that nobody typed into")
	}
	w := b.post(path+"/ask", mergeForms(b.form(page, path+"/ask"), url.Values{"text": {"Не керек?"}}))
	if page = w.Body.String(); !strings.Contains(page, `data-typed="yes"`) || b.form(page, "/language").Get("back") != path {
		t.Errorf("a page with what was typed, back to %q", b.form(page, "/language").Get("back"))
	}
	script, err := templates.Asset("console.js")
	d.must(err)
	holds(t, string(script), "window.confirm(lost)", "f.value !== f.defaultValue")
}
