package message

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// text writes text, runs of blanks as one.
func (c *converter) text(s []byte) {
	if c.flags&unread != 0 {
		if n := len(c.open); n > 0 && c.open[n-1].tag == atom.Style {
			c.sheet = c.sheet.read(s)
		}
		return
	}
	if c.notShown() {
		c.leaveOut(s)
		return
	}
	if c.held && len(bytes.TrimSpace(s)) > 0 {
		c.paragraphEnd()
	}
	s, held := c.inSource(s)
	c.mark(false)
	for i := 0; i < len(s); {
		if n := plainRun(s[i:]); n > 0 {
			c.word(s[i : i+n])
			i += n
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		switch {
		case r == '\n' && c.flags&literal != 0:
			c.lineEnd(true)
		case r <= ' ' && (r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f') || r == '\u00a0':
			c.space()
		case r == utf8.RuneError && size == 1, mustNotShow(r):
		default:
			c.word(s[i : i+size])
		}
		i += size
	}
	c.held = c.held || held
}

// plainRun returns how many octets at the start of s are letters that are written
// as they stand: printable ASCII and Cyrillic.
func plainRun(s []byte) int {
	i := 0
	for i < len(s) {
		c := s[i]
		if c > ' ' && c < 0x7f {
			i++
		} else if c >= 0xD0 && c <= 0xD3 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
			i += 2
		} else {
			break
		}
	}
	return i
}

// word writes what is no blank.
func (c *converter) word(s []byte) {
	if c.lineStart {
		c.mark(false)
	} else if c.cell { // two numbers in a row are two
		c.b.WriteByte('\t')
	}
	c.cell, c.fresh = false, false
	c.b.Write(s)
	c.blank, c.lineStart, c.empty = false, false, 0
}

// notShown reports whether a browser would show nothing of a text here, or crossed
// out.
func (c *converter) notShown() bool {
	return c.flags&(unread|hidden|invisible|tiny|struck) != 0 || !c.anyColour && c.ink.like(c.paper)
}

// leaveOut takes note of words that are not shown. What hides in a quote is not the
// writer's.
func (c *converter) leaveOut(s []byte) {
	if c.flags&(quoted|forwarded) != 0 {
		return
	}
	if n := len(c.open); n > 0 && c.open[n-1].tag == atom.Noscript { // tags and all
		s = withoutTags(s)
	}
	if !hasLetters(s) {
		return
	}
	if c.flags&struck != 0 && c.flags&(hidden|invisible|tiny) == 0 {
		keepWords(&c.left.struckWords, s)
	} else {
		keepWords(&c.left.hiddenWords, s)
	}
	const longestPreheader = 600 // some 300 letters of Cyrillic
	switch {
	case c.flags&struck != 0 && c.flags&(hidden|invisible|tiny) == 0:
		c.left.struck = true
	case c.flags&(hidden|invisible|tiny) == 0:
		c.left.hidden, c.pale = true, true
	case c.flags&unsure == 0 && strings.TrimSpace(c.b.String()) == "" && c.teaser+len(s) <= longestPreheader:
		c.teaser += len(s)
		c.left.preheader = true
	default:
		c.left.hidden = true
	}
}

// keepWords adds words to those that were left out, as far as they are kept.
func keepWords(kept *string, s []byte) {
	if room := maxLeftOut/4 - len(*kept); room > 0 {
		*kept += string(wholeLetters(s[:min(len(s), room)])) + " "
	}
}

func withoutTags(s []byte) []byte {
	var out []byte
	for len(s) > 0 {
		before, rest, found := bytes.Cut(s, []byte("<"))
		out = append(out, before...)
		if !found {
			break
		}
		_, s, _ = bytes.Cut(rest, []byte(">"))
	}
	return out
}

// hasLetters: two of them at least, or digits. Mailings pad with blanks nobody sees.
func hasLetters(s []byte) bool {
	n := 0
	for _, r := range string(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if n++; n == 2 {
				return true
			}
		}
	}
	return false
}

func (c *converter) space() {
	if !c.blank && !c.cell && !c.notShown() {
		c.b.WriteByte(' ')
		c.blank = true
	}
}

// lineEnd ends the line if anything stands on it; forced, also if nothing does, but
// never more than one blank line in a row.
func (c *converter) lineEnd(forced bool) {
	if c.flags&(unread|hidden) != 0 || c.lineStart && (!forced || c.empty > 0 || c.b.Len() == 0) {
		return
	}
	if c.lineStart {
		c.empty++
	}
	c.b.WriteByte('\n')
	c.blank, c.lineStart = true, true
}

// mark begins a new range where the origin changes; at the end it closes the last.
func (c *converter) mark(last bool) {
	origin := Own
	switch {
	case c.flags&forwarded != 0:
		origin = Forwarded
	case c.flags&quoted != 0:
		origin = Quoted
	case c.flags&signed != 0:
		origin = Signature
	}
	if c.origin == "" {
		c.origin = origin
	}
	if origin == c.origin && !last {
		return
	}
	if at := c.b.Len(); at > c.start0 {
		c.ranges = append(c.ranges, Range{c.start0, at, c.origin})
		c.start0 = at
	}
	c.origin = origin
}
