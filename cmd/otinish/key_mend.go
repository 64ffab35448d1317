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
	Copy    string `arg:"" help:"A copy of the key store, the newest that has the keys: backups keep them in keys/." type:"path"`
	Damaged bool   `help:"Go on although keys are lost that this copy lacks too: the records sealed with them cannot be read, everybody else is served."`
	Config  string `help:"Configuration file: it names the store and the master key." default:"/etc/otinish/otinish.toml" type:"path" placeholder:"FILE"`
}

// Run implements the verb.
func (q KeyMendCmd) Run(t *Terminal) error {
	c, ring, err := configWithKeys(q.Config)
	if err != nil {
		return err
	}
	m, err := store.MendKeys(c.Store.Dir, q.Copy, ring, q.Damaged)
	if errors.Is(err, privacy.ErrLocked) {
		return fmt.Errorf("%w; stop otinish first", err)
	}
	if err != nil {
		return err
	}
	if err := t.print(m, func(w io.Writer) {
		if m.Laid {
			fmt.Fprintf(w, "%s was missing, and this copy took its place.\n", store.KeysName)
		}
		fmt.Fprintf(w, "Brought back: %s. What was destroyed stays so. Start otinish: it looks the store over.\n", counted(m.Mended, "key"))
	}); err != nil {
		return err
	}
	if m.Lost > 0 && !q.Damaged {
		return fmt.Errorf("%s lost, and not in this copy either: try another one; where there is none and otinish does not start, --damaged goes on without", counted(m.Lost, "key"))
	}
	if m.Lost > 0 {
		fmt.Fprintf(t.Err, "otinish: %s lost, and not in this copy either: what was sealed with it cannot be read, and everybody else is served; another copy may still have it\n", counted(m.Lost, "key"))
	}
	return nil
}
