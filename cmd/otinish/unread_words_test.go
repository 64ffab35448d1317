package main

import (
	"strings"
	"testing"
)

// What cannot be read is told alike everywhere, and the advice is one that can be
// followed: of a person's own record there is no letter to answer.
func TestTheWordsForARecordThatCannotBeRead(t *testing.T) {
	h := newHouse(t)
	h.enter("aigul@posta.example")
	number := h.waitsFor(nearMiss("b@posta.example"))
	h.stop()
	h.spoil("subject", 's', 0)
	h.start()
	_, errOut := h.otinish(exitFailed, "aigul@posta.example\n", "subject", "find")
	says(t, errOut, "the record is damaged")
	out, _ := h.otinish(exitFailed, "", "status")
	says(t, out, "records cannot be read: subject ", "Others are served")
	if strings.Contains(out, "in the mailbox") {
		t.Errorf("advice for a letter:\n%s", out)
	}
	h.stop()
	h.spoil("case", 'r', 0)
	h.start()
	h.otinish(exitFailed, "", "request", "show", number)
	out, _ = h.otinish(exitFailed, "", "status")
	says(t, out, "still open: look at it in the mailbox")
}
