package message

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// attributes reads what class, style and id say.
func (c *converter) attributes(e *element) (flags uint8) {
	indent := false
	for {
		key, value, more := c.z.TagAttr()
		switch string(key) {
		case "hidden":
			flags |= hidden
		case "style":
			style := compact(string(value))
			if isHiddenStyle(style) {
				flags |= hidden
			}
			// Gmail and Outlook indent with a frameless blockquote.
			indent = strings.Contains(style, "border:none") || strings.Contains(style, "border:0") && !strings.Contains(style, "border-left:")
		case "class":
			f, gmail := classFlags(string(value))
			flags |= f
			e.gmail = gmail && e.tag == atom.Div
		case "id":
			switch strings.ToLower(string(value)) {
			case "divrplyfwdmsg", "x_divrplyfwdmsg":
				c.quoteRest()
			case "signature", "ms-outlook-mobile-signature", "x_signature":
				flags |= signed
			}
		}
		if !more {
			break
		}
	}
	if e.tag == atom.Blockquote && !indent {
		flags |= quoted
	}
	return flags
}

// classFlags knows the classes mail programs put on quotes and signatures.
func classFlags(class string) (flags uint8, gmail bool) {
	for name := range strings.FieldsSeq(class) {
		switch name {
		case "gmail_quote":
			flags |= quoted
			gmail = true
		case "gmail_attr", "gmail_extra", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra", "mail-quote-collapse", "mailru-blockquote":
			flags |= quoted
		case "gmail_signature", "moz-signature", "protonmail_signature_block", "mail-signature", "js-helper-signature":
			flags |= signed
		}
	}
	return flags, gmail
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Tr, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre, atom.Section,
		atom.Article, atom.Header, atom.Footer, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dt, atom.Dd,
		atom.Dl, atom.Center, atom.Address, atom.Form, atom.Fieldset, atom.Body, atom.Caption, atom.Main, atom.Option:
		return true
	}
	return false
}

func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Img, atom.Input, atom.Meta, atom.Link, atom.Base, atom.Col, atom.Area, atom.Embed, atom.Source, atom.Wbr, atom.Param, atom.Track:
		return true
	}
	return false
}

// compact returns a style in lower case without blanks.
func compact(style string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, style))
}

func isHiddenStyle(style string) bool {
	for _, s := range []string{"display:none", "visibility:hidden", "mso-hide:all", "font-size:0;", "font-size:0px", "max-height:0", "opacity:0;"} {
		if strings.Contains(style, s) {
			return true
		}
	}
	return strings.HasSuffix(style, "font-size:0") || strings.HasSuffix(style, "opacity:0")
}

// metaCharset finds the charset an HTML part declares within itself.
func metaCharset(b []byte) string {
	head := strings.ToLower(string(b[:min(len(b), 1024)]))
	_, rest, ok := strings.Cut(head, "charset=")
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, `"' `)
	if end := strings.IndexAny(rest, "\"'; >/"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}
