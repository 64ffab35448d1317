package review

import (
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// undoWindow is how long a decision can be taken back, while nothing of it has left.
const undoWindow = 10 * time.Minute

// decision is one decision under way: who decides what, on what they saw.
type decision struct {
	verb   string
	number privacy.Number
	by     privacy.Actor
	seen   int    // version of the item the operator looked at; 0: not checked
	letter string // body instead of the letter's own words; empty: as it is
}

// speaks: the decision is one about which the writer may hear.
func (d decision) speaks() bool {
	switch d.verb {
	case "assign", "hold", "release", "reclassify", "due":
		return false
	}
	return true
}

// SeenNone is the version of a request that never waited for a person.
const SeenNone = -1

// turn is what a decision works with.
type turn struct {
	*Case
	tx     *store.Tx
	office *handlers.Office // for this decision: its letters wait
	by     privacy.Actor
	undo   *store.Undo // may be added to
}

var errDry = errors.New("only tried")

// decide runs one decision on a waiting request in one transaction. The second of
// two operators is told that the first was faster (ErrConflict), not overwritten.
func (d *Desk) decide(ctx context.Context, what decision, do func(*turn) error) error {
	if err := d.mayDecide(what.by); err != nil {
		return fmt.Errorf("%s %s: %w", what.verb, what.number, err)
	}
	if d.dry == nil {
		defer d.Wake() // in any case: a disk that failed in confirming may have kept the commit
	}
	return d.update(ctx, func(tx *store.Tx) error {
		err := d.decideIn(tx, what, do)
		if err != nil && !errors.Is(err, errDry) {
			return fmt.Errorf("%s %s: %w", what.verb, what.number, err)
		}
		return err
	})
}

// waiting refuses a request that does not wait for a decision.
func waiting(c Case) error {
	if undecided(c.Request) {
		return nil
	}
	return privacy.Mistaken("not-waiting", fmt.Errorf("it does not wait for a decision, its state is %q: %w", c.Request.State, privacy.ErrConflict), privacy.Coded("state", c.Request.State))
}

// orDecided is what is wrong with an operator's words, unless somebody else decided first:
// then that is what they have to hear.
func (d *Desk) orDecided(n privacy.Number, wrong error) error {
	err := d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil {
			return err
		}
		return waiting(c)
	})
	if errors.Is(err, privacy.ErrConflict) {
		return err
	}
	return wrong
}

func (d *Desk) decideIn(tx *store.Tx, what decision, do func(*turn) error) error {
	c, err := caseOf(tx, what.number)
	if err != nil {
		return err
	}
	if err := waiting(c); err != nil {
		return err
	}
	if what.seen != 0 && what.seen != c.Item.Version && (what.seen != SeenNone || c.Item.Version != 0) {
		return privacy.Mistaken("changed", fmt.Errorf("it has changed since you looked at it; look again: %w", privacy.ErrConflict))
	}
	t := &turn{Case: &c, tx: tx, office: d.Office.AtDesk(what.letter), by: what.by}
	if d.dry != nil {
		t.office = t.office.Dry()
	}
	if t.undo, err = before(tx, c, what); err != nil {
		return err
	}
	if err := t.takeUp(); err != nil {
		return err
	}
	if c.Request.Quiet != handlers.QuietAutomatic && what.speaks() { // what was not to be answered by rule, a person may answer
		c.Request.Quiet = ""
	}
	letters, asked := ids(c.Letters), t.undo.Questions
	if err := do(t); err != nil {
		return err
	}
	if t.office.Unwritten() {
		return privacy.Mistaken("no-words", fmt.Errorf("no letter leaves that could say these words: %w", privacy.ErrBadInput))
	}
	return d.after(t, letters, asked)
}

// after counts the item as changed, keeps what takes the decision back, or, where it
// is only tried, collects what would have left.
func (d *Desk) after(t *turn, letters map[privacy.LetterID]bool, asked [][]byte) error {
	item, err := t.tx.ReviewItem(t.Request.ID)
	if err != nil {
		return err
	}
	if item.Version == t.Item.Version {
		item.Version++
	}
	if err := t.tx.PutReviewItem(item); err != nil {
		return err
	}
	t.undo.Version = item.Version
	written, err := t.written(letters)
	if err != nil {
		return err
	}
	if d.dry != nil {
		*d.dry = drafts(written)
		return errDry
	}
	if err := completeUndo(t, written, asked); err != nil {
		return err
	}
	r, err := t.tx.Request(t.Request.ID)
	if err != nil {
		return err
	}
	r.Undo = t.undo
	return t.tx.PutRequest(r)
}

func ids(letters []store.Letter) map[privacy.LetterID]bool {
	known := make(map[privacy.LetterID]bool)
	for _, l := range letters {
		known[l.ID] = true
	}
	return known
}

// written returns the letters that the decision made, also about a request split off.
func (t *turn) written(known map[privacy.LetterID]bool) (list []store.Letter, err error) {
	for _, id := range append([]privacy.RequestID{t.Request.ID}, t.undo.Made...) {
		letters, err := t.tx.LettersOf(id)
		if err != nil {
			return nil, err
		}
		for _, l := range letters {
			if !known[l.ID] {
				list = append(list, l)
			}
		}
	}
	return list, nil
}

// file lists the message for its keyword: a person has said that it is a request (P6).
func (t *turn) file() error {
	if t.Request.Message.UID == 0 {
		return nil
	}
	t.undo.Listed = true
	return t.tx.PutToFile(t.Request.Message)
}
