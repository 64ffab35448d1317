package handlers

import (
	"fmt"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// QuietAutomatic is the one reason for silence that a person's decision does not
// lift: a machine is never answered (P5, RFC 3834 §2).
const QuietAutomatic = "automatic"

// send composes a letter about a request and lays it into the outbox, in the
// transaction of the act it tells about. The bytes never change afterwards: each
// attempt sends the same, under the same Message-ID (P2).
//
// Where the request is to be kept quiet about (P5, P14) no letter leaves: send does
// nothing then, and Request.Quiet tells the operator why.
func (o *Office) send(tx *store.Tx, r *store.Request, name string, to privacy.Address, d templates.Data) error {
	if r.Quiet != "" || to.IsZero() || to == o.From {
		return nil
	}
	o.fill(tx, r, &d)
	subjectLine, body, err := o.Templates.Letter(name, r.Language, d)
	if err != nil {
		return fmt.Errorf("word letter %s: %w", name, err)
	}
	if body, err = o.pen.reword(r, d.Token, body); err != nil {
		return err
	}
	if err := o.keepsRefusal(r, name, d); err != nil {
		return err
	}
	if d.Token == "" && !o.pen.dry { // a question tells nothing that was done
		if body, err = receipt(tx, r, name, body); err != nil {
			return fmt.Errorf("letter %s: %w", name, err)
		}
	}
	letter := store.Letter{
		ID: tx.NewLetterID(), RequestID: r.ID, Template: name, Language: r.Language, To: to,
		State: store.LetterQueued, QueuedAt: tx.Now(), NextAt: tx.Now().Add(o.pen.wait), Limits: o.Limits.keys(tx, to, r.Words),
	}
	if letter.MessageID, err = message.NewMessageID(letter.ID, o.From.Domain()); err != nil {
		return err
	}
	out := message.Outgoing{
		From:          o.From,
		FromName:      o.Controller.Name[r.Language],
		To:            to,
		SubjectLine:   subjectLine,
		Body:          body,
		Date:          tx.Now().In(o.Zone),
		MessageID:     letter.MessageID,
		Language:      r.Language,
		AutoSubmitted: message.AutoReplied,
	}
	if to == r.From { // a thread belongs to the writer alone
		if id := r.MessageID.Reveal(); message.UsableID(id) {
			out.InReplyTo = id
		}
		out.References = r.References
	}
	if letter.Bytes, err = message.Compose(out); err != nil {
		return fmt.Errorf("compose letter %s: %w", name, err)
	}
	return tx.PutLetter(letter)
}

// fill adds what every letter about a request says.
func (o *Office) fill(tx *store.Tx, r *store.Request, d *templates.Data) {
	d.Controller = o.Controller
	d.Number, d.Merged = r.Number, r.Merged
	d.Kind = r.Kind
	d.DoneAt = tx.Now().In(o.Zone)
	d.ReceivedAt = r.ReceivedAt.In(o.Zone)
	if !r.DueAt.IsZero() {
		d.DueAt = r.DueAt.In(o.Zone)
		d.DueOver = r.DueAt.Before(o.arrival(tx))
		d.DueBasis = o.Basis(r.Kind, r.ReceivedAt, r.Language)
	}
}

// receipt puts the letter on the chain and its receipt below the text (P10): the
// subject holds in hand what was recorded.
func receipt(tx *store.Tx, r *store.Request, name, body string) (string, error) {
	body += "\n" + templates.ReceiptWords(r.Language)
	lines, err := tx.Receipt(store.AuditAct{Actor: privacy.ActorSystem, Act: "letter/" + name, Number: r.Number}, body)
	return body + "\n" + lines + "\n", err
}
