package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// mergeLedgers gives the restored store every line of every ledger there is: those
// named, that of the backup, and those of the backups beside it, which may be newer.
func (o RestoreOptions) mergeLedgers(stage string, r *RestoreReport) error {
	paths := append([]string{filepath.Join(o.From, LedgerName)}, o.Ledgers...)
	beside, err := o.Place.Backups()
	if err != nil {
		return err
	}
	for _, dir := range beside {
		if filepath.Base(dir) > filepath.Base(o.From) {
			paths = append(paths, filepath.Join(dir, LedgerName))
		}
	}
	var all []Erasure
	given := make(map[string][]Erasure)
	for i, path := range paths {
		found, err := readLedgerFile(path)
		if errors.Is(err, fs.ErrNotExist) && i == 0 {
			continue
		}
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("erasure ledger %s is not there; a store in which nobody was ever destroyed has none: leave --ledger out then: %w", path, privacy.ErrNotFound)
		}
		if err != nil {
			return fmt.Errorf("erasure ledger %s: %w", path, err)
		}
		if how := found.short(slices.Contains(o.Ledgers, path)); how != "" && !o.Shorter {
			return fmt.Errorf("erasure ledger %s %s, and who was destroyed last would be on record again; %s: %w", path, how, shortAdvice, privacy.ErrNotAllowed)
		}
		if err := ledgerTogether(path, found.lines, manifestPart(o.From, Manifest{Copied: r.Copied})); err != nil {
			return err
		}
		all = MergeLedgers(all, found.lines)
		given[path] = found.lines
		r.Ledgers = append(r.Ledgers, path)
		r.Newer = r.Newer || i > 0 && i <= len(o.Ledgers) && len(found.lines) > 0
	}
	for _, dir := range o.lastWords(beside) {
		lacking, err := lackingIn(dir, all)
		if err != nil {
			return err
		}
		r.Rebuilt += len(lacking)
		all = MergeLedgers(all, lacking)
	}
	for _, path := range o.Ledgers {
		if lacks(given[path], all, o.Now().AddDate(-leastProofs, 0, 0)) {
			r.Shorter = append(r.Shorter, path)
		}
	}
	if len(r.Shorter) > 0 && !o.Shorter {
		return fmt.Errorf("erasure ledger %s lacks erasures that others name, so it is no newer than they are, or was cut short; %s: %w", strings.Join(r.Shorter, ", "), shortAdvice, privacy.ErrNotAllowed)
	}
	r.Erasures = len(all)
	out, err := createNew(filepath.Join(stage, LedgerName))
	if err != nil {
		return err
	}
	return errors.Join(WriteLedger(out, all), out.Sync(), out.Close())
}

// short says how a ledger shows that it was cut short; empty: it does not. That of a
// backup is empty where nobody was destroyed; one that is named would not be there then.
func (found ledgerRead) short(named bool) string {
	switch {
	case found.cut:
		return "ends within a line: it was cut short"
	case found.open:
		return "lacks the end of its last line: it was cut short there"
	case named && len(found.lines) == 0:
		return "is empty (a store in which nobody was destroyed has none: leave --ledger out then)"
	}
	return ""
}

const shortAdvice = "give a whole copy, or, where there is none, --ledger-short to go on with what is known"

// leastProofs is how many years lines stay at least (Law 94-V Art. 25(2)(5)): an older
// one may have been forgotten in order.
const leastProofs = 3

// lacks reports whether a ledger misses somebody destroyed since then. A line made of a
// tombstone has another id than the one that was lost.
func lacks(lines, all []Erasure, since time.Time) bool {
	subjects, cases := make(map[privacy.SubjectID]bool), make(map[privacy.RequestID]bool)
	for _, e := range lines {
		subjects[e.Subject] = true
		for _, c := range e.Cases {
			cases[c.ID] = true
		}
	}
	return slices.ContainsFunc(all, func(e Erasure) bool {
		unknown := e.Subject != "" && !subjects[e.Subject] ||
			slices.ContainsFunc(e.Cases, func(c CaseFact) bool { return !cases[c.ID] })
		return unknown && e.At.After(since)
	})
}

// lastWords are the backups whose tombstones say last who was destroyed: the newest, and
// any that is dated later than now, since it may be newer than that.
func (o RestoreOptions) lastWords(beside []string) []string {
	now := o.Now().Add(StampSlack)
	byName := func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) }
	all := append(slices.Clone(beside), o.From)
	last := slices.DeleteFunc(slices.Clone(all), func(dir string) bool { return !stampedAfter(dir, now) })
	if known := notOfTheFuture(all, now); len(known) > 0 {
		last = append(last, slices.MaxFunc(known, byName))
	}
	return last
}

// lackingIn makes lines of the tombstones in a backup, where no ledger has them: they
// were lost there already.
func lackingIn(dir string, lines []Erasure) (lacking []Erasure, err error) {
	s, err := openBare(filepath.Join(dir, FileName))
	if err != nil {
		return nil, fmt.Errorf("read the tombstones of the newest backup: %w; move %s away to go on without", err, dir)
	}
	defer s.closeDB()
	err = s.View(func(tx *Tx) error {
		if schema, err := tx.schema(); err != nil || schema == clearSchema {
			return err // from before anybody could be destroyed
		}
		lacking, err = tx.lackingIn(lines)
		return err
	})
	return lacking, err
}

func readLedgerFile(path string) (found ledgerRead, err error) {
	f, err := os.Open(path)
	if err != nil {
		return found, err
	}
	defer f.Close()
	return readLedger(f)
}
