package message

import (
	"bytes"
	"strings"
)

// styleSheet is what the style elements of a mail say that decides whether text is seen
// (CSS 2.1 §5, §6.4). A browser would look for each rule among all elements; here each
// element asks for its own tag, classes, id and attributes.
type styleSheet struct {
	keys  map[string]*sheetKey
	vars  map[string][]byte // custom properties, see htmlvars.go
	rules int
	bits  int
	tests int
}

// maxRules bounds how many rules are kept, those that hide nothing apart.
const maxRules = 500

// read adds the rules of one style element. Rules for some screens or for paper only
// (@media) are passed over.
func (sheet *styleSheet) read(b []byte) *styleSheet {
	b = withoutComments(b)
	sheet = sheet.readVars(b)
	for len(b) > 0 {
		open := bytes.IndexByte(b, '{')
		if open < 0 {
			break
		}
		selectors := bytes.TrimLeft(b[:open], "} \t\r\n") // the end of a block that holds
		if bytes.HasPrefix(selectors, []byte("@")) {
			switch semicolon := bytes.IndexByte(b[:open], ';'); {
			case semicolon >= 0: // @import
				b = b[semicolon+1:]
			case blockHolds(selectors):
				b = b[open+1:]
			default:
				b = afterBlock(b[open:])
			}
			continue
		}
		end := bytes.IndexByte(b[open:], '}')
		if end < 0 {
			end = len(b) - open
		}
		if d := readStyle(b[open+1:open+end], sheet); d != (style{}) {
			sheet = sheet.add(selectors, d)
		}
		b = b[min(len(b), open+end+1):]
	}
	return sheet
}

// blockHolds reports whether the rules within "@media all", "@supports (…)" or "@layer x"
// hold on every screen.
func blockHolds(prelude []byte) bool {
	fields := strings.Fields(strings.ToLower(string(prelude[:min(len(prelude), maxStyle)])))
	name, rest := fields[0], fields[1:]
	if at := strings.IndexByte(name, '('); at > 0 { // "@supports(…)"
		name, rest = name[:at], append([]string{name[at:]}, rest...)
	}
	switch name {
	case "@layer":
		return true
	case "@supports":
		return len(rest) > 0 && !strings.HasPrefix(rest[0], "not")
	case "@media":
		for query := range strings.SplitSeq(strings.Join(rest, " "), ",") {
			if query = strings.TrimPrefix(strings.TrimSpace(query), "only "); query == "all" || query == "screen" || query == "" || query == "not print" {
				return true
			}
		}
	}
	return false
}

// add keeps a style for each of selectors.
func (sheet *styleSheet) add(selectors []byte, d style) *styleSheet {
	if sheet == nil {
		sheet = newStyleSheet()
	}
	for s := range bytes.SplitSeq(selectors, []byte(",")) {
		parts, ok := readSelector(string(bytes.TrimSpace(s)))
		if !ok || sheet.rules >= maxRules {
			continue
		}
		sheet.rules++
		sheet.keep(parts, d)
	}
	return sheet
}

func newStyleSheet() *styleSheet {
	return &styleSheet{keys: map[string]*sheetKey{}, vars: map[string][]byte{}}
}

// afterBlock returns what follows the braces b begins with.
func afterBlock(b []byte) []byte {
	depth := 0
	for i, c := range b {
		switch c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return b[i+1:]
			}
		}
	}
	return nil
}

// withoutComments takes out "/* … */", and what hides a sheet from old browsers.
func withoutComments(b []byte) []byte {
	b = bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<!--"))
	if !bytes.Contains(b, []byte("/*")) {
		return b
	}
	out := make([]byte, 0, len(b))
	for {
		before, rest, found := bytes.Cut(b, []byte("/*"))
		out = append(out, before...)
		if !found {
			return out
		}
		if _, b, found = bytes.Cut(rest, []byte("*/")); !found {
			return out
		}
	}
}
