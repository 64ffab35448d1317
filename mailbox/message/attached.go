package message

// Attached returns the content of the attachment at a place of Message.Attachments,
// with its transfer encoding undone. False: there is none there, it lies within
// another file, or its content is not in raw, as of a large message.
func Attached(raw []byte, i int) (content []byte, ok bool) {
	if i < 0 {
		return nil, false
	}
	_, r := parseFor(raw, i)
	p := r.found
	if p == nil || isBlank(p.body) {
		return nil, false
	}
	content, _ = p.decode(len(p.body))
	return content, true
}

// keep remembers the part that was listed last, if it is the one asked for.
func (r *bodyReader) keep(p part) {
	if len(r.m.Attachments)-1 == r.wanted && r.found == nil {
		r.found = &p
	}
}
