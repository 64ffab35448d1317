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

// worded puts the prepared text that an act names behind its own words, in the writer's
// language. One that fits neither what is asked nor what is decided is refused.
func (d *Desk) worded(ctx context.Context, n privacy.Number, a Act) (Act, error) {
	if a.Prepared == "" {
		return a, nil
	}
	c, err := d.Case(ctx, n)
	if err != nil {
		return a, err
	}
	fit := d.TextsFor(c, a.Verb)
	if at := slices.IndexFunc(fit, func(t Text) bool { return t.Name == a.Prepared }); at >= 0 {
		a.Text = strings.TrimSpace(a.Text + "\n\n" + d.Filled(ctx, c, fit[at]))
		return a, nil
	}
	r := c.Request
	if !slices.ContainsFunc(d.Library[r.Language], func(t Text) bool { return t.Name == a.Prepared }) {
		err := fmt.Errorf("no prepared text is called %q in %q; see otinish texts: %w", a.Prepared, r.Language, privacy.ErrNotFound)
		return a, privacy.Mistaken("no-text", err, privacy.Plain(a.Prepared), privacy.Coded("language", r.Language))
	}
	return a, privacy.Mistaken("text-unfit", fmt.Errorf("the prepared text %s does not fit %s of a request of the kind %s; these do: %s: %w", a.Prepared, a.Verb, r.Kind, namesOf(fit), privacy.ErrNotAllowed),
		privacy.Plain(a.Prepared), privacy.Coded("do", a.Verb), privacy.Coded("kind", r.Kind), privacy.Plain(namesOf(fit)))
}

func namesOf(texts []Text) string {
	var names []string
	for _, t := range texts {
		names = append(names, t.Name)
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
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
