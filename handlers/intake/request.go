package intake

import (
	"cmp"
	"errors"
	"slices"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// maxRaw is how much of a message stands behind a review item. What is larger lies
// in the mailbox; its beginning is enough to recognise it.
const maxRaw = 1 << 20

// requests opens one request for each verdict. The first, the most pressing, is
// the one the writer hears of; a letter with several gets one acknowledgement.
func (in *Intake) requests(tx *store.Tx, r *reading, key store.MessageKey, verdicts []classifier.Verdict) (store.Disposition, error) {
	slices.SortStableFunc(verdicts, func(a, b classifier.Verdict) int {
		return slices.Index(privacy.Kinds, a.Kind) - slices.Index(privacy.Kinds, b.Kind)
	})
	subject, onRecord, err := in.lookUp(tx, r.from)
	if r.failed != "" {
		err = store.PassOver(err) // it is for a person already, whose record may be the one that cannot be read
	}
	if err != nil {
		return store.Disposition{}, err
	}
	before, said, err := saidBefore(tx, r)
	if r.failed != "" {
		err = store.PassOver(err)
	}
	if err != nil {
		return store.Disposition{}, err
	}
	if said && sameLetter(r, before) {
		return in.duplicate(tx, key, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{before.ID}})
	}
	d := store.Disposition{What: store.DisposedRequest}
	var protest classifier.Evidence // to whom a destruction was announced it may be one, whatever else it asks
	if onRecord && !subject.DestructionDueAt.IsZero() {
		if protest, err = repliesToUs(tx, r); err != nil {
			return d, err
		}
	}
	for i, v := range verdicts {
		if protest.Rule != "" && !slices.Contains(v.Evidence, protest) {
			v.Evidence = append(slices.Clone(v.Evidence), protest)
		}
		req, err := in.newRequest(tx, r, key, v)
		if err != nil {
			return d, err
		}
		if req.SubjectID = subject.ID; !onRecord && r.failed != "" {
			req.SubjectID = tx.SubjectIDByAddress(r.from)
		}
		c := circumstances{several: len(verdicts) > 1, spoken: i == 0, said: said, subject: subject, onRecord: onRecord}
		if err := in.open(tx, r, &req, in.situation(r, &req, v, c), c); err != nil {
			return d, err
		}
		d.Requests = append(d.Requests, req.ID)
	}
	return d, nil
}

func (in *Intake) lookUp(tx *store.Tx, from privacy.Address) (store.Subject, bool, error) {
	if from.IsZero() {
		return store.Subject{}, false, nil
	}
	s, err := tx.SubjectByAddress(from)
	if isNotFound(err) {
		return s, false, nil
	}
	return s, err == nil, err
}

// newRequest fills in what the letter says.
func (in *Intake) newRequest(tx *store.Tx, r *reading, key store.MessageKey, v classifier.Verdict) (store.Request, error) {
	number, err := tx.NumberOf(r.delivery.Fingerprint)
	if err != nil {
		return store.Request{}, err
	}
	received := receivedAt(r.delivery, tx.Now())
	due := in.Rules.Due(v.Kind, received, in.Office.Zone)
	req := store.Request{
		ID: tx.NewRequestID(), Number: number, Kind: v.Kind, Certainty: v.Certainty, Language: v.Language,
		Proof: r.finding.Proof, ProofBy: r.finding.Method, ProofWhy: r.finding.Reason, ProofClues: r.finding.Clues, From: r.from,
		ReceivedAt: received.UTC(), RecordedAt: tx.Now(), DueAt: due.At.UTC(), Clock: due.Clock,
		Message: key, MessageID: privacy.NewPersonal(r.message.MessageID),
		SubjectLine: privacy.NewPersonal(r.message.SubjectLine), References: references(r),
		Automatic: r.message.Automatic.Sign, Words: r.words,
	}
	if req.Proof == "" {
		req.Proof = privacy.Unproven
	}
	if v.Kind == privacy.KindAuthority {
		named := in.Rules.FirstNamed(r.dated, received.In(in.Office.Zone), due.At.In(in.Office.Zone))
		if !named.At.IsZero() {
			req.NamedDue = named.At.UTC()
		}
	}
	req.Changes = changesIn(inLetterOrder(v.Fields, v.Rivals), "") // of rivals nobody but the desk chooses
	for _, e := range v.Evidence {
		req.Evidence = append(req.Evidence, store.Observation{Rule: e.Rule, Text: privacy.NewPersonal(e.Text), Where: e.Where})
	}
	for _, damage := range r.message.Damage {
		req.Found = append(req.Found, string(damage))
	}
	for _, note := range r.message.Notes {
		req.Found = append(req.Found, string(note))
	}
	for _, doubt := range v.Doubts {
		req.Doubts = append(req.Doubts, string(doubt))
	}
	return req, nil
}

// inLetterOrder puts rivals among the values as the letter has them: «the second is right»
// is said of that order.
func inLetterOrder(values, rivals []classifier.Value) []classifier.Value {
	all := append(slices.Clone(values), rivals...)
	if len(rivals) > 0 {
		slices.SortStableFunc(all, func(a, b classifier.Value) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Start, b.Start))
		})
	}
	return all
}

// changesIn are values as a request proposes them; where says in what they stand, the
// letter itself where it is empty.
func changesIn(values []classifier.Value, where string) (list []store.Change) {
	for _, f := range values {
		list = append(list, store.Change{Field: f.Field, Value: privacy.NewPersonal(f.Text), Where: where + f.Where, Valid: f.Valid})
	}
	return list
}

// answeredIn are values as an answer names them, which is proven so.
func answeredIn(values []classifier.Value, proof privacy.Proof) []store.Change {
	list := changesIn(values, handlers.InAnswer)
	for i := range list {
		list[i].Proof = proof
	}
	return list
}

// references are those of the letter and the letter itself (RFC 5322 §3.6.4).
func references(r *reading) []string {
	refs := slices.Clone(r.message.References)
	if len(refs) == 0 && len(r.message.InReplyTo) == 1 {
		refs = slices.Clone(r.message.InReplyTo)
	}
	if r.message.MessageID != "" {
		refs = append(refs, r.message.MessageID)
	}
	return refs
}

// open puts a request on record and carries out what is decided about it, now or when
// its proof is settled.
func (in *Intake) open(tx *store.Tx, r *reading, req *store.Request, s Situation, c circumstances) error {
	d := Decide(s)
	if !c.said {
		if err := remember(tx, r, *req, d); err != nil {
			return err
		}
	}
	if err := in.hush(tx, r, req, &d, c.spoken); err != nil {
		return err
	}
	waits := waits(r, req)
	if waits {
		req.ProofNextAt = tx.Now().Add(pause(0))
	}
	d.Suspend = d.Suspend || pausesAgain(*req, c.subject)
	req.State, req.Route, req.Reason = privacy.StateReceived, d.Route, d.Reason
	if err := tx.PutRequest(*req); err != nil {
		return err
	}
	if err := tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "received", Number: req.Number, Reason: string(req.Kind) + "/" + string(req.Certainty)}); err != nil {
		return err
	}
	if d.Suspend {
		if err := in.Office.Suspend(tx, req, c.subject); err != nil {
			return err
		}
	}
	if waits {
		return in.keepBytes(tx, req.ID, r)
	}
	return in.carryOut(tx, r, req, c.subject, d)
}

// carryOut does what was decided.
func (in *Intake) carryOut(tx *store.Tx, r *reading, req *store.Request, subject store.Subject, d Decision) error {
	switch d.Route {
	case privacy.RouteConfirm:
		return in.Office.AskConfirmation(tx, req, req.From, privacy.ActorSystem, d.Reason)
	case privacy.RouteApply:
		return in.apply(tx, r, req, subject, d)
	}
	return in.review(tx, r, req, d)
}

// quietSeveral: the writer hears of another request of the same letter.
const quietSeveral = "several"

// hush decides whether a letter may leave at all, and where it may not, whether the
// request must then go to a person: it must not lapse because we kept silent.
func (in *Intake) hush(tx *store.Tx, r *reading, req *store.Request, d *Decision, spoken bool) error {
	c, _, err := tx.Cursor(req.Message.Mailbox)
	if err != nil {
		return err
	}
	lost := inGap(c, req.Message)
	allowed := true
	if !req.From.IsZero() {
		if allowed, err = in.Office.Limits.Allow(tx, req.From, req.Words); err != nil {
			return err
		}
	}
	switch {
	case r.failed != "": // nobody knows what it asks, so nothing is said about it
		req.Quiet = r.failed
	case r.message.Automatic.Sign != "": // before the others: a person's decision does not lift it
		req.Quiet = handlers.QuietAutomatic
	case c.UIDValidity == req.Message.UIDValidity && req.Message.UID <= c.Baseline:
		req.Quiet = "old"
	case lost:
		req.Quiet = quietRestored
	case r.delivery.Handled:
		req.Quiet = quietHandled
	case req.From.IsZero() || req.From == in.Office.From:
		req.Quiet = "no-address"
	case d.Words == Silence:
		req.Quiet = d.Reason
		return nil
	case !allowed:
		req.Quiet = handlers.QuietOverLimit
	case !spoken:
		req.Quiet = quietSeveral
		return nil
	default:
		return nil
	}
	if d.Route == privacy.RouteApply && req.Kind == privacy.KindUnsubscribe && d.Words != TellNothingHeld && (req.Quiet == quietRestored || req.Quiet == quietHandled) {
		return nil // letters stop once more, in silence: nobody is hurt if they had
	}
	silenced := req.Quiet == handlers.QuietOverLimit || req.Quiet == handlers.QuietAutomatic // which strangers can bring about
	if silenced && d.Route == privacy.RouteApply && req.Kind == privacy.KindWithdraw && d.Words == TellWhatWasDone {
		d.Suspend = true // P8: a limit silences letters, no withdrawal
	}
	d.Route, d.Reason = privacy.RouteReview, req.Quiet
	return nil
}

// apply acts by rule. What a rule of the record forbids goes to a person instead.
func (in *Intake) apply(tx *store.Tx, r *reading, req *store.Request, subject store.Subject, d Decision) error {
	switch {
	case d.Words == TellNothingHeld:
		if err := in.Office.NothingHeld(tx, req); err != nil || req.State != privacy.StateInReview {
			return err
		}
		return in.keepBytes(tx, req.ID, r)
	case d.Words == Acknowledge: // unsubscribe without proof: the letters stop, nothing is told
		return in.Office.UnsubscribeUnproven(tx, req, subject)
	}
	err := in.Office.ApplyProven(tx, req, privacy.ActorSubject)
	if errors.Is(err, privacy.ErrNotAllowed) || errors.Is(err, privacy.ErrBadInput) {
		return err // recorded alone, then set aside: the effects of this try are rolled back
	}
	if err == nil && req.State == privacy.StateInReview {
		return in.keepBytes(tx, req.ID, r)
	}
	return err
}

func (in *Intake) review(tx *store.Tx, r *reading, req *store.Request, d Decision) error {
	if err := in.Office.Review(tx, req, d.Reason); err != nil {
		return err
	}
	if err := in.keepBytes(tx, req.ID, r); err != nil {
		return err
	}
	if d.Words != Acknowledge {
		return nil
	}
	return in.Office.Acknowledge(tx, req)
}

// keepBytes lays the raw message behind a review item.
func (in *Intake) keepBytes(tx *store.Tx, id privacy.RequestID, r *reading) error {
	raw := r.delivery.Raw
	if len(raw) == 0 {
		return nil
	}
	return tx.PutMessageBytes(id, raw[:min(len(raw), maxRaw)])
}

func isNotFound(err error) bool { return errors.Is(err, privacy.ErrNotFound) }
