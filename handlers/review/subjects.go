package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Person is a data subject as operators enter and see one. Everything in it is
// personal data.
type Person struct {
	Email       string
	Name        string
	Phone       string
	Language    privacy.Language
	ConsentDate time.Time // zero: no consent is entered
	Source      string
	Purpose     string
	Again       bool // also where the person under this address was destroyed
}

// FieldError says which value of a person is wrong, without repeating it.
type FieldError struct {
	Field  string // column or label: "email", "phone", "language", "consent date"
	Remedy string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Remedy }
func (e *FieldError) Unwrap() error { return privacy.ErrBadInput }

// prepare checks a person and gives the records for it, without ids.
func (d *Desk) prepare(p Person) (store.Subject, []store.Consent, error) {
	address, err := privacy.ParseAddress(p.Email)
	if err != nil {
		return store.Subject{}, nil, privacy.Mistaken("field-email", &FieldError{"email", "an address like name@example.kz is needed, without brackets"})
	}
	name, err := d.checkValue(Value{privacy.FieldName, p.Name})
	if err != nil {
		return store.Subject{}, nil, err
	}
	for field, text := range map[string]string{"source": p.Source, "purpose": p.Purpose} {
		if !readable(text) {
			return store.Subject{}, nil, privacy.Mistaken("field-text", &FieldError{field, "not readable text; write it in UTF-8, without control characters"})
		}
	}
	s := store.Subject{Address: address, Name: privacy.NewPersonal(name), Language: p.Language, Source: p.Source}
	if p.Phone != "" {
		number, err := d.Phone(p.Phone)
		if err != nil {
			return s, nil, privacy.Mistaken("field-phone", &FieldError{"phone", "not a complete phone number; write it like +7 701 123 45 67"})
		}
		s.Phone = privacy.NewPersonal(number)
	}
	if p.Language != "" && !p.Language.Valid() {
		return s, nil, privacy.Mistaken("field-language", &FieldError{"language", "one of kk, ru, en is needed, or nothing"})
	}
	if p.ConsentDate.IsZero() {
		return s, nil, nil
	}
	purpose := p.Purpose
	if purpose == "" {
		purpose = "letters"
	}
	return s, []store.Consent{{Purpose: purpose, GivenAt: p.ConsentDate.UTC(), Source: p.Source}}, nil
}

// ParseConsentDate reads a date like 2026-11-24 or 24.11.2026, or a time like
// 2026-11-24T10:00:00+05:00.
func ParseConsentDate(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "02.01.2006", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, privacy.Mistaken("field-date", &FieldError{"consent date", "write it like 2026-11-24 or 24.11.2026"})
}

// AddSubject enters one person. An address on record already is ErrExists.
func (d *Desk) AddSubject(ctx context.Context, by privacy.Actor, p Person) (id privacy.SubjectID, err error) {
	s, consents, err := d.prepare(p)
	if err != nil {
		return "", fmt.Errorf("add subject: %w", err)
	}
	err = d.update(ctx, func(tx *store.Tx) error {
		id, err = put(tx, s, consents, p.Again)
		if errors.Is(err, privacy.ErrDestroyed) {
			return privacy.Mistaken("came-back", fmt.Errorf("add subject: who came back is entered with --again: %w", err))
		}
		if errors.Is(err, privacy.ErrExists) {
			return privacy.Mistaken("on-record", fmt.Errorf("add subject: %w", err))
		}
		if err != nil {
			return fmt.Errorf("add subject: %w", err)
		}
		return tx.Append(store.AuditAct{Actor: by, Act: "subject-added"})
	})
	return id, err
}

// put enters a person. again lifts the tombstone of a destroyed one: who comes back
// is somebody new, and an operator has said so.
func put(tx *store.Tx, s store.Subject, consents []store.Consent, again bool) (privacy.SubjectID, error) {
	s.ID, s.AddedAt, s.ChangedAt = tx.NewSubjectID(), tx.Now(), tx.Now()
	err := tx.PutSubject(s)
	if again && errors.Is(err, privacy.ErrDestroyed) {
		if err = tx.LiftTombstone(s.Address); err == nil {
			err = tx.PutSubject(s)
		}
	}
	if err != nil {
		return "", err
	}
	for _, c := range consents {
		c.ID, c.SubjectID = tx.NewConsentID(), s.ID
		if err := tx.PutConsent(c); err != nil {
			return "", err
		}
	}
	return s.ID, nil
}

// Dossier is all that is held about a person.
type Dossier struct {
	Subject  store.Subject
	Consents []store.Consent
	Requests []store.Request
	Unread   bool // a consent or request cannot be read, and is left out
}

// FindSubject finds a person by address; to look is an act on the chain.
func (d *Desk) FindSubject(ctx context.Context, by privacy.Actor, address string) (Dossier, error) {
	a, err := privacy.ParseAddress(address)
	if err != nil {
		return Dossier{}, privacy.Mistaken("field-email", fmt.Errorf("find subject: %w", err))
	}
	return d.dossier(ctx, by, func(tx *store.Tx) (store.Subject, error) { return tx.SubjectByAddress(a) })
}

// ShowSubject shows a person by id.
func (d *Desk) ShowSubject(ctx context.Context, by privacy.Actor, id privacy.SubjectID) (Dossier, error) {
	return d.dossier(ctx, by, func(tx *store.Tx) (store.Subject, error) { return tx.Subject(id) })
}

// dossier shows a person. Where the store is damaged and takes no entry, or the clock is
// wrong and would date it, what can be read is shown all the same, and the journal has
// the look.
func (d *Desk) dossier(ctx context.Context, by privacy.Actor, find func(*store.Tx) (store.Subject, error)) (c Dossier, err error) {
	why := ""
	switch {
	case d.Store.Damage() != nil:
		why = "the store is damaged"
	case d.CheckClock() != nil:
		why = "the clock is wrong"
	}
	if why != "" {
		err = d.Store.View(func(tx *store.Tx) error { c, err = look(tx, find); return err })
		d.Log.Warn("a person was looked up while "+why+"; the chain has no entry of it", "by", string(by), "subject", string(c.Subject.ID))
		if errors.Is(err, privacy.ErrNotFound) && !errors.Is(err, privacy.ErrDestroyed) && d.Store.Damage() != nil && !d.Store.Mended() {
			err = privacy.Mistaken("cannot-tell", fmt.Errorf("find subject: what leads to the records is damaged, so nobody can tell whether this person is on record; otinish status says what to do: %w", privacy.ErrDamaged))
		}
		return c, err
	}
	err = d.update(ctx, func(tx *store.Tx) error {
		if c, err = look(tx, find); err != nil {
			return err
		}
		return tx.Append(store.AuditAct{Actor: by, Act: "subject-seen"})
	})
	return c, err
}

func look(tx *store.Tx, find func(*store.Tx) (store.Subject, error)) (c Dossier, err error) {
	c.Subject, err = find(tx)
	switch {
	case errors.Is(err, privacy.ErrDestroyed):
		return c, privacy.Mistaken("subject-destroyed", fmt.Errorf("find subject: %w", err))
	case errors.Is(err, privacy.ErrNotFound):
		return c, privacy.Mistaken("no-subject", fmt.Errorf("find subject: %w", err))
	case err != nil:
		return c, fmt.Errorf("find subject: %w", err)
	}
	if c.Consents, err = tx.Consents(c.Subject.ID); store.PassOver(err) != nil {
		return c, err
	}
	c.Unread = err != nil
	if c.Requests, err = tx.RequestsOf(c.Subject.Address, c.Subject.ID, 0); store.PassOver(err) != nil {
		return c, err
	}
	c.Unread = c.Unread || err != nil
	c.Requests = slices.DeleteFunc(c.Requests, func(r store.Request) bool { return r.Reason == handlers.ReasonUnsplit }) // nobody asked for it
	return c, nil
}
