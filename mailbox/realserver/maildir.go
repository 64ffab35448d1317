//go:build integration || bench

package realserver

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Maildir is the folder of a mailbox: INBOX is the root, others lie in it with a
// dot before their name (Maildir++).
func (d *Dovecot) Maildir(mailbox string) string {
	if strings.EqualFold(mailbox, "INBOX") {
		return d.home
	}
	return filepath.Join(d.home, "."+strings.ReplaceAll(mailbox, "/", "."))
}

func (d *Dovecot) makeMaildir(mailbox string) {
	d.t.Helper()
	for _, name := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(d.Maildir(mailbox), name), 0o700); err != nil {
			d.t.Fatal(err)
		}
	}
	if err := d.owner.take(d.Maildir(mailbox)); err != nil {
		d.t.Fatal(err)
	}
}

// Deliver drops a message into a mailbox, as a delivery agent does. at becomes
// its INTERNALDATE. Lines may end in CRLF; the file's end in LF, as Maildirs do.
func (d *Dovecot) Deliver(mailbox string, raw []byte, at time.Time) {
	d.t.Helper()
	dir := d.Maildir(mailbox)
	if _, err := os.Stat(filepath.Join(dir, "tmp")); err != nil {
		d.makeMaildir(mailbox)
	}
	d.dropped++
	name := fmt.Sprintf("%d.M%dP%dQ%d.realserver", at.Unix(), at.Nanosecond()/1000, os.Getpid(), d.dropped)
	path := filepath.Join(dir, "tmp", name)
	write(d.t, path, string(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))), 0o600)
	if err := os.Chtimes(path, at, at); err != nil {
		d.t.Fatal(err)
	}
	if err := d.owner.take(path); err != nil {
		d.t.Fatal(err)
	}
	if err := os.Rename(path, filepath.Join(dir, "new", name)); err != nil {
		d.t.Fatal(err)
	}
}

// ResetUIDValidity makes the server forget every UID of a mailbox and give new
// ones under another UIDVALIDITY, as after a restore or a migration. It works
// while the server runs, too: open sessions are cut off.
func (d *Dovecot) ResetUIDValidity(mailbox string) {
	d.t.Helper()
	dir := d.Maildir(mailbox)
	list := filepath.Join(dir, "dovecot-uidlist")
	before, err := os.ReadFile(list)
	if err != nil {
		d.t.Fatalf("reset UIDVALIDITY of a mailbox that was never opened: %v", err)
	}
	var version, validity uint32
	if _, err := fmt.Sscanf(string(before), "%d V%d", &version, &validity); err != nil {
		d.t.Fatalf("reset UIDVALIDITY: %v", err)
	}
	// Left alone, Dovecot takes the time in seconds, which may be the old value.
	fresh := list + ".fresh"
	write(d.t, fresh, fmt.Sprintf("3 V%d N1\n", validity+1), 0o600)
	if err := d.owner.take(fresh); err != nil {
		d.t.Fatal(err)
	}
	indexes, err := filepath.Glob(filepath.Join(dir, "dovecot.index*"))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, index := range indexes {
		if err := os.Remove(index); err != nil && !os.IsNotExist(err) {
			d.t.Fatal(err)
		}
	}
	if err := os.Rename(fresh, list); err != nil {
		d.t.Fatal(err)
	}
}
