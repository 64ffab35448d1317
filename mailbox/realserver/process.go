//go:build integration || bench

package realserver

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

const (
	startTime = 20 * time.Second
	poll      = 10 * time.Millisecond
)

// guardian runs a program until its own standard input ends, which happens also
// when the test is killed and cannot clean up: no server outlives its test. The
// program leads a process group of its own, as Postfix's master expects, and what
// is left of the group is killed in the end.
const guardian = `exec 3<&0
setsid "$@" </dev/null 3<&- &
server=$!
{
	cat <&3 >/dev/null
	kill $server
	sleep 5
	kill -9 -$server
} 2>/dev/null &
exec 3<&-
wait $server
kill -9 -$server 2>/dev/null
true`

// process is a server in the foreground, under its guardian.
type process struct {
	t     testing.TB
	argv  []string
	log   string // what it writes to its outputs
	ports []int  // it will listen on
	cmd   *exec.Cmd
	leash io.WriteCloser
	ended chan struct{}
}

func (p *process) start() error {
	if err := p.vacant(); err != nil {
		return err
	}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	p.cmd = exec.Command("sh", append([]string{"-c", guardian, "guardian"}, p.argv...)...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if p.leash, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	p.ended = ended
	go func(cmd *exec.Cmd) {
		_ = cmd.Wait() // the end by a signal is how it is meant to end
		close(ended)
	}(p.cmd)
	return nil
}

// vacant waits for the ports: the parts of a server that was killed keep them for some
// milliseconds, and Postfix ends without a word where it cannot listen.
func (p *process) vacant() error {
	deadline := time.Now().Add(startTime)
	for _, port := range p.ports {
		for {
			err := listenable(port)
			if err == nil {
				break
			}
			if time.Now().After(deadline) {
				return err
			}
			<-time.After(poll)
		}
	}
	return nil
}

// stop ends the server politely, after five seconds by force.
func (p *process) stop() {
	if p.cmd == nil {
		return
	}
	p.leash.Close()
	<-p.ended
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // the rest of the guardian
	p.cmd = nil
}

// await returns when check does not fail any more.
func (p *process) await(check func() error) error {
	deadline := time.Now().Add(startTime)
	for {
		err := check()
		if err == nil {
			return nil
		}
		select {
		case <-p.ended:
			return errors.New("ended at once")
		case <-time.After(poll):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not ready after %v: %w", startTime, err)
		}
	}
}

// program finds a Debian program, also outside the path of an ordinary user.
func program(t testing.TB, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin", "/sbin"} {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path
		}
	}
	t.Fatalf("%s is not installed: run make deps", name)
	return ""
}

// folder makes a folder that other users may enter, with a path short enough for
// sockets; testing's own is closed to them. The test's logs are shown if it failed.
func folder(t testing.TB, name string, logs ...string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "otinish-"+name+"-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			for _, log := range logs {
				showTail(t, filepath.Join(dir, log))
			}
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("remove the folder of %s: %v", name, err)
		}
	})
	return dir
}

func showTail(t testing.TB, path string) {
	content, err := os.ReadFile(path)
	if err != nil || len(content) == 0 {
		return
	}
	t.Logf("end of %s:\n%s", filepath.Base(path), content[max(0, len(content)-4000):])
}

// freePort finds a port of 127.0.0.1 that nobody listens on, below those that Linux
// gives to outgoing connections (ip_local_port_range): one of these could take it
// before the server does.
func freePort(t testing.TB) int {
	t.Helper()
	for range 1000 {
		if port := 10_000 + rand.IntN(22_000); listenable(port) == nil {
			return port
		}
	}
	t.Fatal("no free port between 10000 and 32000")
	return 0
}

func listenable(port int) error {
	l, err := net.Listen("tcp", local(port))
	if err != nil {
		return err
	}
	return l.Close()
}

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// greets reports whether a server at addr begins with want.
func greets(addr, want string) error {
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		return err
	}
	got := make([]byte, len(want))
	if _, err := io.ReadFull(c, got); err != nil {
		return err
	}
	if string(got) != want {
		return fmt.Errorf("greets with %q", got)
	}
	return nil
}

// write puts a file into a folder and makes the folder.
func write(t testing.TB, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}
