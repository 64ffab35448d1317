package senderauth

import (
	"errors"
	"strings"
)

// AuthResults is the value of one Authentication-Results field (RFC 8601 §2.2).
type AuthResults struct {
	Server  string   // authserv-id, as written
	Results []Result // none for "none"
}

// Result is what one method found: "dkim=pass reason=… header.d=…".
type Result struct {
	Method     string // lower case: "dmarc", "dkim", "spf"
	Version    string // of the method, mostly empty
	Value      string // lower case: "pass", "fail", "none"
	Reason     string
	Properties []Property
	Comments   []string // without their outer brackets
}

// Property is ptype.property=value (RFC 8601 §2.3). Type is empty for the bare
// words some servers write, such as "action=none".
type Property struct{ Type, Name, Value string }

// Property returns the value of the first property of this name, lower case names.
func (r Result) Property(ptype, name string) string {
	for _, p := range r.Properties {
		if p.Type == ptype && p.Name == name {
			return p.Value
		}
	}
	return ""
}

// maxResults bounds how many results of one field are read; honest servers write a
// dozen at most.
const maxResults = 100

// What is wrong with a value. The errors repeat nothing of it.
var (
	errNoServer = errors.New("no server name")
	errVersion  = errors.New("unknown version")
	errSyntax   = errors.New("not in the syntax of RFC 8601")
	errTooMany  = errors.New("too many results")
)

// ParseResults reads the value of one Authentication-Results field, unfolded or not.
//
// It is a tokenizer of its own: comments, nested, and quoted strings are read as
// units before anything is looked for, so text that a sender gets into them never
// becomes a result. Cutting at semicolons, as go-msgauth's authres does, lets him
// write his own. A value with one malformed result is an error as a whole. The
// returned results hold the server's name even then, if it could be read.
func ParseResults(value string) (*AuthResults, error) {
	p := parser{s: value}
	out := &AuthResults{}
	if !p.skip() {
		return out, errNoServer
	}
	server, ok := p.word("=;")
	if !ok || server == "" || p.peek() == '=' { // Microsoft names no server
		return out, errNoServer
	}
	out.Server = server
	if err := p.version(); err != nil {
		return out, err
	}
	for p.at < len(p.s) {
		if p.s[p.at] != ';' {
			return out, errSyntax
		}
		p.at++
		p.comments = nil
		if !p.skip() {
			return out, errSyntax
		}
		if p.at == len(p.s) || p.s[p.at] == ';' { // an empty one, mostly the last
			continue
		}
		r, none, err := p.result()
		if err != nil {
			return out, err
		}
		if none {
			continue
		}
		if len(out.Results) == maxResults {
			return out, errTooMany
		}
		out.Results = append(out.Results, r)
	}
	return out, nil
}

// parser walks over a value. at stands on the next unread byte.
type parser struct {
	s        string
	at       int
	comments []string // read since it was last emptied
}

func (p *parser) peek() byte {
	if p.at < len(p.s) {
		return p.s[p.at]
	}
	return 0
}

// version reads the optional version behind the server's name; there is only 1.
func (p *parser) version() error {
	if !p.skip() {
		return errSyntax
	}
	if p.at == len(p.s) || p.s[p.at] == ';' {
		return nil
	}
	if v, ok := p.word(";="); !ok || v != "1" {
		return errVersion
	}
	if !p.skip() {
		return errSyntax
	}
	return nil
}

// result reads one result up to its semicolon; none reports the word "none".
func (p *parser) result() (r Result, none bool, err error) {
	method, ok := p.word("=/;")
	if !ok || method == "" {
		return r, false, errSyntax
	}
	r.Method = strings.ToLower(method)
	if !p.skip() {
		return r, false, errSyntax
	}
	if r.Method == "none" && (p.at == len(p.s) || p.s[p.at] == ';') {
		return r, true, nil
	}
	if p.peek() == '/' {
		p.at++
		if r.Version, ok = p.separated("=;"); !ok {
			return r, false, errSyntax
		}
	}
	if p.peek() != '=' {
		return r, false, errSyntax
	}
	p.at++
	value, ok := p.separated(";")
	if !ok || value == "" {
		return r, false, errSyntax
	}
	r.Value = strings.ToLower(value)
	for p.at < len(p.s) && p.s[p.at] != ';' {
		if !p.property(&r) {
			return r, false, errSyntax
		}
	}
	r.Comments = p.comments
	return r, false, nil
}

// property reads "reason=…", "ptype.property=…" or a bare "word=…".
func (p *parser) property(r *Result) bool {
	name, ok := p.word("=;")
	if !ok || name == "" || !p.skip() {
		return false
	}
	for p.peek() != '=' { // "header . d": blanks and comments may stand at the dot
		more, ok := p.word("=;")
		if !ok || more == "" || more[0] != '.' && name[len(name)-1] != '.' || !p.skip() {
			return false
		}
		name += more
	}
	p.at++
	value, ok := p.separated(";")
	if !ok {
		return false
	}
	name = strings.ToLower(name)
	if name == "reason" {
		r.Reason = value
		return true
	}
	ptype, property, dotted := strings.Cut(name, ".")
	if !dotted {
		ptype, property = "", name
	} else if ptype == "" || property == "" {
		return false
	}
	r.Properties = append(r.Properties, Property{ptype, property, value})
	return true
}

// separated reads a word with blanks and comments on both sides.
func (p *parser) separated(stop string) (string, bool) {
	if !p.skip() {
		return "", false
	}
	w, ok := p.word(stop)
	return w, ok && p.skip()
}

// word reads a token or quoted strings, or both glued together ("a b"@c.kz); it
// ends before a blank, a comment, a control character or a byte of stop.
func (p *parser) word(stop string) (string, bool) {
	start := p.at
	var b strings.Builder
	plain := true // nothing quoted so far: the word is a substring
	for p.at < len(p.s) {
		c := p.s[p.at]
		if c == '"' {
			if plain {
				b.WriteString(p.s[start:p.at])
				plain = false
			}
			if !p.quoted(&b) {
				return "", false
			}
			continue
		}
		if c <= ' ' || c == 0x7f || c == '(' || c == ')' || strings.IndexByte(stop, c) >= 0 {
			break
		}
		if !plain {
			b.WriteByte(c)
		}
		p.at++
	}
	if plain {
		return p.s[start:p.at], true
	}
	return b.String(), true
}

// quoted reads a quoted string into b (RFC 5322 §3.2.4).
func (p *parser) quoted(b *strings.Builder) bool {
	for p.at++; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; c {
		case '"':
			p.at++
			return true
		case '\\':
			if p.at++; p.at == len(p.s) {
				return false
			}
			b.WriteByte(p.s[p.at])
		default:
			b.WriteByte(c)
		}
	}
	return false
}

// skip passes blanks, line ends and comments (CFWS), keeping the comments' text. It
// reports false for a comment that does not end.
func (p *parser) skip() bool {
	for p.at < len(p.s) {
		switch p.s[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		case '(':
			if !p.comment() {
				return false
			}
		default:
			return true
		}
	}
	return true
}

// comment reads a comment; they nest, and a backslash takes the next byte's meaning
// (RFC 5322 §3.2.2). It counts brackets instead of calling itself: depth is free.
func (p *parser) comment() bool {
	depth := 0
	start := p.at + 1
	for ; p.at < len(p.s); p.at++ {
		switch p.s[p.at] {
		case '\\':
			p.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.comments = append(p.comments, p.s[start:p.at])
				p.at++
				return true
			}
		}
	}
	p.at = len(p.s)
	return false
}
