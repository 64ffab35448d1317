package review

import (
	"context"
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// SubjectChange is what an operator changes in a record without a request; nil leaves
// a value as it is, an empty one takes it out.
type SubjectChange struct {
	Name     *string
	Phone    *string
	Language *privacy.Language
	Letters  *bool  // whether information letters are wanted
	Reason   string // kept with the record
}

// ChangeSubject changes a record without a request, for a reason. An address is not
// changed so: it needs proof from both ends (P3). A blocked record stays as it is (P13).
func (d *Desk) ChangeSubject(ctx context.Context, by privacy.Actor, id privacy.SubjectID, c SubjectChange) error {
	return d.onRecord(ctx, "change subject", by, id, c.Reason, func(tx *store.Tx, s *store.Subject) (act string, touched []string, err error) {
		if s.Blocked {
			return "", nil, privacy.Mistaken("blocked", fmt.Errorf("the record is blocked; unblock it first: %w", privacy.ErrNotAllowed))
		}
		var changed []string
		if c.Name != nil {
			text, err := d.checkValue(Value{privacy.FieldName, *c.Name})
			if err != nil {
				return "", nil, err
			}
			s.Name, changed = privacy.NewPersonal(text), append(changed, string(privacy.FieldName))
		}
		if c.Phone != nil {
			number, err := d.checkValue(Value{privacy.FieldPhone, *c.Phone})
			if err != nil {
				return "", nil, err
			}
			s.Phone, changed = privacy.NewPersonal(number), append(changed, string(privacy.FieldPhone))
		}
		if c.Language != nil {
			if *c.Language != "" && !c.Language.Valid() {
				return "", nil, privacy.Mistaken("field-language", &FieldError{"language", "one of kk, ru, en is needed, or nothing"})
			}
			s.Language, changed = *c.Language, append(changed, "language")
		}
		if c.Letters != nil {
			s.NoLetters, changed = !*c.Letters, append(changed, store.TouchedLetters)
		}
		if len(changed) == 0 {
			return "", nil, privacy.Mistaken("nothing-changed", fmt.Errorf("nothing is changed: %w", privacy.ErrBadInput))
		}
		return changedByHand, changed, nil
	})
}

// BlockSubject freezes a record without a request (P13). Nobody is written to.
func (d *Desk) BlockSubject(ctx context.Context, by privacy.Actor, id privacy.SubjectID, reason string) error {
	return d.onRecord(ctx, "block subject", by, id, reason, func(_ *store.Tx, s *store.Subject) (act string, touched []string, err error) {
		if s.Blocked {
			return "", nil, soAlready()
		}
		s.Blocked = true
		return "subject-blocked", []string{store.TouchedBlocked}, nil
	})
}

func soAlready() error {
	return privacy.Mistaken("so-already", fmt.Errorf("it is so already: %w", privacy.ErrConflict))
}

// changedByHand is the act of ChangeSubject on the chain.
const changedByHand = "subject-changed"

// onRecord changes a record for a reason, which stays with it, as does what was touched;
// the chain has the act and which fields it changed.
func (d *Desk) onRecord(ctx context.Context, what string, by privacy.Actor, id privacy.SubjectID, reason string, do func(*store.Tx, *store.Subject) (act string, touched []string, err error)) error {
	if err := d.mayDecide(by); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if reason = strings.TrimSpace(reason); reason == "" && d.dry == nil {
		return privacy.Mistaken("reason-needed", fmt.Errorf("%s: a reason is needed, for there is no request behind it: %w", what, privacy.ErrBadInput))
	}
	return d.update(ctx, func(tx *store.Tx) error {
		s, err := tx.Subject(id)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		act, touched, err := do(tx, &s)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		s.ChangedAt = tx.Now()
		s.Notes = append(s.Notes, store.Note{At: tx.Now(), By: by, Text: privacy.NewPersonal(reason), Touched: touched})
		if err := tx.PutSubject(s); err != nil {
			return err
		}
		entry := store.AuditAct{Actor: by, Act: act}
		if act == changedByHand {
			entry.Reason = strings.Join(touched, "+")
		}
		return tx.Append(entry)
	})
}
