package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox"
)

// What was moved to imap.handled_mailbox comes back, without the keyword, when the
// decision is taken back, and is moved again when it is decided again.
func TestAMovedMessageComesBackWhenItsDecisionIsTakenBack(t *testing.T) {
	h := newHouseChanged(t, func(config string) string {
		config = strings.Replace(config, `undo = "0s"`, `undo = "10m"`, 1)
		return strings.Replace(config, "[imap]\n", "[imap]\nhandled_mailbox = \"Handled\"\n", 1)
	})
	h.server.Deliver("Handled", []byte("From: a@b.example\r\nSubject: older\r\n\r\nx\r\n"), time.Now()) // makes the mailbox
	h.registered()
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	other := h.waitsFor(nearMiss("olga@pochta.example"))
	lie := func(inbox, handled int) func() bool {
		return func() bool {
			return len(h.server.Messages("INBOX")) == inbox && len(h.server.Messages("Handled")) == handled+1
		}
	}
	for range 2 {
		h.otinish(exitDone, "", "approve", n)
		h.until("the move", lie(1, 1))
		h.otinish(exitDone, "", "undo", n)
		h.until("the way back", lie(2, 0))
		if flagged(h) != 0 {
			t.Error("it still bears the keyword")
		}
		h.until("the request to know where its message lies", func() bool {
			out, _ := h.otinish(exitDone, "", "request", "show", "--json", n)
			uids := []string{}
			for _, m := range h.server.Messages("INBOX") {
				uids = append(uids, `"uid":`+strconv.Itoa(int(m.UID)))
			}
			return slices.ContainsFunc(uids, func(uid string) bool { return strings.Contains(out, uid+",") || strings.Contains(out, uid+"}") })
		})
	}
	out, _ := h.otinish(exitDone, "", "account")
	says(t, out, "no exceptions")
	if got := h.numbers(); len(got) != 2 || !slices.Contains(got, other) {
		t.Errorf("%v wait", got)
	}
	h.otinish(exitDone, "", "approve", n)
	h.until("the last move", lie(1, 1))
	if m := h.server.Messages("Handled")[1]; !slices.Contains(m.Flags, mailbox.HandledKeyword) {
		t.Errorf("flags %q", m.Flags)
	}
}
