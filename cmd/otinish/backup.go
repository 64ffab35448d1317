package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// BackupCmd keeps copies of the store.
type BackupCmd struct {
	Take  BackupTakeCmd  `cmd:"" default:"withargs" help:"Back the store up into a folder, while the daemon runs."`
	Check BackupCheckCmd `cmd:"" help:"Look at a backup, or at all in a folder; no daemon is needed."`
}

// BackupTakeCmd takes a backup through the daemon.
type BackupTakeCmd struct {
	Dir     string `arg:"" help:"Where backups are kept; made where it is missing." type:"path"`
	KeysDir string `help:"Where copies of the keys are kept, apart from the data. Default: keys in DIR." type:"path" placeholder:"DIR"`
	Keep    int    `help:"Remove all backups but the newest N." placeholder:"N"`
	Damaged bool   `help:"Go on although keys are lost that no copy has: the records sealed with them cannot be read in this backup either."`
}

// backupTaken is what --json prints.
type backupTaken struct {
	Dir     string    `json:"dir"`
	Keys    string    `json:"keys"`
	FinalBy time.Time `json:"destruction_final_by"` // for what is destroyed from now on, until the next backup
	Removed []string  `json:"removed,omitempty"`
	store.Copied
}

// daemonSource is the store of the running daemon.
type daemonSource struct {
	ctx  context.Context
	c    *adminapi.Client
	left bool // keys may be lost
}

func (s daemonSource) CopyData(begin func(store.Copied) (io.Writer, error)) error {
	return s.c.CopyData(s.ctx, begin)
}
func (s daemonSource) CopyKeys(w io.Writer) error   { return s.c.CopyKeys(s.ctx, w, s.left) }
func (s daemonSource) CopyLedger(w io.Writer) error { return s.c.CopyLedger(s.ctx, w) }

// Run implements the verb.
func (q BackupTakeCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	place := store.BackupPlace{Dir: q.Dir, KeysDir: q.KeysDir, Progress: t.progress()}
	dir, m, err := place.Take(daemonSource{ctx, c, q.Damaged})
	if err != nil {
		return err
	}
	keep := q.Keep
	if m.Damaged() {
		keep = 0 // an older one may have what is damaged
	}
	pruned, err := place.Prune(keep, m.TakenAt)
	if err != nil {
		return fmt.Errorf("the backup %s is made, but old ones stay: %w", dir, err)
	}
	keys, err := place.KeyCopies()
	if err != nil {
		return fmt.Errorf("the backup %s is made, but its keys cannot be found: %w", dir, err)
	}
	own := filepath.Base(dir) + ".keys"
	at := slices.IndexFunc(keys, func(path string) bool { return filepath.Base(path) == own })
	if at < 0 {
		return fmt.Errorf("the backup %s is made, but its keys, %s, are not there: %w", dir, own, privacy.ErrNotFound)
	}
	v := backupTaken{Dir: dir, Keys: keys[at], FinalBy: pruned.FinalBy().Local(), Removed: append(pruned.Backups, pruned.Keys...), Copied: m.Copied}
	err = t.print(v, func(w io.Writer) {
		fmt.Fprintf(w, "Backed up as %s\n  %s\n", dir, holds(m.Copied))
		fmt.Fprintf(w, "Its keys are %s\n", v.Keys)
		for _, gone := range v.Removed {
			fmt.Fprintf(w, "Removed %s\n", gone)
		}
		fmt.Fprintf(w, "What is destroyed from now until the next backup is out of reach of these copies by %s:\nuntil then this copy of the keys may still open it. Keep no copies of them elsewhere.\n",
			v.FinalBy.Format(zoned))
	})
	if err == nil && m.Damaged() {
		err = fmt.Errorf("the store is damaged, and so is this backup: %s; otinish restore puts it back only with --damaged; no older one was removed, keep them all; otinish status says what to do", damageOf(m.Copied))
	}
	return err
}

// damageOf says what a backup cannot give back.
func damageOf(c store.Copied) string {
	var what []string
	if c.Unreadable > 0 {
		what = append(what, fmt.Sprintf("records of %s cannot be read", peopleOf(c.Unreadable)))
	}
	if c.ChainBroken > 0 {
		what = append(what, fmt.Sprintf("the audit chain does not hold from entry %d on", c.ChainBroken))
	}
	return strings.Join(what, ", and ")
}

func peopleOf(n int) string {
	if n == 1 {
		return "one person or request"
	}
	return fmt.Sprintf("%d people or requests", n)
}

// holds says in one line what a copy holds.
func holds(c store.Copied) string {
	entries := "entries"
	if c.Entries == 1 {
		entries = "entry"
	}
	return fmt.Sprintf("%s, %s, %s, a chain of %d %s; %d KiB",
		counted(c.Subjects, "subject"), counted(c.Requests, "request"), counted(c.Letters, "letter"), c.Entries, entries, c.Octets>>10)
}

// counted is "1 request", "2 requests".
func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// progress tells on standard error how far a long task is, every tenth of it.
func (t *Terminal) progress() func(what string, done, total uint64) {
	last, tenth := "", uint64(0)
	return func(what string, done, total uint64) {
		if total == 0 {
			return
		}
		if now := done * 10 / total; what != last || now > tenth {
			last, tenth = what, now
			fmt.Fprintf(t.Err, "%s: %d%%\n", what, now*10)
		}
	}
}

// BackupCheckCmd checks backups offline.
type BackupCheckCmd struct {
	Path    string `arg:"" help:"A backup, a folder of backups, or a copy of the data alone." type:"path"`
	KeysDir string `help:"Where copies of the keys are. Default: keys beside the backup." type:"path" placeholder:"DIR"`
	Config  string `help:"Configuration that names the master key: with it every sealed value is opened too." type:"path" placeholder:"FILE"`
}

// Run implements the verb.
func (q BackupCheckCmd) Run(t *Terminal) error {
	place := store.BackupPlace{Dir: q.Path, KeysDir: q.KeysDir, Progress: t.progress()}
	if file, copied, err := q.dataAlone(); file {
		if err != nil {
			return err
		}
		return t.print(copied, func(w io.Writer) {
			fmt.Fprintf(w, "Whole: %s\n  %s\nIts sealed values were not opened: that needs the backup with its keys.\n", q.Path, holds(copied))
		})
	}
	dirs, err := place.Backups()
	if err != nil {
		return err
	}
	if len(dirs) == 0 {
		dirs, place.Dir = []string{q.Path}, filepath.Dir(q.Path)
	}
	return q.checkEach(t, place, dirs)
}
