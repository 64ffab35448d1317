package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// A writer that met damage leaves an alarm; status can still be read.
func TestDamageIsAnAlarm(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	if err := h.daemon.store.Update(t.Context(), func(*store.Tx) error { return privacy.ErrDamaged }); err == nil {
		t.Fatal("no error")
	}
	out, _ := h.otinish(exitFailed, "", "status", "--json")
	if !strings.Contains(out, "nothing more is written") || !strings.Contains(out, "otinish restore") || !strings.Contains(out, `"healthy":false`) {
		t.Error(out)
	}
	if _, e := h.otinish(exitFailed, "email: olga@posta.example\nconsent date: 2026-01-02\npurpose: letters\n", "subject", "add"); !strings.Contains(e, "otinish restore") {
		t.Error(e)
	}
}

// Whatever is missing, status says what is wrong and what to do.
func TestStatusOfAStoreThatLacksSomething(t *testing.T) {
	for name, damage := range map[string]func(tx *bbolt.Tx) error{
		"a review item": func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte("case"))
			c := b.Cursor()
			for k, _ := c.First(); k != nil; k, _ = c.Next() {
				if len(k) == 17 && k[16] == 'v' {
					return b.Delete(bytes.Clone(k))
				}
			}
			return errors.New("no such item")
		},
		"the bucket state":   func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("state")) },
		"the bucket case":    func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("case")) },
		"the bucket subject": func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("subject")) },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.arrives(doubtful)
			h.stop()
			db, err := bbolt.Open(filepath.Join(h.config.Store.Dir, store.FileName), 0o600, nil)
			h.must(err)
			h.must(db.Update(damage))
			h.must(db.Close())
			h.start()
			out, e := h.otinish(exitFailed, "", "status")
			if !strings.Contains(out, "NOT HEALTHY") || !strings.Contains(out, "otinish restore") || strings.Contains(out, "store mend") || e != "" {
				t.Errorf("%s\n%s", out, e)
			}
			if _, e := h.otinish(exitFailed, "", "store", "check"); !strings.Contains(e, "otinish restore") {
				t.Error(e)
			}
			if _, e := h.otinish(exitNotAllowed, "", "store", "mend"); !strings.Contains(e, "otinish restore") {
				t.Error(e)
			}
			if page, err := h.daemon.consoleHealth(t.Context()); err != nil || len(page.Alarms) == 0 {
				t.Errorf("%+v %v", page, err)
			}
		})
	}
}
