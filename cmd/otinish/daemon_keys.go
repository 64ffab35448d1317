package main

import (
	"context"
	"fmt"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// keyring reads the master key (store.key_file).
func (c *Config) keyring() (*seal.Keyring, error) {
	secret, err := c.readSecret(c.Store.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("store.key_file: %w; make one with: otinish key new %s", err, c.Store.KeyFile)
	}
	defer clear(secret)
	ring, err := parseKeyring(secret)
	if err != nil {
		return nil, fmt.Errorf("store.key_file: %w", err)
	}
	return ring, nil
}

// configWithKeys is what works on a store while no daemon does.
func configWithKeys(file string) (*Config, *seal.Keyring, error) {
	c, err := LoadConfig(file)
	if err != nil {
		return nil, nil, err
	}
	ring, err := c.keyring()
	return c, ring, err
}

func parseKeyring(content []byte) (*seal.Keyring, error) {
	key, err := seal.ParseKey(content)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return seal.NewKeyring(key)
}

// Keys implements adminapi.Daemon.
func (d *Daemon) Keys(context.Context) (adminapi.Keys, error) {
	k, err := d.store.Keys()
	v := adminapi.Keys{InUse: k.InUse.String(), Held: k.Held, Spare: k.Spare, Destroyed: k.Destroyed, Wrapped: uint64(k.Done), Slots: uint64(k.Slots)}
	for _, m := range k.Masters {
		if m != k.InUse {
			v.Next = m.String()
		}
	}
	if err != nil {
		return v, err
	}
	r, err := d.store.Renewal()
	if r.Begun {
		v.Renewal, v.Renewed = "waits", r.Done
	}
	if r.Begun && r.Goes {
		v.Renewal = "goes on"
	}
	return v, err
}

// renewalAlarm is told while a renewal of the data keys has begun and does not go on.
func (d *Daemon) renewalAlarm(s *adminapi.Status) {
	r, err := d.store.Renewal()
	if err != nil || !r.Begun || r.Goes {
		return
	}
	s.Alarms = append(s.Alarms, adminapi.Alarm{
		Where: "keys", Code: "renewal", Why: "renewal", What: "the renewal of the data keys was interrupted: the former keys are there still, and open what old backups hold",
		Remedy: "Let it go on: otinish key rotate --data. At a restart it goes on by itself.",
	})
}

// RotateKey implements adminapi.Daemon.
func (d *Daemon) RotateKey(ctx context.Context, by privacy.Actor, keyFile []byte, progress func(done, total uint64)) error {
	if err := d.desk.CheckClock(); err != nil {
		return err
	}
	next, err := parseKeyring(keyFile)
	if err != nil {
		return fmt.Errorf("%w: %w", privacy.ErrBadInput, err)
	}
	return d.store.RotateKey(ctx, by, next, progress)
}

// Reseal implements adminapi.Daemon.
func (d *Daemon) Reseal(ctx context.Context, by privacy.Actor, progress func(done, total uint64)) error {
	if err := d.desk.CheckClock(); err != nil {
		return err
	}
	return d.store.Reseal(ctx, by, progress)
}

// told keeps the journal informed of long tasks; the service manager waits longer.
func (d *Daemon) told(task string, done, total uint64) {
	d.notify.tell("EXTEND_TIMEOUT_USEC=60000000") // sd_notify(3): only while starting
	d.seams.Log.Info("store", "task", task, "done", done, "of", total)
}
