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
	Values []Value // of an update, instead of those the letter names
	Letter string  // whole body of the one letter that leaves, instead of its own words
	Read   bool    // whoever approves has had the request before them as it is now
	// NothingHeld answers that nothing is held under the writer's address, and closes
	// it; refused where a record lies there.
	NothingHeld bool
}

// Approve carries a request out as it stands. What the program cannot carry out (an
// access request, a question, an authority's) needs a text to send or ByHand, so
// that no period ends because an answer was forgotten.
func (d *Desk) Approve(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, a Approval) error {
	return d.decide(ctx, decision{"approve", n, by, seen, a.Letter}, func(t *turn) error {
		r := &t.Request
		if err := t.file(); err != nil {
			return err
		}
		if err := t.heardFor(a); err != nil {
			return err
		}
		if r.Kind == privacy.KindUpdate && len(a.Values) > 0 && !r.ClosedAt.IsZero() && r.MergedInto == "" {
			t.reopen(d) // values are given to be written: for these alone
		}
		if err := d.setValues(r, a.Values); err != nil {
			return err
		}
		if !r.ClosedAt.IsZero() { // carried out before; what came back needs no second act
			return t.office.Reply(t.tx, r, by, a.Text, "settled")
		}
		if a.NothingHeld {
			return t.nothingHeld()
		}
		if a.ByHand {
			return t.office.Reply(t.tx, r, by, a.Text, "by-hand")
		}
		switch r.Kind {
		case privacy.KindAccess, privacy.KindQuestion, privacy.KindAuthority, privacy.KindNone:
			if a.Text == "" {
				return privacy.Mistaken("needs-answer", fmt.Errorf("it needs an answer: give one with --text-file, or say --by-hand if it was answered another way: %w", privacy.ErrBadInput))
			}
			return t.office.Reply(t.tx, r, by, a.Text, "answered")
		}
		if strings.TrimSpace(a.Text) != "" && r.Kind != privacy.KindBlock && r.Kind != privacy.KindUnblock {
			return privacy.Mistaken("own-words", fmt.Errorf("the letter of %s has words of its own, and the text would be lost; reword the letter (--letter-file), or write with reply --open: %w", r.Kind, privacy.ErrBadInput), privacy.Coded("kind", r.Kind))
		}
		if err := t.settledFor(a); err != nil {
			return err
		}
		if t.Subject.ID == "" {
			return privacy.Mistaken("no-record", fmt.Errorf("no record lies under the writer's address; say so (--nothing-held), add it (otinish subject add), reclassify or decline: %w", privacy.ErrNotFound))
		}
		if r.Kind == privacy.KindBlock && strings.TrimSpace(a.Text) == "" {
			a.Text = d.prepared(textBlocked, r.Language)
		}
		if err := t.voidQuestions(); err != nil {
			return err
		}
		return t.carryOut(a.Text)
	})
}

// reopen makes a request that came back ask again, since it came back.
func (t *turn) reopen(d *Desk) {
	handlers.Reopen(&t.Request, t.Item.Since)
	due := d.due(t.Request)
	t.Request.DueAt, t.Request.Clock = due.At.UTC(), due.Clock
}

// prepared returns a prepared text, empty where there is none.
func (d *Desk) prepared(name string, l privacy.Language) string {
	for _, t := range d.Library[l] {
		if t.Name == name {
			return t.Text
		}
	}
	return ""
}

func (t *turn) carryOut(text string) error {
	r, s := &t.Request, t.Subject
	if s.Blocked && r.Kind != privacy.KindUnblock {
		return privacy.Mistaken("blocked", fmt.Errorf("the record is blocked; unblock it first: %w", privacy.ErrNotAllowed)) // P13
	}
	switch r.Kind {
	case privacy.KindUpdate:
		return t.office.Update(t.tx, r, s, t.by)
	case privacy.KindWithdraw:
		return t.office.Withdraw(t.tx, r, s, t.by)
	case privacy.KindErase:
		return t.office.Erase(t.tx, r, s, t.by)
	case privacy.KindUnsubscribe:
		return t.office.Unsubscribe(t.tx, r, s, t.by)
	case privacy.KindBlock:
		return t.office.Block(t.tx, r, s, t.by, text)
	case privacy.KindUnblock:
		return t.office.Unblock(t.tx, r, s, t.by, text)
	}
	return privacy.Mistaken("no-act", fmt.Errorf("no act for the kind %q: %w", r.Kind, privacy.ErrBadInput), privacy.Coded("kind", r.Kind))
}

// Refusal is what a person must say to decline (P12).
type Refusal struct {
	Ground  string // one of handlers.Grounds
	Article string // act and article, as it shall stand in the letter
	Text    string // the reasons, in the language of the letter
	Letter  string // whole body of the refusal, instead of its own words
}

// Decline refuses a request. The ground NOT_A_REQUEST needs nothing more: it closes
// the request without a letter and leaves the mail untouched.
func (d *Desk) Decline(ctx context.Context, n privacy.Number, by privacy.Actor, seen int, f Refusal) error {
	f.Ground = strings.ToUpper(strings.TrimSpace(f.Ground))
	if !slices.Contains(handlers.Grounds(), f.Ground) {
		return privacy.Mistaken("no-ground", fmt.Errorf("decline %s: no such ground; one of %s: %w", n, strings.Join(handlers.Grounds(), ", "), privacy.ErrBadInput), privacy.Plain(strings.Join(handlers.Grounds(), ", ")))
	}
	if f.Ground == handlers.GroundNotARequest {
		return d.NotARequest(ctx, n, by, seen)
	}
	return d.decide(ctx, decision{"decline", n, by, seen, f.Letter}, func(t *turn) error {
		if !t.Request.ClosedAt.IsZero() {
			return privacy.Mistaken("done-refuse", fmt.Errorf("it was carried out already and cannot be refused; settle it with approve: %w", privacy.ErrNotAllowed))
		}
		if strings.TrimSpace(f.Text) == "" || strings.TrimSpace(f.Article) == "" {
			return privacy.Mistaken("refusal-words", fmt.Errorf("a refusal names act and article and gives its reasons in words: %w", privacy.ErrBadInput))
		}
		if err := t.file(); err != nil {
			return err
		}
		return t.office.Refuse(t.tx, &t.Request, by, f.Ground, f.Article, f.Text)
	})
}

// NotARequest closes what asks for nothing. No letter leaves and the mail is left as
// it is; where it carries our keyword already, the keyword is taken back (P6).
func (d *Desk) NotARequest(ctx context.Context, n privacy.Number, by privacy.Actor, seen int) error {
	return d.decide(ctx, decision{"not-a-request", n, by, seen, ""}, func(t *turn) error {
		if err := t.unfile(); err != nil {
			return err
		}
		return t.office.NotARequest(t.tx, &t.Request, by)
	})
}

// unfile takes the keyword back, unless another request of the same letter is one.
func (t *turn) unfile() error {
	key := t.Request.Message
	if key.UID == 0 {
		return nil
	}
	d, known, err := t.tx.Disposition(key)
	if err != nil || !known {
		return err
	}
	for _, id := range d.Requests {
		if id == t.Request.ID {
			continue
		}
		other, err := t.tx.Request(id)
		if err != nil {
			return err
		}
		item, err := itemOf(t.tx, id)
		if err != nil {
			return err
		}
		noRequest := item.Decision == string(privacy.StateClosed) && other.MergedInto == ""
		if other.State != privacy.StateInReview && !noRequest {
			return nil
		}
	}
	asked, err := t.tx.ConfirmationsOf(t.Request.ID)
	if err != nil || len(asked) == 0 && t.Request.ClosedAt.IsZero() && t.Request.Route == privacy.RouteReview {
		return err // it never was anything but a question to a person: no keyword was set
	}
	return t.tx.PutToUnfile(key)
}

// Note adds a remark to a request in any state. The remark is kept with the
// request; the chain records only that there is one.
func (d *Desk) Note(ctx context.Context, n privacy.Number, by privacy.Actor, text string) error {
	if err := d.mayDecide(by); err != nil {
		return fmt.Errorf("note %s: %w", n, err)
	}
	if strings.TrimSpace(text) == "" {
		return privacy.Mistaken("note-empty", fmt.Errorf("note %s: the note is empty: %w", n, privacy.ErrBadInput))
	}
	return d.update(ctx, func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return fmt.Errorf("note %s: %w", n, unknown(n, err))
		}
		r.Notes = append(r.Notes, store.Note{At: tx.Now(), By: by, Text: privacy.NewPersonal(text)})
		if err := tx.PutRequest(r); err != nil {
			return err
		}
		return tx.Append(store.AuditAct{Actor: by, Act: "noted", Number: n})
	})
}
