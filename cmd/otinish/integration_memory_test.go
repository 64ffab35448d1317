//go:build integration

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// memoryHolds counts a text in what a process can write to, heap, stacks and data:
// in what a core would hold.
func memoryHolds(t *testing.T, pid int, texts []string) (found []string) {
	t.Helper()
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer maps.Close()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		t.Fatal(err)
	}
	defer mem.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		region := make([]byte, to-from)
		n, _ := mem.ReadAt(region, from) // the rest was never touched
		for _, text := range texts {
			for _, needle := range needles(text) {
				if bytes.Contains(region[:n], needle) {
					found = append(found, text)
				}
			}
		}
	}
	return found
}

// The last part of the forensic test (P9): the memory of the daemon that has worked
// with a person, run as the unit runs it. A moment after the destruction nothing of
// the person is left in it, nor in any file it wrote.
func TestNothingDestroyedIsInMemory(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "otinish")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Setenv("GODEBUG", "clobberfree=1")
	w := newWorld(t, nil, "")
	l := w.live(binary, end{})
	defer func() { l.kill(); <-l.over }()
	ctx := t.Context()
	status := func(ready func(adminapi.Status) bool) func() bool {
		return func() bool { s, err := w.client.Status(ctx); return err == nil && ready(s) }
	}
	w.await(ctx, "the first scan", status(func(s adminapi.Status) bool { return s.Healthy }), w.log)

	const email, name, phone, words = "zeinep@posta.example", "Зейнеп Қарлығаш", "+77017773141", "Хабарласпаңыздар енді ешқашан"
	s, err := w.client.AddSubject(ctx, adminapi.Person{Email: email, Name: name, Phone: phone, ConsentDate: "2026-01-02"})
	if err != nil {
		t.Fatal(err)
	}
	request := letter{from: email, name: name, results: pass("posta.example"), subject: "Дербес деректерді өңдеуге келісімді қайтарып алу", body: words}
	w.server.Deliver("INBOX", request.raw(1, time.Now()), time.Now())
	w.await(ctx, "the answer", func() bool { return len(w.server.Received()) == 1 }, w.log)
	w.await(ctx, "the record of the answer", status(func(s adminapi.Status) bool { return s.Letters.Queued == 0 }), w.log)

	texts := []string{email, name, phone, words}
	if found := memoryHolds(t, l.cmd.Process.Pid, texts); len(found) == 0 {
		t.Fatal("nothing is found even of the living: the search is bad")
	}
	const sought = "Zebulonq" // what an operator searches for
	for range 20 {
		if _, err := w.client.Choose(ctx, adminapi.Filter{Text: sought}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.client.Requests(ctx, adminapi.RequestFilter{Text: sought}); err != nil {
			t.Fatal(err)
		}
	}
	texts = append(texts, sought, strings.ToLower(sought), strings.ToUpper(sought))
	if _, err := w.client.DestroySubject(ctx, s.ID, adminapi.DestroyOrder{Ground: "withdrawn"}); err != nil {
		t.Fatal(err)
	}
	var left []string
	// Longer than the last of forgetPauses: under heavy load a connection that still
	// held a word was let go after the collection before it.
	forgetting := patience
	for _, pause := range forgetPauses {
		forgetting += pause
	}
	w.awaitFor(ctx, forgetting, "a clean memory", func() bool {
		left = memoryHolds(t, l.cmd.Process.Pid, texts)
		return len(left) == 0
	}, func() string { return fmt.Sprintf("%q and log\n%s", left, w.log()) })
	for _, text := range texts {
		if where := filesHold(t, w.dir, text); where != "" {
			t.Errorf("%q lies in %s", text, where)
		}
	}
}
