package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// StoreCmd is the state of the store's files.
type StoreCmd struct {
	Check StoreCheckCmd `cmd:"" help:"Look the whole store over: pages, records, indexes, keys."`
	Mend  StoreMendCmd  `cmd:"" help:"Make the indexes again of the records, where they do not agree."`
}

// StoreCheckCmd exits with 1 where something is wrong.
type StoreCheckCmd struct{}

// Run implements the verb.
func (StoreCheckCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	v, err := c.CheckStore(ctx)
	if err != nil {
		return err
	}
	err = t.print(v, func(w io.Writer) {
		if v.Damage == "" {
			fmt.Fprintln(w, "Pages, records and indexes agree, and the audit chain holds.")
		} else {
			fmt.Fprintf(w, "DAMAGED: %s\n", v.Damage)
		}
		for _, u := range v.Unreadable {
			why := u.What
			if u.KeyLost {
				why += ", its key is lost"
			}
			fmt.Fprintf(w, "CANNOT BE READ: %s (%s)\n", nameOf(string(u.Number), string(u.Subject)), why)
		}
	})
	if err != nil {
		return err
	}
	switch {
	case v.Mendable:
		return errors.New("the indexes can be made again of the records: otinish store mend")
	case v.Damage != "":
		return errors.New("stop the daemon, keep all backups, and put one back: otinish restore")
	case len(v.Unreadable) > 0:
		return errors.New("see otinish status for what to do")
	}
	return nil
}

// StoreMendCmd makes indexes again.
type StoreMendCmd struct{}

// Run implements the verb.
func (StoreMendCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	m, err := c.MendStore(ctx)
	if err != nil {
		return err
	}
	return t.print(m, func(w io.Writer) {
		if m.Added+m.Removed+m.Counted == 0 {
			fmt.Fprintln(w, "There was nothing to mend.")
			return
		}
		fmt.Fprintf(w, "Entries added: %d, taken out: %d; counters set right: %d. It is on the audit chain.\nNow restart otinish: it looks the store over again, and goes on.\n", m.Added, m.Removed, m.Counted)
	})
}
