package intake

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store/privacy"
)

// Whatever the ladder says, it only ever asks more often than what is shipped.
func TestNoLadderIsLaxerThanWhatIsShipped(t *testing.T) {
	for _, rung := range [][]Evidence{{}, {EvidenceConfirmation}, {senderauth.ReasonDMARC}, {senderauth.ReasonDMARC, EvidenceConfirmation}} {
		l := Ladder{Update: map[privacy.Field][]Evidence{}, Withdraw: rung, Unsubscribe: rung}
		for _, f := range privacy.Fields {
			l.Update[f] = rung
		}
		if errs := l.Check(); len(errs) > 0 {
			t.Errorf("%v: %v", rung, errs)
		}
		everySituation(func(s Situation) {
			before := Decide(s)
			s.Ladder = l
			if d := Decide(s); d.Route == privacy.RouteApply && (before.Route != privacy.RouteApply || d.Words != before.Words) {
				t.Errorf("%v, %+v: %+v, shipped %+v", rung, s, d, before)
			} else if d.Words == Silence && before.Words != Silence {
				t.Errorf("%v, %+v: the writer is not answered", rung, s)
			}
		})
	}
}

func TestLadderByActAndField(t *testing.T) {
	l := Ladder{
		Update: map[privacy.Field][]Evidence{
			privacy.FieldPhone: {senderauth.ReasonDMARC, EvidenceConfirmation},
			privacy.FieldEmail: {},
		},
		Withdraw:    []Evidence{EvidenceConfirmation},
		Unsubscribe: []Evidence{senderauth.ReasonDMARC, EvidenceConfirmation},
	}
	verdict := func(k privacy.Kind, fields ...privacy.Field) classifier.Verdict {
		v := classifier.Verdict{Kind: k, Certainty: privacy.Certain}
		for _, f := range fields {
			v.Fields = append(v.Fields, classifier.Value{Field: f, Valid: true})
		}
		return v
	}
	for name, c := range map[string]struct {
		v     classifier.Verdict
		e     Evidence
		route privacy.Route
		why   string
	}{
		"name, any proof":                {verdict(privacy.KindUpdate, privacy.FieldName), senderauth.ReasonSPF, privacy.RouteApply, "proven"},
		"phone, enough":                  {verdict(privacy.KindUpdate, privacy.FieldPhone), senderauth.ReasonDMARC, privacy.RouteApply, "proven"},
		"phone, not enough":              {verdict(privacy.KindUpdate, privacy.FieldPhone), senderauth.ReasonSPF, privacy.RouteConfirm, "evidence"},
		"phone, unproven":                {verdict(privacy.KindUpdate, privacy.FieldPhone), "", privacy.RouteConfirm, "unproven"},
		"name and phone: the stricter":   {verdict(privacy.KindUpdate, privacy.FieldName, privacy.FieldPhone), senderauth.ReasonSPF, privacy.RouteConfirm, "evidence"},
		"email: a person":                {verdict(privacy.KindUpdate, privacy.FieldEmail), senderauth.ReasonDMARC, privacy.RouteReview, "evidence"},
		"email, unproven: a person":      {verdict(privacy.KindUpdate, privacy.FieldEmail), "", privacy.RouteReview, "evidence"},
		"phone and email: a person":      {verdict(privacy.KindUpdate, privacy.FieldPhone, privacy.FieldEmail), senderauth.ReasonDMARC, privacy.RouteReview, "evidence"},
		"withdrawal always asks":         {verdict(privacy.KindWithdraw), senderauth.ReasonDMARC, privacy.RouteConfirm, "evidence"},
		"unsubscription, enough":         {verdict(privacy.KindUnsubscribe), senderauth.ReasonDMARC, privacy.RouteApply, "proven"},
		"unsubscription, not enough":     {verdict(privacy.KindUnsubscribe), senderauth.ReasonSPF, privacy.RouteConfirm, "evidence"},
		"unsubscription, unproven: asks": {verdict(privacy.KindUnsubscribe), "", privacy.RouteConfirm, "unproven"},
		"access is a person's anyway":    {verdict(privacy.KindAccess), senderauth.ReasonDMARC, privacy.RouteReview, "kind"},
	} {
		s := Situation{Verdict: c.v, Proof: privacy.Proven, Evidence: c.e, Ladder: l, OnRecord: true, Marked: true}
		if c.e == "" {
			s.Proof = privacy.Unproven
		}
		if d := Decide(s); d.Route != c.route || d.Reason != c.why || d.Suspend != (c.v.Kind == privacy.KindWithdraw) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// The ladder reaches letters: what is proven by less than it asks is asked about.
func TestLettersClimbTheLadder(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.in.Ladder = Ladder{Update: map[privacy.Field][]Evidence{privacy.FieldPhone: {senderauth.ReasonDMARC, EvidenceConfirmation}}}
	r := o.request(o.gets(update(aigul, "spf=pass smtp.mailfrom=posta.example")))
	if r.State != privacy.StateAwaiting || r.Proof != privacy.Proven || r.Reason != "evidence" || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Fatalf("%s %s %s", r.State, r.Proof, r.Reason)
	}
	o.gets(reply(o.last(aigul, question), aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("confirmed: phone %q", got)
	}
	o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 99 99"})
	if got := o.subject(id).Phone.Reveal(); got != "+77015559999" {
		t.Errorf("by DMARC: phone %q", got)
	}
}

func TestLaxLaddersAreRefusedWithTheReason(t *testing.T) {
	for want, l := range map[string]Ladder{
		`proof.update.phone: "from" is not enough: nothing may change because a From line says so, which anybody can write (P3 in docs/security.md); leave it out`:         {Update: map[privacy.Field][]Evidence{privacy.FieldPhone: {EvidenceFrom}}},
		`proof.withdraw: "from" is not enough: nothing may change because a From line says so, which anybody can write (P3 in docs/security.md); leave it out`:             {Withdraw: []Evidence{senderauth.ReasonDMARC, EvidenceFrom}},
		`proof.unsubscribe: "not-aligned" proves nothing; write any of "dmarc-pass", "dkim-aligned", "spf-aligned", "dkim-verified", "arc-sealed", "confirmation", "from"`: {Unsubscribe: []Evidence{senderauth.ReasonNotAligned}},
	} {
		errs := l.Check()
		if len(errs) != 1 || errs[0].Error() != want {
			t.Errorf("%v\nwant %s", errs, want)
		}
	}
	if errs := (Ladder{Withdraw: []Evidence{"", "FROM", " from"}}).Check(); len(errs) != 3 || strings.Contains(errs[0].Error(), `"from"`) {
		t.Errorf("%v", errs)
	}
}
