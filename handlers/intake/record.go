package intake

import (
	"errors"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// one gives a message its disposition, and all that follows from it, in tx.
func (in *Intake) one(tx *store.Tx, r *reading) (Outcome, error) {
	key := storeKey(r.delivery.Key)
	if d, seen, err := tx.Disposition(key); err != nil || seen {
		return Outcome{key, d}, err // step 3: taken before, the crash came before filing
	}
	d, err := in.dispose(tx, r, key)
	if err != nil {
		return Outcome{}, err
	}
	if err := tx.PutDisposition(key, r.delivery.Fingerprint, d); err != nil {
		return Outcome{}, err
	}
	switch d.What {
	case store.DisposedRequest, store.DisposedReply, store.DisposedDuplicate:
		if err := in.fileHandled(tx, key, d); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{key, d}, nil
}

// fileHandled lists a message for its keyword, unless a person must first say
// whether it is a request at all (P6): the desk lists it then; or its proof is tried
// again: settle lists it. A copy is listed as
// its original is: UIDVALIDITY may have changed before that one was filed.
func (in *Intake) fileHandled(tx *store.Tx, key store.MessageKey, d store.Disposition) error {
	copied := d.What == store.DisposedDuplicate && d.Reason == store.DisposedRequest
	for _, id := range d.Requests {
		r, err := tx.Request(id)
		if isNotFound(err) { // destroyed, and even the proof of it may have ended
			continue // its message was handled, whatever lies there now
		}
		if errors.Is(err, privacy.ErrUnreadable) {
			return nil // how it stands nobody can say
		}
		if err != nil {
			return err
		}
		waits := r.State == privacy.StateInReview || r.State == privacy.StateReceived
		if (r.Message == key || copied) && waits {
			return nil
		}
	}
	return tx.PutToFile(key)
}

// dispose decides what a message is.
func (in *Intake) dispose(tx *store.Tx, r *reading, key store.MessageKey) (store.Disposition, error) {
	before, seen, err := tx.DispositionByFingerprint(r.delivery.Fingerprint)
	switch {
	case err != nil:
		return store.Disposition{}, err
	case seen:
		return in.duplicate(tx, key, before)
	case r.failed != "":
		return in.setAside(tx, r, key)
	}
	own, err := in.isOurs(tx, r)
	if err != nil || own {
		return store.Disposition{What: store.DisposedOwn}, err
	}
	if r.message.Automatic.Strong {
		return store.Disposition{What: store.DisposedAutomatic, Reason: r.message.Automatic.Sign}, nil
	}
	if gone, err := in.destroyedSince(tx, r); err != nil || gone {
		return store.Disposition{What: store.DisposedOrdinary, Reason: "destroyed"}, err
	}
	if q, ok, err := handlers.FindQuestion(tx, r.tokens); err != nil {
		return store.Disposition{}, err
	} else if ok {
		if lost, err := in.lost(tx, r); err != nil || lost {
			return in.answeredBefore(tx, r, q, err)
		}
		return in.answer(tx, r, key, q)
	}
	verdicts := r.verdicts
	if isJunk(key.Mailbox) {
		verdicts = exactMarks(verdicts)
	}
	if len(verdicts) > 0 {
		return in.requests(tx, r, key, verdicts)
	}
	return in.noVerdict(tx, r, key)
}

// duplicate: the same bytes under another UID, or after UIDVALIDITY changed (P2).
func (in *Intake) duplicate(tx *store.Tx, key store.MessageKey, before store.Disposition) (store.Disposition, error) {
	if before.What != store.DisposedRequest && before.What != store.DisposedReply && before.What != store.DisposedDuplicate {
		return before, nil // ordinary mail stays ordinary, however often it lies there
	}
	d := store.Disposition{What: store.DisposedDuplicate, Requests: before.Requests, Reason: before.What}
	for _, id := range before.Requests { // the desk files the copy that lies in the mailbox now
		r, err := tx.Request(id)
		if isNotFound(err) {
			if err := in.eraseAgain(tx, id, key); err != nil {
				return d, err
			}
			continue // a message that is read again revives nobody
		}
		if errors.Is(err, privacy.ErrUnreadable) {
			continue
		}
		if err != nil {
			return d, err
		}
		elsewhere := r.Message.UIDValidity != key.UIDValidity || r.Message.UID == 0 // it comes back: Returning
		if r.State.Open() && r.Message.Mailbox == key.Mailbox && elsewhere {
			r.Message = key
			if err := tx.PutRequest(r); err != nil {
				return d, err
			}
		}
	}
	return d, nil
}

// eraseAgain: the mailbox was numbered anew before the original could go.
func (in *Intake) eraseAgain(tx *store.Tx, id privacy.RequestID, key store.MessageKey) error {
	t, err := tx.CaseTombstoneByID(id)
	if isNotFound(err) {
		return nil // even the proof of its destruction has ended
	}
	if err != nil || !t.Originals {
		return err
	}
	return tx.PutToErase(key)
}

// isOurs recognises a letter that this program sent.
func (in *Intake) isOurs(tx *store.Tx, r *reading) (bool, error) {
	if r.from != in.Office.From {
		return false, nil
	}
	_, err := tx.LetterByMessageID(r.message.MessageID)
	if err == nil {
		return true, nil
	}
	if isNotFound(err) {
		return false, nil
	}
	return false, err
}

// answer handles a reply to one of our questions. Words beyond the answer may be
// something new: they are read as any letter is.
func (in *Intake) answer(tx *store.Tx, r *reading, key store.MessageKey, q handlers.Question) (store.Disposition, error) {
	reply := r.reply
	against := r.finding.Proof == privacy.Contradicted || r.finding.Denied
	if against {
		reply = handlers.ReplyUnclear // a person looks; the token stays unused
	}
	if q.Act == store.ActAnswer && against {
		return in.doubtfulAnswer(tx, r, q)
	}
	if thanks, err := in.onlyThanks(tx, r, q); err != nil {
		return store.Disposition{}, err
	} else if thanks {
		return store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{q.Request.ID}, Reason: reasonThanks}, in.noteReply(tx, q.Request.ID, r, nil)
	}
	reason, err := in.Office.Answer(tx, q, r.from, reply)
	if err != nil {
		return store.Disposition{}, err
	}
	if reason == "answered" {
		if err := in.noteReply(tx, q.Request.ID, r, r.values); err != nil || !asksMore(r.verdicts, q.Request.Kind) {
			return store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{q.Request.ID}, Reason: reason}, err
		}
		return in.requests(tx, r, key, r.verdicts)
	}
	late := reason == handlers.AnsweredLate
	counted := reply != handlers.ReplyUnclear && !strings.HasPrefix(reason, "token-") && !late
	if !counted || r.more {
		var values []classifier.Value
		if late && !against { // nothing of it is under way any more: they are proposed
			values = r.values
		}
		if err := in.noteReply(tx, q.Request.ID, r, values); err != nil {
			return store.Disposition{}, err
		}
	}
	if (reason == "denied" || reason == handlers.TokenUsed) && reply == handlers.ReplyNo && r.more { // that request is closed: nobody would see the words
		if len(r.verdicts) > 0 {
			return in.requests(tx, r, key, r.verdicts)
		}
		if d, err := in.noVerdict(tx, r, key); err != nil || d.What == store.DisposedRequest {
			return d, err
		}
		if err := in.Office.HearAgain(tx, q.Request.ID); err != nil {
			return store.Disposition{}, err
		}
	}
	if counted && r.more && asksMore(r.verdicts, q.Request.Kind) ||
		reply == handlers.ReplyUnclear && len(r.verdicts) > 0 && (reason != "reply-unclear" && !late || asksClearly(r.verdicts)) {
		return in.requests(tx, r, key, r.verdicts)
	}
	return store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{q.Request.ID}, Reason: reason}, nil
}

const (
	maxReply   = 2000 // characters of a reply that lie with the request; the reply as it came lies beside it
	maxReplies = 20   // replies that are kept, the latest among them: whoever holds a token may send any number
)

// doubtfulAnswer: something speaks against the From line of an answer to an operator's
// question. A person reads it, and the question stays open for the writer.
func (in *Intake) doubtfulAnswer(tx *store.Tx, r *reading, q handlers.Question) (store.Disposition, error) {
	const why = "answer-contradicted"
	if err := in.Office.Review(tx, &q.Request, why); err != nil {
		return store.Disposition{}, err
	}
	return store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{q.Request.ID}, Reason: why}, in.noteReply(tx, q.Request.ID, r, nil)
}

// asksMore: the answer to an operator's question certainly asks for something else.
// What is doubtful the operator reads in the answer.
func asksMore(verdicts []classifier.Verdict, asked privacy.Kind) bool {
	return slices.ContainsFunc(verdicts, func(v classifier.Verdict) bool {
		return v.Certainty == privacy.Certain && v.Kind != asked
	})
}

// asksClearly: words of an unclear answer ask for something. What is doubtful is read
// by the person before whom the answer lies.
func asksClearly(verdicts []classifier.Verdict) bool {
	return slices.ContainsFunc(verdicts, func(v classifier.Verdict) bool { return v.Certainty == privacy.Certain })
}

// noteReply keeps with the request who answered what, for the person who decides, and
// the answer as it came beside it. values are those that are proposed from now on.
func (in *Intake) noteReply(tx *store.Tx, id privacy.RequestID, r *reading, values []classifier.Value) error {
	req, err := tx.Request(id)
	if err != nil {
		return err
	}
	replies, latest := 0, 0
	for i, n := range req.Notes {
		if n.By == privacy.ActorSubject {
			replies, latest = replies+1, i
		}
	}
	words := []rune(r.from.Reveal() + ": " + strings.TrimSpace(r.message.OwnText()))
	if len(words) > maxReply {
		words = append(words[:maxReply-1], '…')
	}
	f := r.finding
	note := store.Note{
		At: tx.Now(), By: privacy.ActorSubject, Text: privacy.NewPersonal(string(words)),
		Proof: f.Proof, ProofBy: f.Method, ProofWhy: f.Reason,
	}
	if replies >= maxReplies { // the latest counts: it stands in the place of the one before
		replies--
		req.Notes = slices.Delete(req.Notes, latest, latest+1)
	}
	req.Notes = append(req.Notes, note)
	if raw := r.delivery.Raw; len(raw) > 0 {
		if err := tx.PutAnswerBytes(id, replies+1, raw[:min(len(raw), maxRaw)]); err != nil {
			return err
		}
	}
	again := req.AgainAt
	if err := handlers.TakeIn(tx, &req, answeredIn(values, f.Proof), receivedAt(r.delivery, tx.Now())); err != nil {
		return err
	}
	if !req.AgainAt.Equal(again) {
		return in.countAnew(tx, req)
	}
	return tx.PutRequest(req)
}

// noVerdict: nothing is asked, unless the letter is about a request of ours or could
// not be read whole; then it goes to a person.
func (in *Intake) noVerdict(tx *store.Tx, r *reading, key store.MessageKey) (store.Disposition, error) {
	ordinary := store.Disposition{What: store.DisposedOrdinary}
	if r.message.Automatic.Sign != "" || isJunk(key.Mailbox) {
		return ordinary, nil
	}
	if id, thanks, err := in.thanksWithoutCode(tx, r); err != nil {
		return ordinary, err
	} else if thanks {
		return store.Disposition{What: store.DisposedReply, Requests: []privacy.RequestID{id}, Reason: reasonThanks}, in.noteReply(tx, id, r, nil)
	}
	seen, err := in.aboutOurs(tx, r)
	if err != nil {
		return ordinary, err
	}
	if seen.Rule == "" {
		seen = r.unread
	}
	if seen.Rule == "" {
		return ordinary, nil
	}
	v := classifier.Verdict{
		Kind: privacy.KindQuestion, Certainty: privacy.Doubtful,
		Language: classifier.Language(r.message), Evidence: []classifier.Evidence{seen},
	}
	return in.requests(tx, r, key, []classifier.Verdict{v})
}

// aboutOurs finds what ties a letter to us: it answers one of our letters, or its
// subject line quotes the number of a request, as our letters ask people to do.
func (in *Intake) aboutOurs(tx *store.Tx, r *reading) (classifier.Evidence, error) {
	seen, err := repliesToUs(tx, r)
	if err != nil || seen.Rule != "" || r.number == "" {
		return seen, err
	}
	_, err = tx.RequestByNumber(r.number)
	if isNotFound(err) {
		return in.aboutLost(tx, r)
	}
	return classifier.Evidence{Rule: "number-of-a-request", Text: string(r.number), Where: "subject line"}, err
}

// setAside lays an unreadable message before a person, with its raw bytes.
func (in *Intake) setAside(tx *store.Tx, r *reading, key store.MessageKey) (store.Disposition, error) {
	if r.message == nil {
		r.message = &message.Message{}
	}
	v := classifier.Verdict{
		Kind: privacy.KindNone, Certainty: privacy.Doubtful, Language: privacy.Kazakh,
		Evidence: []classifier.Evidence{{Rule: r.failed, Where: "whole message"}},
		Doubts:   []classifier.Doubt{classifier.DoubtDamaged},
	}
	return in.requests(tx, r, key, []classifier.Verdict{v})
}
