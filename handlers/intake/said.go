package intake

import (
	"bytes"
	"crypto/sha256"
	"time"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// A signature says who wrote, not that they write now: whoever holds a letter can
// send it again, with other fields around it, for as long as its key stands. What
// tells such a letter is that we have had this subject line and body from this author
// before, or that its Date is not today's. Then the author is asked; see Decide.

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

// maxSaid is the longest body that is taken as it was sent, in octets: with the longest
// header that can be proven it is still fetched whole.
const maxSaid = 128 << 10

// saidDigest is the same for all copies of a letter that keep its signature; zero where
// From names no author. It takes what a signature holds fast, subject line and body as
// they were sent, without the blanks that it does not. Which words are read out of a body
// hangs on a Content-Type that may be unsigned: somebody could have the same letter read
// in other words. Of a long letter, which is not always fetched whole, the words must do.
func saidDigest(from privacy.Address, m *message.Message, d mailbox.Delivery) (digest [32]byte) {
	if from.IsZero() {
		return digest
	}
	body := bodyOf(d.Raw)
	if len(body) > maxSaid || d.Reduced {
		body = []byte(m.OwnText())
	}
	h := sha256.New()
	h.Write([]byte(from.Reveal() + "\n"))
	h.Write(withoutBlanks([]byte(m.SubjectLine)))
	h.Write([]byte{'\n'})
	h.Write(withoutBlanks(body))
	h.Sum(digest[:0])
	return digest
}

// withoutBlanks drops what canonical forms add, drop and turn (RFC 6376 §3.4).
func withoutBlanks(b []byte) []byte {
	left := make([]byte, 0, len(b))
	for _, c := range b {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			left = append(left, c)
		}
	}
	return left
}

// bodyOf is what stands behind the first blank line. Where programs may differ on
// which that is, nothing is proven; see senderauth.ReasonHeader.
func bodyOf(raw []byte) []byte {
	for at := 0; at < len(raw); {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			break
		}
		if len(bytes.TrimRight(raw[at:at+n], "\r")) == 0 {
			return raw[at+n+1:]
		}
		at += n + 1
	}
	return nil
}

// saidBefore finds the request that the author of a letter made with the same body. One
// that waits for its question to be answered does not count: it may be a forgery
// that came first.
func saidBefore(tx *store.Tx, r *reading) (store.Request, bool, error) {
	if r.said == ([32]byte{}) {
		return store.Request{}, false, nil
	}
	before, ok, err := tx.RequestSaid(r.said, r.from)
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
	return tx.PutSaid(r.said, req)
}
