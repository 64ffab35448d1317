package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// banner marks what a gateway puts above a letter from outside, before the writer's first words: "[EXTERNAL] Do not open
// attachments unless you know the sender". Its commands and conditions are not the writer's. A line counts that begins like
// one and speaks of senders, links or attachments, and the next one if it only goes on. Above nothing else it is the writer's (finish).
func (k *marker) banner(line string, start, end int) bool {
	if k.own {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	goesOn := k.bannered && unicode.IsLower(first)
	if k.bannered = false; !goesOn {
		if !beginsWith(strings.TrimLeft(line, "[{(*!⚠️ "), phrases().bannerBegins) || !holdsAny(strings.ToLower(line), phrases().bannerWords) {
			return false
		}
		k.bannered = strings.IndexByte(".!]", line[len(line)-1]) < 0
	}
	k.put(start, end, Signature)
	k.signed = true // so that nothing but a banner is given back
	return true
}
