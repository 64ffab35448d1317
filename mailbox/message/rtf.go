package message

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
)

// rtfDictionary is what compressed RTF takes for granted ([MS-OXRTFCP] §2.1.2.1).
const rtfDictionary = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` +
	"\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

// inflateRTF undoes the compression of RTF in a winmail.dat ([MS-OXRTFCP]), at most
// limit octets of it.
func inflateRTF(b []byte, limit int) ([]byte, bool) {
	if len(b) < 16 {
		return nil, false
	}
	kind := string(b[8:12])
	size := min(int(binary.LittleEndian.Uint32(b[4:])), limit)
	b = b[16:]
	switch kind {
	case "MELA": // not compressed
		return b[:min(len(b), size)], true
	case "LZFu":
	default:
		return nil, false
	}
	var window [4096]byte
	write := copy(window[:], rtfDictionary)
	out := make([]byte, 0, min(size, 8*len(b)))
	put := func(c byte) {
		out = append(out, c)
		window[write] = c
		write = (write + 1) % len(window)
	}
	for len(b) > 1 && len(out) < size {
		flags := b[0]
		b = b[1:]
		for bit := 0; bit < 8 && len(b) > 0 && len(out) < size; bit++ {
			if flags>>bit&1 == 0 {
				put(b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 {
				return out, true
			}
			reference := int(binary.BigEndian.Uint16(b))
			b = b[2:]
			from := reference >> 4
			if from == write { // the end
				return out, true
			}
			for range reference&15 + 2 {
				put(window[from])
				from = (from + 1) % len(window)
			}
		}
	}
	return out, true
}

// rtfText returns the text of RTF: what stands in no table of fonts, colours or
// styles, with line ends for paragraphs.
func rtfText(b []byte) (string, finding) {
	r := rtfReader{b: b, page: "windows-1252"}
	r.run()
	r.flush()
	return r.out.String(), r.found
}

type rtfReader struct {
	b      []byte
	at     int
	page   string // charset of octets
	data   []byte // octets not yet decoded
	units  []uint16
	out    strings.Builder
	found  finding
	stack  []rtfGroup
	group  rtfGroup
	escape int // characters to leave out behind a Unicode one
}

type rtfGroup struct {
	skip   bool
	spared int // \uc: how many characters stand in for a Unicode one
}

func (r *rtfReader) run() {
	r.group.spared = 1
	for r.at < len(r.b) {
		c := r.b[r.at]
		r.at++
		switch c {
		case '{':
			const deepest = 1000
			if len(r.stack) < deepest {
				r.stack = append(r.stack, r.group)
			}
		case '}':
			if n := len(r.stack); n > 0 {
				r.group = r.stack[n-1]
				r.stack = r.stack[:n-1]
			}
		case '\\':
			r.control()
		case '\r', '\n':
		default:
			r.octet(c)
		}
	}
}

// octet takes one octet of text.
func (r *rtfReader) octet(c byte) {
	if r.escape > 0 {
		r.escape--
		return
	}
	if r.group.skip {
		return
	}
	if len(r.units) > 0 {
		r.flush()
	}
	r.data = append(r.data, c)
}

func (r *rtfReader) flush() {
	if len(r.units) > 0 {
		r.out.WriteString(string(utf16.Decode(r.units)))
		r.units = r.units[:0]
	}
	if len(r.data) > 0 {
		s, found := decodeText(r.page, r.data)
		r.out.WriteString(s)
		r.found = max(r.found, found)
		r.data = r.data[:0]
	}
}

func (r *rtfReader) control() {
	if r.at == len(r.b) {
		return
	}
	c := r.b[r.at]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.at++
		r.symbol(c)
		return
	}
	start := r.at
	for r.at < len(r.b) && r.b[r.at]|0x20 >= 'a' && r.b[r.at]|0x20 <= 'z' {
		r.at++
	}
	word := string(r.b[start:r.at])
	start = r.at
	for r.at < len(r.b) && (r.b[r.at] >= '0' && r.b[r.at] <= '9' || r.b[r.at] == '-' && r.at == start) {
		r.at++
	}
	number, err := strconv.Atoi(string(r.b[start:r.at]))
	if err != nil {
		number = -1
	}
	if r.at < len(r.b) && r.b[r.at] == ' ' {
		r.at++
	}
	r.word(word, number)
}

// symbol is a control of one character that is no letter.
func (r *rtfReader) symbol(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.b) {
			if v, ok := hexByte(r.b[r.at], r.b[r.at+1]); ok {
				r.at += 2
				r.octet(v)
			}
		}
	case '*': // a group that not everybody knows
		r.group.skip = true
	case '~':
		r.octet(' ')
	case '\\', '{', '}':
		r.octet(c)
	case '\r', '\n':
		r.octet('\n')
	}
}

func (r *rtfReader) word(word string, number int) {
	switch word {
	case "par", "line", "row", "sect", "page":
		r.octet('\n')
	case "tab":
		r.octet(' ')
	case "cell": // two numbers in a row are two
		r.octet('\t')
	case "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "filetbl", "listtable":
		r.group.skip = true
	case "htmlrtf": // stands in for HTML that says the same ([MS-OXRTFEX] §2.1.3.1)
		r.group.skip = number != 0
	case "ansicpg":
		r.page = "windows-" + strconv.Itoa(number)
	case "uc":
		r.group.spared = max(number, 0)
	case "u":
		if r.group.skip || r.escape > 0 {
			return
		}
		if len(r.data) > 0 {
			r.flush()
		}
		r.units = append(r.units, uint16(number))
		r.escape = r.group.spared
	}
}
