package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// StoreCmd is the state of the store's files.
type StoreCmd struct {
	Check StoreCheckCmd `cmd:"" help:"Look the whole store over: pages, records, indexes, keys."`
	Mend  StoreMendCmd  `cmd:"" help:"Make the indexes again of the records, where they do not agree."`
}

// StoreCheckCmd exits with 1 where something is wrong: with the store of the running
// daemon, or with --store one that no daemon has open.
type StoreCheckCmd struct {
	Config string `help:"With --store: the configuration that names the master key." type:"path" placeholder:"FILE"`
	Store  string `help:"A store that no daemon has open, or a copy of one: its folder, keys beside the data. Nothing is written." type:"path" placeholder:"PATH"`
}

// Run implements the verb.
func (q StoreCheckCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if (q.Store == "") != (q.Config == "") {
		return fmt.Errorf("store check: --store and --config go together: %w", privacy.ErrBadInput)
	}
	var v adminapi.StoreCheck
	var err error
	if q.Store == "" {
		v, err = c.CheckStore(ctx)
	} else {
		v, err = checkStopped(q.Store, q.Config)
	}
	if err != nil {
		return err
	}
	err = t.print(v, func(w io.Writer) {
		switch {
		case v.Damage == "":
			fmt.Fprintln(w, "Pages, records and indexes agree, and the audit chain holds.")
		case v.Mended:
			fmt.Fprintln(w, "Pages, records and indexes agree again: they were mended. Nothing is written before a restart.")
		default:
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
	case v.Mended:
		return errors.New("restart otinish: it looks the store over again, and goes on")
	case v.Mendable:
		return errors.New("the indexes can be made again of the records: otinish store mend")
	case v.Damage != "":
		return errors.New("stop the daemon, keep all backups, and put one back: otinish restore")
	case len(v.Unreadable) > 0:
		return errors.New("see otinish status for what to do")
	}
	return nil
}

// checkStopped looks over a store that does not run, as far as it opens.
func checkStopped(dir, config string) (v adminapi.StoreCheck, err error) {
	s, err := inspect(dir, config)
	if err != nil {
		return v, err
	}
	defer s.Close()
	return storeCheckOf(s)
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
