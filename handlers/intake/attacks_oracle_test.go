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
		known, unknown := probed(t, []string{aigul}, m), probed(t, nil, m)
		if known != unknown {
			t.Errorf("%s: the letters differ:\n%s\n---\n%s", name, known, unknown)
		}
	}
}

// The same for people on record, whose address is proven: what they change theirs to
// tells them nothing of others, until that one has answered too.
func TestProvenPeopleLearnNothingOfOthers(t *testing.T) {
	for name, m := range map[string]mail{
		"new address":           {from: erlan, results: proven(erlan), subject: markUpdate, body: "Жаңа e-mail: " + aigul},
		"new address and phone": {from: erlan, results: proven(erlan), subject: markUpdate, body: newPhone + "\r\nЖаңа e-mail: " + aigul},
		"unproven":              {from: erlan, subject: markUpdate, body: "Жаңа e-mail: " + aigul},
		"in own words":          {from: erlan, results: proven(erlan), subject: "Смена адреса", body: "Прошу изменить мой e-mail на " + aigul},
	} {
		for _, words := range []string{"", "ЖОҚ", "Бұл не?"} {
			known, unknown := probed(t, []string{erlan, aigul}, m, words), probed(t, []string{erlan}, m, words)
			if known != unknown || known == "" {
				t.Errorf("%s, answered %q: the letters differ:\n%s\n---\n%s", name, words, known, unknown)
			}
		}
	}
}

var (
	ourID = regexp.MustCompile(`(?m)^Message-ID: .*$`)
	// The encoded subject line holds number and token; it is compared decoded.
	encoded = regexp.MustCompile(`(?m)^Subject: .*\n(?:[ \t].*\n)*`)
)

// probed returns the bytes of every letter that left because of a mail, of what its
// new address answers, and of those that the desk sends when a question stays
// unanswered.
func probed(t *testing.T, onRecord []string, m mail, answers ...string) string {
	o := newOffice(t)
	for _, address := range onRecord {
		o.person(address, "Айгүл", "+77015550001")
	}
	o.gets(m)
	for _, words := range answers {
		if asked := o.letters(aigul); len(asked) > 0 && words != "" {
			o.gets(reply(asked[0], aigul, words))
		}
	}
	for range 9 {
		o.now = o.now.Add(day)
		o.must(o.desk.Tend(t.Context()))
	}
	var all []string
	for _, l := range o.letters("") {
		text := "at " + l.NextAt.String() + "\n" + string(l.Bytes) + "\n" + l.SubjectLine + "\n" + l.Text
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
