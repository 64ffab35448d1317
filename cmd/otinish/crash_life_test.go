//go:build integration

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// end says what ends a life: a step of docs/flow.md as $OTINISH_CRASH_AT has it, a
// time, or nothing.
type end struct {
	step  string
	after time.Duration
}

// life is one process of the daemon.
type life struct {
	cmd   *exec.Cmd
	over  chan struct{} // closed when the process has ended
	err   error         // of Wait, behind over
	timer *time.Timer
}

// crashBinary builds the program with its steps wired to SIGKILL.
func crashBinary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "otinish")
	if out, err := exec.Command("go", "build", "-tags", "crashpoints", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

func (w *world) live(binary string, e end) *life {
	w.t.Helper()
	log, err := os.OpenFile(w.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		w.t.Fatal(err)
	}
	defer log.Close()
	l := &life{cmd: exec.Command(binary, "run", "--config", filepath.Join(w.dir, "otinish.toml")), over: make(chan struct{})}
	l.cmd.Stderr = log
	l.cmd.Env = append(os.Environ(), "OTINISH_CRASH_AT="+e.step)
	l.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := l.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() {
		l.err = l.cmd.Wait()
		close(l.over)
	}()
	if e.after > 0 {
		l.timer = time.AfterFunc(e.after, l.kill)
	}
	return l
}

func (w *world) logFile() string { return filepath.Join(w.dir, "log") }

func (w *world) log() string {
	b, err := os.ReadFile(w.logFile())
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// kill is harmless for a process that has ended: its number is not given away
// before Wait, and os.Process knows when that was.
func (l *life) kill() { l.cmd.Process.Kill() }

func (l *life) dead() bool {
	select {
	case <-l.over:
		if l.timer != nil {
			l.timer.Stop()
		}
		return true
	default:
		return false
	}
}

// killed reports whether it was SIGKILL that ended the life, and no fault of its own.
func (l *life) killed() bool {
	var exit *exec.ExitError
	if !errors.As(l.err, &exit) {
		return false
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// namesNobody finds addresses in the log (P7).
func (w *world) namesNobody() {
	if i := strings.IndexByte(w.log(), '@'); i >= 0 {
		w.t.Errorf("the log holds an address:\n%s", w.log())
	}
}
