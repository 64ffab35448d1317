package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// AuditCmd is the audit chain.
type AuditCmd struct {
	Show   AuditShowCmd   `cmd:"" help:"Entries of the chain, the newest first."`
	Verify AuditVerifyCmd `cmd:"" help:"Check the chain from its first entry to its last."`
}

// AuditVerifyCmd verifies the chain: of the running daemon, or with --store of a
// stopped store or a copy, without its keys.
type AuditVerifyCmd struct {
	Config  string   `help:"With --store: the configuration that names the master key; the marks are checked too, the keys must lie beside the data." type:"path" placeholder:"FILE"`
	Store   string   `help:"A store that no daemon has open, or a copy of one: its file or folder." type:"path" placeholder:"PATH"`
	Anchor  []string `help:"An entry noted outside the store; may be given again." placeholder:"SEQ:HASH"`
	Anchors string   `help:"Lines of the journal to find such notes in; - reads standard input." type:"path" placeholder:"FILE"`
}

// Run implements the verb.
func (q AuditVerifyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	noted, err := q.noted(t)
	if err != nil {
		return err
	}
	var v adminapi.Verification
	if q.Store == "" {
		v, err = c.VerifyAudit(ctx, texts(noted))
	} else {
		v, err = verifyStopped(q.Store, q.Config, noted)
	}
	if err != nil {
		return err
	}
	if err := t.print(v, func(w io.Writer) { writeVerification(w, v, len(noted), q.Store != "" && q.Config == "") }); err != nil {
		return err
	}
	if !v.Intact {
		return errSaid
	}
	return nil
}

// noted gathers the anchors. Asking for a journal without any is a mistake that
// must not look like a check.
func (q AuditVerifyCmd) noted(t *Terminal) ([]audit.Anchor, error) {
	var all []audit.Anchor
	for _, s := range q.Anchor {
		a, err := audit.ParseAnchor(s)
		if err != nil {
			return nil, fmt.Errorf("--anchor: %w", err)
		}
		all = append(all, a)
	}
	if q.Anchors == "" {
		return all, nil
	}
	in := t.In
	if q.Anchors != "-" {
		f, err := os.Open(q.Anchors)
		if err != nil {
			return nil, fmt.Errorf("--anchors: %w", err)
		}
		defer f.Close()
		in = f
	}
	found, err := audit.ReadAnchors(in)
	if err != nil {
		return nil, fmt.Errorf("--anchors: %w", err)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("--anchors: no line notes the chain; try: journalctl -u otinish | otinish audit verify --anchors -: %w", privacy.ErrBadInput)
	}
	return append(all, found...), nil
}

func texts(noted []audit.Anchor) []string {
	var s []string
	for _, a := range noted {
		s = append(s, a.String())
	}
	return s
}

// verifyStopped checks a store without the daemon, with its keys where config names
// the master key.
func verifyStopped(path, config string, noted []audit.Anchor) (v adminapi.Verification, err error) {
	var found store.Verified
	if config == "" {
		found, err = store.VerifyChainFile(path, noted, nil)
	} else {
		var s *store.Store
		if s, err = inspect(path, config); err == nil {
			defer s.Close()
			found, err = s.VerifyChain(noted, nil)
		}
	}
	v = adminapi.VerificationOf(found, err == nil, time.Local)
	if errors.Is(err, audit.ErrBroken) {
		v.Broken, err = err.Error(), nil
	}
	return v, stopped(err)
}

// inspect opens the store in a folder for reading.
func inspect(dir, config string) (*store.Store, error) {
	_, ring, err := configWithKeys(config)
	if err != nil {
		return nil, err
	}
	s, err := store.Inspect(dir, store.Options{Keyring: ring})
	return s, stopped(err)
}

// stopped says what to do about a store that is in use.
func stopped(err error) error {
	if errors.Is(err, privacy.ErrLocked) {
		return fmt.Errorf("%w; the daemon answers for it: leave --store out", err)
	}
	return err
}

func writeVerification(w io.Writer, v adminapi.Verification, noted int, bare bool) {
	if !v.Intact {
		fmt.Fprintf(w, "THE CHAIN IS BROKEN, it holds up to entry %d: %s\nKeep the store as it is, and compare with a backup.\n", v.Entries, v.Broken)
		return
	}
	if v.First == 0 {
		fmt.Fprintf(w, "The chain is intact: %d entries.\n", v.Entries)
	} else {
		fmt.Fprintf(w, "The chain is intact: entries %d to %d.\nEntries before %d of %s were cut off on %s, kept long enough; entry %d records it.\n",
			v.First, v.Entries, v.First, v.CutOf.Format(zoned), v.CutOn.Format(zoned), v.Checkpoint)
	}
	if v.Ended > 0 {
		fmt.Fprintf(w, "%d of %d notes made outside the store are of entries that were cut off.\n", v.Ended, noted)
	}
	switch {
	case v.Lost > 0:
		fmt.Fprintf(w, "It holds %d of %d notes made outside the store. A backup was put back, entry %d:\n"+
			"the others must be of the time that was lost by it. If they are not, somebody put it back to hide that time.\n", noted-v.Lost-v.Ended, noted, v.Restored)
	case noted > v.Ended && v.Ended > 0:
		fmt.Fprintln(w, "It holds all others.")
	case noted > v.Ended:
		fmt.Fprintf(w, "It holds all %d notes made outside the store.\n", noted)
	}
	if bare {
		fmt.Fprintln(w, "Its marks were not checked, they need the keys of the store.")
	}
	if v.Head != "" {
		fmt.Fprintf(w, "Its head, to be noted outside the store:\n  %s\nReceipts are checked with the public key\n  %s\n", v.Head, v.PublicKey)
	}
	if noted == 0 {
		fmt.Fprintln(w, "Only notes outside the store, as the journal has them, show that no end was cut off:\n  journalctl -u otinish | otinish audit verify --anchors -")
	}
}
