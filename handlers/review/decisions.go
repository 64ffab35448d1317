package review

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Approval is how a request is approved.
type Approval struct {
	Text string // the operator's answer, where the kind needs one
	// ByHand closes a request of any kind as seen to in another way: nothing is
	// carried out, and only a Text is sent.
	ByHand bool
}

// Approve carries a request out as it stands. What the program cannot carry out (an
// access request, a question, an authority's) needs a text to send or ByHand, so
// that no period ends because an answer was forgotten.
func (d *Desk) Approve(ctx context.Context, n privacy.Number, by privacy.Actor, a Approval) error {
	return d.decide(ctx, n, by, func(tx *store.Tx, c *Case) error {
		r := &c.Request
		if err := file(tx, *r); err != nil {
			return err
		}
		if !r.ClosedAt.IsZero() { // carried out before; what came back needs no second act
			return d.Office.Reply(tx, r, by, a.Text, "settled")
		}
		if a.ByHand {
			return d.Office.Reply(tx, r, by, a.Text, "by-hand")
		}
		switch r.Kind {
		case privacy.KindAccess, privacy.KindQuestion, privacy.KindAuthority, privacy.KindNone:
			if a.Text == "" {
				return fmt.Errorf("it needs an answer: give one with --text-file, or say --by-hand if it was answered another way: %w", privacy.ErrBadInput)
			}
			return d.Office.Reply(tx, r, by, a.Text, "answered")
		}
		if c.Subject.ID == "" {
			return fmt.Errorf("no record lies under the writer's address; add it (otinish subject add), reclassify or decline: %w", privacy.ErrNotFound)
		}
		return d.carryOut(tx, r, c.Subject, by, a.Text)
	})
}

func (d *Desk) carryOut(tx *store.Tx, r *store.Request, s store.Subject, by privacy.Actor, text string) error {
	if s.Blocked && r.Kind != privacy.KindUnblock {
		return fmt.Errorf("the record is blocked; unblock it first: %w", privacy.ErrNotAllowed) // P13
	}
	switch r.Kind {
	case privacy.KindUpdate:
		return d.Office.Update(tx, r, s, by)
	case privacy.KindWithdraw:
		return d.Office.Withdraw(tx, r, s, by)
	case privacy.KindErase:
		return d.Office.Erase(tx, r, s, by)
	case privacy.KindUnsubscribe:
		return d.Office.Unsubscribe(tx, r, s, by)
	case privacy.KindBlock:
		return d.Office.Block(tx, r, s, by, text)
	case privacy.KindUnblock:
		return d.Office.Unblock(tx, r, s, by, text)
	}
	return fmt.Errorf("no act for the kind %q: %w", r.Kind, privacy.ErrBadInput)
}

// Refusal is what a person must say to decline (P12).
type Refusal struct {
	Ground  string // one of handlers.Grounds
	Article string // act and article, as it shall stand in the letter
	Text    string // the reasons, in the language of the letter
}

// Decline refuses a request. The ground NOT_A_REQUEST needs nothing more: it closes
// the request without a letter and leaves the mail untouched.
func (d *Desk) Decline(ctx context.Context, n privacy.Number, by privacy.Actor, f Refusal) error {
	f.Ground = strings.ToUpper(strings.TrimSpace(f.Ground))
	if !slices.Contains(handlers.Grounds(), f.Ground) {
		return fmt.Errorf("decline %s: no such ground; one of %s: %w", n, strings.Join(handlers.Grounds(), ", "), privacy.ErrBadInput)
	}
	return d.decide(ctx, n, by, func(tx *store.Tx, c *Case) error {
		if f.Ground == handlers.GroundNotARequest {
			return d.Office.NotARequest(tx, &c.Request, by)
		}
		if !c.Request.ClosedAt.IsZero() {
			return fmt.Errorf("it was carried out already and cannot be refused; settle it with approve: %w", privacy.ErrNotAllowed)
		}
		if strings.TrimSpace(f.Text) == "" || strings.TrimSpace(f.Article) == "" {
			return fmt.Errorf("a refusal names act and article and gives its reasons in words: %w", privacy.ErrBadInput)
		}
		if err := file(tx, c.Request); err != nil {
			return err
		}
		return d.Office.Refuse(tx, &c.Request, by, f.Ground, f.Article, f.Text)
	})
}

// Reclassify says that a request is of another kind; its period is counted anew
// from the same receipt.
func (d *Desk) Reclassify(ctx context.Context, n privacy.Number, by privacy.Actor, kind privacy.Kind) error {
	if !kind.Valid() {
		return fmt.Errorf("reclassify %s: no such kind; one of %v: %w", n, privacy.Kinds, privacy.ErrBadInput)
	}
	return d.decide(ctx, n, by, func(tx *store.Tx, c *Case) error {
		r := &c.Request
		before := r.Kind
		due := d.Rules.Due(kind, r.ReceivedAt, d.Office.Zone)
		r.Kind, r.DueAt, r.Clock = kind, due.At.UTC(), due.Clock
		if err := tx.PutRequest(*r); err != nil {
			return err
		}
		c.Item.DueAt, c.Item.Urgent = r.DueAt, kind == privacy.KindAuthority
		c.Item.Version++
		if err := tx.PutReviewItem(c.Item); err != nil {
			return err
		}
		return tx.Append(store.AuditAct{Actor: by, Act: "reclassified", Number: n, Reason: string(before) + "/" + string(kind)})
	})
}

// Note adds a remark to a request in any state. The remark is kept with the
// request; the chain records only that there is one.
func (d *Desk) Note(ctx context.Context, n privacy.Number, by privacy.Actor, text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("note %s: the note is empty: %w", n, privacy.ErrBadInput)
	}
	return d.Store.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return fmt.Errorf("note %s: %w", n, err)
		}
		r.Notes = append(r.Notes, store.Note{At: tx.Now(), By: by, Text: privacy.NewPersonal(text)})
		if err := tx.PutRequest(r); err != nil {
			return err
		}
		return tx.Append(store.AuditAct{Actor: by, Act: "noted", Number: n})
	})
}
