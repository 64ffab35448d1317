package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/mailbox/demoserver"
)

// house is a running daemon on the embedded mail server, worked through the command
// line as an operator would.
type house struct {
	t        *testing.T
	server   *demoserver.Server
	daemon   *Daemon
	config   *Config
	log      *lockedBuffer
	outcomes chan intake.Outcome
	stop     func() // the daemon, as systemctl does; also done when the test ends
	adjust   func(*Seams)
}

func newHouse(t *testing.T) *house {
	return newHouseChanged(t, func(config string) string { return config })
}

// newHouseChanged changes the configuration before the daemon reads it.
func newHouseChanged(t *testing.T, change func(config string) string) *house {
	t.Helper()
	t.Setenv("LC_ALL", "C") // whatever the developer speaks
	server, err := demoserver.Start(demoserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	h := &house{t: t, server: server, outcomes: make(chan intake.Outcome, 100), log: new(lockedBuffer)}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"store-key":     "0123456789abcdefghijklmnopqrstuv",
		"imap-password": "secret",
		"otinish.toml":  change(fmt.Sprintf(demoConfig, server.IMAPAddr(), server.SMTPAddr(), filepath.Join(dir, "store"), socketPath(t))),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if h.config, err = LoadConfig(filepath.Join(dir, "otinish.toml")); err != nil {
		t.Fatal(err)
	}
	h.start()
	h.until("the first scan", func() bool { return !h.daemon.watchers[0].Health().LastScan.IsZero() })
	return h
}

// until waits for a condition: what arrives before the first scan counts as old mail.
func (h *house) until(what string, done func() bool) {
	h.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(30 * time.Second); !done(); {
		select {
		case <-tick.C:
		case <-deadline:
			h.t.Fatalf("%s did not come in time; log:\n%s", what, h.log)
		}
	}
}

// letters waits until n letters have left.
func (h *house) letters(n int) {
	h.t.Helper()
	h.until("the letters", func() bool { return len(h.server.Received()) >= n })
}

// socketPath is short enough for the kernel, which a test's own folder is not.
func socketPath(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "o")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

func (h *house) start() {
	h.t.Helper()
	var err error
	seams := Seams{Log: newLog(&Terminal{Err: h.log}), Told: func(o intake.Outcome) { h.outcomes <- o }}
	if h.adjust != nil {
		h.adjust(&seams)
	}
	h.daemon, err = newDaemon(h.config, seams)
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(h.t.Context())
	done := make(chan error, 1)
	d := h.daemon
	go func() { done <- d.Run(ctx) }()
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
		if err := d.Close(); err != nil {
			h.t.Error(err)
		}
	})
	h.t.Cleanup(h.stop)
}

// otinish runs one command line and checks its exit code.
func (h *house) otinish(code int, in string, args ...string) (out, errOut string) {
	h.t.Helper()
	var o, e bytes.Buffer
	args = append([]string{"--socket", h.config.Socket}, args...)
	if got := run(h.t.Context(), args, strings.NewReader(in), &o, &e); got != code {
		h.t.Fatalf("otinish %v: exit %d, want %d\n%s%s", args[2:], got, code, o.String(), e.String())
	}
	return o.String(), e.String()
}

// arrives delivers a letter and waits until it is taken.
func (h *house) arrives(l letter) intake.Outcome {
	h.t.Helper()
	h.server.Deliver("INBOX", l.raw(int(time.Now().UnixNano()), time.Now()), time.Now())
	select {
	case o := <-h.outcomes:
		return o
	case <-time.After(30 * time.Second):
		h.t.Fatalf("not taken in time; log:\n%s", h.log)
		return intake.Outcome{}
	}
}

func nearMiss(from string) letter {
	return letter{from: from, name: "Айгүл", results: pass("posta.example"), subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 88"}
}

func TestOperatorsDay(t *testing.T) {
	h := newHouse(t)
	csv := filepath.Join(t.TempDir(), "register.csv")
	if err := os.WriteFile(csv, []byte(demoRegister), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _ := h.otinish(exitDone, "", "subject", "import", csv); !strings.Contains(out, "12 rows: 12 entered") {
		t.Error(out)
	}
	if out, _ := h.otinish(exitDone, "", "subject", "import", csv); !strings.Contains(out, "0 entered, 12 on record already") {
		t.Error(out)
	}
	h.arrives(nearMiss("aigul@posta.example"))

	out, _ := h.otinish(exitDone, "", "queue", "--json")
	var waiting struct{ Number, Kind string }
	if err := json.Unmarshal([]byte(out), &waiting); err != nil || waiting.Kind != "update" {
		t.Fatalf("queue: %v\n%s", err, out)
	}
	if out, _ = h.otinish(exitDone, "", "queue", "show", waiting.Number); !strings.Contains(out, "phone: +77015550001 → +77015557788") {
		t.Errorf("no before and after:\n%s", out)
	}
	if !strings.Contains(out, "This is close to the mark of the policy for an update") || !strings.Contains(out, "it is put as a question") {
		t.Errorf("why it waits is not said in words:\n%s", out)
	}
	out, _ = h.otinish(exitDone, "", "explain", waiting.Number)
	for _, want := range []string{"proven (DMARC)", "guard:asking:kk:", "update, doubtful, in kk", "review, by the rule doubtful", "acknowledgement, ", "in-review"} {
		if !strings.Contains(out, want) {
			t.Errorf("explain does not say %q:\n%s", want, out)
		}
	}
	h.otinish(exitDone, "called her", "queue", "note", waiting.Number)
	h.otinish(exitDone, "", "queue", "approve", strings.ToLower(waiting.Number))
	h.otinish(exitNotAllowed, "", "queue", "approve", waiting.Number)
	if out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find"); !strings.Contains(out, "+77015557788") {
		t.Errorf("the change is not on record:\n%s", out)
	}
	h.letters(2)
	if out, _ = h.otinish(exitDone, "", "account"); !strings.Contains(out, "no exceptions") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, "", "audit", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, "", "status"); !strings.Contains(out, "healthy") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, "", "request", "list", "--json"); !strings.Contains(out, `"state":"closed"`) {
		t.Error(out)
	}
}

// Exit codes are stable: scripts hang on them.
func TestExitCodes(t *testing.T) {
	h := newHouse(t)
	h.otinish(exitNotFound, "", "queue", "show", "OT-7F3K-92QT")
	h.otinish(exitUsage, "", "queue", "show", "OT-7F3K-92QX")
	h.otinish(exitUsage, "", "no-such-verb")
	h.otinish(exitUsage, "email: nonsense\n", "subject", "add")
	for _, name := range []string{"12345", "---", "Айгүл 7", "<b>"} { // the check of values in an update
		if _, e := h.otinish(exitUsage, "email: a@b.example\nname: "+name+"\n", "subject", "add"); !strings.Contains(e, "consists of letters") {
			t.Error(e)
		}
	}
	h.otinish(exitNotFound, "nobody@posta.example\n", "subject", "find")
	h.otinish(exitNotFound, "", "classify", filepath.Join(t.TempDir(), "none.eml"))
	if _, e := h.otinish(exitDone, "email: a@b.example\nphone: 8 701 555 00 01\n", "subject", "add"); e != "" {
		t.Error(e)
	}
	h.otinish(exitFailed, "email: a@b.example\n", "subject", "add")
	h.config.Socket = filepath.Join(t.TempDir(), "none")
	if _, e := h.otinish(exitNoDaemon, "", "status"); !strings.Contains(e, "is it running?") {
		t.Error(e)
	}
}

func TestBadRowsAreToldWithoutTheirValues(t *testing.T) {
	h := newHouse(t)
	csv := filepath.Join(t.TempDir(), "register.csv")
	bad := "email,phone,language,consent date\n" +
		"a@b.example,8 701 555 00 01,kk,2026-01-02\n" +
		"c@d.example,12345,kk,\n" +
		"no-address,,,\n" +
		"e@f.example,,de,\n" +
		"g@h.example,,,yesterday\n" +
		"a@b.example,,,\n" +
		"i@j.example,,,02.01.2026\n"
	if err := os.WriteFile(csv, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	_, e := h.otinish(exitUsage, "", "subject", "import", csv)
	for _, want := range []string{
		"line 3: phone: not a complete phone number; write it like +7 701 123 45 67",
		"line 4: email: an address like", "line 5: language: one of kk, ru, en", "line 6: consent date: write it like",
		"line 7: email: the same address as in line 2", "nothing was entered: 5 of 7 rows are bad",
	} {
		if !strings.Contains(e, want) {
			t.Errorf("missing %q in\n%s", want, e)
		}
	}
	if strings.Contains(e, "12345") || strings.Contains(e, "no-address") || strings.Contains(e, "yesterday") {
		t.Errorf("a value is repeated:\n%s", e)
	}
	h.otinish(exitNotFound, "a@b.example\n", "subject", "find")
	if out, _ := h.otinish(exitDone, "", "subject", "import", "--skip-bad", csv); !strings.Contains(out, "2 entered") {
		t.Error(out)
	}
	for text, want := range map[string]string{
		"email,name\na@c.example,8 701 555 00 01\n":  "line 2: name: a name consists of letters",
		"email,name\na@c.example,\x1b]0;x\n":         "line 2: name: not readable text",
		"email,name\na@c.example,\xc0\xe9\xe3\xf3\n": "save the file as UTF-8",
		"email;name\na@c.example;A\n":                "separated by commas",
	} {
		if err := os.WriteFile(csv, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, e := h.otinish(exitUsage, "", "subject", "import", csv); !strings.Contains(e, want) {
			t.Errorf("%q: %s", text, e)
		}
	}
	if err := os.WriteFile(csv, []byte("mail,phone\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, e := h.otinish(exitUsage, "", "subject", "import", csv); !strings.Contains(e, "column 1 is not one of") {
		t.Error(e)
	}
}

// P7: what the daemon logs names no one.
func TestTheLogNamesNobody(t *testing.T) {
	h := newHouse(t)
	h.arrives(nearMiss("aigul@posta.example"))
	h.arrives(letter{from: "olga@pochta.example", name: "Ольга Смирнова", subject: "Отзыв согласия на обработку персональных данных", body: "Ольга"})
	h.letters(2)
	// The journal may name the test's own folders and servers, which bear any number.
	logged := strings.NewReplacer(h.config.dir, "", filepath.Dir(h.config.Socket), "", h.server.IMAPAddr(), "", h.server.SMTPAddr(), "").Replace(h.log.String())
	for _, personal := range []string{"aigul", "olga", "posta", "pochta", "Айгүл", "Ольга", "555", "Дербез", "Отзыв", demoAddress} {
		if strings.Contains(logged, personal) {
			t.Errorf("%q is in the log:\n%s", personal, h.log)
		}
	}
	if !strings.Contains(h.log.String(), "running") {
		t.Error("nothing is logged at all")
	}
}

func TestASecondDaemonIsRefused(t *testing.T) {
	h := newHouse(t)
	_, err := newDaemon(h.config, Seams{})
	if err == nil || !strings.Contains(err.Error(), "is otinish running already?") {
		t.Errorf("%v", err)
	}
	h.otinish(exitDone, "", "queue") // the first one's socket is still there
}

func TestWrongKeyIsRefused(t *testing.T) {
	h := newHouse(t)
	other := *h.config
	other.Store.Dir = t.TempDir()
	other.Socket = socketPath(t)
	d, err := newDaemon(&other, Seams{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.config.dir, "store-key"), []byte("vutsrqponmlkjihgfedcba9876543210"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newDaemon(&other, Seams{}); err == nil || !strings.Contains(err.Error(), "key") {
		t.Errorf("another key: %v", err)
	}
}

func TestDemo(t *testing.T) {
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"demo"}, strings.NewReader(""), &out, &errOut); code != exitDone {
		t.Fatalf("exit %d: %s\n%s", code, errOut.String(), out.String())
	}
	for _, want := range []string{"applied: update of phone", "applied: withdraw", "contradicted", "no exceptions", "The chain is intact", "Where to go next"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("missing %q in\n%s", want, out.String())
		}
	}
	for line := range strings.Lines(out.String()) {
		if n := utf8.RuneCountInString(line); n > 101 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if strings.Contains(out.String(), "\x1b[") {
		t.Error("colour although it is no terminal")
	}
}

func TestClassifyPrintsTheContract(t *testing.T) {
	raw := letter{from: "aigul@posta.example", subject: "Дербес деректерді жаңарту", body: "Телефон: 8 701 555 12 34"}.raw(1, time.Now())
	var out, errOut bytes.Buffer
	if code := run(t.Context(), []string{"classify", "--json", "-"}, bytes.NewReader(raw), &out, &errOut); code != exitDone {
		t.Fatal(errOut.String())
	}
	var c struct {
		File, Kind, Certainty, Language, Automatic string
		Fields                                     map[string]string
		Also                                       []string
		Evidence                                   []struct{ Rule, Text, Where string }
	}
	if err := json.Unmarshal(out.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if c.Kind != "update" || c.Certainty != "certain" || c.Language != "kk" || c.Fields["phone"] != "+77015551234" || c.Also == nil ||
		len(c.Evidence) == 0 || c.Evidence[0].Where != "subject line" {
		t.Errorf("%s", out.String())
	}
}

// lockedBuffer is a log that several goroutines write.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
