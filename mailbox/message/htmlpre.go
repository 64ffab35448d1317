package message

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// Where the ends of lines in the source stand (<pre>, and "white-space: pre-wrap", which
// some programs say of the whole letter), those that only lay out the source of a table
// must not part a label from the value in the next cell.

// inSource cuts off s what lays out the source of a table, and reports whether the words
// that follow in the cell begin a line.
func (c *converter) inSource(s []byte) (text []byte, held bool) {
	if c.flags&literal == 0 || bytes.IndexByte(s, '\n') < 0 {
		return s, false
	}
	if n := len(c.open); n > 0 && isFrameOfCells(c.open[n-1].tag) && len(bytes.TrimSpace(s)) == 0 {
		return nil, false
	}
	if !c.inCell() {
		return s, false
	}
	if c.fresh {
		s = bytes.TrimLeft(s, " \t\r\n")
	}
	text = bytes.TrimRight(s, " \t\r\n")
	if bytes.IndexByte(s[len(text):], '\n') < 0 {
		return s, false
	}
	return text, len(text) > 0 || !c.fresh
}

// isFrameOfCells: text in such an element, but not in a cell, is not shown there.
func isFrameOfCells(tag atom.Atom) bool {
	switch tag {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Colgroup, atom.Ul, atom.Ol:
		return true
	}
	return false
}
