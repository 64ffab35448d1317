package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Act is a decision by name, for what faces operators: a verb and what it needs.
type Act struct {
	Verb string // one of Verbs
	Seen int    // version of the item the operator looked at; 0: not checked
	Read bool   // and they had all of it before them, not a line of a list

	Text, Letter    string
	Prepared        string // name of a prepared text, which stands behind Text in the writer's language
	Ground, Article string
	ByHand, Open    bool
	NothingHeld     bool // of approve
	Values          []Value
	Kind            privacy.Kind
	To              string // login
	Until           time.Time
	Into            privacy.Number
}

const notARequest = "not-a-request"

// Verbs lists what an operator can do about a request.
func Verbs() []string {
	return []string{"approve", "decline", "not-a-request", "reclassify", "confirm", "ask", "reply", "note", "assign", "hold", "merge", "split", "due", "undo"}
}

// Done is what an operator should see of a decision.
type Done struct {
	Lesson   Lesson
	Split    privacy.Number // of the request that was split off
	Warnings []Warning
	GoesOn   GoesOn
}

// Do carries out a decision by name.
func (d *Desk) Do(ctx context.Context, n privacy.Number, by privacy.Actor, a Act) (done Done, err error) {
	var late bool
	var doubted []Warning
	if a, err = d.worded(ctx, n, a); err != nil {
		return done, fmt.Errorf("%s %s: %w", a.Verb, n, err)
	}
	if a.Verb != "note" && a.Verb != "hold" { // these stay here
		if err := d.filledIn(a.Text + "\n" + a.Letter); err != nil {
			return done, fmt.Errorf("%s %s: %w", a.Verb, n, d.orDecided(n, err))
		}
		if err := d.untrue(n, a); err != nil {
			return done, fmt.Errorf("%s %s: %w", a.Verb, n, err)
		}
	}
	scheduled := d.scheduled(n, a)
	switch a.Verb {
	case "approve":
		err = d.Store.View(func(tx *store.Tx) error {
			c, err := caseOf(tx, n)
			late = err == nil && !a.ByHand && c.Request.ClosedAt.IsZero() && d.Office.DestructionLate(tx, c.Request, c.Subject)
			if err == nil && !a.ByHand {
				doubted, err = seeFirst(tx, c)
				doubted = slices.DeleteFunc(doubted, func(w Warning) bool { return !told(c, w) })
			}
			if err == nil && !a.ByHand {
				var held []Warning
				held, err = d.holdsUp(tx, c)
				doubted = append(doubted, held...)
			}
			return err
		})
		if err == nil {
			err = d.Approve(ctx, n, by, a.Seen, Approval{a.Text, a.ByHand, a.Values, a.Letter, a.Read, a.NothingHeld})
		}
	case "decline":
		if strings.EqualFold(strings.TrimSpace(a.Ground), handlers.GroundNotARequest) {
			a.Verb = notARequest
			return d.Do(ctx, n, by, a)
		}
		err = d.Decline(ctx, n, by, a.Seen, Refusal{a.Ground, a.Article, a.Text, a.Letter})
	case notARequest:
		if a.Seen, err = d.heardOf(n, a); err == nil {
			err = d.NotARequest(ctx, n, by, a.Seen)
		}
	case "reclassify":
		done.Lesson, err = d.Reclassify(ctx, n, by, a.Seen, a.Kind)
	case "confirm":
		err = d.Confirm(ctx, n, by, a.Seen)
	case "ask":
		err = d.Ask(ctx, n, by, a.Seen, a.Text)
	case "reply":
		err = d.Reply(ctx, n, by, a.Seen, Answer{a.Text, a.Open, a.Letter})
	case "note":
		err = d.Note(ctx, n, by, a.Text)
	case "assign":
		err = d.Assign(ctx, n, by, a.Seen, a.To)
	case "hold":
		err = d.Hold(ctx, n, by, a.Seen, Holding{a.Ground, a.Until, a.Text})
	case "merge":
		err = d.Merge(ctx, n, by, a.Seen, a.Into)
	case "split":
		done.Split, err = d.Split(ctx, n, by, a.Seen, a.Kind)
	case "due":
		err = d.Due(ctx, n, by, a.Seen, a.Until)
	case "undo":
		err = d.Undo(ctx, n, by, a.Seen)
	default:
		err = privacy.Mistaken("no-decision", fmt.Errorf("no decision is called %q: %w", a.Verb, privacy.ErrNotFound))
	}
	if err != nil {
		return Done{}, err
	}
	done.Warnings = append(done.Warnings, doubted...)
	if late {
		done.Warnings = append(done.Warnings, Warning{Code: WarnLate})
	}
	if d.dry == nil {
		err = d.warn(n, a.Verb, &done)
	}
	if err == nil && !scheduled.IsZero() {
		done.GoesOn, err = d.goesOn(n)
	}
	return done, err
}

// warn adds what an operator should know of what was just decided.
func (d *Desk) warn(n privacy.Number, verb string, done *Done) error {
	outcome := map[string]string{"approve": outcomeApplied, "decline": outcomeRefused}[verb]
	switch {
	case verb == "split":
		n = done.Split
	case verb != "hold" && outcome == "":
		return nil
	}
	return d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil {
			return err
		}
		if verb == "hold" {
			if HeldLate(c.Item) {
				done.Warnings = append(done.Warnings, Warning{Code: WarnHeldLate})
			}
			return nil
		}
		if verb == "split" {
			found, err := asked(tx, c)
			done.Warnings = append(done.Warnings, found...)
			return err
		}
		_, found, err := others(tx, c, outcome)
		done.Warnings = append(done.Warnings, found...)
		return err
	})
}

// asked warns of requests of the person that ask what a second one of a letter asks.
func asked(tx *store.Tx, second Case) (list []Warning, err error) {
	_, found, err := others(tx, second, "")
	for _, w := range found {
		if w.Code == WarnDuplicate {
			list = append(list, Warning{WarnAsked, w.Number})
		}
	}
	return list, err
}

// wouldBeAsked is asked before the second one is there.
func (d *Desk) wouldBeAsked(n privacy.Number, kind privacy.Kind) (list []Warning, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err == nil {
			c.Request.Kind = kind
			list, err = asked(tx, c)
		}
		return err
	})
	return list, err
}

// Draft is a letter as it would leave.
type Draft struct {
	Template    string
	To          privacy.Address
	Language    privacy.Language
	SubjectLine string
	Body        string
	Warnings    []Warning // of the decision, as Done has them where it splits something off
	Editable    bool      // its words may be replaced: the one letter of a decision, without a reply code
}

// Preview tells which letters a decision would send, and writes nothing. The errors
// are those of Do.
func (d *Desk) Preview(ctx context.Context, n privacy.Number, by privacy.Actor, a Act) ([]Draft, error) {
	switch a.Verb {
	case "note", "undo":
		return nil, nil // no letter
	}
	drafts := []Draft{}
	try := *d
	try.dry = &drafts
	_, err := try.Do(ctx, n, by, a)
	if errors.Is(err, errDry) {
		err = nil
	}
	if a.Verb == "split" && err == nil {
		var found []Warning
		found, err = d.wouldBeAsked(n, a.Kind)
		for i := range drafts {
			drafts[i].Warnings = found
		}
	}
	if !reworded(a.Verb) {
		for i := range drafts {
			drafts[i].Editable = false
		}
	}
	return drafts, err
}

// reworded: the decision takes a letter in the place of its own.
func reworded(verb string) bool { return verb == "approve" || verb == "decline" || verb == "reply" }
