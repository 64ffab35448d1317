package intake

import (
	"regexp"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
)

// P4: whoever probes an address gets, byte for byte, the same letters whether it is
// on record or not, but for the number, the token and our Message-ID.
func TestProbesLearnNothing(t *testing.T) {
	for name, m := range map[string]mail{
		"update":            update(aigul, ""),
		"another's results": update(aigul, proven(mallory)),
		"Reply-To":          update(aigul, proven(aigul), "Reply-To: "+mallory),
		"new address":       {from: aigul, subject: markUpdate, body: "Жаңа e-mail: " + mallory},
		"withdrawal":        {from: aigul, subject: markWithdraw},
		"unsubscription":    {from: aigul, subject: "Отпишите меня от рассылки"},
		"question":          {from: aigul, subject: "Мен туралы қандай деректеріңіз бар?"},
		"doubtful":          {from: aigul, subject: "Дербез деректерди жанарту", body: newPhone},
		"several":           {from: aigul, subject: markUpdate, body: markWithdraw + "\r\n" + newPhone},
		"list":              update(aigul, "", "List-Id: <talk.evil.example>"),
		"contradicted":      update(aigul, "dmarc=fail (p=reject) header.from=posta.example"),
	} {
		known, unknown := probed(t, true, m), probed(t, false, m)
		if known != unknown {
			t.Errorf("%s: the letters differ:\n%s\n---\n%s", name, known, unknown)
		}
	}
}

var (
	ourID = regexp.MustCompile(`(?m)^Message-ID: .*$`)
	// The encoded subject line holds number and token; it is compared decoded.
	encoded = regexp.MustCompile(`(?m)^Subject: .*\n(?:[ \t].*\n)*`)
)

// probed returns the bytes of every letter that left because of a mail, and of those
// that the desk sends when the question stays unanswered.
func probed(t *testing.T, onRecord bool, m mail) string {
	o := newOffice(t)
	if onRecord {
		o.person(aigul, "Айгүл", "+77015550001")
	}
	o.gets(m)
	for range 9 {
		o.now = o.now.Add(day)
		o.must(o.desk.Tend(t.Context()))
	}
	var all []string
	for _, l := range o.letters("") {
		text := string(l.Bytes) + "\n" + l.SubjectLine + "\n" + l.Text
		if body := strings.Index(text, "\r\n\r\n"); body >= 0 { // the encoded body is compared as the text it holds
			text = text[:body] + text[strings.LastIndex(text, "\n"+l.SubjectLine):]
		}
		var r store.Request
		o.view(func(tx *store.Tx) (err error) {
			r, err = tx.Request(l.RequestID)
			return err
		})
		text = withoutReceipt(strings.ReplaceAll(text, string(r.Number), "NUMBER"))
		for _, token := range handlers.Tokens(l.SubjectLine, l.Text) {
			text = strings.ReplaceAll(text, token, "TOKEN")
		}
		all = append(all, encoded.ReplaceAllString(ourID.ReplaceAllString(text, "Message-ID: OURS"), ""))
	}
	return strings.Join(all, "\n=====\n")
}
