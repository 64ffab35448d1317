package store_test

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

const (
	crashDir  = "OTINISH_TEST_CRASH_DIR"
	crashStep = "OTINISH_TEST_CRASH_STEP"
)

// TestCrashChild is the process that dies; by itself it does nothing.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		return
	}
	updates := 0
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(t), Step: func(step string) {
		if step == os.Getenv(crashStep) && updates == 2 {
			os.Exit(7) // no deferred call runs, as with a kill
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for {
		updates++
		if err := s.MarkWorking(inbox(uint32(updates)), 9); err != nil {
			t.Fatal(err)
		}
		if err := s.Update(context.Background(), appendAct([]string{"", "one", "two"}[updates])); err != nil {
			t.Fatal(err)
		}
	}
}

// P2: a process that dies at a commit leaves all of it or nothing, and the mark of
// what it worked on.
func TestDeathAtACommit(t *testing.T) {
	for step, want := range map[string]string{
		"store:before-commit": "one",
		"store:after-commit":  "one two",
	} {
		dir := t.TempDir()
		child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
		child.Env = append(os.Environ(), crashDir+"="+dir, crashStep+"="+step)
		if out, err := child.CombinedOutput(); child.ProcessState.ExitCode() != 7 {
			t.Fatalf("%s: the child did not die there: %v\n%s", step, err, out)
		}
		s := storetest.OpenAt(t, dir, nil)
		wantActs(t, s, want)
		if from, last, ok := s.Working(); !ok || from != inbox(2) || last != 9 {
			t.Errorf("%s: mark %v %d %v", step, from, last, ok)
		}
	}
}
