package demoserver

import (
	"bytes"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// holds reports whether a message has the header fields and flags that a search asks
// for. A field that is folded is not looked through.
func holds(c *imap.SearchCriteria, msg *stored) bool {
	for _, f := range c.Flag {
		found := false
		for flag := range msg.flags {
			found = found || strings.EqualFold(flag, string(f))
		}
		if !found {
			return false
		}
	}
	head, _, _ := bytes.Cut(msg.raw, []byte("\r\n\r\n"))
	for _, want := range c.Header {
		found := false
		for line := range strings.Lines(string(head)) {
			name, value, _ := strings.Cut(line, ":")
			found = found || strings.EqualFold(name, want.Key) && strings.Contains(strings.ToLower(value), strings.ToLower(want.Value))
		}
		if !found {
			return false
		}
	}
	return true
}
