package review

import (
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Prepared texts of ours that fit some letters only. Own texts of other names fit all.
const (
	textBlocked   = "processing-stopped" // tells of a blocking
	textHeld      = "what-is-held"       // answers "what do you hold"
	textWhich     = "which-value"
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
			return !asks || kind != privacy.KindUpdate
		case textRight, textOnAddress:
			return !asks
		}
		return false
	})
}

// Titled gives prepared texts the titles that whoever chooses among them reads: the words
// are in the writer's language, and their title need not be.
func (d *Desk) Titled(texts []Text, l privacy.Language) []Text {
	titled := slices.Clone(texts)
	for i, t := range titled {
		if at := slices.IndexFunc(d.Library[l], func(own Text) bool { return own.Name == t.Name }); at >= 0 {
			titled[i].Title = d.Library[l][at].Title
		}
	}
	return titled
}

// blocks: the decision carries a blocking out.
func blocks(c Case, verb string, byHand bool) bool {
	return verb == "approve" && c.Request.Kind == privacy.KindBlock && c.Request.ClosedAt.IsZero() && !byHand
}

// untrue refuses the prepared words of a blocking where nothing is blocked by them.
func (d *Desk) untrue(n privacy.Number, a Act) error {
	if !d.tells(a.Text+"\n"+a.Letter, textBlocked) {
		return nil
	}
	return d.Store.View(func(tx *store.Tx) error {
		c, err := caseOf(tx, n)
		if err != nil || c.Subject.Blocked || blocks(c, a.Verb, a.ByHand) {
			return err
		}
		return privacy.Mistaken("not-blocked", fmt.Errorf("the letter says that the data are blocked, and nothing is blocked by this: %w", privacy.ErrNotAllowed))
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
