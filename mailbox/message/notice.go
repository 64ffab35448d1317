package message

import "strings"

// maxNoticed is how many octets of paragraphs are looked through for notices: nobody writes
// as much, and a text can be made of rulers (P16).
const maxNoticed = 256 << 10

// notice marks what the server of a firm puts below every letter: that it is confidential,
// whom it is for, what to do where it came by mistake. It has conditions and commands
// ("delete it") that are not the writer's. Above the writer's first words nothing is one.
func (k *marker) notice(line string, start, end int) bool {
	if !k.own || k.noticed > maxNoticed {
		return false
	}
	begins := beginsWith(line, phrases().noticeBegins)
	above := strings.TrimSpace(k.text[k.previous:start])
	if !begins && (above != "" && !isRuler(above) || strings.ContainsAny(line, "0123456789@")) {
		return false // within a paragraph of the writer's, or a line with a value
	}
	text := paragraph(k.text[start:])
	k.noticed += len(text)
	if !(begins && holdsAny(text, phrases().noticeWords)) && !isNotice(text) {
		return false
	}
	k.footed = true
	k.put(start, end, Signature)
	return true
}

// isNotice reports whether a paragraph is one by what it holds.
func isNotice(text string) bool {
	for _, words := range phrases().noticeHolds {
		if follow(text, words) {
			return true
		}
	}
	return false
}

func holdsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// paragraph returns the lines of text up to a blank one as one line, lower case, and
// nothing of one too short to say anything: at most so many octets that a long letter is
// not looked through again and again.
func paragraph(text string) string {
	const shortest, longest = 20, 2000
	at := 0
	for at < min(len(text), longest) {
		line, next := cutLine(text, at)
		if strings.TrimSpace(line) == "" {
			break
		}
		at = next
	}
	if at < shortest {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(text[:at]), " "))
}

// follow reports whether words stand in text one behind the other.
func follow(text string, words []string) bool {
	for _, w := range words {
		at := strings.Index(text, w)
		if at < 0 {
			return false
		}
		text = text[at+len(w):]
	}
	return true
}
