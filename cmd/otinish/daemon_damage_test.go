package main

import (
	"strings"
	"testing"

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
