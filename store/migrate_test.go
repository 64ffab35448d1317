package store_test

import (
	"errors"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// openWith opens with further steps, as a later program would.
func openWith(t *testing.T, dir string, steps ...func(*store.Tx) error) (*store.Store, error) {
	t.Helper()
	return store.Open(dir, store.Options{Keyring: storetest.Keyring(t)}.WithSteps(steps...))
}

func TestMigrationRunsEachStepOnceInOrder(t *testing.T) {
	dir, _ := filled(t, 1)
	var ran []string
	step := func(name string) func(*store.Tx) error {
		return func(tx *store.Tx) error {
			ran = append(ran, name)
			return appendAct("migrated:" + name)(tx)
		}
	}
	for range 2 {
		s, err := openWith(t, dir, step("to-2"), step("to-3"))
		if err != nil {
			t.Fatal(err)
		}
		wantActs(t, s, "import migrated:to-2 migrated migrated:to-3 migrated")
		storetest.Verify(t, s)
		s.Close()
	}
	if len(ran) != 2 {
		t.Error("steps run:", ran)
	}
}

// A step that fails, or a crash in it, leaves the schema before it; the next start
// goes on from there.
func TestMigrationGoesOnWhereItStopped(t *testing.T) {
	dir, _ := filled(t, 1)
	for name, bad := range map[string]func(*store.Tx) error{
		"error": func(tx *store.Tx) error { return first(appendAct("half")(tx), errMine) },
		"panic": func(tx *store.Tx) error { panic(first(appendAct("half")(tx), errMine)) },
	} {
		if _, err := openWith(t, dir, appendAct("to-2"), bad); err == nil {
			t.Fatalf("%s: opened", name)
		}
	}
	s, err := openWith(t, dir, appendAct("not again"), appendAct("to-3"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	wantActs(t, s, "import to-2 migrated to-3 migrated")
}

func TestNewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	dir, _ := filled(t, 1)
	s, err := openWith(t, dir, appendAct("to-2"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrNewerSchema) || errors.Is(err, privacy.ErrDamaged) {
		t.Fatal(err)
	}
	s, err = openWith(t, dir, appendAct("to-2"))
	if err != nil {
		t.Fatal("the newer program finds it as it was:", err)
	}
	s.Close()
}

func TestNewStoreNeedsNoMigration(t *testing.T) {
	s, err := openWith(t, t.TempDir(), func(*store.Tx) error { return errMine })
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}
