package review

import (
	"context"
	"errors"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Unblocking is how a blocking ends without a request.
type Unblocking struct {
	Reason   string // kept with the record
	NoLetter bool   // also who was written to about the blocking is not written to
}

// UnblockSubject ends a blocking without a request (P13), and returns the letter about
// it: who was told by a letter that their data are blocked was promised to be told of the
// end. It leaves at once, for such an act is not taken back.
func (d *Desk) UnblockSubject(ctx context.Context, by privacy.Actor, id privacy.SubjectID, u Unblocking) (left []Draft, err error) {
	if d.dry == nil {
		defer d.Wake()
	}
	err = d.onRecord(ctx, "unblock subject", by, id, u.Reason, func(tx *store.Tx, s *store.Subject) (act string, touched []string, err error) {
		if !s.Blocked {
			return "", nil, soAlready()
		}
		s.Blocked, left = false, []Draft{}
		if !u.NoLetter {
			if left, err = d.tellUnblocked(tx, *s); err != nil {
				return "", nil, err
			}
		}
		if d.dry != nil {
			return "", nil, errDry
		}
		return "subject-unblocked", []string{store.TouchedUnblocked}, nil
	})
	return left, err
}

// PreviewUnblock tells which letter UnblockSubject would send, and writes nothing. It asks
// for no reason.
func (d *Desk) PreviewUnblock(ctx context.Context, by privacy.Actor, id privacy.SubjectID, u Unblocking) ([]Draft, error) {
	try := *d
	try.dry = new([]Draft)
	left, err := try.UnblockSubject(ctx, by, id, u)
	if errors.Is(err, errDry) {
		err = nil
	}
	return left, err
}

func (d *Desk) tellUnblocked(tx *store.Tx, s store.Subject) ([]Draft, error) {
	r, told, err := handlers.ToldBlocked(tx, s)
	if err != nil || !told {
		return nil, err
	}
	before, err := tx.LettersOf(r.ID)
	if err != nil {
		return nil, err
	}
	office := d.Office
	if d.dry != nil {
		office = office.Dry()
	}
	if err := office.TellUnblocked(tx, r, s); err != nil {
		return nil, err
	}
	t := &turn{Case: &Case{Request: r}, tx: tx, undo: &store.Undo{}}
	written, err := t.written(ids(before))
	list := drafts(written)
	for i := range list {
		list[i].Editable = false
	}
	return list, err
}
