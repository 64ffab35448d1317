package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
)

// A subject brings the letter they got; the journal tells whether the chain was cut.
func TestReceiptAndChainAsAPersonUsesThem(t *testing.T) {
	h := newHouse(t)
	h.arrives(nearMiss("aigul@posta.example"))
	h.letters(1)
	eml := filepath.Join(t.TempDir(), "letter.eml")
	raw := h.server.Received()[0].Data
	if err := os.WriteFile(eml, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := h.otinish(exitDone, "", "receipt", "verify", eml)
	if !strings.Contains(out, "Genuine: letter/acknowledgement about request OT-") || !strings.Contains(out, "unchanged: entry ") {
		t.Errorf("as saved:\n%s", out)
	}
	forwarded := "From: a@b.example\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: text/plain\r\n\r\nSee what I got.\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + string(raw) + "\r\n--x--\r\n"
	if out, _ := h.otinish(exitDone, forwarded, "receipt", "verify", "-"); !strings.Contains(out, "Genuine: ") {
		t.Errorf("forwarded as an attachment:\n%s", out)
	}
	out, _ = h.otinish(exitFailed, receiptText(t, raw), "receipt", "verify", "-")
	if !strings.Contains(out, "THE WORDS ABOVE IT ARE NOT THOSE THAT WERE SENT") {
		t.Errorf("the receipt below other words:\n%s", out)
	}
	if _, e := h.otinish(exitNotFound, "Hello\n", "receipt", "verify", "-"); !strings.Contains(e, "no receipt stands in the letter") {
		t.Error(e)
	}

	out, _ = h.otinish(exitDone, "", "audit", "verify", "--json")
	var v struct {
		Head      string `json:"head"`
		PublicKey string `json:"public_key"`
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil || v.Head == "" {
		t.Fatal(err, out)
	}
	out, _ = h.otinish(exitDone, "", "receipt", "verify", "--public-key", v.PublicKey, eml)
	if !strings.Contains(out, "The chain was not looked at") {
		t.Error(out)
	}
	h.stop()
	journal := h.log.String()
	if !strings.Contains(journal, "audit anchor") {
		t.Fatal("nothing is noted in the journal:\n" + journal)
	}
	out, _ = h.otinish(exitDone, journal, "audit", "verify", "--store", h.config.Store.Dir, "--anchors", "-")
	if !strings.Contains(out, "notes made outside the store") {
		t.Error(out)
	}
	out, _ = h.otinish(exitDone, journal, "audit", "verify", "--store", h.config.Store.Dir, "--config", h.configFile(), "--anchors", "-")
	if strings.Contains(out, "marks were not checked") {
		t.Error(out)
	}
	h.otinish(exitUsage, "", "receipt", "verify", "--store", h.config.Store.Dir, eml)
	if out, _ = h.otinish(exitDone, "", "receipt", "verify", "--store", h.config.Store.Dir, "--config", h.configFile(), eml); !strings.Contains(out, "unchanged: entry ") {
		t.Error(out)
	}
	h.start()
	h.otinish(exitDone, journal, "audit", "verify", "--anchors", "-")
	if _, e := h.otinish(exitFailed, "", "audit", "verify", "--store", h.config.Store.Dir); !strings.Contains(e, "leave --store out") {
		t.Error(e)
	}
	if _, e := h.otinish(exitUsage, "nothing here\n", "audit", "verify", "--anchors", "-"); !strings.Contains(e, "no line notes the chain") {
		t.Error(e)
	}
	beyond := "99" + v.Head
	if out, _ = h.otinish(exitFailed, "", "audit", "verify", "--anchor", beyond); !strings.Contains(out, "THE CHAIN IS BROKEN") || !strings.Contains(out, "noted outside") {
		t.Error(out)
	}
}

// An older copy put back by hand: the receipt is genuine, the chain lacks it, and the
// daemon goes on as after a restore, although nobody told it.
func TestReceiptAgainstAnOlderCopy(t *testing.T) {
	h := newHouse(t)
	h.stop()
	older, err := os.ReadFile(filepath.Join(h.config.Store.Dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	h.start()
	h.until("the first scan", func() bool { return !h.daemon.watchers[0].Health().LastScan.IsZero() })
	h.arrives(nearMiss("aigul@posta.example"))
	h.letters(1)
	raw := string(h.server.Received()[0].Data)
	h.stop()
	journal := h.log.String()
	if err := os.WriteFile(filepath.Join(h.config.Store.Dir, store.FileName), older, 0o600); err != nil {
		t.Fatal(err)
	}
	h.start()
	if o := <-h.outcomes; len(o.Disposition.Requests) != 1 {
		t.Errorf("read again: %+v", o)
	}
	if list, _ := h.otinish(exitDone, "", "queue", "--json"); !strings.Contains(list, `"quiet":"restored"`) {
		t.Errorf("not taken for mail of a gap:\n%s", list)
	}
	if n := len(h.server.Received()); n != 1 || !strings.Contains(h.log.String(), "older than what was done") {
		t.Errorf("%d letters; log:\n%s", n, h.log)
	}
	if out, _ := h.otinish(exitFailed, raw, "receipt", "verify", "-"); !strings.Contains(out, "The chain does not hold it: a backup from before it was put back later") {
		t.Error(out)
	}
	if out, _ := h.otinish(exitDone, journal, "audit", "verify", "--anchors", "-"); !strings.Contains(out, "It holds 0 of 1 notes") || !strings.Contains(out, "somebody put it back to hide") {
		t.Error(out)
	}
}

// receiptText is the receipt of a letter below words of another.
func receiptText(t *testing.T, raw []byte) string {
	t.Helper()
	q := ReceiptVerifyCmd{File: "-"}
	text, err := q.letter(&Terminal{In: strings.NewReader(string(raw))})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	return "We owe you a million.\n\n" + strings.Join(lines[len(lines)-4:], "\n")
}
