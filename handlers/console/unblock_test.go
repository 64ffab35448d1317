package console

import (
	"strings"
	"testing"

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
	d.must(d.s.Desk.BlockSubject(t.Context(), privacy.Operator("aliya"), id, true, "check"))
	for _, path := range []string{"/", "/requests/" + string(n)} {
		if page := b.page(path); strings.Contains(page, "answer that nothing is blocked") || !strings.Contains(page, "end the blocking") {
			t.Errorf("%s proposes it of a blocked record", path)
		}
	}
}
