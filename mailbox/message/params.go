package message

import "strings"

// mediaType returns the type of a Content-Type or Content-Disposition value, lower
// case, without parameters: "text/plain". Rubbish behind it is passed over.
func mediaType(value string) string {
	value = strings.TrimLeft(value, " \t\"")
	if end := strings.IndexAny(value, ";, \t\"("); end >= 0 {
		value = value[:end]
	}
	return strings.ToLower(value)
}

// maxSections bounds the pieces of one continued parameter (RFC 2231 §3).
const maxSections = 40

// param returns a parameter of a Content-Type or Content-Disposition value, decoded:
// plain, quoted, in encoded words against the rules, or by RFC 2231 with charset
// and continuations. The name is lower case.
func param(value, name string) string {
	var plain, extended string
	var sections [maxSections]string
	var encoded [maxSections]bool
	found, continued := false, -1
	p := paramScanner{s: value}
	for p.next() {
		attribute := p.name
		if len(attribute) < len(name) || !equalFold(attribute[:len(name)], name) {
			continue
		}
		switch tail := attribute[len(name):]; {
		case tail == "":
			if !found {
				plain, found = p.value, true
			}
		case tail == "*":
			extended = p.value
		case tail[0] == '*':
			number, star := strings.CutSuffix(tail[1:], "*")
			if n := smallNumber(number); n >= 0 && n < maxSections {
				sections[n], encoded[n] = p.value, star
				continued = max(continued, n)
			}
		}
	}
	switch {
	case extended != "":
		return decodeExtended([]string{extended}, []bool{true})
	case continued >= 0:
		return decodeExtended(sections[:continued+1], encoded[:continued+1])
	}
	s, _ := decodeHeader(plain)
	return s
}

// charsetParam returns the charset that a Content-Type names, without a comment behind it: «windows-1251 (Plain text)».
func charsetParam(contentType string) string {
	charset := param(contentType, "charset")
	if end := strings.IndexAny(charset, " \t("); end > 0 {
		return charset[:end]
	}
	return charset
}

// decodeExtended joins the sections; the first names the charset (RFC 2231 §4).
func decodeExtended(sections []string, encoded []bool) string {
	charset := ""
	if encoded[0] {
		if c, rest, ok := strings.Cut(sections[0], "'"); ok {
			if _, text, ok := strings.Cut(rest, "'"); ok {
				charset, sections[0] = c, text
			}
		}
	}
	var data []byte
	for i, s := range sections {
		for j := 0; j < len(s); j++ {
			if encoded[i] && s[j] == '%' && j+2 < len(s) {
				if v, ok := hexByte(s[j+1], s[j+2]); ok {
					data = append(data, v)
					j += 2
					continue
				}
			}
			data = append(data, s[j])
		}
	}
	s, _ := decodeText(charset, data)
	return oneLine(s)
}

// paramScanner walks over the parameters behind the first semicolon.
type paramScanner struct {
	s           string
	at          int
	name, value string
}

func (p *paramScanner) next() bool {
	for {
		semicolon := strings.IndexByte(p.s[p.at:], ';')
		if semicolon < 0 {
			return false
		}
		p.at += semicolon + 1
		end := p.at
		for end < len(p.s) && p.s[end] != '=' && p.s[end] != ';' {
			end++
		}
		if end == len(p.s) {
			return false
		}
		if p.s[end] == ';' {
			continue
		}
		p.name = strings.ToLower(strings.Trim(p.s[p.at:end], " \t\r\n"))
		p.at = end + 1
		p.readValue()
		return true
	}
}

// readValue reads a quoted string, or all up to the next semicolon.
func (p *paramScanner) readValue() {
	for p.at < len(p.s) && isFold(p.s[p.at]) {
		p.at++
	}
	if p.at < len(p.s) && p.s[p.at] == '"' {
		q := addressParser{s: p.s, at: p.at}
		if v, ok := q.quoted(); ok {
			p.value, p.at = v, q.at
			return
		}
		p.at++
	}
	end := len(p.s)
	if n := strings.IndexByte(p.s[p.at:], ';'); n >= 0 {
		end = p.at + n
	}
	p.value = strings.Trim(p.s[p.at:end], " \t\r\n\"")
	p.at = end
}

func smallNumber(s string) int {
	if s == "" || len(s) > 2 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
