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
	unread    uint16 = 1 << iota // no text: a script, a title
	hidden                       // not displayed
	invisible                    // displayed, but not painted; may be undone within
	tiny                         // letters of no size; may be undone within
	quoted
	forwarded
	signed
	literal // <pre>, or such a style: line ends stand
	struck  // crossed out: the writer's words no more
	unsure  // hidden by a rule that is understood in part
)

// htmlText turns HTML into text with one line a block, and says which ranges are
// quoted, forwarded or a signature by their markup. What a browser would not show
// is left out, since a mark in an invisible line is nobody's request; left says what
// was of the writer's words. Where nothing would be left but words in the colour of
// their background they are kept: somebody wrote them.
func htmlText(s string) (p piece, left leftOut) {
	c := newConverter(s)
	c.run()
	blank := strings.TrimSpace(c.b.String()) == ""
	if c.pale && blank {
		c = newConverter(s)
		c.anyColour = true
		c.run()
		c.left.hidden = true
	}
	if blank && c.left.preheader {
		c.left.hidden, c.left.preheader = true, false
	}
	return piece{text: c.b.String(), ranges: c.ranges, kind: "text/html"}, c.left
}

// leftOut is what of an HTML text was left out.
type leftOut struct {
	hidden    bool // words a browser would not show
	preheader bool // such words over a mailing, for the list of letters to show
	struck    bool // words crossed out

	hiddenWords, struckWords string // their beginning
}

func newConverter(s string) *converter {
	c := &converter{z: html.NewTokenizer(strings.NewReader(s)), blank: true, lineStart: true}
	c.ink, c.paper = black, white
	c.b.Grow(len(s) / 3)
	return c
}

type converter struct {
	z      *html.Tokenizer
	b      strings.Builder
	ranges []Range
	open   []element
	sheet  *styleSheet
	seen   uint64 // selectors that elements so far are, see styleSheet
	state

	blank     bool // the last thing written was a blank or a line end
	lineStart bool // nothing stands on the line yet
	cell      bool // the border of a cell stands before the next word
	fresh     bool // nothing stands in the cell yet
	held      bool // a paragraph of a cell has ended: the next word of it begins a line
	empty     int  // blank lines written in a row
	start0    int  // where the current range begins
	origin    Origin

	attributed bool // an element that stands over or around a quote was seen
	anyColour  bool // the colour of text hides nothing
	left       leftOut
	pale       bool // words were left out for their colour
	teaser     int  // octets hidden before the first word that is shown
	matched    matching
}

// state is what holds for the text where the converter stands.
type state struct {
	flags      uint16
	ink, paper colour
	around     uint64 // selectors that the elements around are
}

// element is an open element and the state that holds behind it.
type element struct {
	tag    atom.Atom
	before state
	gmail  bool // Gmail's frame around a quote and the answers within it
	reply  bool // Gmail's quote, or its indent
	far    bool // as far to the right as that indent
	start  int  // octets written before it
}

func (c *converter) run() {
	for {
		switch c.z.Next() {
		case html.ErrorToken:
			c.mark(true)
			return
		case html.TextToken:
			c.text(c.z.Text())
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

// start handles a start tag.
func (c *converter) start(selfClosing bool) {
	name, hasAttributes := c.z.TagName()
	tag := atom.Lookup(name)
	switch tag {
	case atom.Br:
		c.paragraphEnd()
		c.lineEnd(true)
		return
	case atom.Hr:
		c.lineEnd(false)
		c.rulerTag(name, hasAttributes)
		return
	case atom.Td, atom.Th:
		c.cell, c.fresh, c.held = !c.lineStart, true, false
	}
	c.closeImplied(tag)
	if isBlock(tag) && !(c.fresh && isParagraph(tag)) {
		c.held = false
		c.lineEnd(false)
	}
	e := element{tag: tag, start: c.b.Len()}
	after := c.state
	if hasAttributes || c.sheet != nil {
		after = c.attributes(&e, name, hasAttributes)
	} else if tag == atom.Blockquote {
		after.flags |= quoted
	}
	switch tag {
	case atom.S, atom.Del, atom.Strike:
		after.flags |= struck
	case atom.Textarea, atom.Select, atom.Option, atom.Datalist, atom.Noscript, atom.Template:
		after.flags |= hidden
	case atom.Script, atom.Style, atom.Title, atom.Iframe, atom.Svg, atom.Noembed, atom.Noframes, atom.Object, atom.Audio, atom.Video:
		after.flags |= unread
	case atom.Pre:
		after.flags |= literal
	}
	if isVoid(tag) || selfClosing && tag == 0 || len(c.open) == maxOpen {
		return
	}
	e.before = c.state
	c.open = append(c.open, e)
	c.state = after
}

// rulerTag reads the id of a ruler: some begin a quote.
func (c *converter) rulerTag(name []byte, hasAttributes bool) {
	if hasAttributes {
		c.attributes(&element{tag: atom.Hr}, name, true)
	}
}

// quoteRest makes all that follows a quote, or ends that.
func (c *converter) quoteRest(yes bool) {
	put := func(flags *uint16) {
		*flags &^= quoted
		if yes {
			*flags |= quoted
		}
	}
	for i := range c.open {
		put(&c.open[i].before.flags)
	}
	put(&c.flags)
}

// end handles an end tag: it closes its element and what was left open within.
func (c *converter) end(tag atom.Atom) {
	switch {
	case tag == atom.Td || tag == atom.Th:
		c.cell, c.fresh, c.held = !c.lineStart, false, false
	case isParagraph(tag) && c.inCell():
		c.held = c.held || !c.fresh
	case isBlock(tag):
		c.fresh, c.held = false, false
		c.lineEnd(false)
	}
	for i := len(c.open) - 1; i >= 0 && i >= len(c.open)-maxSearch; i-- {
		if c.open[i].tag != tag {
			continue
		}
		c.state = c.open[i].before
		// Behind a quote within Gmail's frame stands the answer to it.
		if tag == atom.Blockquote && i > 0 && c.open[i-1].gmail {
			c.state = c.open[i-1].before
		}
		c.open = c.open[:i]
		return
	}
}

// inCell reports whether the innermost table that is open has an open cell: Outlook and
// others put a paragraph into each.
func (c *converter) inCell() bool {
	for i := len(c.open) - 1; i >= 0 && i >= len(c.open)-maxSearch; i-- {
		switch c.open[i].tag {
		case atom.Td, atom.Th:
			return true
		case atom.Table:
			return false
		}
	}
	return false
}

// paragraphEnd ends the line of a paragraph of a cell once more follows in that.
func (c *converter) paragraphEnd() {
	if c.held {
		c.held = false
		c.lineEnd(false)
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
			c.state = top.before
			c.open = c.open[:len(c.open)-1]
		}
	}
}
