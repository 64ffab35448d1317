package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/demoserver"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// world is everything around a daemon that survives it: its servers and its folder.
type world struct {
	t      *testing.T
	dir    string
	server *demoserver.Server
	config *Config
	client *adminapi.Client
	stage  *stage
}

// ground is the files of a store with the register entered, copied into every world
// so that people have the same ids in all of them.
type ground map[string][]byte

func newGround(t *testing.T) ground {
	t.Helper()
	w := newWorld(t, nil, "")
	d, err := newDaemon(w.config, Seams{})
	if err == nil {
		_, err = d.desk.EnterImport(t.Context(), privacy.Operator("proof"), strings.NewReader(demoRegister), func(int) {})
	}
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	g := make(ground)
	for _, name := range []string{store.FileName, store.KeysName} {
		if g[name], err = os.ReadFile(filepath.Join(w.dir, "store", name)); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// newWorld lays out what an administrator would. handled is a mailbox for handled
// requests, or empty.
func newWorld(t *testing.T, g ground, handled string) *world {
	t.Helper()
	dir, err := os.MkdirTemp("", "otinish-proof-") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	var boxes []string
	if handled != "" {
		boxes = append(boxes, handled)
	}
	w := &world{t: t, dir: dir}
	if w.server, err = demoserver.Start(demoserver.Options{Mailboxes: boxes}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.server.Close() })
	w.stage = &stage{server: w.server, at: time.Now(), bytes: make(map[string][]byte)}
	config := fmt.Sprintf(demoConfig, w.server.IMAPAddr(), w.server.SMTPAddr(), filepath.Join(dir, "store"), filepath.Join(dir, "sock"))
	if handled != "" {
		config = strings.Replace(config, "[imap]", fmt.Sprintf("[imap]\nhandled_mailbox = %q", handled), 1)
	}
	w.write("store-key", []byte(base64.StdEncoding.EncodeToString(storetest.Key())))
	w.write("imap-password", []byte("proof"))
	w.write("otinish.toml", []byte(config))
	if g != nil {
		if err := os.Mkdir(filepath.Join(dir, "store"), 0o700); err != nil {
			t.Fatal(err)
		}
		for name, content := range g {
			w.write(filepath.Join("store", name), content)
		}
	}
	if w.config, err = LoadConfig(filepath.Join(dir, "otinish.toml")); err != nil {
		t.Fatal(err)
	}
	w.client = adminapi.NewClient(w.config.Socket)
	return w
}

func (w *world) write(name string, content []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), content, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) post(sc scene) {
	w.t.Helper()
	if err := w.stage.post(sc); err != nil {
		w.t.Fatal(err)
	}
}

// handled counts the messages that carry the keyword, wherever they lie, and finds
// a flag that nobody should have set (P6).
func (w *world) handled() int {
	n := 0
	for _, box := range []string{"INBOX", "Handled"} {
		for _, m := range w.server.Messages(box) {
			if slices.Contains(m.Flags, mailbox.HandledKeyword) {
				n++
			}
			if len(m.Flags) > 1 || len(m.Flags) == 1 && m.Flags[0] != mailbox.HandledKeyword {
				w.t.Errorf("uid %d in %s has flags %v", m.UID, box, m.Flags)
			}
		}
	}
	return n
}

// await polls until ready, or fails with what told gives. Nothing is slept away: a
// run ends as soon as it can.
func (w *world) await(ctx context.Context, what string, ready func() bool, told func() string) {
	w.t.Helper()
	w.awaitFor(ctx, patience, what, ready, told)
}

func (w *world) awaitFor(ctx context.Context, patience time.Duration, what string, ready func() bool, told func() string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ready() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			w.t.Fatalf("%s: not in %v\n%s", what, patience, told())
		}
	}
}

// patience is for the slowest machine; nothing waits that long where all is well.
const patience = time.Minute
