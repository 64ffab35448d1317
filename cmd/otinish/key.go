package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// KeyCmd is the keys of the store.
type KeyCmd struct {
	New    KeyNewCmd    `cmd:"" help:"Write a fresh master key into a new file."`
	List   KeyListCmd   `cmd:"" help:"Master keys by name, and how many data keys there are."`
	Rotate KeyRotateCmd `cmd:"" help:"Take the store to another master key while it works."`
	Mend   KeyMendCmd   `cmd:"" help:"Bring lost data keys back from a copy of the key store, while the daemon is stopped."`
}

// KeyNewCmd makes a master key. It needs no daemon.
type KeyNewCmd struct {
	File string `arg:"" type:"given" help:"File to write; it must not exist."`
}

// Run implements the verb.
func (q KeyNewCmd) Run(t *Terminal) error {
	key := make([]byte, seal.KeySize)
	rand.Read(key)
	defer clear(key)
	ring, err := seal.NewKeyring(key)
	if err != nil {
		return err
	}
	if err := writeNew(q.File, append(base64.StdEncoding.AppendEncode(nil, key), '\n')); err != nil {
		return err
	}
	made := struct {
		File string `json:"file"`
		Name string `json:"name"`
	}{q.File, ring.Name().String()}
	return t.print(made, func(w io.Writer) {
		fmt.Fprintf(w, "Master key %s written to %s.\nKeep a copy where no backup of the store is: without it the store cannot be read.\n", made.Name, made.File)
	})
}

// writeNew writes a private file that must not be there yet, and has it on disk.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("key new: %s is there already, and a key is never written over; give another name: %w", path, privacy.ErrExists)
	}
	if err != nil {
		return fmt.Errorf("key new: %w", err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("key new: %w", errors.Join(err, os.Remove(path)))
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("key new: %w", err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		return fmt.Errorf("key new: %w", err)
	}
	return nil
}

// KeyListCmd tells the state of the key store.
type KeyListCmd struct{}

// Run implements the verb.
func (KeyListCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	k, err := c.Keys(ctx)
	if err != nil {
		return err
	}
	return t.print(k, func(w io.Writer) {
		fmt.Fprintf(w, "master key   %s, in use\n", k.InUse)
		if k.Next != "" {
			fmt.Fprintf(w, "master key   %s, takes over once it is in store.key_file and otinish is restarted\n", k.Next)
		}
		fmt.Fprintf(w, "data keys    %d held, %d destroyed, %d spare\n", k.Held, k.Destroyed, k.Spare)
		if k.Wrapped < k.Slots {
			fmt.Fprintf(w, "rotation     %d of %d re-wrapped\n", k.Wrapped, k.Slots)
		}
		if k.Renewal != "" {
			fmt.Fprintf(w, "renewal      of the data keys %s, %d looked at; the former ones are there until it ends\n", k.Renewal, k.Renewed)
		}
	})
}

// KeyRotateCmd rotates the master key, or renews the data keys.
type KeyRotateCmd struct {
	File string `arg:"" type:"given" optional:"" help:"File with the next master key, from key new."`
	Data bool   `help:"Give everybody a new data key instead, seal all records anew, and destroy the former data keys."`
}

// Run implements the verb. The daemon may not be able to read the file, so its
// content goes over the socket.
func (q KeyRotateCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if q.Data != (q.File == "") {
		return fmt.Errorf("key rotate: give either the file of the next master key, or --data: %w", privacy.ErrBadInput)
	}
	if q.Data {
		return q.data(ctx, t, c)
	}
	content, err := os.ReadFile(q.File)
	if err != nil {
		return fmt.Errorf("key rotate: %w", err)
	}
	defer clear(content)
	ring, err := parseKeyring(content)
	if err != nil {
		return fmt.Errorf("key rotate: %w: %w", err, privacy.ErrBadInput)
	}
	err = counting(t, func(progress func(done, total uint64)) error { return c.RotateKey(ctx, content, progress) })
	if err != nil {
		return err
	}
	now, err := c.Keys(ctx)
	if err != nil {
		return err
	}
	if now.InUse == ring.Name().String() {
		off := struct {
			InUse string `json:"in_use"`
		}{now.InUse}
		return t.print(off, func(w io.Writer) {
			fmt.Fprintf(w, "The rotation is called off: master key %s stays in use, and the next one opens nothing.\n", now.InUse)
		})
	}
	rotated := struct {
		Next string `json:"next"`
	}{ring.Name().String()}
	return t.print(rotated, func(w io.Writer) {
		fmt.Fprintf(w, "Every data key is wrapped for master key %s. Now put it in place of store.key_file and restart otinish;\n"+
			"from then on the former master key opens nothing. Copies of the key store from before need the former one: make a\n"+
			"new backup, and destroy the former key when the last such copy is gone.\n", rotated.Next)
	})
}

// counting shows progress to whoever sits there.
func counting(t *Terminal, work func(progress func(done, total uint64)) error) error {
	err := work(func(done, total uint64) {
		if interactive(t.Err) {
			fmt.Fprintf(t.Err, "\r%d of %d ", done, total)
		}
	})
	if interactive(t.Err) {
		fmt.Fprintln(t.Err)
	}
	return err
}

func (KeyRotateCmd) data(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if err := counting(t, func(progress func(done, total uint64)) error { return c.Reseal(ctx, progress) }); err != nil {
		return err
	}
	renewed := struct {
		Renewed bool `json:"renewed"`
	}{true}
	return t.print(renewed, func(w io.Writer) {
		fmt.Fprintln(w, "Everything is sealed with new data keys, and the former ones are destroyed. Backups from before can be read only\n"+
			"with a copy of the keys from before, which must end after 30 days: take a new backup now.")
	})
}
