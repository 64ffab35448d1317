//go:build integration

package main

import (
	"context"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
)

// Whatever is under way, stop returns within ten seconds (site.stop checks it), and
// the next run goes on where this one ended.
func TestIntegrationStopsInEveryState(t *testing.T) {
	s := newSite(t, clearSubmission...)
	s.conf.SMTPTLS, s.conf.SMTPCA, s.conf.SMTPUser = "none", "", ""
	s.up() // at rest
	s.stop()

	people := s.many(60)
	fetching := &meter{at: []int{200_000}}
	s.seams.IMAPDial = fetching.dial
	s.start()
	s.until("the server falls silent in the middle of a fetch", fetching.silent)
	s.stop()

	mute := &meter{}
	s.seams.IMAPDial = func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go mute.fallSilent(theirs)
		return ours, nil
	}
	s.start()
	s.until("a server takes the connection and says nothing", mute.silent)
	s.stop()
	s.seams.IMAPDial = nil

	s.dovecot.Stop()
	s.start()
	s.untilAlarm("INBOX", "unreachable") // now it waits for the next attempt
	s.stop()
	s.dovecot.Start()

	s.conf.IMAPPassword = "qate-imap-parol"
	s.start()
	s.untilAlarm("INBOX", "wrong-password")
	s.stop()
	s.conf.IMAPPassword = sitePassword

	s.start()
	s.register(append(people, aigul)...)
	s.stop() // perhaps in the middle of it all
	s.up()
	s.once(people)
	s.stop()

	sending := &breaker{hang: true}
	sending.arm("\r\n.\r\n", 1)
	s.seams.SMTPDial = sending.dial
	s.up()
	d := s.take(aigulPhone)
	s.until("the server falls silent after the dot", sending.silent)
	s.stop()

	s.seams.SMTPDial = nil
	s.up()
	s.pass(time.Hour)
	s.until("the letter has left", func() bool { return s.request(d).Letters[0].State == string(store.LetterSent) })
	mails := s.mailTo(aigul.email)
	if len(mails) != 2 || mails[0].MessageID != mails[1].MessageID {
		t.Errorf("%d copies of the letter whose answer was lost, want 2 under one Message-ID", len(mails))
	}
	s.accounted()
}

// The real program under systemd's protocol: READY, a watchdog that is fed, STOPPING,
// and an end within ten seconds of SIGTERM.
func TestIntegrationProgramUnderSystemd(t *testing.T) {
	s := newSite(t)
	program := filepath.Join(s.dir, "otinish")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	socket := &net.UnixAddr{Name: filepath.Join(s.dir, "notify"), Net: "unixgram"}
	systemd, err := net.ListenUnixgram("unixgram", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer systemd.Close()
	s.load()
	cmd := exec.Command(program, "run", "--config", filepath.Join(s.dir, "otinish.toml"))
	cmd.Env = append(os.Environ(), "NOTIFY_SOCKET="+socket.Name, "WATCHDOG_USEC=3000000")
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Kill() }) // no effect where it has ended

	heard := s.hear(systemd, "READY=1")
	if first := strings.Fields(heard)[0]; first != "READY=1" {
		t.Errorf("the first word to systemd is %q", first)
	}
	s.verb("", "subject", "import", s.write("register.csv", s.csv(aigul), 0o600))
	s.until("the mailbox was looked at", s.scanned)
	s.post(aigulPhone)
	s.until("the letter came", func() bool { return len(s.mailTo(aigul.email)) == 1 })
	s.hear(systemd, "WATCHDOG=1")
	s.hear(systemd, "WATCHDOG=1")
	s.accounted()

	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.hear(systemd, "STOPPING=1")
	select {
	case err := <-ended:
		if took := time.Since(began); err != nil || took > 10*time.Second {
			t.Errorf("ended after %v: %v\n%s", took, err, s.log.String())
		}
	case <-time.After(sitePatience):
		t.Fatal("the program does not end")
	}
	if code, _, errOut := s.otinish("", "status"); code != exitNoDaemon {
		t.Errorf("status after the end: exit %d, %s", code, errOut)
	}
}

// hear reads what systemd is told until the wanted word, and returns all of it.
func (s *site) hear(systemd io.Reader, want string) string {
	s.t.Helper()
	if c, ok := systemd.(net.Conn); ok {
		c.SetReadDeadline(time.Now().Add(sitePatience))
	}
	var all strings.Builder
	for b := make([]byte, 4096); ; {
		n, err := systemd.Read(b)
		if err != nil {
			s.t.Fatalf("systemd heard %q, not %s: %v\n%s", all.String(), want, err, s.log.String())
		}
		all.Write(append(b[:n:n], '\n'))
		if strings.HasPrefix(string(b[:n]), want) {
			return all.String()
		}
	}
}
