package main

import (
	"errors"
	"fmt"
	"io"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// KeyMendCmd brings lost data keys back. The daemon is stopped then.
type KeyMendCmd struct {
	Copy   string `arg:"" help:"A copy of the key store, the newest that has the keys: backups keep them in keys/." type:"path"`
	Config string `help:"Configuration file: it names the store and the master key." default:"/etc/otinish/otinish.toml" type:"path" placeholder:"FILE"`
}

// Run implements the verb.
func (q KeyMendCmd) Run(t *Terminal) error {
	c, err := LoadConfig(q.Config)
	if err != nil {
		return err
	}
	ring, err := c.keyring()
	if err != nil {
		return err
	}
	m, err := store.MendKeys(c.Store.Dir, q.Copy, ring)
	if errors.Is(err, privacy.ErrLocked) {
		return fmt.Errorf("%w; stop otinish first", err)
	}
	if err != nil {
		return err
	}
	if err := t.print(m, func(w io.Writer) {
		fmt.Fprintf(w, "Brought back: %s. What was destroyed stays so. Start otinish: it looks the store over.\n", counted(m.Mended, "key"))
	}); err != nil {
		return err
	}
	if m.Lost > 0 {
		return fmt.Errorf("%s lost, and not in this copy either: try another one", counted(m.Lost, "key"))
	}
	return nil
}
