package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
)

// A clock a year ahead, and the nightly backup with --keep 1: none is taken and nothing
// goes. With the clock right again all is as it was.
func TestNoBackupWhileTheClockIsWrong(t *testing.T) {
	h, c := newHouseWithClock(t)
	dir := filepath.Join(t.TempDir(), "backups")
	good := h.takeBackup(dir)
	c.set(year)
	if _, e := h.otinish(exitFailed, "", "backup", dir, "--keep", "1"); !strings.Contains(e, "while the clock is wrong") {
		t.Error(e)
	}
	left, err := filepath.Glob(filepath.Join(dir, "otinish-*"))
	if err != nil || len(left) != 1 || left[0] != good {
		t.Fatalf("%q %v", left, err)
	}
	c.set(0)
	if out, _ := h.otinish(exitDone, "", "audit", "show", "--json"); strings.Count(out, `"backup"`) != 1 {
		t.Errorf("an act of the wrong time is on the chain:\n%s", out)
	}
	// One of before this was looked at lies there: it is named, and nothing is taken.
	ahead := filepath.Join(dir, "otinish-20990101T000000Z")
	h.must(os.CopyFS(ahead, os.DirFS(good)))
	if _, e := h.otinish(exitNotAllowed, "", "backup", dir, "--keep", "1"); !strings.Contains(e, "dated later than now") || !strings.Contains(e, ahead) {
		t.Error(e)
	}
	if out, e := h.otinish(exitFailed, "", "backup", "check", dir); !strings.Contains(out, "FROM THE FUTURE") || !strings.Contains(e, ahead) {
		t.Error(out, e)
	}
}

// A changed entry of the chain shows by itself, and backups say so.
func TestABrokenChainIsAnAlarm(t *testing.T) {
	h := newHouse(t)
	h.arrives(doubtful)
	h.letters(1)
	h.otinish(exitDone, "", "store", "check")
	h.stop()
	h.spoil("audit", 0, 0)
	h.start()
	h.until("the alarm", func() bool { return h.daemon.store.ChainBroken() != nil })
	if out, _ := h.otinish(exitFailed, "", "status"); !strings.Contains(out, "the audit chain is broken") {
		t.Error(out)
	}
	if out, _ := h.otinish(exitFailed, "", "store", "check"); !strings.Contains(out, "the audit chain is broken") {
		t.Error(out)
	}
	dir := t.TempDir()
	if out, e := h.otinish(exitFailed, "", "backup", dir, "--keep", "1"); !strings.Contains(out, "Backed up") || !strings.Contains(e, "does not hold from entry 1 on") {
		t.Error(out, e)
	}
	if out, e := h.otinish(exitFailed, "", "backup", "check", dir); !strings.Contains(out, "DAMAGED when it was taken") || !strings.Contains(e, "--damaged") || strings.Contains(out, "BAD") {
		t.Error(out, e)
	}
	h.until("the journal", func() bool { return strings.Contains(h.log.String(), "does not hold") })
}

func (h *house) spoilRequest() {
	h.t.Helper()
	h.spoil("case", 'r', 0)
}

// With a record that cannot be read no older backup goes: one of them has it.
func TestNoBackupIsRemovedForOneWithWhatCannotBeRead(t *testing.T) {
	h := newHouse(t)
	h.arrives(doubtful)
	h.letters(1)
	dir := filepath.Join(t.TempDir(), "backups")
	good := h.takeBackup(dir)
	h.stop()
	h.spoilRequest()
	h.start()
	h.until("a backup of another second", func() bool {
		var out, e bytes.Buffer
		code := run(t.Context(), []string{"--socket", h.config.Socket, "backup", dir, "--keep", "1"}, strings.NewReader(""), &out, &e)
		if strings.Contains(e.String(), "is there already") {
			return false
		}
		if code != exitFailed || !strings.Contains(out.String(), "Backed up") || !strings.Contains(e.String(), "no older one was removed") {
			t.Fatal(code, out.String(), e.String())
		}
		return true
	})
	h.otinish(exitDone, "", "backup", "check", "--config", h.configFile(), good)
	h.restoresDamaged(dir)
}

// restoresDamaged puts the newest backup back, which was taken beside a bad record.
func (h *house) restoresDamaged(dir string) {
	h.t.Helper()
	all, err := store.BackupPlace{Dir: dir}.Backups()
	h.must(err)
	newest := all[len(all)-1]
	for _, args := range [][]string{{newest}, {"--config", h.configFile(), newest}} {
		out, e := h.otinish(exitFailed, "", append([]string{"backup", "check"}, args...)...)
		if !strings.Contains(out, "records of one person or request cannot be read") || !strings.Contains(e, "--damaged") || strings.Contains(out, "BAD") {
			h.t.Error(args, out, e)
		}
	}
	to := []string{"restore", newest, "--to", filepath.Join(h.t.TempDir(), "again"), "--config", h.configFile()}
	if _, e := h.otinish(exitFailed, "", to...); !strings.Contains(e, "--damaged") || !strings.Contains(e, "request OT-") {
		h.t.Error(e)
	}
	if out, _ := h.otinish(exitDone, "", append(to, "--damaged")...); !strings.Contains(out, "CANNOT BE READ: request OT-") || !strings.Contains(out, "every other sealed value opens") {
		h.t.Error(out)
	}
}

// Only of a backup old enough its own copy of the keys must be gone.
func TestWhyABackupHasNoKeysOfItsOwn(t *testing.T) {
	for age, says := range map[time.Duration]string{time.Minute: "is not there", 31 * 24 * time.Hour: "as it must be after 30 days"} {
		var out bytes.Buffer
		v := backupChecked{Whole: true, Keys: "keys/newest.keys", Copied: store.Copied{TakenAt: time.Now().Add(-age)}}
		writeChecked(&out, v, store.BackupReport{Keys: v.Keys})
		if !strings.Contains(out.String(), says) {
			t.Errorf("%s: %s", age, out.String())
		}
	}
}
