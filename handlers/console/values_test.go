package console

import (
	"net/http"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// Values that the letter does not name are added, checked as any value is, and shown
// as they will be recorded before they count.
func TestAValueIsAdded(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	form := b.form(b.page(path), path+"/approve")
	if form.Get("value-phone") != "+77015557788" || !form.Has("value-name") || form.Get("value-name") != "" || !form.Has("value-email") {
		t.Fatalf("the fields are %v", form)
	}
	form.Set("value-email", "бұл мекенжай емес")
	w := b.post(path+"/approve", form)
	if page := w.Body.String(); w.Code != http.StatusUnprocessableEntity || strings.Count(page, `aria-invalid="true"`) != 1 || !strings.Contains(page, "fails its check") {
		t.Fatalf("a value that is no address: %d", w.Code)
	}
	form = b.form(w.Body.String(), path+"/approve")
	if form.Get("value-email") != "бұл мекенжай емес" {
		t.Error("what was typed is gone")
	}
	form.Set("value-email", "")
	form.Set("value-name", "  Айгүл   Сейітова ")
	form.Set("value-phone", "8 701 555 66 66")
	w = b.post(path+"/approve", form)
	page := w.Body.String()
	form = b.form(page, path+"/approve")
	if w.Code != http.StatusOK || form.Get("value-name") != "Айгүл Сейітова" || form.Get("value-phone") != "+77015556666" || strings.Count(page, "entered by you") != 2 {
		t.Fatalf("the values are not shown as they will be: %d, %v", w.Code, form)
	}
	if letter := form.Get("letter"); !strings.Contains(letter, "аты-жөні") || !strings.Contains(letter, "телефон") {
		t.Errorf("the letter does not name both: %s", letter)
	}
	if w := b.post(path+"/approve", form); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Fatalf("approve: %d, %s", w.Code, d.state(n))
	}
	found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	if found.Subject.Name.Reveal() != "Айгүл Сейітова" || found.Subject.Phone.Reveal() != "+77015556666" || found.Subject.Address.Reveal() != "aigul@posta.example" {
		t.Error("the record is not what was shown")
	}
}

// A new address asks both ends, whoever entered it: both letters are shown.
func TestAnAddedAddressAsksBothEnds(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	form := b.form(b.page(path), path+"/approve")
	form.Set("value-phone", "") // left out
	form.Set("value-email", "aigul@zhana.example")
	w := b.post(path+"/approve", form)
	page := w.Body.String()
	if w.Code != http.StatusOK || strings.Count(page, `class="draft"`) != 2 || strings.Contains(page, `name="letter"`) || !strings.Contains(page, "left out") {
		t.Fatalf("the letters to both ends: %d, %d of them", w.Code, strings.Count(page, `class="draft"`))
	}
	if w := b.post(path+"/approve", b.form(page, path+"/approve")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateAwaiting {
		t.Errorf("approve: %d, %s", w.Code, d.state(n))
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if c.Subject.Address.Reveal() != "aigul@posta.example" || !c.Subject.Phone.IsZero() {
		t.Error("the record changed before anybody answered")
	}
}

// An update without a value says so without an alarm, and waits for one.
func TestAnUpdateWithoutAValue(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "Сұрақ", "Деректерімді жаңарту керек пе, білмеймін."))
	path, b := "/requests/"+string(n), d.as("aliya")
	if w := b.post(path+"/reclassify", mergeForms(b.form(b.page(path), path+"/reclassify"), map[string][]string{"kind": {"update"}})); w.Code != http.StatusSeeOther && d.state(n) != privacy.StateInReview {
		t.Fatalf("reclassify: %d", w.Code)
	}
	page := b.page(path)
	if !strings.Contains(page, "names no new value") || strings.Contains(page, `<div class="notice bad" role="alert">`) || strings.Contains(page, "No letter leaves.") {
		t.Error("it is not said, or as an alarm")
	}
	form := b.form(page, path+"/approve")
	if w := b.post(path+"/approve", form); w.Code != http.StatusUnprocessableEntity || d.state(n) != privacy.StateInReview {
		t.Errorf("approve without a value: %d", w.Code)
	}
	form.Set("value-phone", "+7 701 555 66 66")
	w := b.post(path+"/approve", form)
	if form = b.form(w.Body.String(), path+"/approve"); w.Code != http.StatusOK || form.Get("letter") == "" {
		t.Fatalf("with a value: %d", w.Code)
	}
	if w := b.post(path+"/approve", form); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Errorf("approve: %d, %s", w.Code, d.state(n))
	}
}

// A number or markup is nobody's name.
func TestANameConsistsOfLetters(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	for name, status := range map[string]int{"123": 422, "<script>alert(1)</script>": 422, "– –": 422, "Нұр-Сұлтан О'Коннор (Ким), мл.": 200} {
		form := b.form(b.page(path), path+"/approve")
		form.Set("value-name", name)
		w := b.post(path+"/approve", form)
		if w.Code != status || status == 422 && !strings.Contains(w.Body.String(), "A name consists of letters.") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}
