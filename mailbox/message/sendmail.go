package message

import "bytes"

// joinBroken takes out "!", a line end and a blank where sendmail broke a line that was longer than it sends, 990 octets,
// be it within a letter: PHP's mail() sends what it is given in one line.
func joinBroken(body []byte) ([]byte, bool) {
	const shortest, usual, longest, about = 980, 990, 998, 2 // RFC 5321 §4.5.3.1.6, less the line end
	if !bytes.Contains(body, []byte("!\n ")) && !bytes.Contains(body, []byte("!\r\n ")) {
		return body, false
	}
	out, broken := make([]byte, 0, len(body)), false
	joins := false // the line before was broken
	for line := range bytes.Lines(body) {
		text := bytes.TrimRight(line, "\r\n")
		behind := body[min(len(body), len(line)):]
		body = behind
		long := len(text) >= shortest && len(text) <= longest && text[len(text)-1] == '!' &&
			len(behind) > 1 && behind[0] == ' ' && (behind[1] != ' ' || len(text) >= usual-about && len(text) <= usual+about) // the second may be the writer's
		if joins {
			line, text = line[1:], text[1:]
		}
		if joins = long; joins {
			line, broken = text[:len(text)-1], true
		}
		out = append(out, line...)
	}
	return out, broken
}
