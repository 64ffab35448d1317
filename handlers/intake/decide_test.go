package intake

import (
	"testing"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store/privacy"
)

// everySituation calls fn for all that can be told apart.
func everySituation(fn func(Situation)) {
	for _, kind := range append(privacy.Kinds, privacy.KindNone) {
		for _, certainty := range []privacy.Certainty{privacy.Certain, privacy.Doubtful} {
			for _, proof := range []privacy.Proof{privacy.Proven, privacy.Unproven, privacy.Contradicted, ""} {
				for bits := range 256 {
					fn(Situation{
						Evidence: senderauth.ReasonSignature,
						Verdict:  classifier.Verdict{Kind: kind, Certainty: certainty}, Proof: proof,
						Several: bits&1 > 0, OnRecord: bits&2 > 0, Blocked: bits&6 == 6, Attached: bits&8 > 0, Marked: bits&16 > 0, Said: bits&32 > 0, Untimely: bits&64 > 0, Astray: bits&128 > 0,
					})
				}
			}
		}
	}
}

// P3: by rule a record changes only for a proven author who wrote something certain.
func TestOnlyProvenAndCertainIsApplied(t *testing.T) {
	everySituation(func(s Situation) {
		d := Decide(s)
		harmless := s.Verdict.Kind == privacy.KindUnsubscribe && d.Words == Acknowledge
		if d.Route == privacy.RouteApply && s.Proof != privacy.Proven && !harmless {
			t.Errorf("applied without proof: %+v", s)
		}
		changes := s.Verdict.Kind == privacy.KindUpdate || s.Verdict.Kind == privacy.KindWithdraw
		if d.Route == privacy.RouteApply && changes && !s.Marked {
			t.Errorf("own words are acted on without asking: %+v", s)
		}
		if d.Route == privacy.RouteApply && changes && (s.Said || s.Untimely || s.Astray) {
			t.Errorf("what may be an old letter is acted on without asking: %+v", s)
		}
		if d.Route == privacy.RouteApply && (s.Verdict.Certainty != privacy.Certain || s.Several || s.Blocked && !harmless) {
			t.Errorf("applied although not certain, or blocked: %+v", s)
		}
	})
}

// P4: what an unproven writer gets does not depend on whether a record exists.
func TestUnprovenWritersLearnNothing(t *testing.T) {
	everySituation(func(s Situation) {
		if s.Proof == privacy.Proven {
			return
		}
		other := s
		other.OnRecord, other.Blocked = !s.OnRecord, false
		if a, b := Decide(s), Decide(other); a.Words != b.Words || a.Route != b.Route || a.Reason != b.Reason {
			t.Errorf("differs by record: %+v: %+v and %+v", s, a, b)
		}
	})
}

// P12, P5: an authority and a contradicted From line get no letter and a person.
func TestSilenceWherePolicyOrdersIt(t *testing.T) {
	everySituation(func(s Situation) {
		if s.Proof != privacy.Contradicted && s.Verdict.Kind != privacy.KindAuthority {
			return
		}
		if d := Decide(s); d.Words != Silence || d.Route != privacy.RouteReview || d.Suspend {
			t.Errorf("%+v: %+v", s, d)
		}
	})
}

// P8: an unproven certain withdrawal stops optional processing; nothing else does.
func TestSuspendsOnlyUnprovenWithdrawals(t *testing.T) {
	everySituation(func(s Situation) {
		d := Decide(s)
		want := d.Route == privacy.RouteConfirm && s.Verdict.Kind == privacy.KindWithdraw && s.OnRecord && !s.Blocked
		if got := d.Suspend && d.Route == privacy.RouteConfirm; got != want {
			t.Errorf("%+v: suspend = %v, want %v", s, got, want)
		}
	})
}

func TestDecide(t *testing.T) {
	certain := func(k privacy.Kind) classifier.Verdict {
		return classifier.Verdict{Kind: k, Certainty: privacy.Certain}
	}
	for name, c := range map[string]struct {
		s     Situation
		route privacy.Route
		words Words
		why   string
	}{
		"update, proven, on record":   {Situation{Marked: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven, OnRecord: true}, privacy.RouteApply, TellWhatWasDone, "proven"},
		"update, unproven":            {Situation{Marked: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Unproven, OnRecord: true}, privacy.RouteConfirm, AskToConfirm, "unproven"},
		"update, proven, no record":   {Situation{Marked: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven}, privacy.RouteApply, TellNothingHeld, "no-record"},
		"update with an attachment":   {Situation{Marked: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven, OnRecord: true, Attached: true}, privacy.RouteReview, Acknowledge, "attachment"},
		"withdraw with an attachment": {Situation{Marked: true, Verdict: certain(privacy.KindWithdraw), Proof: privacy.Proven, OnRecord: true, Attached: true}, privacy.RouteApply, TellWhatWasDone, "proven"},
		"withdraw, proven, blocked":   {Situation{Marked: true, Verdict: certain(privacy.KindWithdraw), Proof: privacy.Proven, OnRecord: true, Blocked: true}, privacy.RouteReview, Acknowledge, "blocked"},
		"update in own words":         {Situation{Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven, OnRecord: true}, privacy.RouteConfirm, AskToConfirm, "own-words"},
		"withdraw in own words":       {Situation{Verdict: certain(privacy.KindWithdraw), Proof: privacy.Proven}, privacy.RouteConfirm, AskToConfirm, "own-words"},
		"update said before":          {Situation{Marked: true, Said: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven, OnRecord: true}, privacy.RouteConfirm, AskToConfirm, "said-before"},
		"withdrawal of another day":   {Situation{Marked: true, Untimely: true, Verdict: certain(privacy.KindWithdraw), Proof: privacy.Proven}, privacy.RouteConfirm, AskToConfirm, "untimely"},
		"update sent to another":      {Situation{Marked: true, Astray: true, Verdict: certain(privacy.KindUpdate), Proof: privacy.Proven, OnRecord: true}, privacy.RouteConfirm, AskToConfirm, "astray"},
		"unsubscribe said before":     {Situation{Said: true, Verdict: certain(privacy.KindUnsubscribe), Proof: privacy.Proven, OnRecord: true}, privacy.RouteApply, TellWhatWasDone, "proven"},
		"unsubscribe in own words":    {Situation{Verdict: certain(privacy.KindUnsubscribe), Proof: privacy.Proven, OnRecord: true}, privacy.RouteApply, TellWhatWasDone, "proven"},
		"unsubscribe, unproven":       {Situation{Verdict: certain(privacy.KindUnsubscribe), Proof: privacy.Unproven, OnRecord: true}, privacy.RouteApply, Acknowledge, "unsubscribe"},
		"access":                      {Situation{Verdict: certain(privacy.KindAccess), Proof: privacy.Proven, OnRecord: true}, privacy.RouteReview, Acknowledge, "kind"},
		"several":                     {Situation{Marked: true, Verdict: certain(privacy.KindUpdate), Several: true, Proof: privacy.Proven, OnRecord: true}, privacy.RouteReview, Acknowledge, "several"},
	} {
		c.s.Evidence = senderauth.ReasonDMARC
		if d := Decide(c.s); d.Route != c.route || d.Words != c.words || d.Reason != c.why {
			t.Errorf("%s: %+v", name, d)
		}
	}
}
