package message

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"unicode/utf8"

	gomessage "github.com/emersion/go-message"
)

// transferState says how undoing a transfer encoding went.
type transferState uint8

const (
	plainTransfer  transferState = iota // none: the body is the text
	goodTransfer                        // undone
	mendedTransfer                      // undone but for rubbish
	cutTransfer                         // it ends within a group
	badTransfer                         // unknown, or not what it says
)

// decodeTransfer undoes the transfer encoding (RFC 2045 §6) of at most limit octets.
// go-message decodes; what it gives up on is decoded loosely. The result may share
// memory with body.
func decodeTransfer(encoding string, body []byte, limit int) ([]byte, transferState) {
	if end := strings.IndexAny(encoding, ";("); end >= 0 {
		encoding = encoding[:end]
	}
	encoding = strings.ToLower(strings.Trim(encoding, " \t\"'"))
	switch encoding {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "none":
		if unsaid := unsaidBase64(body, limit); unsaid != nil {
			return unsaid, mendedTransfer
		}
		if unsaid := unsaidQuoted(body, limit); unsaid != nil {
			return unsaid, mendedTransfer
		}
		return body[:min(len(body), limit)], plainTransfer
	case "base64", "quoted-printable":
	case "base-64", "base_64", "b", "x-base64":
		encoding = "base64"
	case "quotedprintable", "quoted_printable", "quoted printable", "q":
		encoding = "quoted-printable"
	case "x-uuencode", "uuencode", "x-uue", "uue":
		if data := uudecode(body, limit); data != nil {
			return data, goodTransfer
		}
		return body[:min(len(body), limit)], badTransfer
	default:
		return body[:min(len(body), limit)], badTransfer
	}
	if encoding == "quoted-printable" && endsInEscape(body) {
		return looseQuotedPrintable(body, limit), cutTransfer
	}
	if encoding == "base64" && len(body) <= mostStrict {
		if data, ok := strictBase64(body, limit); ok {
			return data, goodTransfer
		}
	}
	var h gomessage.Header
	h.Set("Content-Transfer-Encoding", encoding)
	entity, err := gomessage.New(h, bytes.NewReader(body))
	if err == nil {
		var data []byte
		if data, err = readAll(entity.Body, min(limit, len(body))); err == nil {
			return data, goodTransfer
		}
	}
	if encoding == "quoted-printable" {
		return looseQuotedPrintable(body, limit), mendedTransfer
	}
	data, cut := looseBase64(body, limit)
	switch {
	case len(data) < len(body)/8: // words, and no base64 at all
		return body[:min(len(body), limit)], badTransfer
	case cut:
		return data, cutTransfer
	}
	return data, mendedTransfer
}

// mostStrict is up to how many octets are decoded in one go, whatever the limit is.
const mostStrict = 256 << 10

// strictBase64 decodes what nothing is wrong with, as nearly all of it is: line ends
// count for nothing.
func strictBase64(body []byte, limit int) ([]byte, bool) {
	data := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	n, err := base64.StdEncoding.Decode(data, body)
	if err != nil {
		return nil, false
	}
	return data[:min(n, limit)], true
}

// unsaidBase64 decodes base64 that its header says nothing of: a body of nothing
// but full lines of it, and the last one, that make text of letters.
func unsaidBase64(body []byte, limit int) []byte {
	const shortest, longest = 24, 998 // RFC 5322 §2.1.1
	first, _ := nextLine(bytes.TrimLeft(body, "\r\n"))
	if len(first) < shortest || len(first) > longest || len(first)%4 != 0 || bytes.IndexByte(first, ' ') >= 0 {
		return nil
	}
	if head, err := base64.StdEncoding.DecodeString(string(first)); err != nil || isASCII(head) && hasControls(head) {
		return nil
	}
	for line := range bytes.Lines(body[:min(len(body), limit/3*4)]) {
		for _, c := range bytes.TrimRight(line, "\r\n") {
			if base64Value(c) < 0 && c != '=' {
				return nil
			}
		}
	}
	data, _ := looseBase64(body, limit)
	if s := string(data); s != strings.ToValidUTF8(s, "") || !mostlyLetters(s) && !(isASCII(data) && isWords(data)) {
		return nil
	}
	return data
}

func hasControls(b []byte) bool {
	return bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\t' && r != '\r' && r != '\n' || r == 0x7F })
}

// unsaidQuoted decodes quoted-printable that its header says nothing of: letters
// are written "=D0=9F" all over, and make words.
func unsaidQuoted(body []byte, limit int) []byte {
	const fewest = 6
	body = body[:min(len(body), limit*3)]
	letters, others := 0, 0 // "=" before a letter beyond ASCII, and before no code
	for at := 0; ; {
		n := bytes.IndexByte(body[at:], '=')
		if n < 0 || others > fewest && others > letters {
			break
		}
		at += n + 1
		rest := body[at:min(len(body), at+2)]
		switch {
		case len(rest) == 2 && hexValue(rest[0]) >= 8 && hexValue(rest[1]) >= 0:
			letters++
		case len(rest) == 2 && hexValue(rest[0]) >= 0 && hexValue(rest[1]) >= 0:
		case len(rest) > 0 && rest[0] != '\r' && rest[0] != '\n':
			others++
		}
	}
	if letters < fewest || others > letters/8 {
		return nil
	}
	data := looseQuotedPrintable(body, limit)
	if s := string(data); utf8.ValidString(s) && mostlyLetters(s) {
		return data
	}
	if _, found := guessCyrillic(data); found == guessed {
		return data
	}
	return nil
}

// readAll reads at most limit octets into one buffer: both encodings only shrink.
func readAll(r io.Reader, limit int) ([]byte, error) {
	data := make([]byte, limit)
	n, err := io.ReadFull(r, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		// ErrUnexpectedEOF is also how a base64 reader says that a group is cut off;
		// asked again it says so, where the end of the text says EOF.
		if _, again := r.Read(make([]byte, 1)); again == io.ErrUnexpectedEOF {
			return data[:n], again
		}
		err = nil
	}
	return data[:n], err
}
