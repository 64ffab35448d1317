package message

import "strings"

// messageIDs returns the ids of a Message-ID, In-Reply-To or References value that
// are fit to stand in an answer: a stranger chose them, and they come back out in
// our header. Words outside angle brackets (RFC 5322 §4.5.4) are left out.
func messageIDs(value string) []string {
	var ids []string
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			return ids
		}
		id, rest, ok := strings.Cut(rest, ">")
		if !ok {
			return ids
		}
		if id = strings.TrimSpace(id); UsableID(id) {
			ids = append(ids, id)
		}
		value = rest
	}
}

// UsableID reports whether id, without angle brackets, may stand in a header of ours:
// printable ASCII without blanks and brackets, at most 250 octets. Compose refuses
// others; Parse gives no others.
func UsableID(id string) bool {
	if id == "" || len(id) > maxMessageID {
		return false
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] >= 0x7f || id[i] == '<' || id[i] == '>' {
			return false
		}
	}
	return true
}
