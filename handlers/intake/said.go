package intake

import (
	"crypto/sha256"
	"hash"
	"strings"
	"time"
	"unicode"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// A signature says who wrote, not that they write now: whoever holds a letter can
// send it again, with other fields around it, for as long as its key stands. Two
// things tell such a letter, and neither is in the sender's hand: that we have had
// these words from this author before, and that its Date is not today's. Then the
// author is asked; see Decide.

// untimely is how far Date may lie before receipt: as long as a mail server goes on
// trying (RFC 5321 §4.5.4.1). Clocks ahead of ours get a day.
const (
	untimelyAfter  = 5 * 24 * time.Hour
	untimelyBefore = 24 * time.Hour
)

// untimely reports whether a letter says it was written at another time than it
// came. One that does not say when is not judged: who may alter Date may as well set it.
func untimely(date, received time.Time) bool {
	return !date.IsZero() && (received.Sub(date) > untimelyAfter || date.Sub(received) > untimelyBefore)
}

// saidDigest is the same for the same author and words, figures included, in whatever
// case, spacing and punctuation; zero where From names no author.
func saidDigest(from privacy.Address, m *message.Message) (d [32]byte) {
	if from.IsZero() {
		return d
	}
	h := sha256.New()
	h.Write([]byte(from.Reveal() + "\n"))
	writeWords(h, m, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	h.Sum(d[:0])
	return d
}

func writeWords(h hash.Hash, m *message.Message, between func(rune) bool) {
	for _, s := range []string{m.SubjectLine, m.OwnText()} {
		for word := range strings.FieldsFuncSeq(s, between) {
			h.Write([]byte(strings.ToLower(word)))
			h.Write([]byte{' '})
		}
		h.Write([]byte{'\n'})
	}
}

// saidBefore finds the request that the author of a letter made in the same words. One
// that waits for its question to be answered does not count: it may be a forgery
// that came first.
func saidBefore(tx *store.Tx, r *reading) (store.Request, bool, error) {
	if r.said == ([32]byte{}) {
		return store.Request{}, false, nil
	}
	before, ok, err := tx.RequestSaid(r.said)
	counts := before.Proof == privacy.Proven || !before.State.Open()
	return before, ok && counts, err
}

// sameLetter reports whether a proven letter is one that was taken before and came
// another way: a second copy, or somebody sends it again.
func sameLetter(r *reading, before store.Request) bool {
	id := r.message.MessageID
	return r.finding.Proof == privacy.Proven && before.Proof == privacy.Proven && id != "" && id == before.MessageID.Reveal()
}

// remember notes what was said, where a rule would act on it or ask about it.
func remember(tx *store.Tx, r *reading, req store.Request, d Decision) error {
	if r.said == ([32]byte{}) || d.Route == privacy.RouteReview || req.Kind == privacy.KindUnsubscribe {
		return nil
	}
	return tx.PutSaid(r.said, req.ID)
}
