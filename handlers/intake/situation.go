package intake

import (
	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/store"
)

// circumstances are what is known beside a letter and one thing it asks.
type circumstances struct {
	several  bool // it asks more than this
	spoken   bool // the writer hears of this request and not only of another in the same letter
	said     bool // its author has said the same before
	subject  store.Subject
	onRecord bool
}

func (in *Intake) situation(r *reading, req *store.Request, v classifier.Verdict, c circumstances) Situation {
	return Situation{
		Verdict: v, Several: c.several, Proof: req.Proof, Evidence: Evidence(req.ProofWhy), Ladder: in.Ladder,
		OnRecord: c.onRecord, Blocked: c.subject.Blocked, Attached: r.message.Attached(),
		Junk: isJunk(req.Message.Mailbox), Marked: marked(v),
		Said: c.said, Untimely: untimely(r.message.Date, req.ReceivedAt), Astray: !in.addressed(r.message),
	}
}

// verdictOf is what was understood when the letter came.
func verdictOf(req *store.Request) classifier.Verdict {
	v := classifier.Verdict{Kind: req.Kind, Certainty: req.Certainty, Language: req.Language}
	for _, c := range req.Changes {
		v.Fields = append(v.Fields, classifier.Value{Field: c.Field, Text: c.Value.Reveal(), Where: c.Where, Valid: c.Valid})
	}
	for _, e := range req.Evidence {
		v.Evidence = append(v.Evidence, classifier.Evidence{Rule: e.Rule, Text: e.Text.Reveal(), Where: e.Where})
	}
	return v
}
