package message

import "bytes"

// Custom properties (CSS Custom Properties 1): "--c:#fff" gives a value a name, and
// "color:var(--c)" uses it. Where a name is given more than one value, which of them holds
// is not looked into, and it is as unknown as one that is given none.

const maxVars = 100

// readVars collects the custom properties of a sheet.
func (sheet *styleSheet) readVars(b []byte) *styleSheet {
	for {
		at := bytes.Index(b, []byte("--"))
		if at < 0 {
			return sheet
		}
		b = b[at:]
		name := b[:varName(b)]
		b = b[max(len(name), 2):]
		rest := bytes.TrimLeft(b, " \t\r\n")
		if len(name) <= 2 || len(rest) == 0 || rest[0] != ':' {
			continue
		}
		if sheet == nil {
			sheet = newStyleSheet()
		}
		const longest = 100
		value := rest[1:min(len(rest), longest)]
		if end := bytes.IndexAny(value, ";}"); end >= 0 {
			value = value[:end]
		}
		sheet.setVar(string(name), bytes.TrimSpace(value))
	}
}

func (sheet *styleSheet) setVar(name string, value []byte) {
	if old, ok := sheet.vars[name]; ok && !bytes.Equal(old, value) {
		value = nil
	}
	if len(sheet.vars) < maxVars {
		sheet.vars[name] = bytes.Clone(value)
	}
}

// varName returns the length of the name that b begins with.
func varName(b []byte) int {
	const longest = 60
	for i, c := range b[:min(len(b), longest)] {
		if !isLetter(c) && c != '-' && c != '_' && (c < '0' || c > '9') {
			return i
		}
	}
	return 0
}

// resolve puts the values of custom properties into a value; one of which none is known
// stays, and means nothing.
func (sheet *styleSheet) resolve(value []byte) []byte {
	if sheet == nil || !bytes.Contains(value, []byte("var(")) {
		return value
	}
	for range 3 { // one may name another
		before, rest, found := bytes.Cut(value, []byte("var("))
		inner, behind, closed := bytes.Cut(rest, []byte(")"))
		if !found || !closed {
			break
		}
		name, _, _ := bytes.Cut(inner, []byte(","))
		known := sheet.vars[string(bytes.TrimSpace(name))]
		if len(known) == 0 {
			break
		}
		value = bytes.Join([][]byte{before, known, behind}, nil)
	}
	return value
}
