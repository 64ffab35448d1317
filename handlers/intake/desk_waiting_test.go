package intake

import (
	"errors"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// P3: what an unproven letter says does not ride along with one whose proof comes later.
func TestNothingIsMergedIntoARequestThatWaitsForItsProof(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	doubtful := o.near("")
	dns := o.mute()
	waiting := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Аты-жөні: Айгүл Серікова"}))
	if waiting.State != privacy.StateReceived {
		t.Fatalf("%s, waits for nothing", waiting.State)
	}
	if err := o.desk.Merge(t.Context(), doubtful.Number, aidos, 0, waiting.Number); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Error(err)
	}
	dns.back = true
	o.sweeps(time.Hour)
	if s := o.subject(id); s.Name.Reveal() != "Айгүл Серікова" || s.Phone.Reveal() != "+77015550001" {
		t.Errorf("%q, %q", s.Name.Reveal(), s.Phone.Reveal())
	}
}
