package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
)

// filesOf sums the files of a folder: what a failed start must leave as it was.
func filesOf(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d %x\n", e.Name(), len(b), sha256.Sum256(b))
	}
	return all.String()
}

// leavesLost lets lists of free pages stand where leaves were, as in a file that was
// copied while it was written to.
func leavesLost(b []byte) []byte {
	for at := 2 * 4096; at < len(b); at += 4096 {
		if b[at+8] == 2 {
			b[at+8] = 16
		}
	}
	return b
}

// currentMeta is where bbolt's meta page of the last transaction lies.
func currentMeta(b []byte) int {
	if txid := binary.NativeEndian.Uint64; txid(b[16+48:]) > txid(b[4096+16+48:]) {
		return 0
	}
	return 4096
}

// P15: whatever befell the files, the daemon says what it is and what to do, leaves
// them as they are, and the mail waits; when they are mended, work goes on.
func TestDamagedStore(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	h.arrives(doubtful)
	h.letters(1)
	h.stop()
	dir := h.config.Store.Dir
	data, keys, master := filepath.Join(dir, store.FileName), filepath.Join(dir, store.KeysName), filepath.Join(h.config.dir, "store-key")
	foreign := newHouse(t)
	foreign.stop()
	foreignKeys, err := os.ReadFile(filepath.Join(foreign.config.Store.Dir, store.KeysName))
	if err != nil {
		t.Fatal(err)
	}
	write := func(path string, with func([]byte) []byte) func() {
		return func() {
			b, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, with(bytes.Clone(b)), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(path string) func() {
		return func() {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		damage func()
		says   []string
	}{
		"data cut to its first page":   {write(data, func(b []byte) []byte { return b[:4096] }), []string{"damaged", "backup"}},
		"data cut in its midst":        {write(data, func(b []byte) []byte { return b[:8192] }), []string{"cut short", "backup"}},
		"pages in a circle":            {write(data, leavesLost), []string{"circle", "keep all backups", "otinish restore"}},
		"data empty":                   {write(data, func([]byte) []byte { return nil }), []string{"the file is empty", "backup"}},
		"a torn meta page":             {write(data, func(b []byte) []byte { copy(b[currentMeta(b)+16+40:], make([]byte, 12)); return b }), []string{"meta page", "backup"}},
		"a flipped bit in a meta page": {write(data, func(b []byte) []byte { b[currentMeta(b)+16+20] ^= 8; return b }), []string{"meta page", "the current one", "backup"}},
		"data lost, keys there":        {remove(data), []string{store.FileName, "missing", "otinish restore"}},
		"keys lost":                    {remove(keys), []string{"the key store is missing", store.KeysName, "otinish restore"}},
		"keys cut":                     {write(keys, func(b []byte) []byte { return b[:100] }), []string{store.KeysName}},
		"keys cut behind its header":   {write(keys, func(b []byte) []byte { return b[:8192] }), []string{store.KeysName, "cut short", "otinish restore"}},
		"keys overwritten":             {write(keys, func(b []byte) []byte { return make([]byte, len(b)) }), []string{store.KeysName, "backup"}},
		"keys of another store":        {write(keys, func([]byte) []byte { return foreignKeys }), []string{"another store"}},
		"another master key":           {write(master, func(b []byte) []byte { b[3] ^= 1; return b }), []string{"another key", "key_file", "its fingerprint is", "wanted is"}},
		"master key cut":               {write(master, func(b []byte) []byte { return b[:7] }), []string{"key_file", "32"}},
		"master key lost":              {remove(master), []string{"key_file", "make one with"}},
	} {
		t.Run(name, func(t *testing.T) {
			kept := map[string][]byte{}
			for _, path := range []string{data, keys, master} {
				if kept[path], err = os.ReadFile(path); err != nil {
					t.Fatal(err)
				}
			}
			c.damage()
			before := filesOf(t, dir)
			d, err := newDaemon(h.config, Seams{})
			if err == nil {
				d.Close()
				t.Fatal("started")
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("does not say %q: %v", want, err)
				}
			}
			if after := filesOf(t, dir); after != before {
				t.Errorf("the files were touched:\n%s---\n%s", before, after)
			}
			if code := exitCode(err); !strings.HasPrefix(name, "master key") && code != exitDamaged {
				t.Errorf("exit %d: systemd starts it again and again", code) // deploy/otinish.service
			}
			for path, b := range kept {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	h.server.Deliver("INBOX", updateOf.raw(7, time.Now()), time.Now()) // came while nothing ran
	for len(h.outcomes) > 0 {
		<-h.outcomes
	}
	h.start()
	h.letters(2)
}

// A folder that cannot be written: nobody is told anything that would not be kept.
func TestReadOnlyFolder(t *testing.T) {
	if os.Getenv("OTINISH_TEST_READONLY") != "" {
		c, err := LoadConfig(os.Getenv("OTINISH_TEST_READONLY"))
		if err != nil {
			t.Fatal(err)
		}
		if d, err := newDaemon(c, Seams{}); err == nil {
			d.Close()
			t.Fatal("started")
		} else {
			fmt.Println("SAYS:", err)
		}
		return
	}
	h := newHouse(t)
	h.stop()
	if os.Getuid() == 0 { // permissions do not stop root; a read-only mount does
		dir := h.config.Store.Dir
		if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
			t.Skip("needs to mount:", err)
		}
		t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
		if err := syscall.Mount(dir, dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
			t.Skip("needs to mount:", err)
		}
	} else {
		for _, name := range []string{store.FileName, store.KeysName, "."} {
			os.Chmod(filepath.Join(h.config.Store.Dir, name), 0o500)
		}
	}
	before := filesOf(t, h.config.Store.Dir)
	child := exec.Command(os.Args[0], "-test.run=^TestReadOnlyFolder$", "-test.v")
	child.Env = append(os.Environ(), "OTINISH_TEST_READONLY="+h.configFile())
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "SAYS: store.dir") || !strings.Contains(string(out), "read-only") && !strings.Contains(string(out), "permission denied") {
		t.Errorf("%v\n%s", err, out)
	}
	if filesOf(t, h.config.Store.Dir) != before {
		t.Error("the files were touched")
	}
	if os.Getuid() != 0 {
		os.Chmod(h.config.Store.Dir, 0o700)
	}
}

// A disk that is full, at every place where it may become so: the status says so,
// the mail waits, nothing leaves that is not on record, a backup fails whole; when
// there is room again the work goes on by itself.
func TestFullDisk(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	disk := smallDisk(t, "3m")
	h.moveStore(filepath.Join(disk, "store"))
	h.adjust = func(s *Seams) { s.Backoff = 5 * time.Millisecond }
	h.start()
	h.scanned()
	ballast := filepath.Join(disk, "ballast")
	for i, room := range []int64{0, 4 << 10, 8 << 10, 12 << 10, 20 << 10, 40 << 10} {
		fill(t, disk, ballast, room)
		sent := len(h.server.Received())
		l := updateOf
		l.body = fmt.Sprintf("Телефон: 8 701 555 10 %02d", i)
		h.server.Deliver("INBOX", l.raw(100+i, time.Now()), time.Now())
		if room == 0 {
			h.until("the alarm", func() bool { return h.daemon.watchers[0].Health().Trouble.Kind == "intake-failed" })
			out, _ := h.otinish(exitDone, "", "status")
			if !strings.Contains(out, "Mail waits in the mailbox") {
				t.Errorf("status does not say it:\n%s", out)
			}
			if n := len(h.server.Received()); n != sent {
				t.Errorf("%d letters left about what is not on record", n-sent)
			}
			if _, e := h.otinish(exitFailed, "", "backup", filepath.Join(disk, "backups")); !strings.Contains(e, "no backup was made") || !strings.Contains(e, "no space left") {
				t.Error(e)
			}
			h.takeBackup(filepath.Join(t.TempDir(), "elsewhere"))
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		h.letters(sent + 1)
		<-h.outcomes
	}
	h.otinish(exitDone, "", "audit", "verify")
	h.otinish(exitDone, "", "account")
	if out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find"); !strings.Contains(out, "+77015551005") {
		t.Errorf("the last change is not on record:\n%s", out)
	}
	h.stop() // pages are looked at while nobody writes
	s, err := inspect(h.config.Store.Dir, h.configFile())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Check(), s.Close()); err != nil {
		t.Error(err)
	}
}

// smallDisk mounts a file system of its own.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("needs to mount:", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// fill leaves so much room on a disk.
func fill(t *testing.T, disk, path string, room int64) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(disk, &s); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.Write(make([]byte, max(0, int64(s.Bavail)*s.Bsize-room))) // what does not fit stays out
}

// moveStore lets the next start find a copy of the store, without its reserve of
// space.
func (h *house) moveStore(to string) {
	h.t.Helper()
	dir := filepath.Join(h.t.TempDir(), "backups")
	backup := h.takeBackup(dir)
	h.stop()
	if err := os.Mkdir(to, 0o700); err != nil {
		h.t.Fatal(err)
	}
	for name, from := range map[string]string{
		store.FileName:   filepath.Join(backup, store.FileName),
		store.LedgerName: filepath.Join(backup, store.LedgerName),
		store.KeysName:   filepath.Join(dir, "keys", filepath.Base(backup)+".keys"),
	} {
		b, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), b, 0o600)
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
	h.config.Store.Dir = to
}
