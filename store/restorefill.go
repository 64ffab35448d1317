package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// fill copies the parts and makes a store of them.
func (o RestoreOptions) fill(stage string, r *RestoreReport) error {
	if err := copyFile(filepath.Join(o.From, FileName), filepath.Join(stage, FileName)); err != nil {
		return err
	}
	if err := copyFile(r.Keys, filepath.Join(stage, KeysName)); err != nil {
		return err
	}
	if err := o.mergeLedgers(stage, r); err != nil {
		return err
	}
	s, err := Open(stage, Options{Keyring: o.Ring, Now: o.Now, LockWait: -1, still: true})
	if errors.Is(err, ErrWrongKey) {
		return fmt.Errorf("%w: the copy of the keys needs the master key of its time, before a rotation the former one", err)
	}
	if err != nil {
		return err
	}
	err = o.complete(s, r)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return removeIfThere(filepath.Join(stage, workingName))
}

// complete checks what Open made of the parts, and marks it.
func (o RestoreOptions) complete(s *Store, r *RestoreReport) error {
	var noted []audit.Anchor
	if r.Head != "" {
		a, err := audit.ParseAnchor(r.Head)
		if err != nil {
			return err
		}
		noted = append(noted, a)
	}
	_, err := s.VerifyChain(noted, o.Place.progress("checking the chain"))
	if errors.Is(err, audit.ErrBroken) && o.Damaged {
		r.Broken, err = err.Error(), nil
	}
	if err != nil {
		return r.orDamaged(err)
	}
	sealed, err := s.CheckSealed(o.Place.progress("opening"))
	if errors.Is(err, privacy.ErrUnreadable) {
		r.Unread = s.Unreadable()
	}
	if len(r.Unread) > 0 && o.Damaged {
		err = nil
	}
	if err != nil && filepath.Base(r.Keys) != filepath.Base(o.From)+keysSuffix {
		err = fmt.Errorf("%w; the copy of the keys is not that of the backup: if somebody was destroyed since, name the newer erasure ledger with --ledger", err)
	}
	if err != nil {
		return r.orDamaged(err)
	}
	r.Destroyed = sealed.Destroyed
	if err := s.checkOthers(); err != nil {
		return err
	}
	if err := r.recount(s); err != nil {
		return err
	}
	return s.Update(context.Background(), func(tx *Tx) error { return tx.MarkRestored(r.TakenAt) })
}

// recount counts who is on record now: the ledgers may have taken some away again.
func (r *RestoreReport) recount(s *Store) error {
	return s.View(func(tx *Tx) error {
		now, err := tx.copied()
		r.Subjects, r.Requests, r.Letters = now.Subjects, now.Requests, now.Letters
		return err
	})
}

// orDamaged tells how to go on with a backup that was taken of a damaged store.
func (r *RestoreReport) orDamaged(err error) error {
	switch {
	case errors.Is(err, audit.ErrBroken):
		err = fmt.Errorf("%w; an older backup may have it whole; --damaged puts this one back as it is", err)
	case len(r.Unread) > 0:
		err = fmt.Errorf("%w: records of %s; an older backup may have them; --damaged puts this one back, with these records as they are and everybody else served", err, namesOf(r.Unread))
	}
	return err
}

// settle moves the parts to their place, the data last: what has no data is no
// store. They belong to whom the folder belongs to.
func (o RestoreOptions) settle(stage string) error {
	info, err := os.Stat(o.To)
	if err != nil {
		return err
	}
	for _, name := range []string{LedgerName, KeysName, FileName} {
		path := filepath.Join(stage, name)
		if owner, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 {
			if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
				return err
			}
		}
		if err := os.Rename(path, filepath.Join(o.To, name)); err != nil {
			return err
		}
		if err := syncDir(o.To); err != nil {
			return err
		}
	}
	return os.RemoveAll(stage)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := createNew(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
