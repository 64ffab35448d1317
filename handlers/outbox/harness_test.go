package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// sent is one call of Submitter.Send.
type sent struct {
	at       time.Time
	from, to string
	body     string
	session  int
}

// post is the mail server as the sender sees it: answer says what becomes of the
// n-th mail, counted from 0.
type post struct {
	answer func(ctx context.Context, n int, m sent) error

	mu       sync.Mutex
	mails    []sent
	sessions int
	open     int
}

type session struct {
	p *post
	n int
}

func (p *post) dial() (Submitter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sessions++
	p.open++
	return &session{p, p.sessions}, nil
}

func (s *session) Send(ctx context.Context, from, to string, body []byte) error {
	m := sent{time.Now(), from, to, string(body), s.n}
	s.p.mu.Lock()
	n := len(s.p.mails)
	s.p.mails = append(s.p.mails, m)
	s.p.mu.Unlock()
	if s.p.answer == nil {
		return nil
	}
	return s.p.answer(ctx, n, m)
}

func (s *session) Close() {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.open--
}

func (p *post) all() []sent {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]sent(nil), p.mails...)
}

// bench is an outbox at work on a real store, with synctest's clock.
type bench struct {
	t       *testing.T
	store   *store.Store
	post    *post
	sender  *Sender
	config  Config
	log     bytes.Buffer
	stop    func()
	request privacy.RequestID
	number  privacy.Number
}

// run gives fn a bench in a bubble whose clock jumps to the next event.
func run(t *testing.T, options store.Options, fn func(b *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, post: &post{}, store: storetest.OpenWith(t, t.TempDir(), options)}
		b.config = Config{
			Store: b.store, NewSubmitter: b.post.dial, Own: []privacy.Address{address(t, "info@medico.test")},
			GiveUp: func(tx *store.Tx, l store.Letter, why string) error {
				return tx.PutReviewItem(store.ReviewItem{RequestID: l.RequestID, Since: tx.Now(), Why: why})
			},
			Log: slog.New(slog.NewTextHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		}
		b.update(func(tx *store.Tx) (err error) {
			b.request = tx.NewRequestID()
			if b.number, err = tx.NewNumber(); err != nil {
				return err
			}
			return tx.PutRequest(store.Request{ID: b.request, Number: b.number, Kind: privacy.KindAccess, State: privacy.StateReceived})
		})
		fn(b)
		if b.stop != nil {
			b.stop()
		}
		if strings.Contains(b.log.String(), "@") || strings.Contains(b.log.String(), "Body") {
			t.Errorf("an address or a letter is in the log:\n%s", b.log.String())
		}
		if b.post.open != 0 {
			t.Errorf("%d connections left open", b.post.open)
		}
	})
}

// start begins sending; stop ends it and waits.
func (b *bench) start() {
	b.t.Helper()
	var err error
	if b.sender, err = New(b.config); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.sender.Run(ctx) }()
	b.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			b.t.Error(err)
		}
		b.stop = nil
	}
}

func (b *bench) update(fn func(*store.Tx) error) {
	b.t.Helper()
	if err := b.store.Update(b.t.Context(), fn); err != nil {
		b.t.Fatal(err)
	}
}

// soon lets pass, on synctest's clock, what an accepted letter waits for company
// before it is on record.
func soon() {
	time.Sleep(recordWait)
	synctest.Wait()
}

// queue commits letters and wakes the sender; it returns their ids.
func (b *bench) queue(to ...string) []privacy.LetterID {
	b.t.Helper()
	var ids []privacy.LetterID
	b.update(func(tx *store.Tx) error {
		ids = ids[:0]
		for _, to := range to {
			l := store.Letter{
				ID: tx.NewLetterID(), RequestID: b.request, Template: "acknowledgement",
				State: store.LetterQueued, QueuedAt: tx.Now(), NextAt: tx.Now(),
			}
			l.MessageID = string(l.ID) + "@medico.test"
			l.Bytes = []byte("Message-ID: <" + l.MessageID + ">\r\n\r\nBody\r\n")
			if to != "" {
				l.To = address(b.t, to)
			}
			if err := tx.PutLetter(l); err != nil {
				return err
			}
			ids = append(ids, l.ID)
		}
		return nil
	})
	if b.sender != nil {
		b.sender.Wake()
	}
	return ids
}

func (b *bench) letter(id privacy.LetterID) (l store.Letter) {
	b.t.Helper()
	err := b.store.View(func(tx *store.Tx) (err error) { l, err = tx.Letter(id); return err })
	if err != nil {
		b.t.Fatal(err)
	}
	return l
}

// expect checks where a letter stands and the outcomes of its attempts.
func (b *bench) expect(id privacy.LetterID, state store.LetterState, outcomes ...string) store.Letter {
	b.t.Helper()
	l := b.letter(id)
	var got []string
	for _, a := range l.Attempts {
		got = append(got, a.Outcome)
	}
	if l.State != state || strings.Join(got, " ") != strings.Join(outcomes, " ") {
		b.t.Errorf("letter is %s after %q, want %s after %q", l.State, got, state, outcomes)
	}
	return l
}

func (b *bench) count(state store.LetterState) (n int) {
	b.store.View(func(tx *store.Tx) error { n = tx.CountLetters(state); return nil })
	return n
}

// chain returns the audit log as "act: reason number".
func (b *bench) chain() (lines []string) {
	b.store.View(func(tx *store.Tx) error {
		return tx.EachEntry(func(e audit.Entry) bool {
			lines = append(lines, fmt.Sprintf("%s: %s %s", e.Act.Act, e.Act.Reason, e.Act.Number))
			return true
		})
	})
	return lines
}

// inReview returns why the request waits for a person, "" if it does not.
func (b *bench) inReview() (why string) {
	b.store.View(func(tx *store.Tx) error {
		item, err := tx.ReviewItem(b.request)
		why = item.Why
		return err
	})
	return why
}

func address(t *testing.T, s string) privacy.Address {
	t.Helper()
	a, err := privacy.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var (
	refused   = &submission.Error{Outcome: submission.Refused, Stage: submission.StageRcpt, Kind: submission.KindAnswer, Code: 550}
	greylist  = &submission.Error{Outcome: submission.Temporary, Stage: submission.StageRcpt, Kind: submission.KindAnswer, Code: 451}
	lostDot   = &submission.Error{Outcome: submission.Unknown, Stage: submission.StageDot, Kind: submission.KindTimeout}
	noServer  = &submission.Error{Outcome: submission.Temporary, Stage: submission.StageConnect, Kind: submission.KindNetwork}
	badSecret = &submission.Error{Outcome: submission.Temporary, Stage: submission.StageAuth, Kind: submission.KindAuth, Code: 535}
	errDisk   = errors.New("no space left")
)

// answers gives the errors in turn, then nil.
func answers(errs ...error) func(context.Context, int, sent) error {
	return func(_ context.Context, n int, _ sent) error {
		if n < len(errs) {
			return errs[n]
		}
		return nil
	}
}
