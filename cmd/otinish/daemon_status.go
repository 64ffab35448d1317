package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// scannedLately is how old the last scan may be: a slice of IDLE, a poll, and time
// for a reconnect.
func (d *Daemon) scannedLately() time.Duration {
	return max(idleSlice, d.config.IMAP.Poll) + 3*time.Minute
}

// healthy means scanned lately (P17), by a clock that is right: every mailbox, not "a
// goroutine exists".
func (d *Daemon) healthy() bool {
	for _, w := range d.watchers {
		// One that lies ahead was seen by a clock that was set back since: how old it is
		// cannot be told.
		if age := d.seams.Now().Sub(w.Health().LastScan); age > d.scannedLately() || age < -d.scannedLately() {
			return false
		}
	}
	return d.clock.check() == "" // while it is wrong mail waits
}

// Status implements adminapi.Daemon.
func (d *Daemon) Status(ctx context.Context) (adminapi.Status, error) {
	sum, uncounted := d.desk.Summary(ctx)
	if uncounted != nil && !errors.Is(uncounted, privacy.ErrDamaged) {
		return adminapi.Status{}, uncounted
	}
	s := adminapi.Status{
		Healthy: d.healthy(), Version: version, StartedAt: d.started.In(d.office.Zone),
		Waiting: sum.Waiting, Urgent: sum.Urgent, Overdue: sum.Overdue, Soon: sum.Soon, Held: sum.Held, Subjects: sum.Subjects,
		Letters: adminapi.LetterStatus{Queued: sum.Queued, Failed: sum.Failed},
	}
	if !sum.OldestDue.Pressing().IsZero() {
		due := sum.OldestDue.Pressing().In(d.office.Zone)
		s.NextDue = &due
	}
	wrongClock := d.clock.check()
	for _, w := range d.watchers {
		h := w.Health()
		m := adminapi.MailboxStatus{Mailbox: h.Mailbox, Connected: h.Connected}
		if !h.LastScan.IsZero() {
			m.LastScan = &h.LastScan
		}
		s.Mailboxes = append(s.Mailboxes, m)
		if h.Trouble.Kind != "" && (h.Trouble.Kind != mailbox.IntakeFailed || wrongClock == "") { // the clock is why, and is told below
			s.Alarms = append(s.Alarms, adminapi.Alarm{Where: h.Mailbox, Code: "mailbox", Why: string(h.Trouble.Kind), What: string(h.Trouble.Kind), Remedy: h.Trouble.Remedy})
		}
	}
	d.storeAlarms(&s)
	d.renewalAlarm(&s)
	if uncounted != nil {
		s.Alarms = append(s.Alarms, uncountedAlarm())
	}
	s.Healthy = s.Healthy && uncounted == nil && d.store.Damage() == nil && len(d.store.Unreadable()) == 0 && d.store.ChainBroken() == nil
	d.destroyStatus(&s, sum)
	s.Retention = d.retentionStatus()
	h := d.sender.Health()
	if !h.LastSuccess.IsZero() {
		at := h.LastSuccess.In(d.office.Zone)
		s.Letters.LastSent = &at
	}
	if h.Trouble.Kind != "" {
		s.Alarms = append(s.Alarms, adminapi.Alarm{Where: "smtp", Code: "smtp", Why: "smtp-" + string(h.Trouble.Kind), What: string(h.Trouble.Kind), Remedy: h.Trouble.Remedy})
	}
	s.Alarms = append(s.Alarms, silentNames(sum.Unproven)...)
	if wrongClock != "" {
		s.Alarms = append(s.Alarms, adminapi.Alarm{Where: "clock", Code: "clock", Why: "clock", What: wrongClock, Remedy: clockRemedy})
	}
	if sum.Overdue > 0 {
		s.Alarms = append(s.Alarms, overdue(sum.Overdue))
	}
	if warning := d.desk.CalendarWarning(d.seams.Now()); warning != "" {
		s.Alarms = append(s.Alarms, adminapi.Alarm{Where: "calendar", Code: "calendar", Why: "calendar", What: warning, Remedy: "Add the year to the file that desk.calendar names, or install a newer otinish."})
	}
	return s, nil
}

func overdue(n int) adminapi.Alarm {
	a := adminapi.Alarm{Where: "queue", Code: "overdue", Count: n, What: fmt.Sprintf("%d requests are overdue", n), Remedy: "Decide them first: otinish queue."}
	if n == 1 {
		a.What, a.Remedy = "1 request is overdue", "Decide it first: otinish queue."
	}
	return a
}

// manyUnproven is how many requests wait for name servers before it is more likely that
// ours is at fault than those of the writers.
const manyUnproven = 5

func silentNames(waiting int) []adminapi.Alarm {
	if waiting < manyUnproven {
		return nil
	}
	return []adminapi.Alarm{{
		Where: "dns", Code: "dns", Why: "dns", Count: waiting, What: fmt.Sprintf("%d requests wait because name servers do not answer", waiting),
		Remedy: "If no domain answers, mend sender.dns or the resolver of this machine; else wait: after four hours the writers are asked.",
	}}
}

func (d *Daemon) destroyStatus(s *adminapi.Status, sum review.Summary) {
	s.Destroy = adminapi.DestroyStatus{Waiting: sum.ToDestroy, Done: sum.Destroyed}
	if !sum.DestroyNext.IsZero() {
		at := sum.DestroyNext.In(d.office.Zone)
		s.Destroy.NextBy = &at
	}
	if !sum.Final.IsZero() {
		at := sum.Final.In(d.office.Zone)
		s.Destroy.FinalAt = &at
	}
	if n := d.store.KeysRevived(); n > 0 {
		s.Destroy.FinalAt = nil
		s.Alarms = append(s.Alarms, adminapi.Alarm{
			Where: "destruction", Code: "revived", Why: "revived", Args: []privacy.Arg{privacy.Plain(n)}, What: fmt.Sprintf("%d keys of people who were destroyed are in the key store again: an older copy of it was put in place while the erasure ledger was missing", n),
			Remedy: "No destruction is final while they are there. End them: otinish key rotate --data, and take a new backup.",
		})
	}
	if sum.DestroyHeld > 0 {
		s.Alarms = append(s.Alarms, adminapi.Alarm{
			Where: "destruction", Code: "destruction", Count: sum.DestroyHeld, What: fmt.Sprintf("%d people must be destroyed within a day and something stands against it", sum.DestroyHeld),
			Remedy: "See what: otinish subject due.",
		})
	}
}

// Account implements adminapi.Daemon: it lists what the server holds over a
// connection of its own and looks every UID up (P1).
func (d *Daemon) Account(ctx context.Context) ([]adminapi.Account, error) {
	var accounts []adminapi.Account
	for _, box := range d.boxes {
		a, err := d.accountFor(ctx, box)
		if err != nil {
			return nil, fmt.Errorf("account for %s: %w", box.Mailbox, err)
		}
		accounts = append(accounts, a)
	}
	return accounts, nil
}

func (d *Daemon) accountFor(ctx context.Context, box mailbox.Config) (adminapi.Account, error) {
	a := adminapi.Account{Mailbox: box.Mailbox, Dispositions: make(map[string]int), Exceptions: []uint32{}}
	cursor, err := d.desk.Cursor(ctx, box.Mailbox)
	if errors.Is(err, privacy.ErrNotFound) {
		return a, fmt.Errorf("the mailbox was not opened yet; otinish status says why: %w", privacy.ErrUnavailable)
	}
	if err != nil {
		return a, err
	}
	found := 0
	err = mailbox.List(ctx, box, func(p mailbox.Position, uids []uint32) error {
		a.UIDValidity = p.UIDValidity
		a.Messages += len(uids)
		return d.store.View(func(tx *store.Tx) error {
			for _, uid := range uids {
				disposition, known, err := tx.Disposition(store.MessageKey{Mailbox: box.Mailbox, UIDValidity: p.UIDValidity, UID: uid})
				switch {
				case err != nil:
					return err
				case known:
					found++
					a.Dispositions[disposition.What]++
				case p.UIDValidity != cursor.UIDValidity || uid > cursor.UID:
					a.Waiting++
				default:
					a.Exceptions = append(a.Exceptions, uid)
				}
			}
			return nil
		})
	})
	if err != nil {
		return a, err
	}
	if a.UIDValidity == 0 {
		a.UIDValidity = cursor.UIDValidity
	}
	onRecord := 0
	err = d.desk.Dispositions(ctx, box.Mailbox, a.UIDValidity, func(uint32, store.Disposition) bool { onRecord++; return true })
	a.Gone = onRecord - found
	return a, err
}
