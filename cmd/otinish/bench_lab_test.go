//go:build bench

package main

import (
	"context"
	"encoding/base64"
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

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/realserver"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
)

// benchLimits lets every request of the measurement have its answer.
const benchLimits = "\n[limits]\nper_address = 1000\nper_domain = 1000000\nper_fingerprint = 1000000\nin_all = 1000000\n"

// lab is a mailbox on a real Dovecot, a sink, and the state of a daemon that knows
// the mailbox as it was before the mail came.
type lab struct {
	t       *testing.T
	binary  string
	dir     string
	dovecot *realserver.Dovecot
	sink    *realserver.Sink
	imap    string // where the daemon reads
	smtp    string // and where it sends
	runs    int
}

// newLab sets the baseline with an empty mailbox (P14), enters the register, and
// then lets lay drop the mail. Mail and yardstick lie on tmpfs, the store on disk.
func newLab(t *testing.T, people int, lay func(put func(raw []byte, at time.Time))) *lab {
	t.Helper()
	l := &lab{t: t, dir: t.TempDir(), sink: realserver.StartSMTPSink(t)}
	l.dovecot = realserver.StartDovecot(t, realserver.DovecotOptions{User: "info", Password: "demo", MailDir: tmpfs(t)})
	l.imap, l.smtp = l.dovecot.Addr(), l.sink.Addr()
	l.files(l.dir)
	l.baseline(people)
	lay(func(raw []byte, at time.Time) { l.dovecot.Deliver("INBOX", raw, at) })
	return l
}

// tmpfs is a folder on tmpfs where there is one.
func tmpfs(t *testing.T) string {
	t.Helper()
	base := ""
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		base = "/dev/shm"
	}
	dir, err := os.MkdirTemp(base, "otinish-bench-")
	must(t, err)
	must(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

var benchKey = []byte("a key of 32 octets for the bench")

func (l *lab) files(dir string) string {
	l.t.Helper()
	config := filepath.Join(dir, "otinish.toml")
	for path, content := range map[string]string{
		filepath.Join(dir, "store-key"):     base64.StdEncoding.EncodeToString(benchKey),
		filepath.Join(dir, "imap-password"): "demo",
		config:                              fmt.Sprintf(demoConfig, l.imap, l.smtp, filepath.Join(dir, "store"), filepath.Join(dir, "sock")) + benchLimits,
	} {
		must(l.t, os.WriteFile(path, []byte(content), 0o600))
	}
	return config
}

func (l *lab) baseline(people int) {
	l.t.Helper()
	config, err := LoadConfig(filepath.Join(l.dir, "otinish.toml"))
	must(l.t, err)
	d, err := newDaemon(config, Seams{})
	must(l.t, err)
	register := strings.NewReader(benchRegister(0, people))
	result, err := d.desk.EnterImport(l.t.Context(), privacy.Operator("bench"), register, func(int) {})
	must(l.t, err)
	if result.Added != people {
		l.t.Fatalf("%d of %d people entered", result.Added, people)
	}
	ctx, cancel := context.WithCancel(l.t.Context())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	await(l.t, func() bool { return !d.watchers[0].Health().LastScan.IsZero() })
	cancel()
	must(l.t, errors.Join(<-done, d.Close()))
}

// fresh is a folder with a copy of the state before the mail came.
func (l *lab) fresh() (dir, config string) {
	l.t.Helper()
	l.runs++
	dir = filepath.Join(l.dir, fmt.Sprint("run", l.runs))
	must(l.t, os.MkdirAll(filepath.Join(dir, "store"), 0o700))
	must(l.t, os.CopyFS(filepath.Join(dir, "store"), os.DirFS(filepath.Join(l.dir, "store"))))
	return dir, l.files(dir)
}

// cost is what one run of the program took.
type cost struct {
	wall    time.Duration // from before its start to the commit behind the last answer
	scanned time.Duration // to the first complete scan, everything filed
	cpu     time.Duration // the whole process, end included
	anon    int64         // most of RssAnon, octets
	commits uint64
}

// run starts the built program on a folder and stops it when want letters have
// left and the mailbox is scanned.
func (l *lab) run(dir, config string, want int) cost {
	l.t.Helper()
	var c cost
	before := commits(l.t, dir)
	cmd := exec.Command(l.binary, "run", "--config", config)
	log := &strings.Builder{}
	cmd.Stderr = log
	began := time.Now()
	must(l.t, cmd.Start())
	client := adminapi.NewClient(filepath.Join(dir, "sock"))
	for n := 0; ; n++ {
		c.anon = max(c.anon, anonymous(cmd.Process.Pid))
		if n%5 == 4 {
			s, err := client.Status(l.t.Context())
			if err == nil && s.Letters.Queued == 0 && s.Mailboxes[0].LastScan != nil {
				c.scanned = s.Mailboxes[0].LastScan.Sub(began)
				break
			}
		}
		if time.Since(began) > 3*time.Minute {
			cmd.Process.Kill()
			l.t.Fatalf("the run does not end:\n%s", log)
		}
		<-time.After(10 * time.Millisecond)
	}
	must(l.t, cmd.Process.Signal(syscall.SIGTERM))
	must(l.t, cmd.Wait())
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	c.commits = commits(l.t, dir) - before
	last, sent := l.letters(dir)
	if sent != want {
		l.t.Fatalf("%d letters left, want %d:\n%s", sent, want, log)
	}
	c.wall = last.Sub(began)
	return c
}

// letters looks into the store afterwards: how many letters left, and when the
// last one was on record as sent.
func (l *lab) letters(dir string) (last time.Time, sent int) {
	l.t.Helper()
	ring, err := seal.NewKeyring(benchKey)
	must(l.t, err)
	s, err := store.Open(filepath.Join(dir, "store"), store.Options{Keyring: ring})
	must(l.t, err)
	defer s.Close()
	must(l.t, s.View(func(tx *store.Tx) error {
		return tx.EachLetter(func(letter store.Letter) bool {
			if letter.State == store.LetterSent {
				sent++
				if letter.SentAt.After(last) {
					last = letter.SentAt
				}
			}
			return true
		})
	}))
	return last, sent
}

// commits reads the number of the last transaction from bbolt's meta pages.
func commits(t *testing.T, dir string) uint64 {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "store", store.FileName))
	must(t, err)
	defer f.Close()
	b := make([]byte, 2*4096)
	_, err = f.ReadAt(b, 0)
	must(t, err)
	const txid = 16 + 48 // page header, then the field's place in the meta page
	return max(binary.NativeEndian.Uint64(b[txid:]), binary.NativeEndian.Uint64(b[4096+txid:]))
}

// anonymous is RssAnon of a process, octets; 0 when it is gone.
func anonymous(pid int) (size int64) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	if _, after, ok := strings.Cut(string(status), "RssAnon:"); ok {
		fmt.Sscanf(after, "%d", &size)
	}
	return size << 10
}

// download is one run of mbsync over the same mailbox into tmpfs.
func (l *lab) download() realserver.Cost {
	l.t.Helper()
	dir := tmpfs(l.t)
	defer os.RemoveAll(dir)
	return realserver.Mbsync(l.t.Context(), l.t, l.dovecot, "INBOX", dir)
}

func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "otinish")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

func await(t *testing.T, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ready(); <-time.After(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited for a minute")
		}
	}
}
