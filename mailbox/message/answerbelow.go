package message

import "strings"

// Some programs print the header of the letter answered and mark its lines with ">"
// (Samsung, Outlook and Lotus where they are told to). What stands below those lines is
// the writer's again. It is read so only where that is beyond doubt, for whatever counts
// as the writer's may supply a value: the letter is an answer, nothing of the writer's
// stands above, every line of the quote is marked, and nothing below is another letter.

// behind is the place where the writer's words begin below the letter whose separator or
// header begins at start; 0 where all that follows may be that letter. It reads the rest of
// the text once.
func (k *marker) behind(start int) int {
	line, _ := cutLine(k.text, start)
	if k.own || k.forward || isFolded(strings.TrimSpace(line)) { // how far its own words go cannot be told
		return 0
	}
	at, from := k.pastHeader(start)
	if !k.answers(from) {
		return 0
	}
	markup, below, quoted, gap := k.markup, 0, false, false
	for at < len(k.text) {
		text, next := cutLine(k.text, at)
		line := strings.TrimSpace(text)
		said := Own
		if line != "" {
			first := at + strings.Index(text, line)
			for len(markup) > 0 && markup[0].End <= first {
				markup = markup[1:]
			}
			if len(markup) > 0 && markup[0].Start <= first {
				said = markup[0].Origin
			}
		}
		switch {
		case line == "":
			gap = true
		case said == Forwarded: // a mail within, which is marked as such
		case said == Quoted || line[0] == '>':
			if below > 0 {
				return 0 // a line that was broken on the way, or answers within
			}
			quoted, gap = true, said == Quoted
		case !quoted || !gap:
			return 0 // the quote is not marked, or its last line was broken
		case k.beginsLetter(line, at, next):
			return 0
		case below == 0:
			below = at
		}
		at = next
	}
	return below
}

// pastHeader goes over the separator and the labels behind it, and returns the line that
// tells who wrote the letter.
func (k *marker) pastHeader(start int) (at int, from string) {
	if length, _ := notesHeader(k.text[start:]); length > 0 {
		from, _ = cutLine(k.text, start)
		return start + length, from
	}
	for at = start; at < len(k.text); {
		text, next := cutLine(k.text, at)
		line := strings.TrimSpace(text)
		switch {
		case line == "":
		case isLabel(line, phrases().labelFrom):
			from = line
		case isAnyLabel(line), isRuler(line), at == start, isOriginalLine(line):
		default:
			return at, from
		}
		at = next
	}
	return at, from
}

// answers reports whether this is an answer to the letter that the line from tells of: one
// that this letter goes to wrote it, or the subject line says so, or else In-Reply-To, which
// forwards have as well.
func (k *marker) answers(from string) bool {
	if len(from) > longestHeading || mentions(from, k.of.From) {
		return false
	}
	return k.answer || mentions(from, k.of.To) || mentions(from, k.of.Cc) ||
		len(k.of.InReplyTo) > 0 && !strings.Contains(from, "@")
}

// mentions reports whether line has one of addresses as a whole.
func mentions(line string, list []Mailbox) bool {
	line = strings.ToLower(line)
	for _, m := range list {
		before, behind, ok := strings.Cut(line, strings.ToLower(m.Address))
		if ok && m.Address != "" && !inAddress(before[max(0, len(before)-1):]) && !inAddress(behind[:min(len(behind), 1)]) {
			return true
		}
	}
	return false
}

func inAddress(octet string) bool {
	return octet != "" && (octet[0] >= '0' && octet[0] <= '9' || octet[0] >= 'a' && octet[0] <= 'z' || strings.Contains("._%+-@", octet))
}

// beginsLetter reports whether a line may begin one more letter.
func (k *marker) beginsLetter(line string, at, next int) bool {
	yes, _ := isHeaderBlock(k.text[at:])
	length, _ := notesHeader(k.text[at:])
	return yes || length > 0 || isFolded(line) || isOriginalLine(line) || isForwardLine(line) || k.ruledForward(line, next) || isAttribution(line) || maybeAttribution(line)
}
