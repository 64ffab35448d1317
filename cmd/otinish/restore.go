package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
)

// RestoreCmd makes a store of a backup. The daemon is stopped then.
type RestoreCmd struct {
	From        string   `arg:"" help:"The backup: a folder that otinish backup made." type:"path"`
	To          string   `required:"" help:"An empty folder for the store." type:"path" placeholder:"DIR"`
	Ledger      []string `help:"A newer erasure ledger, such as that of the lost store; may be given again." type:"path" placeholder:"FILE"`
	LedgerShort bool     `help:"Go on although a ledger was cut short or lacks erasures that others name: whom only the missing lines named is on record again."`
	Damaged     bool     `help:"Put it back although records in it cannot be read, or the audit chain does not hold: they are named, stay as they are, and everybody else is served."`
	Keys        string   `help:"The copy of the keys to use. Default: that of the backup, else the newest." type:"path" placeholder:"FILE"`
	KeysDir     string   `help:"Where copies of the keys are. Default: keys beside the backup." type:"path" placeholder:"DIR"`
	Config      string   `help:"Configuration file: it names the master key." default:"/etc/otinish/otinish.toml" type:"path" placeholder:"FILE"`
}

// Run implements the verb.
func (q RestoreCmd) Run(t *Terminal) error {
	c, ring, err := configWithKeys(q.Config)
	if err != nil {
		return err
	}
	r, err := store.Restore(store.RestoreOptions{
		From: q.From, To: q.To, Keys: q.Keys, Ledgers: q.Ledger, Shorter: q.LedgerShort, Damaged: q.Damaged, Ring: ring,
		Place: store.BackupPlace{Dir: filepath.Dir(q.From), KeysDir: q.KeysDir, Progress: t.progress()},
	})
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(c.Controller.Timezone)
	if err != nil {
		return fmt.Errorf("controller.timezone: %w", err)
	}
	r.TakenAt = r.TakenAt.In(zone)
	return t.print(r, func(w io.Writer) { writeRestored(w, q, c, r) })
}

func writeRestored(w io.Writer, q RestoreCmd, c *Config, r store.RestoreReport) {
	fmt.Fprintf(w, "Put back in %s as it was on %s, less whom the erasure ledgers name:\n  %s\n", q.To, r.TakenAt.Format(zoned), holds(r.Copied))
	chain, others := "The chain holds", ""
	if r.Broken != "" {
		chain = "THE CHAIN DOES NOT HOLD (" + r.Broken + ")"
	}
	if len(r.Unread) > 0 {
		others = " other"
	}
	fmt.Fprintf(w, "%s, and every%s sealed value opens with %s.\n", chain, others, r.Keys)
	for _, u := range r.Unread {
		fmt.Fprintf(w, "CANNOT BE READ: %s (%s). An older backup may have it; look at a request in the mailbox and answer by hand.\n", u, whyUnread(u))
	}
	if r.KeysBad {
		fmt.Fprintln(w, "The backup's own copy of the keys is damaged: the newest took its place.")
	}
	if r.Former {
		fmt.Fprintln(w, "The backup's own copy of the keys needs another master key, that of before a rotation: the newest that this one opens took its place.")
	}
	if !r.Newer {
		fmt.Fprintln(w, "No newer erasure ledger was given (--ledger): who was destroyed after the newest one below is on record again.")
	}
	fmt.Fprintf(w, "Erasures replayed: %d, from %s; %d keys stay destroyed.\n", r.Erasures, strings.Join(r.Ledgers, ", "), r.Destroyed)
	for _, path := range r.Shorter {
		fmt.Fprintf(w, "The ledger %s lacks erasures that others name; those were replayed too.\n", path)
	}
	if r.Rebuilt > 0 {
		fmt.Fprintf(w, "No ledger names %d of the erasures: they were made anew of the tombstones in the newest backup.\n", r.Rebuilt)
	}
	fmt.Fprintf(w, "What was done after %s is not on record. When the daemon starts:\n", r.TakenAt.Format(zoned))
	fmt.Fprintln(w, "  - mail that lies in the mailbox and is not on record goes to the queue, and nobody is written to about it;")
	fmt.Fprintln(w, "  - withdrawals in it pause the processing again; letters that waited and questions that were open go to the queue.")
	if c.IMAP.HandledMailbox != "" {
		fmt.Fprintf(w, "Move what came to the mailbox %s after that time back to %s first: it was handled, and is not on record.\n",
			cut(c.IMAP.HandledMailbox, 40), cut(strings.Join(c.IMAP.Mailboxes, ", "), 40))
	}
	if q.To != c.Store.Dir {
		fmt.Fprintf(w, "The daemon looks in %s: set store.dir, or move the folder there.\n", c.Store.Dir)
	}
}
