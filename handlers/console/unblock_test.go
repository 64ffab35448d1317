package console

import (
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Where nothing is blocked that is what is proposed to be said, on the page and in the queue.
func TestWhereNothingIsBlockedThatIsProposed(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "My data", "Please unblock my personal data."))
	b := d.as("aliya")
	for _, path := range []string{"/", "/requests/" + string(n)} {
		if !strings.Contains(b.page(path), "answer that nothing is blocked") {
			t.Errorf("%s does not propose it", path)
		}
	}
	d.must(d.s.Desk.BlockSubject(t.Context(), privacy.Operator("aliya"), id, "check"))
	for _, path := range []string{"/", "/requests/" + string(n)} {
		if page := b.page(path); strings.Contains(page, "answer that nothing is blocked") || !strings.Contains(page, "end the blocking") {
			t.Errorf("%s proposes it of a blocked record", path)
		}
	}
}

// The page shows the letter about the end of a blocking before it ends, and a tick keeps
// it from leaving.
func TestThePageTellsOfTheEndOfABlocking(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		d := newDesk(t)
		id := d.person("aigul@posta.example", "Айгүл", "")
		n := d.gets(letterFrom("aigul@posta.example", "My data", "Please block my personal data."))
		_, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "approve", Read: true})
		d.must(err)
		b, path := d.as("aliya"), "/subjects/"+string(id)
		holds(t, b.page(path), "The blocking of your personal data has ended.", "Send no letter")
		form := url.Values{"blocked": {"no"}, "reason": {"settled"}}
		if quiet {
			form.Set("no-letter", "yes")
		}
		b.post(path+"/block", form)
		page := b.page(path)
		if told := strings.Contains(page, "the person is told by a letter"); told == quiet || !strings.Contains(page, "Blocking ended") {
			t.Errorf("quiet %v: told %v", quiet, told)
		}
	}
}
