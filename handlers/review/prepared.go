package review

import (
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Prepared texts of ours that fit some letters only. Own texts of other names fit all.
const (
	textBlocked   = "processing-stopped" // tells of a blocking
	textHeld      = "what-is-held"       // answers "what do you hold"
	textWhich     = "which-value"        // of a letter that names none
	textSeveral   = "which-of-several"   // of one that names several for one field
	textRight     = "which-right"
	textOnAddress = "write-from-address"
)

// TextsFor lists the prepared texts that a letter about a request may say: questions
// where something is asked, answers where the verb answers.
func (d *Desk) TextsFor(c Case, verb string) []Text {
	return slices.DeleteFunc(slices.Clone(d.Library[c.Request.Language]), func(t Text) bool {
		kind, asks := c.Request.Kind, verb == "ask"
		switch t.Name {
		case textBlocked:
			return asks || !blocks(c, verb, false) && !(kind == privacy.KindBlock && c.Subject.Blocked)
		case textHeld:
			return asks || kind != privacy.KindAccess
		case textWhich:
			return !asks || kind != privacy.KindUpdate || named(c)
		case textSeveral:
			return !asks || kind != privacy.KindUpdate || handlers.Unsettled(c.Request.Changes) == ""
		case textRight, textOnAddress:
			return !asks
		}
		return false
	})
}

// blocks: the decision carries a blocking out.
func blocks(c Case, verb string, byHand bool) bool {
	return verb == "approve" && c.Request.Kind == privacy.KindBlock && c.Request.ClosedAt.IsZero() && !byHand
}

// named: a value that can be used is proposed.
func named(c Case) bool {
	return slices.ContainsFunc(c.Request.Changes, func(c store.Change) bool { return c.Valid })
}

// untrue refuses prepared words that are not so: of a blocking where nothing is blocked
// by them, and of what the writer's letter does or does not name.
func (d *Desk) untrue(n privacy.Number, a Act) error {
	words := a.Text + "\n" + a.Letter
	blocking, which, several := d.tells(words, textBlocked), d.tells(words, textWhich), d.tells(words, textSeveral)
	if !blocking && !which && !several {
		return nil
	}
	return d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		switch {
		case err != nil:
			return err
		case blocking && !c.Subject.Blocked && !blocks(c, a.Verb, a.ByHand):
			return privacy.Mistaken("not-blocked", fmt.Errorf("the letter says that the data are blocked, and nothing is blocked by this: %w", privacy.ErrNotAllowed))
		case which && named(c):
			return privacy.Mistaken("value-named", fmt.Errorf("the letter says that no value was named, and one was; look at what is proposed, or ask in other words: %w", privacy.ErrNotAllowed))
		case several && handlers.Unsettled(c.Request.Changes) == "":
			return privacy.Mistaken("not-several", fmt.Errorf("the letter says that several values were named for one field, and they were not: %w", privacy.ErrNotAllowed))
		}
		return nil
	})
}

// tells reports whether words hold a prepared text, however its lines are folded.
func (d *Desk) tells(words, name string) bool {
	words = folded(words)
	for _, texts := range d.Library {
		for _, t := range texts {
			if t.Name == name && strings.Contains(words, folded(t.Text)) {
				return true
			}
		}
	}
	return false
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }
