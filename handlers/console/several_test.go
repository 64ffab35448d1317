package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Before several are decided one sees each letter in full, who wrote and whether that
// is proven, what is late, and no button where nothing can be done.
func TestSeveralAreSeenBeforeTheyAreDecided(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(strings.Replace(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88"), "dmarc=pass", "dmarc=none", 1))
	_, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "reclassify", Kind: privacy.KindErase})
	d.must(err)
	d.wait(60 * 24 * time.Hour)
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	question := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Айтыңыздаршы, бұл туралы толығырақ қайдан білуге болады?"))
	item := string(n) + ":" + itoa(c.Item.Version)
	b := d.as("aliya")
	page := b.post("/queue", url.Values{"verb": {"approve"}, "item": {item}}).Body.String()
	holds(t, page, "<details open>", "a***@p***.example", "not proven", "The period for the destruction is over", `name="sure"`)
	if strings.Contains(page, "aigul@") {
		t.Error("the address is shown in full")
	}
	page = b.post("/queue", url.Values{"verb": {"approve"}, "item": {string(question) + ":1"}}).Body.String()
	if strings.Contains(page, `name="sure"`) || !strings.Contains(page, "None of them can be decided so.") {
		t.Error("there is a button for what cannot be done")
	}
}
