package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// tellDamage says at the start what Open found.
func (d *Daemon) tellDamage() {
	if d.store.Unclean() {
		d.seams.Log.Warn("the store was not closed in order, or files were copied in: it was looked over")
	}
	if d.store.StaleMeta() {
		d.seams.Log.Warn("a meta page of the data file was damaged; nothing is lost: it was of the transaction before, and is written anew; the disk may be failing")
	}
	if err := d.store.Damage(); err != nil {
		d.seams.Log.Error("the store is damaged; mail waits in the mailbox", "error", err)
	}
	for _, u := range d.store.Unreadable() {
		d.seams.Log.Error("a record cannot be read", "number", string(u.Number), "subject", string(u.Subject), "what", u.What, "why", whyUnread(u))
	}
}

// tellModes warns of files of the store that others may read or write: the mode of what
// was copied in by hand is that of the copy.
func (d *Daemon) tellModes() {
	for _, name := range []string{store.FileName, store.KeysName, store.LedgerName} {
		path := filepath.Join(d.config.Store.Dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			d.seams.Log.Warn("others than the user of the service may open a file of the store: chmod 600", "file", path, "mode", fmt.Sprintf("%04o", info.Mode().Perm()))
		}
	}
}

// whyUnread tells a lost key, which a copy of the keys brings back, from a bad record.
func whyUnread(u store.Unreadable) string {
	if u.KeyLost {
		return "its key is lost"
	}
	return "the record is damaged"
}

// unreadableRemedy says what can be done about what cannot be read: only a request that
// is open can be answered.
func unreadableRemedy(keyLost, request bool) string {
	said := "Others are served. Keep all backups"
	if keyLost {
		said += ". Keys were lost: stop otinish and bring them back from the newest copy, otinish key mend COPY"
	} else {
		said += ": one from before has the record. To have it whole again, put a backup back (otinish restore)"
	}
	if request {
		said += ". A request that is still open: look at it in the mailbox and answer by hand meanwhile"
	}
	return said + "."
}

// uncountedAlarm: what is damaged must not keep the alarms about it from being told.
func uncountedAlarm() adminapi.Alarm {
	return adminapi.Alarm{
		Where: "store", Code: "store", Why: "uncounted", What: "what waits cannot be counted: records or indexes are missing, and figures here are too low",
		Remedy: "See what is wrong: otinish store check. Keep all backups.",
	}
}

// storeAlarms are told by status and by the page of the console.
func (d *Daemon) storeAlarms(s *adminapi.Status) {
	if err := d.store.Damage(); err != nil {
		remedy, why := "Stop the daemon, keep all backups, and put one back: otinish restore.", "damaged"
		if store.Mendable(err) {
			remedy, why = "Make the indexes again of the records, and restart: otinish store mend. Else put a backup back: otinish restore.", "mendable"
		}
		alarm := adminapi.Alarm{Where: "store", Code: "store", Why: why, What: "the store is damaged, and nothing more is written", Remedy: remedy}
		if d.store.Mended() {
			alarm = adminapi.Alarm{Where: "store", Code: "mended", Why: "mended", What: "the store was mended, and nothing is written before a restart", Remedy: "Restart otinish: it looks the store over again, and goes on."}
		}
		s.Alarms = append(s.Alarms, alarm)
	}
	if err := d.store.ChainBroken(); err != nil {
		s.Alarms = append(s.Alarms, adminapi.Alarm{
			Where: "audit", Code: "store", Why: "chain", What: "the audit chain is broken: " + err.Error(),
			Remedy: "Work goes on. Keep the store and all backups as they are, find out who had access, and compare with a backup: otinish audit verify --store BACKUP.",
		})
	}
	list := d.store.Unreadable()
	if len(list) == 0 {
		return
	}
	names, keyLost, request := make([]string, len(list)), false, false
	for i, u := range list {
		names[i] = nameOf(string(u.Number), string(u.Subject))
		keyLost, request = keyLost || u.KeyLost, request || u.Number != ""
	}
	why := "unreadable"
	if keyLost {
		why = "unreadable-keys"
	}
	s.Alarms = append(s.Alarms, adminapi.Alarm{
		Where: "store", Code: "store", Why: why, Args: []privacy.Arg{privacy.Plain(strings.Join(known(list), ", "))}, What: fmt.Sprintf("records cannot be read: %s", strings.Join(names, ", ")), Remedy: unreadableRemedy(keyLost, request),
	})
}

// known are the numbers and subjects of records that cannot be read, the same in each
// language; a dash stands for those of nobody known.
func known(list []store.Unreadable) (names []string) {
	for _, u := range list {
		name := firstOf(string(u.Number), firstOf(string(u.Subject), "–"))
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func nameOf(number, subject string) string {
	switch {
	case number != "":
		return "request " + number
	case subject != "":
		return "subject " + subject
	}
	return "a record of nobody known"
}

// CheckStore implements adminapi.Daemon.
func (d *Daemon) CheckStore(context.Context) (adminapi.StoreCheck, error) {
	return storeCheckOf(d.store)
}

func storeCheckOf(s *store.Store) (c adminapi.StoreCheck, err error) {
	err = s.Look()
	if err != nil && !errors.Is(err, privacy.ErrDamaged) {
		return c, err
	}
	c.Mendable = err != nil && store.Mendable(err)
	if err == nil {
		err, c.Mended = s.Damage(), s.Mended()
	}
	if err == nil {
		err = s.LookAtChain()
		if err != nil && !errors.Is(err, privacy.ErrDamaged) {
			return c, err
		}
	}
	if err != nil {
		c.Damage = err.Error()
	}
	for _, u := range s.Unreadable() {
		c.Unreadable = append(c.Unreadable, adminapi.Unreadable{Number: u.Number, Subject: u.Subject, What: u.What, KeyLost: u.KeyLost})
	}
	return c, nil
}

// MendStore implements adminapi.Daemon.
func (d *Daemon) MendStore(ctx context.Context, by privacy.Actor) (adminapi.StoreMended, error) {
	if err := d.desk.CheckClock(); err != nil {
		return adminapi.StoreMended{}, err
	}
	m, err := d.store.Mend(ctx, by)
	return adminapi.StoreMended(m), err
}
