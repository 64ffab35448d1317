package message

import (
	"bytes"
	"strings"
)

// headerBlock is what splitHeader found.
type headerBlock struct {
	fields     []HeaderField
	body       []byte
	damaged    bool // lines that are no fields were left out
	tooLong    bool // beyond MaxHeader or MaxFields
	fromBeyond int  // From fields beyond the limits: they count, unread, against trust
}

// splitHeader cuts a header from its body (RFC 5322 §2.1) by its own rules rather
// than go-message's, which gives a whole mail up for one line without a colon. A
// field is unfolded, its value otherwise untouched. A line that is no field is left
// out with its continuation; where no blank line follows it, the body begins there.
// A body part (part) whose first line is no field has no header at all.
func splitHeader(raw []byte, part bool) headerBlock {
	end, bodyAt := headerEnd(raw)
	h := headerBlock{body: raw[bodyAt:]}
	if part && end > 0 && fieldColon(firstLine(raw)) < 0 {
		return headerBlock{body: raw, damaged: true}
	}
	block := raw[:end]
	if len(block) > MaxHeader {
		h.tooLong = true
		cut := bytes.LastIndexByte(block[:MaxHeader], '\n') + 1
		h.fromBeyond = countFrom(block[cut:])
		block = block[:cut]
	}
	junkAt := h.splitFields(string(block))
	if junkAt >= 0 {
		h.damaged = true
		if bodyAt == len(raw) && end == len(raw) {
			h.body = raw[junkAt:]
		}
	}
	return h
}

// headerEnd finds the first blank line: where the header ends and the body begins.
func headerEnd(raw []byte) (end, body int) {
	for at := 0; at < len(raw); {
		n := bytes.IndexByte(raw[at:], '\n')
		if n < 0 {
			break
		}
		if len(bytes.TrimRight(raw[at:at+n], "\r")) == 0 {
			return at, at + n + 1
		}
		at += n + 1
	}
	return len(raw), len(raw)
}

// splitFields fills h.fields and returns where the first of the lines stands that
// are no fields and have no field behind them, or any such line, or -1.
func (h *headerBlock) splitFields(block string) (junkAt int) {
	h.fields = make([]HeaderField, 0, min(strings.Count(block, "\n")+1, 64))
	junkAt = -1
	trailing := -1
	for at := 0; at < len(block); {
		line, next := cutLine(block, at)
		colon := fieldColon([]byte(line[:min(len(line), 200)]))
		if colon < 0 {
			if trailing < 0 {
				trailing = at
			}
			junkAt = trailing
			at = skipFolded(block, next)
			continue
		}
		trailing = -1
		if len(h.fields) == MaxFields {
			h.tooLong = true
			h.fromBeyond += countFrom([]byte(block[at:]))
			break
		}
		value := line[colon+1:]
		if next < len(block) && isFold(block[next]) {
			value, next = unfold(block, value, next)
		}
		h.fields = append(h.fields, HeaderField{
			Name:  strings.TrimRight(line[:colon], " \t"),
			Value: strings.Trim(value, " \t"),
		})
		at = next
	}
	return junkAt
}

// cutLine returns the line at, without its end, and where the next begins.
func cutLine(s string, at int) (line string, next int) {
	n := strings.IndexByte(s[at:], '\n')
	if n < 0 {
		return strings.TrimRight(s[at:], "\r"), len(s)
	}
	return strings.TrimRight(s[at:at+n], "\r"), at + n + 1
}

// unfold joins the continuation lines to value (RFC 5322 §2.2.3).
func unfold(block, value string, at int) (string, int) {
	var b strings.Builder
	b.WriteString(value)
	for at < len(block) && isFold(block[at]) {
		var line string
		line, at = cutLine(block, at)
		b.WriteString(line)
	}
	return b.String(), at
}

func skipFolded(block string, at int) int {
	for at < len(block) && isFold(block[at]) {
		_, at = cutLine(block, at)
	}
	return at
}

func isFold(c byte) bool { return c == ' ' || c == '\t' }

// fieldColon returns where the colon of a header field stands, -1 if the line is
// none. Blanks before the colon are obsolete but read (RFC 5322 §4.5.8): a "From :"
// must not slip by.
func fieldColon(line []byte) int {
	for i, c := range line {
		switch {
		case c == ':':
			if i == 0 {
				return -1
			}
			return i
		case c == ' ' || c == '\t':
			if rest := bytes.TrimLeft(line[i:], " \t"); i == 0 || len(rest) == 0 || rest[0] != ':' {
				return -1
			}
		case c < ' ' || c >= 0x7f:
			return -1
		}
	}
	return -1
}

// countFrom counts the From fields of a header block without keeping anything.
func countFrom(block []byte) int {
	n := 0
	for line := range bytes.Lines(block) {
		if len(line) > 4 && equalFold(string(line[:4]), "from") {
			if colon := fieldColon(firstLine(line)); colon >= 4 && len(bytes.TrimSpace(line[4:colon])) == 0 {
				n++
			}
		}
	}
	return n
}
