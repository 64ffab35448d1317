package message

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxOpen is how many open elements are remembered. Beyond it elements count
	// for nothing but their line ends: the tokenizer needs no tree, and a mail of
	// nested divs costs no more than its length.
	maxOpen = 512
	// maxSearch is how far down an end tag looks for its element.
	maxSearch = 64
)

// What the elements around a text say of it.
const (
	hidden uint8 = 1 << iota
	quoted
	signed
	literal // <pre>: blanks and line ends stand
)

// htmlText turns HTML into text with one line a block, and says which ranges are
// quoted or a signature by their markup. What a browser would not show is left
// out: a mark in an invisible line is nobody's request.
func htmlText(s string) piece {
	c := converter{z: html.NewTokenizer(strings.NewReader(s)), blank: true, lineStart: true}
	c.b.Grow(len(s) / 3)
	for {
		switch c.z.Next() {
		case html.ErrorToken:
			c.mark()
			return piece{text: c.b.String(), ranges: c.ranges, html: true}
		case html.TextToken:
			c.text(string(c.z.Text()))
		case html.StartTagToken:
			c.start(false)
		case html.SelfClosingTagToken:
			c.start(true)
		case html.EndTagToken:
			name, _ := c.z.TagName()
			c.end(atom.Lookup(name))
		}
	}
}

type converter struct {
	z      *html.Tokenizer
	b      strings.Builder
	ranges []Range
	open   []element
	flags  uint8

	blank     bool // the last thing written was a blank or a line end
	lineStart bool // nothing stands on the line yet
	empty     int  // blank lines written in a row
	start0    int  // where the current range begins
	origin    Origin
}

// element is an open element and the flags that hold behind it.
type element struct {
	tag    atom.Atom
	before uint8
	gmail  bool // Gmail's frame around a quote and the answers within it
}

// start handles a start tag.
func (c *converter) start(selfClosing bool) {
	name, hasAttributes := c.z.TagName()
	tag := atom.Lookup(name)
	switch tag {
	case atom.Br:
		c.lineEnd(true)
		return
	case atom.Hr:
		c.lineEnd(false)
		return
	case atom.Td, atom.Th:
		c.space()
	}
	c.closeImplied(tag)
	if isBlock(tag) {
		c.lineEnd(false)
	}
	e := element{tag: tag}
	flags := uint8(0)
	if hasAttributes {
		flags = c.attributes(&e)
	} else if tag == atom.Blockquote {
		flags = quoted
	}
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Iframe, atom.Svg, atom.Noembed, atom.Noframes:
		flags |= hidden
	case atom.Pre:
		flags |= literal
	}
	if isVoid(tag) || selfClosing && tag == 0 || len(c.open) == maxOpen {
		return
	}
	e.before = c.flags
	c.open = append(c.open, e)
	c.flags |= flags
}

// quoteRest makes all that follows a quote: Outlook puts the letter answered behind
// its header, not into it.
func (c *converter) quoteRest() {
	for i := range c.open {
		c.open[i].before |= quoted
	}
	c.flags |= quoted
}

// end handles an end tag: it closes its element and what was left open within.
func (c *converter) end(tag atom.Atom) {
	if isBlock(tag) {
		c.lineEnd(false)
	}
	for i := len(c.open) - 1; i >= 0 && i >= len(c.open)-maxSearch; i-- {
		if c.open[i].tag != tag {
			continue
		}
		c.flags = c.open[i].before
		// Behind a quote within Gmail's frame stands the answer to it.
		if tag == atom.Blockquote && i > 0 && c.open[i-1].gmail {
			c.flags = c.open[i-1].before
		}
		c.open = c.open[:i]
		return
	}
}

// closeImplied closes the element that a new one of its kind ends (HTML §13.1.2.4).
func (c *converter) closeImplied(tag atom.Atom) {
	if len(c.open) == 0 {
		return
	}
	top := c.open[len(c.open)-1]
	switch tag {
	case atom.P, atom.Li, atom.Tr, atom.Td, atom.Th, atom.Option, atom.Dt, atom.Dd:
		if top.tag == tag {
			c.flags = top.before
			c.open = c.open[:len(c.open)-1]
		}
	}
}

// text writes text, runs of blanks as one.
func (c *converter) text(s string) {
	if c.flags&hidden != 0 {
		return
	}
	for _, r := range s {
		switch {
		case r == '\n' && c.flags&literal != 0:
			c.lineEnd(true)
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\u00a0':
			c.space()
		case mustNotShow(r):
		default:
			c.mark()
			c.b.WriteRune(r)
			c.blank, c.lineStart, c.empty = false, false, 0
		}
	}
}

func (c *converter) space() {
	if !c.blank && c.flags&hidden == 0 {
		c.b.WriteByte(' ')
		c.blank = true
	}
}

// lineEnd ends the line if anything stands on it; forced, also if nothing does, but
// never more than one blank line in a row.
func (c *converter) lineEnd(forced bool) {
	if c.flags&hidden != 0 || c.lineStart && (!forced || c.empty > 0 || c.b.Len() == 0) {
		return
	}
	if c.lineStart {
		c.empty++
	}
	c.b.WriteByte('\n')
	c.blank, c.lineStart = true, true
}

// mark begins a new range where the origin changes; at the end it closes the last.
func (c *converter) mark() {
	origin := Own
	switch {
	case c.flags&quoted != 0:
		origin = Quoted
	case c.flags&signed != 0:
		origin = Signature
	}
	if origin == c.origin && c.z.Err() == nil {
		return
	}
	if at := c.b.Len(); at > c.start0 {
		c.ranges = append(c.ranges, Range{c.start0, at, c.origin})
		c.start0 = at
	}
	c.origin = origin
}
