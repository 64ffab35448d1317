package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func TestInterruptedRestoreIsNoNewStore(t *testing.T) {
	s, c, p := kept(t)
	from := take(t, p, s)
	to := t.TempDir()
	stage := filepath.Join(to, "restoring")
	if err := os.Mkdir(stage, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{filepath.Join(stage, store.FileName), filepath.Join(to, store.KeysName)} { // the keys had their place already
		if err := os.WriteFile(f, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := open(t, to); !errors.Is(err, privacy.ErrNotAllowed) || !strings.Contains(err.Error(), "otinish restore again") {
		t.Fatal(err)
	}
	if _, err := store.Restore(store.RestoreOptions{From: from, To: to, Place: p, Ring: storetest.Keyring(t), Now: c.now}); err != nil {
		t.Fatal(err)
	}
	// What was interrupted after the data had their place is only cleared away.
	if err := os.Mkdir(stage, 0o700); err != nil {
		t.Fatal(err)
	}
	again := storetest.OpenAt(t, to, c.now)
	if _, err := os.Stat(stage); !errors.Is(err, os.ErrNotExist) || again.Created() {
		t.Error(err, again.Created())
	}
}

func TestANewStoreSaysSo(t *testing.T) {
	s, _ := open(t, t.TempDir())
	defer s.Close()
	if !s.Created() {
		t.Error("it does not")
	}
}
