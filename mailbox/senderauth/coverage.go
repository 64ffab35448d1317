package senderauth

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// mustCover are the fields that a signature has to cover, whether they are there or
// not: who writes, what is asked, when, of whom, and how the body is to be read. A
// letter to somebody else, sent on to us, is not a request to us; a body read by
// another Content-Type shows other text.
var mustCover = []string{"From", "Subject", "Date", "To", "Content-Type"}

// uncovered returns the fields that a signature leaves open although they matter.
func uncovered(covers []string, l *letterBytes) (open []string) {
	for _, name := range mustCover {
		if !slices.Contains(covers, strings.ToLower(name)) && !(name == "Content-Type" && bodySettlesType(l)) {
			open = append(open, name)
		}
	}
	if f, ok := l.find("Content-Transfer-Encoding"); ok && !slices.Contains(covers, "content-transfer-encoding") && !isIdentity(f.value()) {
		open = append(open, "Content-Transfer-Encoding")
	}
	return open
}

func (l *letterBytes) find(name string) (rawField, bool) {
	i := slices.IndexFunc(l.fields, func(f rawField) bool { return strings.EqualFold(f.name, name) })
	if i < 0 {
		return rawField{}, false
	}
	return l.fields[i], true
}

func isIdentity(encoding string) bool {
	switch strings.ToLower(strings.Trim(encoding, fws)) {
	case "7bit", "8bit", "binary":
		return true
	}
	return false
}

// bodySettlesType reports whether the signed body can be read in one way only, so that
// an unsigned Content-Type decides nothing.
func bodySettlesType(l *letterBytes) bool { return bodyNamesBoundary(l) || bodyIsPlain(l) }

// plainMultipart is a Content-Type that holds a boundary and nothing else.
var plainMultipart = regexp.MustCompile(`(?i)^multipart/(?:alternative|mixed|related);[ \t]*boundary=("?)([0-9a-z'()+_,./:=?-]+)("?)$`)

// bodyNamesBoundary reports whether the signed body itself settles how it is cut: it
// begins with the boundary line and ends with the closing one, so nobody can put
// another boundary into an unsigned Content-Type. Gmail leaves the field out of its
// signatures and writes such bodies.
func bodyNamesBoundary(l *letterBytes) bool {
	f, ok := l.find("Content-Type")
	if !ok {
		return false
	}
	match := plainMultipart.FindStringSubmatch(relaxedValue(f.value()))
	if match == nil || match[1] != match[3] {
		return false
	}
	first, _, _ := bytes.Cut(l.body, []byte("\n"))
	end := bytes.TrimRight(l.body, "\r\n \t")
	last := end[bytes.LastIndexByte(end, '\n')+1:]
	return string(bytes.TrimRight(first, "\r \t")) == "--"+match[2] && string(last) == "--"+match[2]+"--"
}
