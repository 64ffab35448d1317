package message

import (
	"bytes"
	"io"
	"strings"

	gomessage "github.com/emersion/go-message"
)

// decodeTransfer undoes the transfer encoding (RFC 2045 §6) of at most limit octets.
// go-message decodes; what it gives up on is decoded loosely, and ok is false. The
// result may share memory with body.
func decodeTransfer(encoding string, body []byte, limit int) (data []byte, ok bool) {
	encoding = strings.ToLower(strings.Trim(encoding, " \t\"'"))
	switch encoding {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit":
		return body[:min(len(body), limit)], true
	case "base64", "quoted-printable":
	default:
		return body[:min(len(body), limit)], false
	}
	var h gomessage.Header
	h.Set("Content-Transfer-Encoding", encoding)
	entity, err := gomessage.New(h, bytes.NewReader(body))
	if err == nil {
		data, err = readAll(entity.Body, min(limit, len(body)))
	}
	if err == nil {
		return data, true
	}
	if encoding == "base64" {
		return looseBase64(body, limit), false
	}
	return looseQuotedPrintable(body, limit), false
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
