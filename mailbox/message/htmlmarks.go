package message

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"
)

// attributes reads what class, id and style say of an element, and returns the
// state within it.
func (c *converter) attributes(e *element, name []byte, more bool) state {
	s := c.state
	indent := false
	var inline style
	var key, value []byte
	if c.sheet != nil {
		c.match([]byte("*"))
		c.match(name)
	}
	for more {
		key, value, more = c.z.TagAttr()
		if c.sheet != nil {
			c.matchAttribute(key, value)
		}
		switch string(key) {
		case "hidden":
			s.flags |= hidden
		case "style":
			inline = readStyle(value, c.sheet)
			indent = inline.frameless
			e.far = bytes.Contains(value, []byte("40px"))
		case "bgcolor":
			s.paper = readColour(value)
		case "background":
			s.paper = unknown
		case "data-ogsc", "data-ogsb": // Outlook's dark colours stand in for others
			c.anyColour = true
		case "color":
			if e.tag == atom.Font {
				s.ink = readColour(value)
			}
		case "size":
			if e.tag == atom.Font && string(value) == "0" {
				s.flags |= tiny
			}
		case "class":
			for name := range bytes.FieldsSeq(value) {
				c.name(e, &s, name, '.')
			}
		case "data-marker":
			c.name(e, &s, bytes.TrimSpace(value), '=')
		case "id":
			c.name(e, &s, bytes.TrimSpace(value), '#')
		}
	}
	if c.sheet != nil {
		c.applySheet(&s)
	}
	inline.apply(&s)
	if e.tag == atom.Blockquote {
		c.blockquote(e, &s, indent)
	}
	return s
}

// blockquote tells a quote from an indent. Gmail calls the indent of its toolbar a quote by
// its class as well, also with its frame around it, but gives it no border, and nothing
// introduces it.
func (c *converter) blockquote(e *element, s *state, indent bool) {
	if !indent || e.reply && (!e.far || c.introduced()) {
		s.flags |= quoted
		return
	}
	if len(c.open) == 0 || !e.reply {
		return
	}
	if frame := c.open[len(c.open)-1]; frame.gmail && strings.TrimSpace(c.b.String()[frame.start:]) == "" {
		s.flags = s.flags&^quoted | frame.before.flags&quoted
	}
}

// introduced reports whether a line over a quote may stand right above, or Gmail's stood
// anywhere above: what is below that may be older than the letter.
func (c *converter) introduced() bool {
	text := strings.TrimRight(c.b.String(), " \t\n")
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return c.attributed || strings.HasSuffix(line, ":") || strings.HasSuffix(line, ">") || strings.HasSuffix(line, "---") || hasTime(line) || isAnyLabel(line)
}

// name knows what programs call quotes and signatures by class or id; see
// phrases.txt.
func (c *converter) name(e *element, s *state, name []byte, mark byte) {
	var buffer [64]byte
	if len(name) >= len(buffer) {
		return
	}
	buffer[0] = mark
	key := append(buffer[:1], name...)
	if c.sheet != nil {
		c.match(key)
	}
	lower(key)
	key = key[1:]
	p := phrases()
	switch {
	case p.quote[string(key)]:
		gmail := string(key) == "gmail_quote"
		e.gmail = e.gmail || gmail && e.tag == atom.Div
		e.reply = e.reply || gmail && e.tag == atom.Blockquote
		c.attributed = c.attributed || !gmail
		if !gmail || e.tag != atom.Blockquote { // that may be an indent
			s.flags |= quoted
		}
	case p.forward[string(key)]:
		s.flags |= forwarded
	case p.signature[string(key)]:
		s.flags |= signed
	case p.rest[string(key)]:
		c.quoteRest(true)
		s.flags |= quoted
	case p.restEnds[string(key)]:
		c.quoteRest(false)
		s.flags &^= quoted
	}
}

func lower(b []byte) {
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Tr, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre, atom.Section,
		atom.Article, atom.Header, atom.Footer, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Dd,
		atom.Dl, atom.Center, atom.Address, atom.Form, atom.Fieldset, atom.Body, atom.Caption, atom.Main, atom.Option,
		atom.Aside, atom.Figure, atom.Figcaption, atom.Legend, atom.Details, atom.Summary, atom.Tbody, atom.Thead:
		return true
	}
	return false
}

// isParagraph reports whether an element is a block that may be all of a cell.
func isParagraph(tag atom.Atom) bool { return tag == atom.P || tag == atom.Div || tag == atom.Center }

func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Img, atom.Input, atom.Meta, atom.Link, atom.Base, atom.Col, atom.Area, atom.Embed, atom.Source, atom.Wbr, atom.Param, atom.Track, atom.Hr, atom.Br:
		return true
	}
	return false
}
