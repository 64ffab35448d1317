package message

import "strings"

// automatic looks for signs that a machine wrote the mail. Strong signs are looked
// for first; the names of signs are fixed texts without anything of the sender's.
//
// X-Auto-Response-Suppress asks others not to answer and is common on honest mail:
// it, the marks of lists and addresses that say they take no answer are weak.
//
// replying: a calendar answers an invitation. Where nobody added a word of their
// own it is strong.
func automatic(m *Message, replying bool) Automatic {
	sign := strongSign(m)
	if sign == "" && replying && m.FirstOwnLine() == "" {
		sign = "calendar answer"
	}
	if sign != "" {
		return Automatic{Sign: sign, Strong: true}
	}
	if sign = weakSign(m); sign == "" && replying {
		sign = "calendar answer"
	}
	return Automatic{Sign: sign}
}

func strongSign(m *Message) string {
	contentType := ""
	for _, f := range m.Header {
		switch {
		case equalFold(f.Name, "Auto-Submitted"):
			if sign := autoSubmitted(f.Value); sign != "" && !(sign == generated && (m.onBehalf() || m.opensTicket())) {
				return sign
			}
		case equalFold(f.Name, "Content-Type") && contentType == "":
			contentType = f.Value
		}
	}
	if m.ReturnPath == "<>" { // RFC 3834 §2, RFC 5321 §4.5.5
		return "null return path"
	}
	switch mediaType(contentType) {
	case "multipart/report": // RFC 6522
		switch strings.ToLower(param(contentType, "report-type")) {
		case "delivery-status":
			return "delivery report" // RFC 3464
		case "disposition-notification":
			return "disposition notification" // RFC 8098
		}
		return "report"
	case "message/delivery-status", "message/global-delivery-status":
		return "delivery report"
	case "message/disposition-notification":
		return "disposition notification"
	}
	for _, from := range m.From {
		switch localPart(from.Address) {
		case "mailer-daemon", "postmaster":
			return "mail system as author"
		}
	}
	if len(m.From) == 0 { // "From: MAILER-DAEMON" without a host
		for _, f := range m.Header {
			if equalFold(f.Name, "From") && strings.HasPrefix(strings.ToLower(strings.TrimLeft(f.Value, `"< `)), "mailer-daemon") {
				return "mail system as author"
			}
		}
	}
	return ""
}

// generated is the sign of mail that a program wrote by itself (RFC 3834 §5).
const generated = "Auto-Submitted: auto-generated"

// onBehalf reports whether a program sends what a person wrote in a form or a portal: its answers go to somebody at another
// domain than its own. Such mail is weakly automatic: its request goes to a person, and it is never answered.
func (m *Message) onBehalf() bool {
	if len(m.ReplyTo) != 1 || len(m.From) != 1 || weakAddress(localPart(m.ReplyTo[0].Address)) != "" {
		return false
	}
	_, from, _ := strings.Cut(m.From[0].Address, "@")
	_, to, ok := strings.Cut(m.ReplyTo[0].Address, "@")
	return ok && to != "" && !strings.EqualFold(from, to)
}

// opensTicket reports whether a ticket system says first of all that a person has opened a ticket («… создал(а) SD-2407:»): it passes on
// what he wrote there, though its answers come back to itself.
func (m *Message) opensTicket() bool {
	return holdsAny(strings.ToLower(m.FirstOwnLine()), phrases().ticketOpened)
}

// autoSubmitted parses the keyword (RFC 3834 §5): case does not matter, a comment or
// parameters may follow, and "no" means a person wrote it.
func autoSubmitted(value string) string {
	p := addressParser{s: value}
	if !p.skipBlanks() {
		return "Auto-Submitted"
	}
	keyword := value[p.at:]
	if end := strings.IndexAny(keyword, " \t;("); end >= 0 {
		keyword = keyword[:end]
	}
	switch keyword = strings.ToLower(keyword); keyword {
	case "no":
		return ""
	case "auto-replied", "auto-generated", "auto-notified":
		return "Auto-Submitted: " + keyword
	}
	return "Auto-Submitted"
}

func weakSign(m *Message) string {
	sign := ""
	for _, f := range m.Header {
		if equalFold(f.Name, "Auto-Submitted") {
			sign = autoSubmitted(f.Value)
		}
		if s := weakField(f); s != "" {
			sign = s
			break
		}
	}
	if sign != "" {
		return sign
	}
	for _, list := range [][]Mailbox{m.From, m.Sender, m.ReplyTo} {
		for _, from := range list {
			if s := weakAddress(localPart(from.Address)); s != "" {
				return s
			}
		}
	}
	return weakAddress(localPart(m.ReturnPath))
}

func weakField(f HeaderField) string {
	switch {
	case equalFold(f.Name, "List-Id"): // RFC 2919
		return "List-Id"
	case equalFold(f.Name, "List-Unsubscribe"), equalFold(f.Name, "List-Post"), equalFold(f.Name, "List-Help"): // RFC 2369
		return "list header"
	case equalFold(f.Name, "Precedence"):
		switch strings.ToLower(strings.TrimSpace(f.Value)) {
		case "bulk":
			return "Precedence: bulk"
		case "list":
			return "Precedence: list"
		case "junk":
			return "Precedence: junk"
		case "auto_reply":
			return "Precedence: auto_reply"
		}
	case equalFold(f.Name, "X-Auto-Response-Suppress"):
		if v := strings.ToLower(strings.TrimSpace(f.Value)); v != "" && v != "none" {
			return "X-Auto-Response-Suppress"
		}
	case equalFold(f.Name, "X-Autoreply"), equalFold(f.Name, "X-Autorespond"), equalFold(f.Name, "X-Autoresponder"), equalFold(f.Name, "X-Autogenerated"):
		return "autoresponder header"
	case equalFold(f.Name, "Feedback-ID"), equalFold(f.Name, "X-Loop"), equalFold(f.Name, "X-Mailing-List"):
		return "bulk mail header"
	}
	return ""
}

// weakAddress knows local parts behind which nobody reads (RFC 3834 §2, RFC 2142).
func weakAddress(local string) string {
	switch {
	case strings.HasPrefix(local, "owner-"), strings.HasSuffix(local, "-owner"), strings.HasSuffix(local, "-request"),
		strings.HasSuffix(local, "-bounces"), strings.HasPrefix(local, "bounce"):
		return "list address"
	case strings.HasPrefix(local, "noreply"), strings.HasPrefix(local, "no-reply"), strings.HasPrefix(local, "no_reply"),
		strings.HasPrefix(local, "donotreply"), strings.HasPrefix(local, "do-not-reply"):
		return "no-reply address"
	}
	return ""
}

func localPart(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	return strings.ToLower(address[:at])
}
