package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/intake"
	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// DemoCmd shows the main job.
type DemoCmd struct {
	Console bool   `help:"Then serve the operators' page, with a queue to try it on, until Ctrl-C."`
	Listen  string `help:"Where the page listens." default:"127.0.0.1:8470" placeholder:"ADDRESS"`
}

// demo is the whole program on an embedded mail server, in a folder that goes away.
type demo struct {
	dir      string
	server   *demoserver.Server
	daemon   *Daemon
	client   *adminapi.Client
	outcomes chan intake.Outcome
	pen      *pen
	term     *Terminal
	letters  int    // sent so far
	listen   string // of the console; empty: there is none
	stop     func() error
}

// demoTimeout bounds the demo: it takes seconds, and never hangs.
const demoTimeout = time.Minute

// Run implements the verb.
func (q DemoCmd) Run(stopped context.Context, t *Terminal) (err error) {
	ctx, cancel := context.WithTimeout(stopped, demoTimeout)
	defer cancel()
	d := &demo{pen: newPen(t.Out), term: t, outcomes: make(chan intake.Outcome, len(demoLetters))}
	if d.dir, err = os.MkdirTemp("", "otinish-demo-"); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer os.RemoveAll(d.dir)
	if d.server, err = demoserver.Start(demoserver.Options{}); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer d.server.Close()
	d.pen.intro(len(demoLetters))
	if q.Console {
		d.listen = q.Listen
	}
	if err := d.start(stopped); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	for i, l := range demoLetters {
		if err := d.act(ctx, i, l); err != nil {
			return fmt.Errorf("demo: letter %d: %w", i+1, err)
		}
	}
	if err := d.end(ctx); err != nil || !q.Console {
		return err
	}
	return d.serve(stopped)
}

// start lays out the files an administrator would write, and runs the daemon.
func (d *demo) start(ctx context.Context) error {
	key := make([]byte, 32)
	rand.Read(key)
	console := ""
	if d.listen != "" {
		console = fmt.Sprintf(demoConsole, d.listen)
	}
	for name, content := range map[string]string{
		"store-key":     base64.StdEncoding.EncodeToString(key),
		"imap-password": "demo",
		"otinish.toml":  fmt.Sprintf(demoConfig, d.server.IMAPAddr(), d.server.SMTPAddr(), filepath.Join(d.dir, "store"), filepath.Join(d.dir, "sock")) + console,
		"register.csv":  demoRegister,
	} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	config, err := LoadConfig(filepath.Join(d.dir, "otinish.toml"))
	if err != nil {
		return err
	}
	if d.listen != "" {
		config.Desk.Undo = defaultDesk.Undo
	}
	for i, l := range demoLetters {
		if l.old {
			d.server.Deliver("INBOX", l.raw(i, time.Now().Add(-48*time.Hour)), time.Now().Add(-48*time.Hour))
		}
	}
	if d.daemon, err = newDaemon(config, Seams{Told: func(o intake.Outcome) { d.outcomes <- o }}); err != nil {
		return err
	}
	d.pen.zone = d.daemon.office.Zone
	d.client = adminapi.NewClient(config.Socket)
	register, err := os.Open(filepath.Join(d.dir, "register.csv"))
	if err != nil {
		return err
	}
	defer register.Close()
	result, err := d.daemon.desk.EnterImport(ctx, privacy.Operator("demo"), register, func(int) {})
	if err != nil {
		return err
	}
	d.pen.note("%d people entered into the register from a CSV file, %d rows bad.", result.Added, len(result.Bad))
	d.run(ctx)
	return nil
}

func (d *demo) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- d.daemon.Run(ctx) }()
	d.stop = func() error {
		cancel()
		return errors.Join(<-done, d.daemon.Close())
	}
}

const demoConfig = `
socket = %[4]q
[controller]
name = { kk = "«Мысал» ЖШС", ru = "ТОО «Мысал»", en = "Mysal LLP" }
bin = "123456789012"
address = "` + demoAddress + `"
policy_url = "https://otinish.example/policy"
[imap]
server = %[1]q
tls = "none"
username = "info"
password_file = "imap-password"
[smtp]
server = %[2]q
tls = "none"
[store]
dir = %[3]q
[sender]
authserv_ids = ["mx.otinish.example"]
dkim = false
[desk]
undo = "0s"
digest = ""
`

const demoConsole = `
[console]
listen = %q
[[console.operator]]
login = "aliya"
name = "Әлия Бекова"
email = "aliya@otinish.example"
language = "kk"
[[console.operator]]
login = "timur"
name = "Тимур Ахметов"
email = "timur@otinish.example"
role = "auditor"
`

// act delivers one letter and tells what becomes of it.
func (d *demo) act(ctx context.Context, n int, l letter) error {
	header := []string(nil)
	if l.answers != "" {
		question, err := d.sent(l.answerBy, l.from)
		if err != nil {
			return err
		}
		l.subject, l.body = "Re: "+question.SubjectLine, l.answers+"\n\n> "+strings.ReplaceAll(question.Text, "\n", "\n> ")
		header = append(header, "In-Reply-To: <"+question.MessageID+">")
	}
	l.header = append(header, l.header...)
	if !l.old {
		d.server.Deliver("INBOX", l.raw(n, time.Now()), time.Now())
	}
	d.pen.came(n+1, len(demoLetters), l)
	select {
	case o := <-d.outcomes:
		return d.tell(ctx, o)
	case <-ctx.Done():
		return errors.New("it was not taken in time")
	}
}

// sent finds the last letter of this template to this address among those that left.
func (d *demo) sent(template, to string) (*message.Message, error) {
	var id string
	err := d.daemon.store.View(func(tx *store.Tx) error {
		return tx.EachLetter(func(l store.Letter) bool {
			if l.Template == template && l.To.Reveal() == to {
				id = l.MessageID
			}
			return true
		})
	})
	if err != nil {
		return nil, err
	}
	for _, mail := range d.server.Received() {
		if m := message.Parse(mail.Data); m.MessageID == id && id != "" {
			return m, nil
		}
	}
	return nil, errors.New("the question it answers has not left")
}

// tell says what was understood, what was done, and which letters left.
func (d *demo) tell(ctx context.Context, o intake.Outcome) error {
	var cases []store.Request
	total := 0
	err := d.daemon.store.View(func(tx *store.Tx) error {
		total = tx.CountLetters(store.LetterQueued) + tx.CountLetters(store.LetterSent)
		for _, id := range o.Disposition.Requests {
			r, err := tx.Request(id)
			if err != nil {
				return err
			}
			cases = append(cases, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.pen.understood(o.Disposition, cases)
	mails, err := d.server.WaitReceived(ctx, total)
	if err != nil {
		return fmt.Errorf("its letters did not leave in time: %w", err)
	}
	if len(mails) == d.letters {
		d.pen.silent()
	}
	for _, mail := range mails[d.letters:] {
		d.pen.left(strings.Join(mail.To, ", "), message.Parse(mail.Data))
	}
	d.letters = len(mails)
	return nil
}

// end shows the queue and the account as an operator would see them.
func (d *demo) end(ctx context.Context) error {
	for _, step := range []struct {
		command string
		run     func() error
	}{
		{"otinish queue", func() error { return QueueListCmd{}.Run(ctx, d.term, d.client) }},
		{"otinish account", func() error { return AccountCmd{}.Run(ctx, d.term, d.client) }},
		{"otinish audit verify", func() error { return AuditVerifyCmd{}.Run(ctx, d.term, d.client) }},
	} {
		d.pen.command(step.command)
		if err := step.run(); err != nil {
			return err
		}
	}
	d.pen.outro()
	return nil
}
