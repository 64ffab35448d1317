package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/handlers/outbox"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Seams are what a test or the demo may put in place of the machine.
type Seams struct {
	Log        *slog.Logger
	Now        func() time.Time
	Random     io.Reader
	IMAPDial   func(ctx context.Context, network, addr string) (net.Conn, error)
	SMTPDial   func(ctx context.Context, network, addr string) (net.Conn, error)
	Told       func(intake.Outcome)  // called after each recorded message
	Step       func(string)          // called at each step of docs/flow.md
	Fault      func(op string) error // makes a store operation fail
	Passed     func() time.Duration  // the time that has passed, whatever the clock says
	TrustClock bool                  // the clock is right, whatever is on record
	Backoff    time.Duration         // first pause after trouble with a server; default 1 s for IMAP, 5 s for SMTP
}

func (s Seams) withDefaults() Seams {
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case s.Now == nil:
		s.Now = time.Now
		if s.Passed == nil {
			s.Passed = sinceBoot
		}
	case s.Passed == nil: // a clock of a test's own may be set as it likes
		began := s.Now()
		s.Passed, s.TrustClock = func() time.Duration { return s.Now().Sub(began) }, true
	}
	if s.Random == nil {
		s.Random = rand.Reader
	}
	if s.Step == nil {
		s.Step = func(string) {}
	}
	return s
}

// Daemon is the whole program as a value: newDaemon wires it, Run supervises it,
// Close unwinds it. Tests run the same one.
type Daemon struct {
	config   *Config
	seams    Seams
	started  time.Time
	store    *store.Store
	office   *handlers.Office
	intake   *intake.Intake
	desk     *review.Desk
	sender   *outbox.Sender
	watchers []*mailbox.Watcher
	boxes    []mailbox.Config
	listener net.Listener
	forget   chan struct{}
	page     consolePage
	notify   notifier
	retained atomic.Pointer[review.RetentionSummary] // the last sweep; nil: none yet
	noted    noted
	verified time.Time // the chain, last

	clock *clockGuard
}

// newDaemon wires everything. Nothing talks to the network yet. The store comes
// first: its lock proves that a socket found beside it is stale.
func newDaemon(c *Config, seams Seams) (*Daemon, error) {
	d := &Daemon{config: c, seams: seams.withDefaults(), forget: make(chan struct{}, 1)}
	d.started = d.seams.Now()
	for _, wire := range []func() error{
		d.openStore, d.startClock, d.wireOffice, d.wireSender, d.wireIntake, d.settleRestored, d.wireWatchers, d.listen, d.wireConsole,
	} {
		if err := wire(); err != nil {
			d.Close() // what was taken so far; why it stopped is the error to tell
			return nil, err
		}
	}
	return d, nil
}

func (d *Daemon) openStore() error {
	ring, err := d.config.keyring()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(d.config.Store.Dir, 0o700); err != nil {
		return fmt.Errorf("store.dir: %w", err)
	}
	d.store, err = store.Open(d.config.Store.Dir, store.Options{
		Keyring: ring, Now: d.seams.Now, Random: d.seams.Random, Step: d.changed, Fault: d.seams.Fault, Progress: d.told,
	})
	if errors.Is(err, privacy.ErrLocked) {
		return fmt.Errorf("store.dir %s: %w; is otinish running already?", d.config.Store.Dir, err)
	}
	if errors.Is(err, privacy.ErrDamaged) {
		return fmt.Errorf("store.dir %s: %w%w", d.config.Store.Dir, err, errUnusable)
	}
	if err != nil {
		return fmt.Errorf("store.dir %s: %w", d.config.Store.Dir, err)
	}
	if d.store.Created() {
		d.seams.Log.Warn("no store was there, a new one was made: if there was one before, stop and restore a backup", "dir", d.config.Store.Dir)
	}
	d.tellDamage()
	d.tellModes()
	if n := d.store.LedgerRebuilt(); n > 0 {
		d.seams.Log.Warn("the erasure ledger lacked lines, they were made again of the tombstones", "lines", n)
	}
	if n := d.store.KeysRevived(); n > 0 {
		d.seams.Log.Error("keys of people who were destroyed are in the key store again: an older copy of it was put in place while the erasure ledger was missing; end them: otinish key rotate --data", "keys", n)
	}
	if d.store.LedgerCut() {
		d.seams.Log.Warn("the erasure ledger ended within a line, which was left out: a crash leaves that, and so does a copy that was cut short; if it was copied in by hand, stop and put the whole one in its place, with the data of before")
	}
	return nil
}

func (d *Daemon) wireOffice() error {
	letters, err := templates.Parse()
	if err != nil {
		return err
	}
	rules, err := d.config.Desk.rules()
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(d.config.Controller.Timezone)
	if err != nil {
		return fmt.Errorf("controller.timezone: %w", err)
	}
	from, err := privacy.ParseAddress(d.config.Controller.Address)
	if err != nil {
		return fmt.Errorf("controller.address: %w", err)
	}
	d.office = &handlers.Office{
		Templates: letters, Controller: d.config.Controller.letterhead(zone), From: from, Zone: zone,
		Random: d.seams.Random, Limits: d.config.Limits.withDefaults(), Periods: handlers.DefaultPeriods,
		Basis: func(kind privacy.Kind, receivedAt time.Time, l privacy.Language) string {
			return rules.Due(kind, receivedAt, zone).Basis[l]
		},
		DestructionDue: func(withdrawn time.Time) time.Time {
			return rules.Due(privacy.KindWithdraw, withdrawn, zone).At
		},
	}
	d.office.Periods.Desk = d.config.Desk.Undo
	operators, err := d.config.Console.people()
	if err != nil {
		return err
	}
	var own fs.FS
	if d.config.Desk.Texts != "" {
		own = os.DirFS(d.config.Desk.Texts)
	}
	texts, err := templates.ParseTexts(own)
	if err != nil {
		return fmt.Errorf("desk.texts: %w", err)
	}
	digests, err := templates.ParseDigests()
	if err != nil {
		return err
	}
	digestAt, err := d.config.Desk.digestAt()
	if err != nil {
		return err
	}
	words, err := templates.ParsePages()
	if err != nil {
		return err
	}
	d.desk = &review.Desk{
		Words: words,
		Store: d.store, Office: d.office, Rules: rules, Log: d.seams.Log, Phone: classifier.Phone, Wake: d.wake, ClockWrong: d.clock.check,
		Originals: d.config.IMAP.ExpungeDestroyed, Forget: d.forgetSoon, Retention: d.config.Retention.withDefaults(),
		Operators: operators, Library: texts, Teach: teach, OwnText: ownText, Digest: review.Digest{Letters: digests, At: digestAt, URL: d.config.Console.URL},
	}
	d.desk.Remember()
	return nil
}

func (c ControllerConfig) letterhead(zone *time.Location) templates.Controller {
	return templates.Controller{
		Name: c.Name, BIN: c.BIN, Address: c.Address, PolicyURL: c.PolicyURL,
		Responsible: c.Responsible, Authority: c.Authority, Zone: zone,
	}
}

func (c LimitsConfig) withDefaults() handlers.Limits {
	l := handlers.DefaultLimits
	for _, set := range []struct {
		to   *int
		from int
	}{{&l.PerAddress, c.PerAddress}, {&l.PerDomain, c.PerDomain}, {&l.PerFingerprint, c.PerFingerprint}, {&l.InAll, c.InAll}} {
		if set.from > 0 {
			*set.to = set.from
		}
	}
	if c.Window > 0 {
		l.Window = c.Window
	}
	return l
}

// verifier reads what our mail server found out and, where that says nothing, checks
// signatures with keys from DNS.
func (d *Daemon) verifier() *senderauth.Verifier {
	c := d.config.Sender
	var servers []string
	if c.DNS != "" {
		servers = append(servers, c.DNS)
	}
	return senderauth.New(senderauth.Config{
		AuthservIDs: c.AuthservIDs, Hosts: c.Hosts, Own: []privacy.Address{d.office.From},
		DKIM: c.DKIM, ARCSealers: c.ARCSealers, Now: d.seams.Now,
		Resolver: senderauth.NewCache(senderauth.NewDNS(servers...), d.seams.Now),
	})
}

func (d *Daemon) wireIntake() (err error) {
	var aliases []privacy.Address
	for _, alias := range d.config.Controller.Aliases {
		a, err := privacy.ParseAddress(alias)
		if err != nil {
			return fmt.Errorf("controller.aliases: %w", err)
		}
		aliases = append(aliases, a)
	}
	d.intake, err = intake.New(intake.Config{
		Store: d.store, Office: d.office, Rules: d.desk.Rules, Log: d.seams.Log,
		Verifier: d.verifier(), Ladder: d.config.Proof.ladder(), Aliases: aliases,
		Wake: d.sender.Wake, Told: d.seams.Told, Step: d.seams.Step,
	})
	return err
}

// wake: an operator decided; letters may wait, and messages to be filed.
func (d *Daemon) wake() {
	d.sender.Wake()
	for _, w := range d.watchers {
		w.Wake()
	}
}

// maxSocketPath is what the kernel takes for the path of a unix socket (unix(7)).
const maxSocketPath = 107

func (d *Daemon) listen() error {
	if len(d.config.Socket) > maxSocketPath {
		return fmt.Errorf("socket: the path is longer than %d octets; set a shorter one", maxSocketPath)
	}
	if err := os.MkdirAll(filepath.Dir(d.config.Socket), 0o750); err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	if err := os.Remove(d.config.Socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the stale socket: %w", err)
	}
	listener, err := net.Listen("unix", d.config.Socket)
	if err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	d.listener = listener
	return os.Chmod(d.config.Socket, 0o660) // the group of the service: its operators
}

// Run works until ctx ends. It returns within ten seconds of that with nothing half
// done: what is under way either commits or will be taken up again.
func (d *Daemon) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	start := func(name string, part func(context.Context) error) {
		wg.Go(func() {
			if err := part(ctx); err != nil && ctx.Err() == nil {
				cancel(fmt.Errorf("%s: %w", name, err))
			}
		})
	}
	for _, w := range d.watchers {
		start("watch", w.Run)
	}
	start("send", d.sender.Run)
	start("tend", d.tend)
	start("retain", d.retainLoop)
	start("forget", d.forgetLoop)
	start("notify", d.notifyLoop)
	api := &adminapi.Server{Desk: d.desk, Daemon: d, Log: d.seams.Log}
	if page := d.page.server.Load(); page != nil {
		api.Console = page
		start("console", func(ctx context.Context) error { return page.Serve(ctx, d.page.listener, d.page.certificate) })
	}
	start("socket", func(ctx context.Context) error { return api.Serve(ctx, d.listener) })
	d.recount(ctx)
	d.seams.Log.Info("running", "version", version, "mailboxes", len(d.watchers))
	d.noteHead(true)
	<-ctx.Done()
	d.notify.stopping()
	wg.Wait()
	last, done := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer done()
	flushed := d.intake.Flush(last)
	d.noteHead(true)
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return flushed
}

// recount puts right what a changed rule or calendar has moved since the last start
// (P11); otinish deadline changes lists it.
func (d *Daemon) recount(ctx context.Context) {
	moved, err := d.desk.Recount(ctx)
	if err != nil {
		d.seams.Log.Error("due dates were not counted anew", "error", err)
	}
	if err := d.desk.NoticeDays(ctx); err != nil {
		d.seams.Log.Error("days that letters name were not looked for", "error", err)
	}
	for _, m := range moved {
		d.seams.Log.Warn("due date moved", "number", string(m.Number), "before", m.Before.Format(time.DateOnly), "after", m.After.Format(time.DateOnly))
	}
	if warning := d.desk.CalendarWarning(d.seams.Now()); warning != "" {
		d.seams.Log.Warn("calendar", "warning", warning)
	}
}

// tendEvery is how often sweeps run; each is cheap when nothing is due.
const tendEvery = time.Minute

// tend is step 12: it sweeps every minute.
func (d *Daemon) tend(ctx context.Context) error {
	tick := time.NewTicker(tendEvery)
	defer tick.Stop()
	for {
		if err := d.sweep(ctx); err != nil && ctx.Err() == nil {
			d.seams.Log.Error("sweep failed, will be tried again", "error", err)
		}
		d.noteHead(false)
		d.verifyChain()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Close releases what newDaemon took, in reverse order.
func (d *Daemon) Close() error {
	var errs []error
	for _, l := range []net.Listener{d.listener, d.page.listener} {
		if l != nil {
			l.Close() // Run has closed it already, where it ran
		}
	}
	if d.store != nil {
		errs = append(errs, d.store.Close())
	}
	return errors.Join(errs...)
}
