package intake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store/privacy"
)

// Verifier finds out whether a message comes from the address in its From line.
type Verifier interface {
	Verify(ctx context.Context, m *message.Message, b senderauth.Bytes) senderauth.Finding
}

// reading is what steps 4 to 7 make of a delivery, outside any transaction, on
// any core.
type reading struct {
	delivery mailbox.Delivery
	message  *message.Message
	from     privacy.Address // zero where the From line names no single address
	finding  senderauth.Finding
	verdicts []classifier.Verdict
	tokens   []string            // what may be the token of one of our questions
	reply    handlers.Reply      // what the writer answers, where there is a token
	more     bool                // and whether they wrote more than that
	values   []classifier.Value  // what may be new values, where there is a token
	number   privacy.Number      // of the request that the subject line quotes, or empty
	words    string              // digest of the folded words, for the limits
	said     [32]byte            // digest of author, subject line and body, see saidDigest
	dated    []string            // the writer's own lines, where an authority asks: they may name a day
	unread   classifier.Evidence // why it goes to a person although nothing was found
	failed   string              // code of why reading failed; a person gets the raw bytes
}

// read never fails: what cannot be read becomes a reading with a reason, and the
// next message is processed (P16).
func read(ctx context.Context, v Verifier, d mailbox.Delivery) *reading {
	return readBy(ctx, v, new(classifier.Reader), d)
}

func readBy(ctx context.Context, v Verifier, reader *classifier.Reader, d mailbox.Delivery) (r *reading) {
	r = &reading{delivery: d, failed: unreadable(d)}
	defer func() {
		if recover() != nil { // the value may hold what the message says: it is not logged
			*reader = classifier.Reader{} // whatever state it was left in
			*r = reading{delivery: d, failed: "reader-crashed"}
		}
	}()
	if r.failed != "" && len(d.Raw) == 0 {
		return r
	}
	m := message.Parse(d.Raw)
	r.message = m
	if len(m.From) == 1 {
		r.from, _ = privacy.ParseAddress(m.From[0].Address)
	}
	if m.Automatic.Strong && r.failed == "" { // dispose looks no further
		r.forget()
		return r
	}
	r.tokens = handlers.Tokens(m.SubjectLine, m.Text)
	if len(r.tokens) > 0 {
		name := ""
		if len(m.From) == 1 {
			name = m.From[0].Name
		}
		r.reply, r.more = handlers.ReadReply(m.OwnText(), name)
		r.values = reader.NewValues(m)
	}
	r.number = handlers.QuotedNumber(m.SubjectLine)
	r.verdicts = reader.Classify(m)
	if slices.ContainsFunc(r.verdicts, func(v classifier.Verdict) bool { return v.Kind == privacy.KindAuthority }) {
		r.dated = strings.Split(m.OwnText(), "\n")
	}
	if len(r.verdicts) == 0 && m.Automatic.Sign == "" {
		r.unread = classifier.Unread(m)
	}
	if len(r.verdicts) > 0 || r.unread.Rule != "" || len(r.tokens) > 0 || r.number != "" || len(m.InReplyTo) > 0 || r.failed != "" {
		r.finding = verify(ctx, v, m, d)
		r.words = wordsDigest(m)
		r.said = saidDigest(r.from, m, d)
	}
	r.forget()
	return r
}

// verify takes the time that ctx leaves. What a name server does not answer in it is
// asked again later; see waits.
func verify(ctx context.Context, v Verifier, m *message.Message, d mailbox.Delivery) senderauth.Finding {
	ctx, cancel := context.WithTimeout(ctx, letterPatience)
	defer cancel()
	return v.Verify(ctx, m, senderauth.Bytes{Raw: d.Raw, Reduced: d.Reduced || d.Unreadable != "", Received: d.InternalDate})
}

// forget lets go of what recording does not look at, since a whole batch waits for
// its commit. Of a reply that asks nothing the language may yet be wanted.
func (r *reading) forget() {
	if len(r.tokens) > 0 { // an answer is kept with the question
		return
	}
	if m := r.message; len(r.verdicts) > 0 || len(m.InReplyTo) == 0 {
		m.Header, m.Text, m.Ranges = nil, "", nil
	}
}

func unreadable(d mailbox.Delivery) string {
	if d.Unreadable == "" {
		return ""
	}
	return "unreadable"
}

// wordsDigest is the same for the same words in whatever case, spacing and
// punctuation: two answering machines that change addresses keep their words.
func wordsDigest(m *message.Message) string {
	h := sha256.New()
	for _, s := range []string{m.SubjectLine, m.OwnText()} {
		for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
			h.Write([]byte(strings.ToLower(word)))
			h.Write([]byte{' '})
		}
		h.Write([]byte{'\n'})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
