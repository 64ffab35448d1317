package classifier

import (
	"fmt"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Few words in an answer to somebody else's letter, or on a mailing list, need more to
// be taken for a request; words of the lexicon, or an answer to a letter of ours, do not.
func TestTalkNeedsMoreToBeHeeded(t *testing.T) {
	const footer = "\n\n_______________________________________________\nOld-radios mailing list\nOld-radios@lists.oddbits.example\n"
	for _, c := range []struct {
		name, text string
		want       float32
	}{
		{"alone", "use this one instead", levelHeed},
		{"in answer to a third person", "use this one instead\n\nOn 3 Mar 2025, at 10:00, Bo <bo@oddbits.example> wrote:\n> which cable?\n", levelTalk},
		{"to nobody named", "use this one instead\n\n> which cable?\n", levelTalk},
		{"in answer to us", "use this one instead\n\nOn 3 Mar 2025, at 10:00, Clinic <Info@clinic.example> wrote:\n> which cable?\n", levelHeed},
		{"in answer to our copy", "use this one instead\n\nOn 3 Mar 2025, at 10:00, Clinic <office@clinic.example> wrote:\n> which cable?\n", levelHeed},
		{"in answer to our newsletter", "use this one instead\n\nOn 3 Mar 2025, at 10:00, Clinic news <News@Clinic.example> wrote:\n> Winter is coming!\n", levelHeed},
		{"about data", "use this one instead\n\n> I withdraw my consent to the processing of my personal data.\n", levelHeed},
		{"on a list", "use this one instead" + footer, levelTalk},
		{"on a list, in words of the lexicon", "I withdraw my consent to the processing of my personal data." + footer, levelBrief},
	} {
		m := message.Parse([]byte("From: a@b.example\r\nTo: info@clinic.example\r\nCc: office@clinic.example\r\nSubject: Re: kettle\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.text))
		x := lexiconIndex()
		r := read(m, x, message.Own)
		found, _, _ := r.findKinds(x)
		if got := r.heedLevel(x, m, found, (levelHeed+levelTalk)/2); got != c.want {
			t.Errorf("%s: level %v, want %v", c.name, got, c.want)
		}
	}
	m := message.Parse([]byte("To: info@clinic.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI withdraw my consent to the processing of my personal data." + footer))
	if v := Classify(m); len(v) != 1 || v[0].Kind != privacy.KindWithdraw || v[0].Certainty != privacy.Certain {
		t.Errorf("%s", describe(v))
	}
}

// An answer to a letter of ours is known by its Message-ID, too, where the quote names only the firm.
func TestAnswersToOurLetter(t *testing.T) {
	const quoted = "Content-Type: text/plain; charset=utf-8\r\n\r\nuse this one instead\r\n\r\nOn 3 Mar 2026 Clinic wrote:\r\n> which cable?\r\n"
	for id, want := range map[string]float32{
		"<b2c7.20260915@clinic.example>":      levelHeed,
		"<b2c7.20260915@mail.clinic.example>": levelHeed,
		"<b2c7.20260915@oddbits.example>":     levelTalk,
		"<b2c7.20260915@b.example>":           levelTalk,
		"<b2c7.20260915@notclinic.example>":   levelTalk,
	} {
		m := message.Parse([]byte("From: a@b.example\r\nTo: info@clinic.example\r\nIn-Reply-To: " + id + "\r\nSubject: Re: kettle\r\n" + quoted))
		x := lexiconIndex()
		r := read(m, x, message.Own)
		found, _, _ := r.findKinds(x)
		if got := r.heedLevel(x, m, found, (levelHeed+levelTalk)/2); got != want {
			t.Errorf("%s: level %v, want %v", id, got, want)
		}
	}
}

// A bare number in answer to a letter of ours may be what we asked for: a person looks.
func TestBareAnswer(t *testing.T) {
	const answer = "From: a@b.example\r\nTo: info@clinic.example\r\nIn-Reply-To: %s\r\nSubject: Re: Ваш номер\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n8 705 111 22 44\r\n\r\n> Сообщите, пожалуйста, ваш новый номер.\r\n"
	for id, want := range map[string]int{"<1@clinic.example>": 1, "<1@other.example>": 0} {
		v := Classify(message.Parse(fmt.Appendf(nil, answer, id)))
		if len(v) != want || want > 0 && (v[0].Kind != privacy.KindUpdate || v[0].Certainty != privacy.Doubtful) {
			t.Errorf("%s: %s", id, describe(v))
		}
	}
}

// A person who begins like the foot of a program's mail is heard.
func TestBeginsLikeAFooter(t *testing.T) {
	for text, want := range map[string]privacy.Kind{
		"Вы получили это письмо, потому что я отзываю согласие на обработку моих персональных данных.": privacy.KindWithdraw,
		"You are receiving this because you hold my data. Please erase all my personal data.":          privacy.KindErase,
	} {
		if v := Classify(letter("", text)); len(v) == 0 || v[0].Kind != want {
			t.Errorf("%s: %s", text, describe(v))
		}
	}
}

// Who answers a newsletter to be rid of it is heard, whatever its name.
func TestAnswersToANewsletter(t *testing.T) {
	m := message.Parse([]byte("From: a@b.example\r\nTo: info@clinic.example\r\nSubject: Re: Friday Digest #212\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		"Could you take me off the Friday Digest please? Nothing wrong with it, just too much in my inbox.\r\n\r\n> FRIDAY DIGEST #212\r\n> Tickets from 2,500 tenge\r\n"))
	if v := Classify(m); len(v) != 1 || v[0].Kind != privacy.KindUnsubscribe {
		t.Errorf("%s", describe(v))
	}
}

// An answer of one word without what it answers asks nothing, whatever its subject line
// is about; a wording does.
func TestHardlyAnAnswer(t *testing.T) {
	for _, c := range []struct{ subject, body, want string }{
		{"Re: сұрақ", "Иә", ""},
		{"Re: вопрос", "Да", ""},
		{"Re: рассылка", "отпишите", "unsubscribe"},
	} {
		got := ""
		for _, v := range Classify(letterOf(c.subject, c.body)) {
			got += string(v.Kind)
		}
		if got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.subject, c.body, got, c.want)
		}
	}
}

// A row of links at the foot of a newsletter is nobody's request.
func TestRowsOfLinksAskNothing(t *testing.T) {
	const menu = "\nThe address for your subscription is a@b.example\nUnsubscribe |\nManage\nMy Subscriptions | FAQ |\nAdvertise\n"
	for _, v := range Classify(letterOf("Sneak Peek", "New products in July.\nSign up for more free newsletters."+menu)) {
		if v.Certainty == privacy.Certain {
			t.Errorf("%s", describe([]Verdict{v}))
		}
	}
	if v := Classify(letterOf("Sneak Peek", "Please unsubscribe me.\n"+menu)); len(v) != 1 || v[0].Kind != privacy.KindUnsubscribe || v[0].Certainty != privacy.Certain {
		t.Errorf("beside a request: %s", describe(v))
	}
}

// A request in clear words is heard, however much else stands in the letter.
func TestPlainWordsAmidAnEndlessLetter(t *testing.T) {
	rain := strings.Repeat("The rain goes on and on and on.\n", 600)
	for _, c := range []struct{ subject, body string }{
		{"Erase my personal data", "Delete my personal data.\n" + rain},
		{"The weather", rain + "Delete my personal data.\n"},
		{"The weather", rain[:len(rain)/2] + "Delete my personal data.\n" + rain},
	} {
		if v := Classify(letterOf(c.subject, c.body)); len(v) == 0 || v[0].Kind != privacy.KindErase {
			t.Errorf("%q, %.30q: %s", c.subject, c.body, describe(v))
		}
	}
}

// However sure the model is, what came by way of a mailing list is acted upon only by clear words that fill their line.
func TestListMailIsNotActedUpon(t *testing.T) {
	for text, certain := range map[string]bool{
		"beberg, would you rather mrsrobinson@mail.kz?\n\ninto plastics too,\nschuman":                                     false,
		"I withdraw my consent to the processing of my personal data.\n\nRegards,\nSchuman":                                true,
		"I call it spam. They will not stop filling my inbox with ads.\nOnce I told them to stop mailing me, it was spam.": false,
	} {
		m := letter("RE: revocation of grlygrl201@", text)
		m.Listed = true
		for _, v := range Classify(m) {
			if (v.Certainty == privacy.Certain) != certain {
				t.Errorf("%s: %s", text, describe([]Verdict{v}))
			}
		}
	}
}
