//go:build integration || bench

package realserver

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Sink is Postfix's smtp-sink: it takes mail and throws it away.
type Sink struct {
	port    int
	process *process
}

// StartSMTPSink starts a sink that ends with the test; options are smtp-sink's own.
func StartSMTPSink(t testing.TB, options ...string) *Sink {
	t.Helper()
	argv := append([]string{program(t, "smtp-sink")}, options...)
	if os.Getuid() == 0 {
		argv = append(argv, "-u", "nobody") // it refuses to serve as root
	}
	s := &Sink{port: freePort(t)}
	dir := folder(t, "sink", "output.log")
	s.process = &process{t: t, argv: append(argv, s.Addr(), "100"), log: filepath.Join(dir, "output.log")}
	t.Cleanup(s.process.stop)
	if err := s.process.start(); err != nil {
		t.Fatalf("start smtp-sink: %v", err)
	}
	if err := s.process.await(func() error { return greets(s.Addr(), "220 ") }); err != nil {
		t.Fatalf("start smtp-sink: %v", err)
	}
	return s
}

// Addr is where it listens.
func (s *Sink) Addr() string { return local(s.port) }

// Cost is what a program took.
type Cost struct {
	Wall, CPU time.Duration
	MaxRSS    int64 // octets
}

// run runs a program to its end and measures it.
func run(ctx context.Context, t testing.TB, argv ...string) Cost {
	t.Helper()
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Stdout, cmd.Stderr = &output, &output
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(argv[0]), err, output.Bytes())
	}
	cost := Cost{Wall: time.Since(began), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		cost.MaxRSS = usage.Maxrss << 10
	}
	return cost
}

// SMTPSource sends messages of size octets over standing sessions to addr: with
// one session and a sink this is the yardstick for sending.
func SMTPSource(ctx context.Context, t testing.TB, addr string, messages, sessions, size int) Cost {
	t.Helper()
	return run(ctx, t, program(t, "smtp-source"), "-d", "-s", strconv.Itoa(sessions),
		"-m", strconv.Itoa(messages), "-l", strconv.Itoa(size),
		"-f", "info@medico.test", "-t", "someone@mail.test", addr)
}

// Mbsync downloads a mailbox of d into a Maildir below dir, which should be empty
// and on tmpfs: the yardstick for reading.
func Mbsync(ctx context.Context, t testing.TB, d *Dovecot, mailbox, dir string) Cost {
	t.Helper()
	host, port, err := net.SplitHostPort(d.Addr())
	if err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "mbsyncrc")
	write(t, conf, fmt.Sprintf(`IMAPAccount real
Host %s
Port %s
User %s
Pass %s
SSLType None
AuthMechs LOGIN

IMAPStore far
Account real

MaildirStore near
Path %s/mail/
Inbox %s/mail/INBOX
SubFolders Verbatim

Channel pull
Far :far:%s
Near :near:
Sync Pull
Create Near
SyncState *
`, host, port, d.User, d.Password, dir, dir, mailbox), 0o600)
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o700); err != nil {
		t.Fatal(err)
	}
	return run(ctx, t, program(t, "mbsync"), "-c", conf, "-q", "pull")
}
