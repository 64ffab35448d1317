package console

import (
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// item is what the form of the queue says of a request as it stands.
func (d *desk) item(n privacy.Number) string {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	return fmt.Sprintf("%s:%d", n, c.Item.Version)
}

// What may mean something else, and any destruction, is shown in the list in the letter's own
// words, and the one button leaves it out unless somebody says that they have read it.
func TestTheListCarriesOutWhatWasRead(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Aigul", "")
	d.person("olga@posta.example", "Olga", "")
	mother := d.gets(letterFrom("aigul@posta.example", "My mother", "Please delete the personal data of my mother Anna Smith. She died in October."))
	plain := d.gets(letterFrom("olga@posta.example", "My data", "Please delete all my personal data."))
	b := d.as("aliya")
	ticked := url.Values{"verb": {"approve"}, "item": {d.item(mother), d.item(plain)}}
	page := html.UnescapeString(b.post("/queue", ticked).Body.String())
	holds(t, page, "may ask for something else than is proposed", "She died in October", "about somebody else: <q>My mother", `<p dir="auto"><mark class="against">My mother</mark>`, "not clear enough", `name="read" value="`+d.item(mother)+`"`)
	holds(t, page, "destruction cannot be taken back", `value="`+d.item(plain)+`"> I have read`)
	ticked.Set("sure", "yes")
	ticked.Set("read", d.item(plain))
	b.post("/queue", ticked)
	if d.state(mother) != privacy.StateInReview || d.state(plain) != privacy.StateClosed {
		t.Fatalf("%s, %s", d.state(mother), d.state(plain))
	}
	ticked.Del("read")
	b.post("/queue", url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": {d.item(mother)}, "read": {string(mother) + ":9"}})
	if d.state(mother) != privacy.StateInReview {
		t.Error("what was read was another version")
	}
	b.post("/queue", url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": {d.item(mother)}, "read": {d.item(mother)}})
	if d.state(mother) != privacy.StateClosed {
		t.Error("what was read is not carried out")
	}
}

// Several letters of one person are carried out in the order in which they came, and
// the list shows which values are written.
func TestTheLastWordStands(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	older := d.near()
	d.wait(time.Minute)
	newer := d.gets(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99"))
	b := d.as("aliya")
	ticked := url.Values{"verb": {"approve"}, "item": {d.item(newer), d.item(older)}}
	holds(t, html.UnescapeString(b.post("/queue", ticked).Body.String()), "+77015550001 → <strong>+77015557788</strong>", "<strong>+77015557799</strong>")
	ticked.Set("sure", "yes")
	b.post("/queue", ticked)
	found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	if phone := found.Subject.Phone.Reveal(); phone != "+77015557799" || d.state(older) != privacy.StateClosed || d.state(newer) != privacy.StateClosed {
		t.Errorf("%s, %s; on record is %s", d.state(older), d.state(newer), phone)
	}
	list := []privacy.Number{older, newer, "OT-0000-0000"}
	if got := d.s.Desk.InOrder(t.Context(), "undo", list); got[0] != newer && got[0] != older || got[2] != "OT-0000-0000" {
		t.Errorf("undo in the order %v", got)
	}
}

// An older letter that is left when the newer one was carried out is not carried out by
// one key, nor by the list.
func TestAnOlderLetterIsNoKeyAway(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "+77015550001")
	older := d.near()
	d.wait(time.Minute)
	newer := d.gets(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99"))
	_, err := d.s.Desk.Do(t.Context(), newer, privacy.Operator("aliya"), review.Act{Verb: "approve"})
	d.must(err)
	b, path := d.as("aliya"), "/requests/"+string(older)
	page := b.page(path)
	holds(t, page, "this older letter would undo it", string(newer), "Look at the letter")
	b.post("/queue", url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": {d.item(older)}})
	b.post(path+"/approve", b.form(page, path+"/approve"))
	if d.state(older) != privacy.StateInReview {
		t.Error("carried out unseen")
	}
}

// So it is with what the reading is not certain of, and with the end of a blocking that
// nothing proves to be the person's wish; what is certain and proven needs no tick.
func TestTheListLeavesOutWhatIsNotCertain(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Aigul", "")
	d.must(d.s.Desk.BlockSubject(t.Context(), privacy.Operator("aliya"), d.person("olga@posta.example", "Olga", ""), "x"))
	d.person("dana@posta.example", "Dana", "")
	doubtful := d.gets(letterFrom("aigul@posta.example", "Letters", "Stop the newsletter? No, keep sending it."))
	unproven := d.gets(strings.Replace(letterFrom("olga@posta.example", "Question", "Please lift the restriction on my data."), "dmarc=pass", "dmarc=none", 1))
	plain := d.gets(letterFrom("dana@posta.example", "Question", "Please block my data until the dispute is settled."))
	b := d.as("aliya")
	ticked := url.Values{"verb": {"approve"}, "item": {d.item(doubtful), d.item(unproven), d.item(plain)}}
	page := html.UnescapeString(b.post("/queue", ticked).Body.String())
	holds(t, page, "keep sending it", "lift the restriction", `name="read" value="`+d.item(doubtful)+`"`, `name="read" value="`+d.item(unproven)+`"`, "Nothing proves who wrote this")
	if strings.Contains(page, `name="read" value="`+d.item(plain)) {
		t.Error("what is certain and proven is to be read")
	}
	ticked.Set("sure", "yes")
	b.post("/queue", ticked)
	if d.state(doubtful) != privacy.StateInReview || d.state(unproven) != privacy.StateInReview || d.state(plain) == privacy.StateInReview {
		t.Errorf("%s, %s, %s", d.state(doubtful), d.state(unproven), d.state(plain))
	}
	b.post("/queue", url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": ticked["item"][:2], "read": {d.item(doubtful), d.item(unproven)}})
	if d.state(doubtful) == privacy.StateInReview || d.state(unproven) == privacy.StateInReview {
		t.Errorf("what was read is not carried out: %s, %s", d.state(doubtful), d.state(unproven))
	}
}

// What was seen and quotes no words of the letter is said in words of its own, in every
// language, and not as a label with nothing behind it.
func TestWhatTiesALetterToUsIsSaid(t *testing.T) {
	d := newDesk(t)
	n := d.near()
	path := "/requests/" + string(n)
	d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return err
		}
		r.Evidence = []store.Observation{{Rule: handlers.RuleReply, Where: "In-Reply-To"}, {Rule: "unread:encrypted", Where: "message"}}
		return tx.PutRequest(r)
	}))
	page := d.as("aliya").page(path)
	for _, want := range []string{"It answers a letter of ours", "A part of the letter could not be read, so a person decides: "} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if strings.Contains(page, "<q></q>") {
		t.Error("an empty quotation stands there")
	}
}
