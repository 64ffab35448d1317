package review

import (
	"context"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// AccessDraft words the answer to an access request that waits, for the operator to
// check. Only for a proven writer on record: what is held goes to nobody else. Empty:
// the operator writes it.
func (d *Desk) AccessDraft(ctx context.Context, c Case) string {
	r := c.Request
	if r.Kind != privacy.KindAccess || r.State != privacy.StateInReview || r.Proof != privacy.Proven || c.Subject.ID == "" || c.Subject.Address != r.From {
		return ""
	}
	found, err := d.Held(ctx, c.Subject.ID)
	if err != nil {
		return ""
	}
	return d.AccessText(found, r.Language)
}

// Filled is a prepared text for a request, with what the record holds where it asks for
// that.
func (d *Desk) Filled(ctx context.Context, c Case, t Text) string {
	if draft := d.AccessDraft(ctx, c); t.Name == textHeld && draft != "" {
		return draft
	}
	return t.Text
}

// AccessText says all that is held, in the order of Law 94-V Art. 24; nothing where the
// desk has no words.
func (d *Desk) AccessText(found Dossier, l privacy.Language) string {
	if d.Words == nil {
		return ""
	}
	local := func(t time.Time) time.Time { return t.In(d.Office.Zone) }
	var b strings.Builder
	line := func(key string, value string) {
		if value != "" {
			b.WriteString("– " + d.Words.Text(l, key) + ": " + value + "\n")
		}
	}
	q := found.Subject
	b.WriteString(d.Words.Text(l, "held.intro") + "\n\n")
	line("field.name", q.Name.Reveal())
	line("field.email", q.Address.Reveal())
	line("field.phone", q.Phone.Reveal())
	if q.Language.Valid() {
		line("field.language", d.Words.Text(l, "language."+string(q.Language)))
	}
	line("held.source", d.code(l, "source", q.Source))
	line("held.since", d.Words.Day(l, local(q.AddedAt)))
	if q.Blocked {
		b.WriteString("– " + d.Words.Text(l, "held.blocked") + "\n")
	}
	if len(found.Consents) > 0 {
		b.WriteString("\n" + d.Words.Text(l, "held.consents") + "\n\n")
	}
	for _, c := range found.Consents {
		state := d.Words.Text(l, "held.valid")
		switch {
		case !c.WithdrawnAt.IsZero():
			state = d.Words.Text(l, "held.withdrawn", d.Words.Day(l, local(c.WithdrawnAt)))
		case !c.Processing():
			state = d.Words.Text(l, "held.suspended", d.Words.Day(l, local(c.SuspendedAt)))
		}
		b.WriteString("– " + d.code(l, "purpose", c.Purpose) + ": " + d.Words.Text(l, "held.given", d.Words.Day(l, local(c.GivenAt))) + "; " + state + "\n")
	}
	if n := len(found.Requests); n > 0 {
		b.WriteString("\n" + d.Words.Counted(l, "unit.requests-of-yours", n) + "\n")
	}
	b.WriteString("\n" + d.Words.Text(l, "held.rest"))
	return b.String()
}

// code is the words for a value that may be one of ours.
func (d *Desk) code(l privacy.Language, table, value string) string {
	key := table + "." + value
	if words := d.Words.Text(l, key); words != key {
		return words
	}
	return value
}
