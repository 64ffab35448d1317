package message

import "strings"

// banner marks what a gateway puts above a letter from outside, before the writer's first words: "[EXTERNAL] Do not open
// attachments unless you know the sender". Its commands and conditions are not the writer's. A line counts that begins like
// one and speaks of senders, links or attachments, and the next ones up to its full stop.
func (k *marker) banner(line string, start, end int) bool {
	if k.own {
		return false
	}
	if !k.bannered {
		if !beginsWith(strings.TrimLeft(line, "[{(*!⚠️ "), phrases().bannerBegins) || !holdsAny(strings.ToLower(line), phrases().bannerWords) {
			return false
		}
	}
	k.bannered = strings.IndexByte(".!]", line[len(line)-1]) < 0
	k.put(start, end, Signature)
	return true
}

// drawnHeader reports whether text begins with the header of a quote that old versions of Lotus Notes drew in signs:
//
//	|------------>
//	| From:      |
//	|------------>
func drawnHeader(text string) bool {
	frame, at := cutLine(text, 0)
	frame = strings.TrimSpace(frame)
	if at >= len(text) || !strings.HasPrefix(frame, "|--") || strings.Trim(frame, "|->") != "" {
		return false
	}
	label, _ := cutLine(text, at)
	return isLabel(strings.Trim(label, "| \t\r"), phrases().labelFrom)
}
