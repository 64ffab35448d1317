package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// decodeText turns bytes of a declared charset into UTF-8. The ladder: bytes that
// are UTF-8 are UTF-8 whatever is declared, for no other charset looks like it by
// chance; then what is declared; then windows-1251 or KOI8-R by their letters. It
// reports false where it guessed or lost letters.
func decodeText(label string, b []byte) (string, bool) {
	label = foldLabel(label)
	if !isStateful(label) && utf8.Valid(b) {
		return string(b), true
	}
	switch label {
	case "windows-1251":
		return decodeWindows1251(b), true
	case "kz-1048":
		return decodeBytes(b, kz1048), true
	case "ptcp154":
		return decodeBytes(b, ptcp154), true
	case "koi8-r":
		return decodeBytes(b, charmap.KOI8R.DecodeByte), true
	case "utf-8":
		if few := invalidBytes(b); few*20 <= len(b) && few < 50 {
			return strings.ToValidUTF8(string(b), "\uFFFD"), false
		}
		return guessCyrillic(b), false
	case "", "us-ascii":
		if looksCyrillic(b) {
			return guessCyrillic(b), false
		}
		return decodeBytes(b, charmap.Windows1252.DecodeByte), false
	case "iso-8859-1", "windows-1252": // the default of programs that never asked
		if looksCyrillic(b) {
			return guessCyrillic(b), false
		}
		return decodeBytes(b, charmap.Windows1252.DecodeByte), true
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == nil || enc == encoding.Replacement {
		return guessCyrillic(b), false
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return guessCyrillic(b), false
	}
	s := strings.ToValidUTF8(string(out), "\uFFFD")
	return s, !strings.ContainsRune(s, '\uFFFD')
}

// foldLabel returns one name for the spellings of a charset met in mail.
func foldLabel(label string) string {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	switch label {
	case "utf8", "utf-8", "unicode-1-1-utf-8", "x-utf_8j":
		return "utf-8"
	case "windows-1251", "cp1251", "cp-1251", "win-1251", "win1251", "windows1251", "x-cp1251", "ansi-1251":
		return "windows-1251"
	case "koi8-r", "koi8r", "koi8", "koi8_r", "cskoi8r", "koi-8-r":
		return "koi8-r"
	case "kz-1048", "kz1048", "kz_1048", "strk1048-2002", "rk1048", "cskz1048":
		return "kz-1048"
	case "pt154", "ptcp154", "csptcp154", "cp154", "cyrillic-asian":
		return "ptcp154"
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso-ir-6", "unknown-8bit", "x-unknown", "unknown", "_autodetect_all":
		return "us-ascii"
	case "iso-8859-1", "iso8859-1", "latin1", "iso_8859-1", "l1":
		return "iso-8859-1"
	}
	return label
}

// isStateful: charsets whose bytes are ASCII or may be taken for UTF-8.
func isStateful(label string) bool {
	return strings.HasPrefix(label, "iso-2022") || strings.HasPrefix(label, "utf-16") || label == "utf-7" || label == "hz-gb-2312"
}

func decodeBytes(b []byte, letter func(byte) rune) string {
	var s strings.Builder
	s.Grow(len(b) + len(b)/2)
	for _, c := range b {
		if c < 0x80 {
			s.WriteByte(c)
		} else {
			s.WriteRune(letter(c))
		}
	}
	return s.String()
}

// decodeWindows1251 reads Kazakh mail that says windows-1251 but means KZ-1048, as
// programs do that know no name for it.
func decodeWindows1251(b []byte) string {
	if looksKazakh(b) {
		return decodeBytes(b, kz1048)
	}
	return decodeBytes(b, charmap.Windows1251.DecodeByte)
}

func invalidBytes(b []byte) int {
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
