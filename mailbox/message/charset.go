package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// finding says how the charset of a text was found; the worse, the greater.
type finding uint8

const (
	asDeclared finding = iota // or UTF-8, which nothing else looks like
	repaired                  // another than declared, or twice encoded, beyond doubt
	guessed                   // none declared; the letters tell it beyond doubt
	doubtful                  // a guess, or letters were lost: a person must look
)

// decodeText turns bytes of a declared charset into UTF-8. The ladder: bytes that
// are UTF-8 are UTF-8 whatever is declared, for no other charset looks like it by
// chance; then what is declared, unless the letters speak against it; then the
// Cyrillic charset whose letters are the commonest. What was encoded twice is put
// right (mojibake.go).
func decodeText(label string, b []byte) (string, finding) {
	label = foldLabel(label)
	if s, f, ok := decodeUnmarked(label, b); ok {
		return s, f
	}
	if !isStateful(label) {
		if isASCII(b) {
			if label == "" || label == "us-ascii" {
				if s, ok := undeclaredUTF7(b); ok {
					return s, guessed
				}
			}
			return string(b), asDeclared
		}
		if b = trimUTF16Mark(b, &label); label != "utf-16" && utf8.Valid(b) {
			s, twice := undoTwice(string(b))
			switch {
			case twice && strings.Contains(s, "\uFFFD"):
				return s, doubtful
			case twice:
				return s, repaired
			case label == "utf-8" || label == "" || label == "us-ascii":
				return s, asDeclared
			}
			return s, repaired
		}
	}
	s, f := decodeOctets(label, b)
	if t, twice := undoTwice(s); twice {
		return t, max(f, repaired)
	}
	return s, f
}

// decodeOctets decodes what is not UTF-8.
func decodeOctets(label string, b []byte) (string, finding) {
	switch label {
	case "utf-7":
		return decodeUTF7(b)
	case "utf-8":
		// A few octets that went wrong, or letters cut in two: the rest stands.
		if few := invalidOctets(b); few*20 <= len(b) && few < 50 && !punctuatedOnly(b) {
			return strings.ToValidUTF8(string(b), "\uFFFD"), doubtful
		}
		return misnamed(guessCyrillic(b))
	case "":
		return guessCyrillic(b)
	case "us-ascii":
		return misnamed(guessCyrillic(b))
	case "iso-8859-1", "windows-1252": // the default of programs that never asked
		if looksCyrillic(b) {
			return misnamed(guessCyrillic(b))
		}
		return windows1252.decode(b), asDeclared
	}
	if t := cyrillicTable(label); t != nil {
		return decodeCyrillic(t, b)
	}
	enc, err := htmlindex.Get(label)
	switch {
	case label == "utf-16": // RFC 2781 §4.3: big-endian where no mark says otherwise
		enc = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case err != nil || enc == nil || enc == encoding.Replacement:
		s, _ := guessCyrillic(b)
		return s, doubtful
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return misnamed(guessCyrillic(b))
	}
	s := strings.ToValidUTF8(string(out), "\uFFFD")
	if label != "utf-16" && !isStateful(label) {
		if t, f := readsCyrillic(b); t != "" && t != s {
			return t, f
		}
	}
	if strings.ContainsRune(s, '\uFFFD') {
		return s, doubtful
	}
	return s, asDeclared
}

// misnamed is for a charset that was declared and is not the one: a sure guess
// repairs it.
func misnamed(s string, f finding) (string, finding) {
	if f == guessed {
		f = repaired
	}
	return s, f
}

// foldLabel returns one name for the spellings of a charset met in mail: the IANA
// names and aliases of the Cyrillic ones, and what programs write instead.
func foldLabel(label string) string {
	label = strings.Trim(label, " \t\"'")
	if equalFold(label, "utf-8") {
		return "utf-8"
	}
	label = strings.ToLower(label)
	switch label {
	case "utf8", "unicode-1-1-utf-8", "x-utf_8j", "csutf8", "utf_8":
		return "utf-8"
	case "windows-1251", "cp1251", "cp-1251", "win-1251", "win1251", "windows1251", "x-cp1251", "ansi-1251", "cswindows1251", "1251":
		return "windows-1251"
	case "koi8-r", "koi8r", "koi8", "koi8_r", "cskoi8r", "koi-8-r", "koi":
		return "koi8-r"
	case "kz-1048", "kz1048", "kz_1048", "strk1048-2002", "strk1048", "rk1048", "cskz1048":
		return "kz-1048"
	case "pt154", "ptcp154", "csptcp154", "cp154", "cyrillic-asian":
		return "ptcp154"
	case "ibm866", "cp866", "866", "csibm866", "cp-866", "dos-866":
		return "ibm866"
	case "x-mac-cyrillic", "mac-cyrillic", "maccyrillic", "x-mac-ukrainian", "cp10007", "x-maccyrillic":
		return "x-mac-cyrillic"
	case "iso-8859-5", "iso8859-5", "iso_8859-5", "iso-ir-144", "cyrillic", "csisolatincyrillic", "iso_8859-5:1988":
		return "iso-8859-5"
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "unknown-8bit", "x-unknown", "unknown", "_autodetect_all", "default", "x-user-defined", "none":
		return "us-ascii"
	case "iso-8859-1", "iso8859-1", "latin1", "iso_8859-1", "l1":
		return "iso-8859-1"
	case "utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "csutf7", "x-unicode-2-0-utf-7":
		return "utf-7"
	case "utf-16", "utf16", "csutf16", "utf-16be", "unicode":
		return "utf-16"
	}
	return label
}

// isStateful: charsets whose bytes are ASCII or may be taken for UTF-8.
func isStateful(label string) bool {
	return strings.HasPrefix(label, "iso-2022") || strings.HasPrefix(label, "utf-16") || label == "utf-7" || label == "hz-gb-2312"
}

// trimUTF16Mark sees UTF-16 by its byte order mark whatever is declared.
func trimUTF16Mark(b []byte, label *string) []byte {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		if bytes.IndexByte(b, 0) >= 0 { // else it is "яю"
			*label = "utf-16"
		}
	}
	return b
}

func isASCII(b []byte) bool {
	for len(b) >= 8 {
		if (b[0]|b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7])&0x80 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// punctuatedOnly reports whether English text has nothing beyond ASCII but the quotation
// marks, dashes and dots of Windows, each beside ASCII: they stand in the same places in all
// its charsets, so nothing is guessed and nothing lost.
func punctuatedOnly(b []byte) bool {
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		if strings.IndexByte("\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xab\xbb", c) < 0 || i > 0 && b[i-1] >= 0x80 {
			return false
		}
	}
	return true
}

func invalidOctets(b []byte) int {
	n := 0
	for len(b) > 0 {
		i := bytes.IndexFunc(b, func(r rune) bool { return r == utf8.RuneError })
		if i < 0 {
			break
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[i+size:]
	}
	return n
}
