package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

const maxMessageFile = 64 << 20 // octets; larger than any mail server takes

// letters reads a message file, or an mbox file of several letters. The errors say
// what to do, and wrap privacy.ErrNotFound or ErrBadInput.
func (t *Terminal) letters(name string) ([][]byte, error) {
	raw, err := t.readFile(name)
	if err != nil {
		return nil, err
	}
	name = plain(name)
	if what := foreignFile(raw); what != "" {
		return nil, fmt.Errorf("%s is no message but %s; save the letter as a message file (.eml): %w", name, what, privacy.ErrBadInput)
	}
	list := splitMbox(raw)
	if len(list) > 1 && len(raw) > maxMessageFile {
		return nil, fmt.Errorf("%s is an mbox file of more than 64 MiB; take it apart first: %w", name, privacy.ErrBadInput)
	}
	return list, nil
}

func (t *Terminal) readFile(name string) ([]byte, error) {
	in := t.In
	if name == "-" {
		if interactive(t.In) {
			fmt.Fprintln(t.Err, "Paste the message with its header; end with Ctrl-D on a line of its own.")
		}
	} else {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no file %s: %w", plain(name), privacy.ErrNotFound)
		case err != nil:
			return nil, fmt.Errorf("read message: %s", plain(err.Error()))
		case info.IsDir():
			return nil, fmt.Errorf("%s is a folder; name the message files in it: %w", plain(name), privacy.ErrBadInput)
		}
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read message: %s", plain(err.Error()))
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxMessageFile+1))
	if err != nil {
		return nil, fmt.Errorf("read message: %s", plain(err.Error()))
	}
	return raw, nil
}

// foreignFile names what a file is that is certainly no message; "" if it may be one.
func foreignFile(raw []byte) string {
	for _, f := range []struct{ begins, what string }{
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of Outlook or old Office (.msg, .doc)"},
		{"!BDN", "an Outlook store (.pst)"}, {"PK\x03\x04", "an archive or a document (.zip, .docx)"}, {"%PDF-", "a PDF"},
		{"\x1f\x8b", "a compressed file (.gz)"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"},
		{"\xff\xfe", "a text in UTF-16"}, {"\xfe\xff", "a text in UTF-16"},
	} {
		if bytes.HasPrefix(raw, []byte(f.begins)) {
			return f.what
		}
	}
	const looked = 4 << 10
	head := raw[:min(len(raw), looked)]
	switch line, _, _ := bytes.Cut(head, []byte("\n")); {
	case len(bytes.TrimSpace(raw)) == 0:
		return "an empty file"
	case bytes.IndexByte(head, 0) >= 0 && bytes.IndexByte(line, ':') < 0:
		return "binary data"
	}
	return ""
}

// splitMbox takes an mbox file apart (RFC 4155): at lines that say "From", a sender
// and a time behind a blank line, and what was quoted for their sake is put right. One
// letter is returned as it is.
func splitMbox(raw []byte) (list [][]byte) {
	if line, _, _ := bytes.Cut(raw, []byte("\n")); !separates(line) {
		return [][]byte{raw}
	}
	start, blank := 0, true
	for at := 0; at < len(raw); {
		end := len(raw)
		if n := bytes.IndexByte(raw[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		line := raw[at:end]
		if blank && at > 0 && separates(line) {
			list = append(list, raw[start:at])
			start = at
		}
		blank = len(bytes.TrimRight(line, "\r\n")) == 0
		at = end
	}
	list = append(list, raw[start:])
	for i := range list {
		list[i] = unquoteFrom(list[i])
	}
	return list
}

// separates reports whether a line stands between the letters of an mbox file.
func separates(line []byte) bool {
	if !bytes.HasPrefix(line, []byte("From ")) || len(line) > 300 {
		return false
	}
	f := strings.Fields(string(line))
	return len(f) >= 6 && slices.Contains([]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, f[2]) &&
		strings.Contains("JanFebMarAprMayJunJulAugSepOctNovDec", f[3]) && len(f[3]) == 3 && strings.Contains(f[5], ":")
}

// unquoteFrom takes one > off lines such as ">From" and ">>From".
func unquoteFrom(raw []byte) []byte {
	if !bytes.Contains(raw, []byte("\n>")) {
		return raw
	}
	var b bytes.Buffer
	b.Grow(len(raw))
	for line := range bytes.Lines(raw) {
		if rest := bytes.TrimLeft(line, ">"); len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
			line = line[1:]
		}
		b.Write(line)
	}
	return b.Bytes()
}
