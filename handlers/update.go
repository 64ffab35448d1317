package handlers

import (
	"fmt"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

var zeroTime time.Time

// Update applies the changes of a proven request: name and phone at once, a new
// address only after its owner confirmed it, with a masked notice to the address
// on file (P3; policy 8.3; Law 94-V Art. 24).
func (o *Office) Update(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor) error {
	if s.Blocked {
		return privacy.Mistaken("blocked", fmt.Errorf("update: the record is blocked: %w", privacy.ErrNotAllowed)) // P13
	}
	if len(r.Changes) == 0 {
		return privacy.Mistaken("no-value", fmt.Errorf("update: the letter names no new value to apply; ask the writer, or close it by hand: %w", privacy.ErrBadInput))
	}
	r.SubjectID = s.ID
	applied, err := o.applyFields(tx, r, s)
	if err != nil {
		return err
	}
	if len(applied.changed) > 0 {
		if err := o.record(tx, r, by, "updated", fieldCodes(applied.changed)); err != nil {
			return err
		}
	}
	if len(applied.changed)+len(applied.same) > 0 {
		if err := o.send(tx, r, templates.Updated, s.Address, templates.Data{Fields: applied.changed, Same: applied.same}); err != nil {
			return err
		}
	}
	switch {
	case !applied.address.IsZero():
		return o.askBothEnds(tx, r, s, applied.address, by)
	case len(applied.changed) == 0:
		return o.finish(tx, r, by, "unchanged")
	}
	return o.finish(tx, r, by, "updated")
}

// applied is what became of the values of an update.
type applied struct {
	changed, same []privacy.Field // same: the record said so already
	address       privacy.Address // a new one, for which both ends are asked first
}

// applyFields changes name and phone, and returns the new address, if one is asked.
func (o *Office) applyFields(tx *store.Tx, r *store.Request, s store.Subject) (a applied, err error) {
	put := func(have *privacy.Personal, c store.Change) {
		if have.Reveal() == c.Value.Reveal() {
			a.same = append(a.same, c.Field)
			return
		}
		*have = c.Value
		a.changed = append(a.changed, c.Field)
	}
	for _, c := range r.Changes {
		if !c.Valid {
			return a, privacy.Mistaken("bad-value", fmt.Errorf("update %s: the value did not pass its check: %w", c.Field, privacy.ErrBadInput), privacy.Coded("field", c.Field))
		}
		switch c.Field {
		case privacy.FieldName:
			put(&s.Name, c)
		case privacy.FieldPhone:
			put(&s.Phone, c)
		case privacy.FieldEmail:
			if a.address, err = privacy.ParseAddress(c.Value.Reveal()); err != nil {
				return a, fmt.Errorf("update %s: %w", c.Field, err)
			}
			if a.address == s.Address {
				a.address = privacy.Address{}
				a.same = append(a.same, c.Field)
			}
		default:
			return a, privacy.Mistaken("no-field", fmt.Errorf("update %q: no such field: %w", c.Field, privacy.ErrBadInput), privacy.Plain(c.Field))
		}
	}
	if len(a.changed) == 0 {
		return a, nil
	}
	s.ChangedAt = tx.Now()
	return a, tx.PutSubject(s)
}

// askBothEnds starts a change of address: a question to the new one, a notice with
// a way to stop to the one on file. The same letters leave where another person's
// record lies under the new one: else anybody on record could ask who else is (P4).
// Only after both ends have answered does a person see it; see addressConfirmed.
// An operator who approves is told at once. Where the new address has had as many
// letters as may be, whoever asked for them, neither leaves and a person decides: many
// people could else name one victim.
func (o *Office) askBothEnds(tx *store.Tx, r *store.Request, s store.Subject, address privacy.Address, by privacy.Actor) error {
	if address == o.From { // nobody would be asked, and it would wait for the answer
		return OwnAddress()
	}
	if by.IsOperator() {
		if taken, err := addressTaken(tx, address, s.ID); err != nil {
			return err
		} else if taken {
			return privacy.Mistaken("address-taken", fmt.Errorf("update: the new address is on record for another person; find out whose it is, then settle it by hand: %w", privacy.ErrNotAllowed))
		}
	}
	switch allowed, err := o.Limits.Allow(tx, address, r.Words); {
	case err != nil:
		return err
	case !allowed && by.IsOperator():
		return privacy.Mistaken("address-limit", fmt.Errorf("update: the new address has had as many letters as the limits allow; approve it when limits.window has passed: %w", privacy.ErrNotAllowed))
	case !allowed:
		return o.Review(tx, r, QuietOverLimit)
	}
	if err := o.ask(tx, r, s.Address, store.ActUndoAddress, templates.AddressNotice, templates.Data{MaskedAddress: address.Masked()}); err != nil {
		return err
	}
	if err := o.ask(tx, r, address, store.ActConfirmAddress, templates.AddressQuestion, templates.Data{}); err != nil {
		return err
	}
	if r.State == privacy.StateAwaiting { // it was confirmed by the address on file and now waits for the other end
		return o.record(tx, r, by, "both-ends-asked", "")
	}
	return o.move(tx, r, privacy.StateAwaiting, by, "both-ends-asked")
}

// OwnAddress is the mistake of taking the address our letters come from for a person's.
func OwnAddress() error {
	return privacy.Mistaken("own-address", fmt.Errorf("the new address is our own: letters come from it; enter the person's: %w", privacy.ErrBadInput))
}

func addressTaken(tx *store.Tx, a privacy.Address, except privacy.SubjectID) (bool, error) {
	other, err := tx.SubjectByAddress(a)
	if isNotFound(err) {
		return false, nil
	}
	return err == nil && other.ID != except, err
}

// addressConfirmed carries a change of address out: its new owner answered, the
// address on file was proven before, had its notice, and says nothing against it.
func (o *Office) addressConfirmed(tx *store.Tx, r *store.Request) error {
	if !r.State.Open() || !r.ClosedAt.IsZero() || r.Proof != privacy.Proven && !o.decidedByOperator(tx, r) {
		return o.record(tx, r, privacy.ActorSubject, "address-confirmed", "already-decided")
	}
	s, err := tx.Subject(r.SubjectID)
	if err != nil {
		return err
	}
	address, err := newAddress(r)
	if err != nil {
		return err
	}
	if taken, err := addressTaken(tx, address, s.ID); err != nil {
		return err
	} else if taken || s.Blocked {
		return o.Review(tx, r, "address-in-use")
	}
	if held, err := objected(tx, r, s); err != nil {
		return err
	} else if held {
		return o.Review(tx, r, "address-objected")
	}
	r.FormerAddress, r.UndoUntil = s.Address, tx.Now().Add(o.Periods.Undo)
	s.Address, s.ChangedAt = address, tx.Now()
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	r.Proof, r.ProofBy = privacy.Proven, "confirmation"
	if err := o.send(tx, r, templates.AddressChanged, address, templates.Data{UndoUntil: r.UndoUntil.In(o.Zone)}); err != nil {
		return err
	}
	return o.finish(tx, r, privacy.ActorSubject, "address-changed")
}

func (o *Office) decidedByOperator(tx *store.Tx, r *store.Request) bool {
	item, err := tx.ReviewItem(r.ID)
	return err == nil && item.DecidedBy.IsOperator()
}

func newAddress(r *store.Request) (privacy.Address, error) {
	for _, c := range r.Changes {
		if c.Field == privacy.FieldEmail {
			return privacy.ParseAddress(c.Value.Reveal())
		}
	}
	return privacy.Address{}, fmt.Errorf("change of address without an address: %w", privacy.ErrNotFound)
}

// StopAddressChange is what the owner of the former address can do: stop a change
// that is asked, undo one that was made, until the window has closed. Somebody may
// be after that record, so a person looks at it then.
func (o *Office) StopAddressChange(tx *store.Tx, r *store.Request, by privacy.Actor) error {
	if err := voidAddressQuestion(tx, r); err != nil {
		return err
	}
	if r.FormerAddress.IsZero() { // asked, not made
		if !r.State.Open() {
			return o.record(tx, r, by, "address-stopped", "already-decided")
		}
		if err := o.send(tx, r, templates.Undone, r.From, templates.Data{}); err != nil {
			return err
		}
		return o.Review(tx, r, "address-stopped")
	}
	if tx.Now().After(r.UndoUntil) {
		return o.Review(tx, r, "undo-too-late")
	}
	s, err := tx.Subject(r.SubjectID)
	if err != nil {
		return err
	}
	if taken, err := addressTaken(tx, r.FormerAddress, s.ID); err != nil {
		return err
	} else if taken || s.Blocked {
		return o.Review(tx, r, "undo-blocked")
	}
	former := r.FormerAddress
	s.Address, s.ChangedAt = former, tx.Now()
	if err := tx.PutSubject(s); err != nil {
		return err
	}
	r.FormerAddress, r.UndoUntil = privacy.Address{}, zeroTime
	if err := tx.PutRequest(*r); err != nil {
		return err
	}
	if err := o.record(tx, r, by, "address-undone", ""); err != nil {
		return err
	}
	if err := o.send(tx, r, templates.Undone, former, templates.Data{}); err != nil {
		return err
	}
	return o.Review(tx, r, "address-undone")
}

// voidAddressQuestion makes an answer from the new address come too late.
func voidAddressQuestion(tx *store.Tx, r *store.Request) error {
	asked, err := tx.ConfirmationsOf(r.ID)
	if err != nil {
		return err
	}
	for _, c := range asked {
		if c.Act != store.ActConfirmAddress || !c.UsedAt.IsZero() {
			continue
		}
		c.UsedAt = tx.Now()
		if err := tx.UpdateConfirmation(c); err != nil {
			return err
		}
	}
	return nil
}

// finish marks a request as done and closed.
func (o *Office) finish(tx *store.Tx, r *store.Request, by privacy.Actor, reason string) error {
	from := r.State
	if err := privacy.Step(from, privacy.StateApplied, by, r.Proof); err != nil {
		return err
	}
	r.State = privacy.StateApplied // put on record with the next one
	if from == privacy.StateInReview {
		if err := settleReview(tx, r, by, r.State); err != nil {
			return err
		}
	}
	if err := o.record(tx, r, by, string(r.State), reason); err != nil {
		return err
	}
	return o.move(tx, r, privacy.StateClosed, privacy.ActorSystem, reason)
}

func changedFields(r *store.Request) []privacy.Field {
	var fields []privacy.Field
	for _, f := range privacy.Fields {
		for _, c := range r.Changes {
			if c.Field == f {
				fields = append(fields, f)
				break
			}
		}
	}
	return fields
}

func fieldCodes(fields []privacy.Field) string {
	var s string
	for i, f := range fields {
		if i > 0 {
			s += "+"
		}
		s += string(f)
	}
	return s
}
