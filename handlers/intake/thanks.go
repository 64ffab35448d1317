package intake

import (
	"regexp"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// reasonThanks is why an answer changes nothing and comes before nobody.
const reasonThanks = "thanks"

// onlyThanks: who was asked says nothing but thanks about what is decided. Anything more,
// a file or another subject line among it, a person reads.
func (in *Intake) onlyThanks(tx *store.Tx, r *reading, q handlers.Question) (bool, error) {
	m := r.message
	if q.Request.State.Open() || r.from != q.Address || r.finding.Proof == privacy.Contradicted || r.finding.Denied ||
		len(r.verdicts) > 0 || len(r.values) > 0 || r.unread.Rule != "" || len(m.Attachments) > 0 || len(m.Damage) > 0 || len(m.From) != 1 ||
		!handlers.OnlyThanks(m.OwnText(), m.From[0].Name) {
		return false, nil
	}
	letters, err := tx.LettersOf(q.Request.ID)
	if err != nil {
		return false, store.PassOver(err)
	}
	for _, l := range letters {
		if plainSubject(message.Parse(l.Bytes).SubjectLine) == plainSubject(m.SubjectLine) {
			return true, nil
		}
	}
	return false, nil
}

// thanksWithoutCode is onlyThanks for a reply to one of our letters that asks nothing, and so
// has no code: by its Message-ID, which nobody knows but who has the letter.
func (in *Intake) thanksWithoutCode(tx *store.Tx, r *reading) (id privacy.RequestID, ok bool, err error) {
	l, ok, err := letterAnswered(tx, r)
	if err != nil || !ok {
		return "", false, err
	}
	req, err := tx.Request(l.RequestID)
	if err != nil || req.From != r.from {
		return "", false, store.PassOver(err)
	}
	ok, err = in.onlyThanks(tx, r, handlers.Question{Confirmation: store.Confirmation{RequestID: req.ID, Address: r.from}, Request: req})
	return req.ID, ok, err
}

// plainSubject is a subject line without what mail programs put before it.
func plainSubject(s string) string {
	return strings.Join(strings.Fields(answerPrefix.ReplaceAllString(s, "")), " ")
}

var answerPrefix = regexp.MustCompile(`(?i)^(\s*(re|aw|sv|ha|на|ответ|жауап)(\[\d{1,2}\])?\s*:)+`)
