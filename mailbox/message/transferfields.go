package message

import "bytes"

// decode undoes the transfer encoding of a part, of at most limit octets. RFC 2045 §6.1
// has one field for it; a gateway that encodes anew may put its own beside the one there
// was. Then whatever makes text of the body holds: the first, the other, or both in turn.
func (p part) decode(limit int) ([]byte, transferState) {
	first, other := p.encodings()
	data, state := decodeTransfer(first, p.body, limit)
	if equalFold(first, other) || p.isText(data, state) {
		return data, state
	}
	if again, s := decodeTransfer(other, p.body, limit); p.isText(again, s) {
		return again, mendedTransfer
	}
	for _, order := range [...][2]string{{first, other}, {other, first}} {
		outer, s := decodeTransfer(order[0], p.body, limit)
		if s == badTransfer {
			continue
		}
		if inner, s := decodeTransfer(order[1], outer, limit); p.isText(inner, s) {
			return inner, mendedTransfer
		}
	}
	return data, state
}

// encodings returns the first transfer encoding that is declared and the next that is
// another, the first again if there is none.
func (p part) encodings() (first, other string) {
	found := false
	for _, f := range p.fields {
		switch {
		case !equalFold(f.Name, "Content-Transfer-Encoding"):
		case !found:
			first, other, found = f.Value, f.Value, true
		case !equalFold(f.Value, first):
			return first, f.Value
		}
	}
	return first, other
}

// isText reports whether what was decoded is text, and not encoded once more.
func (p part) isText(data []byte, state transferState) bool {
	if state == badTransfer || state == cutTransfer || bytes.IndexByte(data, 0) >= 0 || isBase64(data) || unsaidQuoted(data, len(data)) != nil {
		return false
	}
	_, found := decodeText(charsetParam(p.field("Content-Type")), data)
	return found != doubtful
}

// isBase64: nothing but characters of base64, and more in the first line than in a word.
func isBase64(data []byte) bool {
	const shortest = 24
	if len(firstLine(bytes.TrimLeft(data, "\r\n"))) < shortest {
		return false
	}
	for _, c := range data {
		if base64Value(c) < 0 && c != '=' && c != '\r' && c != '\n' {
			return false
		}
	}
	return true
}
