package intake

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
	"medico-intech.kz/otinish/templates"

	_ "time/tzdata"
)

// office is a whole office without a network: mail goes in as bytes, and what
// leaves is read from the outbox.
type office struct {
	t      *testing.T
	in     *Intake
	desk   *review.Desk
	store  *store.Store
	ticks  sync.Mutex // of now, where the store works in the background meanwhile
	now    time.Time
	uid    uint32
	limits handlers.Limits
	fault  func(op string) error // of the store's disk; nil: none
}

const ours = "info@mysal.example"

// clock is the time of the office.
func (o *office) clock() time.Time {
	o.ticks.Lock()
	defer o.ticks.Unlock()
	return o.now
}

// passes lets some time pass.
func (o *office) passes(d time.Duration) {
	o.ticks.Lock()
	defer o.ticks.Unlock()
	o.now = o.now.Add(d)
}

func newOffice(t *testing.T) *office { return openOffice(t, handlers.DefaultLimits) }

func openOffice(t *testing.T, limits handlers.Limits) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), limits: limits}
	o.store = storetest.OpenWith(t, t.TempDir(), store.Options{Now: o.clock, Fault: func(op string) error {
		if o.fault == nil {
			return nil
		}
		return o.fault(op)
	}})
	o.wire()
	if _, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "INBOX", UIDValidity: 1, UIDNext: 1}); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) wire() {
	letters, err := templates.Parse()
	o.must(err)
	rules, err := deadline.New()
	o.must(err)
	zone, err := time.LoadLocation("Asia/Almaty")
	o.must(err)
	from := o.address(ours)
	names := map[privacy.Language]string{privacy.Kazakh: "«Мысал» ЖШС", privacy.Russian: "ТОО «Мысал»", privacy.English: "Mysal LLP"}
	desk := &handlers.Office{
		Templates: letters, From: from, Zone: zone, Random: rand.Reader, Limits: o.limits, Periods: handlers.DefaultPeriods,
		Controller:     templates.Controller{Name: names, BIN: "123456789012", Address: ours, PolicyURL: "https://mysal.example"},
		Basis:          func(k privacy.Kind, at time.Time, l privacy.Language) string { return rules.Due(k, at, zone).Basis[l] },
		DestructionDue: func(at time.Time) time.Time { return rules.Due(privacy.KindWithdraw, at, zone).At },
	}
	o.in, err = New(Config{
		Store: o.store, Office: desk, Rules: rules, Log: slog.New(slog.DiscardHandler),
		Verifier: senderauth.New(senderauth.Config{AuthservIDs: []string{"mx.mysal.example"}, Own: []privacy.Address{from}}),
	})
	o.must(err)
	o.desk = &review.Desk{
		Store: o.store, Office: desk, Rules: rules, Log: slog.New(slog.DiscardHandler), Phone: classifier.Phone, Wake: func() {}, Forget: func() {},
	}
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) address(s string) privacy.Address {
	o.t.Helper()
	a, err := privacy.ParseAddress(s)
	o.must(err)
	return a
}

// person enters somebody with one consent.
func (o *office) person(email, name, phone string) privacy.SubjectID {
	o.t.Helper()
	id := privacy.SubjectID("")
	o.must(o.store.Update(o.t.Context(), func(tx *store.Tx) error {
		id = tx.NewSubjectID()
		err := tx.PutSubject(store.Subject{ID: id, Address: o.address(email), Name: privacy.NewPersonal(name), Phone: privacy.NewPersonal(phone), AddedAt: o.now})
		if err != nil {
			return err
		}
		return tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: id, Purpose: "letters", GivenAt: o.now})
	}))
	return id
}

// mail is a message to write; results is what our server found out.
type mail struct {
	from, subject, body, results string
	header                       []string
}

func proven(from string) string {
	return "dmarc=pass header.from=" + from[strings.IndexByte(from, '@')+1:]
}

func (m mail) raw(n uint32) []byte {
	var b strings.Builder
	if m.results != "" {
		fmt.Fprintf(&b, "Authentication-Results: mx.mysal.example; %s\r\n", m.results)
	}
	fmt.Fprintf(&b, "Received: from a by mx.mysal.example; Tue, 24 Nov 2026 09:00:00 +0000\r\n")
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <m%d@writer.example>\r\n", m.from, ours, m.subject, n)
	for _, h := range m.header {
		b.WriteString(h + "\r\n")
	}
	fmt.Fprintf(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", m.body)
	return []byte(b.String())
}

func (o *office) delivery(raw []byte) mailbox.Delivery {
	o.uid++
	return mailbox.Delivery{
		Key: mailbox.Key{Mailbox: "INBOX", UIDValidity: 1, UID: o.uid}, InternalDate: o.now,
		Size: int64(len(raw)), Raw: raw, Fingerprint: sha256.Sum256(raw),
	}
}

// gets takes one message and returns what became of it.
func (o *office) gets(m mail) store.Disposition { return o.getsRaw(m.raw(o.uid + 1)) }

func (o *office) getsRaw(raw []byte) store.Disposition {
	o.t.Helper()
	d := o.delivery(raw)
	o.must(o.in.Process(o.t.Context(), []mailbox.Delivery{d}))
	return o.disposition(d.Key)
}

func (o *office) disposition(k mailbox.Key) (d store.Disposition) {
	o.t.Helper()
	o.view(func(tx *store.Tx) error {
		var known bool
		var err error
		if d, known, err = tx.Disposition(storeKey(k)); err == nil && !known {
			o.t.Errorf("UID %d has no disposition", k.UID)
		}
		return err
	})
	return d
}

func (o *office) view(fn func(*store.Tx) error) {
	o.t.Helper()
	o.must(o.store.View(fn))
}

// request returns the first request of a disposition.
func (o *office) request(d store.Disposition) (r store.Request) {
	o.t.Helper()
	if len(d.Requests) == 0 {
		o.t.Fatalf("no request: %+v", d)
	}
	o.view(func(tx *store.Tx) (err error) {
		r, err = tx.Request(d.Requests[0])
		return err
	})
	return r
}

func (o *office) subject(id privacy.SubjectID) (s store.Subject) {
	o.t.Helper()
	o.view(func(tx *store.Tx) (err error) {
		s, err = tx.Subject(id)
		return err
	})
	return s
}

// processing reports whether any consent of a subject allows processing now.
func (o *office) processing(id privacy.SubjectID) (on bool) {
	o.t.Helper()
	o.view(func(tx *store.Tx) error {
		consents, err := tx.Consents(id)
		for _, c := range consents {
			on = on || c.Processing()
		}
		return err
	})
	return on
}

// sent is a letter in the outbox.
type sent struct {
	store.Letter
	*message.Message
}

// letters returns every letter to an address, oldest first; "" means to anybody.
func (o *office) letters(to string) (list []sent) {
	o.t.Helper()
	o.view(func(tx *store.Tx) error {
		return tx.EachLetter(func(l store.Letter) bool {
			if to == "" || l.To.Reveal() == to {
				list = append(list, sent{l, message.Parse(l.Bytes)})
			}
			return true
		})
	})
	return list
}

// last returns the newest letter to an address, which must be of this template.
func (o *office) last(to, template string) sent {
	o.t.Helper()
	list := o.letters(to)
	if len(list) == 0 {
		o.t.Fatalf("no letter to the address, want %s", template)
	}
	newest := list[0]
	for _, l := range list {
		if l.QueuedAt.After(newest.QueuedAt) || l.QueuedAt.Equal(newest.QueuedAt) && l.Letter.ID > newest.Letter.ID {
			newest = l
		}
	}
	if newest.Template != template {
		o.t.Fatalf("the last letter is %s, want %s", newest.Template, template)
	}
	return newest
}

// reply is how a person answers a letter.
func reply(to sent, from, words string) mail {
	return mail{
		from: from, subject: "Re: " + to.SubjectLine,
		body:   words + "\r\n\r\nOn Tue, 24 Nov 2026 at 14:00, somebody wrote:\r\n> " + strings.ReplaceAll(to.Text, "\n", "\r\n> "),
		header: []string{"In-Reply-To: <" + to.Message.MessageID + ">"},
	}
}

func (o *office) waiting() []review.Case {
	o.t.Helper()
	list, err := o.desk.Waiting(context.Background())
	o.must(err)
	return list
}
