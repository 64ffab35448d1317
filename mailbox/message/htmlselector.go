package message

import "strings"

// compound is a part of a selector between blanks: "td", "p.x", "[lang=ru]" (CSS
// Selectors 3 §4).
type compound struct {
	names  []string // its simple selectors: "p", ".x"
	join   byte     // what stands behind it: ' ', '>', '+', '~'; 0 at the end
	partly bool     // there is more, which is not understood
}

// readSelector splits a selector into its parts; false if it is none for text as it is
// first shown, such as "a:hover" and "p::before".
func readSelector(s string) (parts []compound, ok bool) {
	const longest, most = 160, 12
	if len(s) > longest || strings.ContainsAny(s, "\\<") {
		return nil, false
	}
	for s != "" {
		var part compound
		end := partEnd(s)
		if part.names, part.partly, ok = readCompound(s[:end]); !ok || len(parts) == most {
			return nil, false
		}
		rest := strings.TrimLeft(s[end:], " \t\r\n")
		if rest != "" {
			part.join = ' '
			if strings.IndexByte(">+~", rest[0]) >= 0 {
				part.join, rest = rest[0], strings.TrimLeft(rest[1:], " \t\r\n")
			}
		}
		parts, s = append(parts, part), rest
	}
	return parts, len(parts) > 0 && parts[len(parts)-1].join < '+'
}

// partEnd finds the blank or sign behind the first part of a selector.
func partEnd(s string) int {
	within := 0
	for i := range len(s) {
		switch s[i] {
		case '[', '(':
			within++
		case ']', ')':
			within--
		case ' ', '\t', '\r', '\n', '>', '+', '~':
			if within == 0 {
				return i
			}
		}
	}
	return len(s)
}

// readCompound splits "p.x#y[z]:first-child" into its simple selectors, the weightiest
// last.
func readCompound(s string) (names []string, partly, ok bool) {
	for s != "" {
		end := len(s)
		if n := strings.IndexAny(s[1:], ".#[:"); n >= 0 {
			end = n + 1
		}
		switch s[0] {
		case '[':
			if end = strings.IndexByte(s, ']') + 1; end == 0 {
				return nil, false, false
			}
		case ':':
			if !isStructural(s[1:end]) {
				return nil, false, false
			}
			partly = partly || s[:end] != ":root"
			if close := strings.LastIndexByte(s, ')') + 1; close > 0 { // ":not(.x)"
				end = max(end, close)
			}
		}
		switch name := s[:end]; {
		case name == ":root":
			names = append(names, "html")
		case s[0] == ':' || len(name) < 2 && s[0] != '*' && !isLetter(s[0]):
		case strings.IndexByte(".#[", s[0]) >= 0:
			names = append(names, name)
		default:
			names = append(names, strings.ToLower(name))
		}
		s = s[end:]
	}
	if len(names) == 0 {
		names = []string{"*"}
	}
	return names, partly, true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isStructural: a pseudo-class that tells where an element stands, and not what somebody
// does with it.
func isStructural(name string) bool {
	for _, s := range [...]string{"root", "first-", "last-", "nth-", "only-", "not(", "is(", "where(", "empty"} {
		if strings.HasPrefix(name, s) {
			return true
		}
	}
	return false
}
