package message

import "bytes"

// cutUuencoded finds the files uuencoded within a text (POSIX, uuencode): "begin",
// a mode of three digits and a name, lines that begin with their length, "end". It
// returns the text without them, and their names. A block without an end is taken
// as far as its lines are such.
func cutUuencoded(b []byte) (rest []byte, names [][]byte) {
	for from := 0; ; {
		at := indexBegin(b, from)
		if at < 0 {
			break
		}
		name, size := uuBlock(b[at:])
		if size == 0 {
			from = at + 1
			continue
		}
		rest = append(rest, b[:at]...)
		names = append(names, name)
		b, from = b[at+size:], 0
	}
	if names == nil {
		return b, nil
	}
	return append(rest, b...), names
}

// indexBegin finds "begin " at the start of a line.
func indexBegin(b []byte, from int) int {
	begin := []byte("begin ")
	for {
		n := bytes.Index(b[from:], begin)
		if n < 0 {
			return -1
		}
		if at := from + n; at == 0 || b[at-1] == '\n' {
			return at
		}
		from += n + 1
	}
}

// uuBlock reads a block at the start of b and returns how long it is, 0 if there is
// none.
func uuBlock(b []byte) (name []byte, size int) {
	line, rest := nextLine(b)
	mode, name, ok := bytes.Cut(line[len("begin "):], []byte(" "))
	if !ok || len(mode) < 3 || len(mode) > 4 || len(name) == 0 || len(name) > 255 {
		return nil, 0
	}
	for _, c := range mode {
		if c < '0' || c > '7' {
			return nil, 0
		}
	}
	for n := 0; ; n++ {
		line, next := nextLine(rest)
		if n > 0 && string(bytes.TrimRight(line, " \t")) == "end" {
			return name, len(b) - len(next)
		}
		if len(rest) == 0 || uuLength(line) < 0 {
			if n == 0 {
				return nil, 0
			}
			return name, len(b) - len(rest)
		}
		rest = next
	}
}

// uuLength returns how many octets a line encodes, -1 if it is no such line. Blanks
// at its end may have been lost on the way, a character too many is let pass.
func uuLength(line []byte) int {
	if len(line) == 0 || line[0] < ' ' || line[0] > '`' {
		return -1
	}
	n := int(line[0]-' ') & 63
	want := (n + 2) / 3 * 4
	if have := len(line) - 1; have > want+2 || n > 0 && have == 0 {
		return -1
	}
	for _, c := range line {
		if c < ' ' || c > '`' {
			return -1
		}
	}
	return n
}

// uudecode decodes the first block in b; nil if there is none.
func uudecode(b []byte, limit int) []byte {
	at := indexBegin(b, 0)
	if at < 0 {
		return nil
	}
	_, size := uuBlock(b[at:])
	if size == 0 {
		return nil
	}
	_, block := nextLine(b[at : at+size])
	out := make([]byte, 0, min(len(block), limit))
	for len(block) > 0 && len(out) < limit {
		var line []byte
		line, block = nextLine(block)
		n := uuLength(line)
		if n < 0 || string(line) == "end" {
			break
		}
		out = appendUuline(out, line[1:], n)
	}
	return out
}

// appendUuline decodes one line of n octets.
func appendUuline(out, line []byte, n int) []byte {
	value := func(i int) byte {
		if i >= len(line) {
			return 0
		}
		return (line[i] - ' ') & 63
	}
	for i := 0; n > 0; i += 4 {
		a, b, c, d := value(i), value(i+1), value(i+2), value(i+3)
		group := [3]byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}
		k := min(n, 3)
		out = append(out, group[:k]...)
		n -= k
	}
	return out
}
