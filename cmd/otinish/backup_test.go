package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
)

func (h *house) configFile() string { return filepath.Join(h.config.dir, "otinish.toml") }

// scanned waits until the watcher has looked at the mailbox.
func (h *house) scanned() {
	h.t.Helper()
	h.until("the first scan", func() bool { return !h.daemon.watchers[0].Health().LastScan.IsZero() })
}

// handled waits until n messages bear the keyword.
func (h *house) handled(n int) {
	h.t.Helper()
	h.until("the keyword", func() bool {
		have := 0
		for _, m := range h.server.Messages("INBOX") {
			for _, f := range m.Flags {
				if strings.EqualFold(f, "$OtinishHandled") {
					have++
				}
			}
		}
		return have >= n
	})
}

func (h *house) takeBackup(dir string) string {
	h.t.Helper()
	out, _ := h.otinish(exitDone, "", "backup", dir)
	_, rest, ok := strings.Cut(out, "Backed up as ")
	if !ok {
		h.t.Fatal(out)
	}
	return strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0])
}

var (
	updateOf   = letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "Дербес деректерді жаңарту", body: "Телефон: 8 701 555 12 34"}
	withdrawOf = letter{from: "olga@pochta.example", results: pass("pochta.example"), subject: "Отзыв согласия на обработку персональных данных", body: "Ольга"}
	unproven   = letter{from: "ruslan@posta.example", subject: "Дербес деректерді жаңарту", body: "Телефон: 8 701 555 12 99"}
	doubtful   = nearMiss("dana@posta.example")
)

func (h *house) enter(emails ...string) {
	h.t.Helper()
	for _, email := range emails {
		h.otinish(exitDone, "email: "+email+"\nphone: 8 701 555 00 01\nconsent date: 2026-01-02\npurpose: letters\n", "subject", "add")
	}
}

// The administrator's night: a backup, the loss of the machine, a restore. What was
// answered after the backup is not answered again, whatever became of it; what
// comes after the restore is answered as ever.
func TestARestoredStoreAnswersNothingAgain(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example", "olga@pochta.example")
	h.arrives(unproven) // asked before the backup
	h.letters(1)
	dir := filepath.Join(t.TempDir(), "backups")
	backup := h.takeBackup(dir)

	h.arrives(h.yes(h.server.Received()[0].Data)) // answered after it
	h.arrives(updateOf)
	h.arrives(withdrawOf)
	h.arrives(doubtful)
	h.letters(5)
	h.handled(3)
	h.stop()
	sent := len(h.server.Received())
	receipt := string(h.server.Received()[sent-1].Data)
	if err := os.Rename(h.config.Store.Dir, h.config.Store.Dir+".lost"); err != nil {
		t.Fatal(err)
	}

	out, _ := h.otinish(exitDone, "", "restore", backup, "--to", h.config.Store.Dir, "--config", h.configFile())
	for _, want := range []string{"Put back in ", "Erasures replayed: 0", "The chain holds", "goes to the queue", "--ledger"} {
		if !strings.Contains(out, want) {
			t.Errorf("restore does not say %q:\n%s", want, out)
		}
	}
	for len(h.outcomes) > 0 {
		<-h.outcomes
	}
	h.start()
	for range 4 {
		select {
		case <-h.outcomes:
		case <-time.After(30 * time.Second):
			t.Fatalf("the gap was not read again:\n%s", h.log)
		}
	}
	h.scanned()
	list, _ := h.otinish(exitDone, "", "queue", "--json")
	if n := strings.Count(list, `"quiet":"restored"`) + strings.Count(list, `"quiet":"handled-before"`); n != 3 || strings.Count(list, `"why":`) != 4 {
		t.Errorf("%d of the gap in the queue:\n%s", n, list)
	}
	if out, _ := h.otinish(exitDone, "olga@pochta.example\n", "subject", "find"); !strings.Contains(out, "suspended") && !strings.Contains(out, "paused") {
		t.Errorf("the withdrawal of the gap does not bite:\n%s", out)
	}
	if out, _ := h.otinish(exitDone, h.log.String(), "audit", "verify", "--anchors", "-"); !strings.Contains(out, "A backup was put back") {
		t.Errorf("the notes of the time that was lost:\n%s", out)
	}
	if out, _ := h.otinish(exitFailed, receipt, "receipt", "verify", "-"); !strings.Contains(out, "a backup from before it was put back later") {
		t.Errorf("the receipt of a letter of the gap:\n%s", out)
	}
	h.otinish(exitDone, "", "account")

	h.arrives(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "Дербес деректерді жаңарту", body: "Телефон: 8 701 555 77 66"})
	h.letters(sent + 1)
	h.until("an empty outbox", func() bool {
		waiting := 1
		err := h.daemon.store.View(func(tx *store.Tx) error { waiting = tx.CountLetters(store.LetterQueued); return nil })
		return err == nil && waiting == 0
	})
	if n := len(h.server.Received()); n != sent+1 {
		t.Errorf("%d letters left, want the one about the new letter", n-sent)
	}
}

// yes answers one of our questions as its receiver does.
func (h *house) yes(question []byte) letter {
	h.t.Helper()
	m := message.Parse(question)
	if len(handlers.Tokens(m.SubjectLine, "")) == 0 {
		h.t.Fatalf("no question: %s", m.SubjectLine)
	}
	return letter{from: m.To[0].Address, subject: "Re: " + m.SubjectLine, body: "ИӘ"}
}

func TestBackupsAsTheAdministratorSeesThem(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	h.arrives(doubtful)
	h.letters(1)
	dir := filepath.Join(t.TempDir(), "backups")
	backup := h.takeBackup(dir)
	out, _ := h.otinish(exitDone, "", "backup", "check", dir)
	if !strings.Contains(out, "Whole: "+backup) || !strings.Contains(out, "1 subject, 1 request, 1 letter,") || !strings.Contains(out, "give --config") {
		t.Error(out)
	}
	h.checkFails(dir, "has no manifest", func() (undo func()) {
		half := filepath.Join(dir, "otinish-20990101T000000Z")
		h.must(os.Mkdir(half, 0o700))
		return func() { h.must(os.Remove(half)) }
	})
	copies, _ := filepath.Glob(filepath.Join(dir, "keys", "*.keys"))
	h.checkFails(dir, "no copy of the keys", func() (undo func()) {
		h.must(os.Rename(copies[0], copies[0]+".away"))
		return func() { h.must(os.Rename(copies[0]+".away", copies[0])) }
	})
	h.checkFails(dir, "too old", func() (undo func()) {
		old := filepath.Join(dir, "keys", "otinish-20200101T000000Z.keys")
		h.must(os.WriteFile(old, nil, 0o600))
		return func() { h.must(os.Remove(old)) }
	})
	if out, _ = h.otinish(exitDone, "", "backup", "check", "--config", h.configFile(), backup); !strings.Contains(out, "sealed values were opened") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, "", "backup", "check", filepath.Join(backup, store.FileName)); !strings.Contains(out, "Whole: ") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, "", "audit", "verify", "--store", backup); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	if _, e := h.otinish(exitNotAllowed, "", "restore", backup, "--to", h.config.Store.Dir, "--config", h.configFile()); !strings.Contains(e, "is not empty") {
		t.Error(e)
	}
	data := filepath.Join(backup, store.FileName)
	content, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/3] ^= 1
	if err := os.WriteFile(data, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, e := h.otinish(exitFailed, "", "backup", "check", dir)
	if !strings.Contains(out, "BAD: "+backup) || !strings.Contains(e, "1 of 1 backups are bad; take a new one") {
		t.Error(out, e)
	}
	if _, e := h.otinish(exitFailed, "", "restore", backup, "--to", filepath.Join(t.TempDir(), "x"), "--config", h.configFile()); !strings.Contains(e, "not as it was written") {
		t.Error(e)
	}
	if strings.Contains(h.log.String(), "posta") {
		t.Error("the log names somebody")
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// checkFails: what nobody could restore from is no success of backup check.
func (h *house) checkFails(dir, says string, spoil func() (undo func())) {
	h.t.Helper()
	defer spoil()()
	if _, e := h.otinish(exitFailed, "", "backup", "check", dir); !strings.Contains(e, says) {
		h.t.Errorf("does not say %q: %s", says, e)
	}
}

// An id that is nobody's was not destroyed.
func TestDestroyingNobodySaysNotFound(t *testing.T) {
	h := newHouse(t)
	for _, id := range []string{"01900000-0000-7000-8000-000000000000", "nobody"} {
		if out, e := h.otinish(exitNotFound, "", "subject", "destroy", "--ground", "withdrawn", "--yes", id); strings.Contains(out+e, "destroyed for good") {
			t.Error(out, e)
		}
	}
}

func TestBackupOfAnUnwritablePlaceOrWithoutDaemon(t *testing.T) {
	h := newHouse(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	h.otinish(exitFailed, "", "backup", file)
	h.stop()
	dir := t.TempDir()
	h.otinish(exitNoDaemon, "", "backup", dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) != 0 {
		t.Errorf("left %q", left)
	}
}

// The group of the socket are operators: a copy of everything is not theirs to take.
func TestBackupsAreNotForTheGroupOfTheSocket(t *testing.T) {
	if socket := os.Getenv("OTINISH_TEST_SOCKET"); socket != "" {
		dir := filepath.Join(os.TempDir(), "otinish-backup-of-nobody")
		code := run(t.Context(), []string{"--socket", socket, "backup", dir}, strings.NewReader(""), os.Stdout, os.Stdout)
		os.RemoveAll(dir)
		status := run(t.Context(), []string{"--socket", socket, "status"}, strings.NewReader(""), os.Stdout, os.Stdout)
		fmt.Println("BACKUP:", code, "STATUS:", status)
		return
	}
	if os.Getuid() != 0 {
		t.Skip("needs to become another user")
	}
	h := newHouse(t)
	self := filepath.Join(filepath.Dir(h.config.Socket), "self")
	binary, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = errors.Join(os.WriteFile(self, binary, 0o755), os.Chmod(filepath.Dir(self), 0o755), os.Chmod(h.config.Socket, 0o666))
	}
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self, "-test.run=^TestBackupsAreNotForTheGroupOfTheSocket$", "-test.v")
	child.Dir = "/"
	child.Env = append(os.Environ(), "OTINISH_TEST_SOCKET="+h.config.Socket)
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), fmt.Sprintf("BACKUP: %d STATUS: %d", exitNotAllowed, exitDone)) || !strings.Contains(string(out), "root and the user of the service") {
		t.Errorf("%v\n%s", err, out)
	}
}

// P9 as the administrator meets it: the lost store's ledger keeps a restore from
// reviving anybody; without it the restore says what that means.
func TestARestoreRevivesNobodyTheLedgerNames(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example", "olga@pochta.example")
	h.arrives(withdrawOf)
	h.letters(1)
	backup := h.takeBackup(filepath.Join(t.TempDir(), "backups"))
	found, _ := h.otinish(exitDone, "olga@pochta.example\n", "subject", "find", "--json")
	var person struct{ ID string }
	if err := json.Unmarshal([]byte(found), &person); err != nil {
		t.Fatal(err)
	}
	h.otinish(exitDone, "", "subject", "destroy", "--ground", "court-order", "--yes", person.ID)
	h.until("the end of the letter that told her", func() bool { lines, err := h.daemon.store.Erasures(); return err == nil && len(lines) == 2 })
	h.stop()
	live := h.config.Store.Dir
	for name, c := range map[string]struct {
		args  []string
		says  string
		found int
	}{
		"with the ledger":    {[]string{"--ledger", filepath.Join(live, store.LedgerName)}, "Erasures replayed: 2", exitNotFound},
		"without the ledger": {nil, "No newer erasure ledger was given", exitDone},
	} {
		to := filepath.Join(t.TempDir(), "store")
		out, _ := h.otinish(exitDone, "", append([]string{"restore", backup, "--to", to, "--config", h.configFile()}, c.args...)...)
		if !strings.Contains(out, c.says) {
			t.Errorf("%s:\n%s", name, out)
		}
		h.config.Store.Dir = to
		h.start()
		h.otinish(c.found, "olga@pochta.example\n", "subject", "find")
		h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
		h.stop()
	}
}
