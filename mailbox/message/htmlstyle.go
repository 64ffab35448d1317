package message

import (
	"bytes"
	"slices"
	"strconv"
)

// style is what declarations (CSS) say that decides whether text is seen.
type style struct {
	set, clear uint16 // flags
	ink, paper colour
	inked      bool // ink was said
	papered    bool
	frameless  bool // an indent, as Gmail and Outlook make it, and no quote
}

func (d *style) apply(s *state) {
	s.flags = s.flags&^d.clear | d.set
	if d.inked {
		s.ink = d.ink
	}
	if d.papered {
		s.paper = d.paper
	}
}

// maxStyle is how much of a style attribute is read, in octets.
const maxStyle = 2 << 10

// readStyle reads declarations: "display:none; color:#fff". The last one counts. sheet
// knows custom properties.
func readStyle(b []byte, sheet *styleSheet) style {
	var d declarations
	b = b[:min(len(b), maxStyle)]
	for len(b) > 0 {
		declaration := b
		if end := bytes.IndexByte(b, ';'); end >= 0 {
			declaration, b = b[:end], b[end+1:]
		} else {
			b = nil
		}
		colon := bytes.IndexByte(declaration, ':')
		if colon < 0 {
			continue
		}
		name, value := bytes.TrimSpace(declaration[:colon]), bytes.TrimSpace(declaration[colon+1:])
		value = sheet.resolve(value)
		const longestName, longestValue = 24, 160
		if len(name) > longestName || len(value) > longestValue {
			continue
		}
		var buffer [longestName]byte
		key := append(buffer[:0], name...)
		lower(key)
		d.visibility(key, value)
		d.looks(key, value)
	}
	if d.clipped && d.empty {
		d.set |= hidden
	}
	d.frameless = d.unframed && !d.bordered
	return d.style
}

// declarations is what was read of a style so far.
type declarations struct {
	style
	clipped, empty     bool // overflow:hidden; no height or width
	unframed, bordered bool
}

// visibility reads what says whether and where a text is displayed.
func (d *declarations) visibility(name, value []byte) {
	switch string(name) {
	case "display":
		d.put(hidden, is(value, "none"))
	case "mso-hide":
		d.put(hidden, is(value, "all"))
	case "visibility":
		d.put(invisible, is(value, "hidden") || is(value, "collapse"))
	case "opacity":
		if size, ok := number(value); ok && size < 0.05 {
			d.set |= hidden
		}
	case "font-size":
		d.put(tiny, isTiny(value))
	case "font":
		if size := sizeOfFont(value); size != nil {
			d.put(tiny, isTiny(size))
		}
	case "white-space", "white-space-collapse":
		d.put(literal, keepsLines(value))
	case "transform":
		if at := bytes.Index(value, []byte("scale")); at >= 0 {
			_, factor, _ := bytes.Cut(value[at:], []byte("("))
			if size, ok := number(bytes.TrimSpace(factor)); ok && size < 0.05 {
				d.set |= hidden
			}
		}
	case "clip", "clip-path":
		if clipsAll(value) {
			d.set |= hidden
		}
	case "text-decoration", "text-decoration-line":
		if bytes.Contains(bytes.ToLower(value), []byte("line-through")) {
			d.set |= struck
		}
	case "overflow":
		d.clipped = is(value, "hidden") || is(value, "clip")
	case "height", "max-height", "width", "max-width":
		size, ok := number(value)
		d.empty = d.empty || ok && size == 0
	case "text-indent", "left", "top", "margin-left":
		if size, ok := number(value); ok && size <= -900 {
			d.set |= hidden
		}
	}
}

// looks reads colours, and the frame that tells an indent from a quote.
func (d *declarations) looks(name, value []byte) {
	switch string(name) {
	case "color":
		if c := readColour(value); c != inherited {
			d.ink, d.inked = c, true
		}
	case "background-color", "background":
		if c := readColour(value); c != inherited && c != seeThrough {
			d.paper, d.papered = c, true
		}
	case "background-image":
		if !is(value, "none") {
			d.paper, d.papered = unknown, true
		}
	case "border", "border-width", "border-style":
		d.unframed = bytes.HasPrefix(value, []byte("none")) || is(value, "0") || is(value, "0px")
	case "border-left":
		d.bordered = !is(value, "none") && !is(value, "0")
	}
}

// keepsLines: the ends of lines in the source stand, as in <pre> (CSS 2.1 §16.6).
func keepsLines(value []byte) bool {
	return slices.ContainsFunc([]string{"pre", "pre-wrap", "pre-line", "break-spaces", "preserve", "preserve-breaks"},
		func(word string) bool { return is(value, word) })
}

func (d *style) put(flag uint16, yes bool) {
	d.set &^= flag
	d.clear &^= flag
	if yes {
		d.set |= flag
	} else if flag != hidden { // what is displayed within what is not stays hidden
		d.clear |= flag
	}
}

// is compares a value without case, "!important" aside.
func is(value []byte, word string) bool {
	if mark := bytes.IndexByte(value, '!'); mark >= 0 {
		value = bytes.TrimSpace(value[:mark])
	}
	return len(value) == len(word) && equalFold(string(value), word)
}

// number reads the number a value begins with, whatever its unit.
func number(value []byte) (float64, bool) {
	end := 0
	for end < len(value) && (value[end] >= '0' && value[end] <= '9' || value[end] == '.' || value[end] == '-' && end == 0) {
		end++
	}
	f, err := strconv.ParseFloat(string(value[:end]), 64)
	return f, err == nil
}

// clipsAll: nothing is left of what is cut out: "rect(0,0,0,0)", "inset(50%)".
func clipsAll(value []byte) bool {
	shape, sizes, _ := bytes.Cut(bytes.ToLower(value), []byte("("))
	sizes, _, _ = bytes.Cut(sizes, []byte(")"))
	fields := bytes.FieldsFunc(sizes, func(r rune) bool { return r == ',' || r == ' ' })
	if len(fields) == 0 {
		return false
	}
	for _, f := range fields {
		size, ok := number(f)
		switch {
		case !ok:
			return false
		case string(shape) == "inset" && (size < 50 || !bytes.HasSuffix(f, []byte("%"))):
			return false
		case string(shape) == "rect" && size > 1:
			return false
		case string(shape) == "circle":
			return size == 0
		}
	}
	return string(shape) == "rect" || string(shape) == "inset"
}

// isTiny: letters of such a size are not to be read.
func isTiny(size []byte) bool {
	if inner, ok := bytes.CutPrefix(size, []byte("calc(")); ok && bytes.IndexByte(inner, ' ') < 0 {
		size = bytes.TrimSuffix(inner, []byte(")"))
	}
	n, ok := number(size)
	return ok && (n < 0.2 || n <= 1 && !relative(size))
}

// sizeOfFont returns the size within "italic 700 0px/1.2 Arial" (CSS 2.1 §15.8): the first
// number that is no weight, for nothing but 0 may be a size without a unit.
func sizeOfFont(value []byte) []byte {
	for word := range bytes.FieldsSeq(value) {
		size, _, _ := bytes.Cut(word, []byte("/"))
		n, ok := number(size)
		if ok && (n == 0 || size[len(size)-1] > '9' || size[len(size)-1] == '%') {
			return size
		}
	}
	return nil
}

// relative: a size in terms of that around it, of which 1 is the whole.
func relative(value []byte) bool {
	return bytes.HasSuffix(value, []byte("em")) || bytes.HasSuffix(value, []byte("rem"))
}
