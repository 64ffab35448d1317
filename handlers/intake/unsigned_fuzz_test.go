package intake

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// keyOfPosta is DNS with the one key of posta.example.
type keyOfPosta struct{ ed25519.PrivateKey }

func (k keyOfPosta) TXT(_ context.Context, name string) (senderauth.Answer, error) {
	if name == "s._domainkey.posta.example" {
		public := base64.StdEncoding.EncodeToString(k.Public().(ed25519.PublicKey))
		return senderauth.Answer{Records: []string{"v=DKIM1; k=ed25519; p=" + public}}, nil
	}
	return senderauth.Answer{}, nil
}

// signedByPosta signs, by the real clock, what OpenDKIM signs by default: no MIME field.
func signedByPosta(t testing.TB, key ed25519.PrivateKey, letter string) string {
	var out bytes.Buffer
	err := dkim.Sign(&out, strings.NewReader(strings.ReplaceAll(letter, "\n", "\r\n")), &dkim.SignOptions{
		Domain: "posta.example", Selector: "s", Signer: key, HeaderKeys: []string{"From", "To", "Subject", "Date"},
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// quotations are letters in which Aigül, who wants nothing, quotes what somebody
// wrote to her: a mark and a number. TYPE is where her program says what the body is.
const ask = "Дербес деректерді жаңарту\nТелефон: 8 701 555 77 88"

func quotations() []string {
	head := "From: " + aigul + "\nTo: " + ours + "\nSubject: " + markUpdate + "\nDate: " + time.Now().Format(time.RFC1123Z) + "\nMessage-ID: <1@posta.example>\nMIME-Version: 1.0\n"
	marked := "> " + strings.ReplaceAll(ask, "\n", "\n> ")
	return []string{
		head + "Content-Type: text/plain; charset=utf-8\n\nБұл не?\n\nMallory wrote:\n" + marked + "\n",
		head + "Content-Type: text/plain; charset=utf-8\n\nБұл не?\n\nMallory wrote:\n> --b\n> \n" + marked + "\n",
		head + "Content-Type: text/html; charset=utf-8\n\n<p>Бұл не?</p><blockquote type=\"cite\">\n" + strings.ReplaceAll(ask, "\n", "<br>\n") + "\n</blockquote>\n",
		head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Бұл не?\n\n"+marked+"\n")) + "\n",
		head + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nБұл не?\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=a.txt\n\n" + ask + "\n--b--\n",
	}
}

// FuzzUnsignedFields: whoever holds a signed letter and puts on top of it what they
// like, or another Content-Type in place of its own, gets nobody's record changed,
// whether our server says that the signature is good or it is checked here.
func FuzzUnsignedFields(f *testing.F) {
	for _, fields := range []string{
		"", "Content-Type: text/html; charset=utf-8", "Content-Type: text/plain; format=flowed; delsp=yes",
		"Content-Type: multipart/mixed; boundary=\"> b\"", "Content-Type: multipart/alternative; boundary=b", "Content-Type: message/rfc822",
		"Content-Type: text/plain; charset=utf-7", "Content-Transfer-Encoding: base64", "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable",
		"Subject: " + markUpdate + "\n\r\n" + newPhone, "Subject: " + markUpdate + "\nFrom: " + aigul, "X: y\r", "Received: x\nSubject : " + markWithdraw,
	} {
		for i := range quotations() {
			for n := range 4 {
				f.Add(fields, uint8(i), n&1 > 0, n&2 > 0)
			}
		}
	}
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	letters := quotations()
	for i := range letters {
		letters[i] = signedByPosta(f, key, letters[i])
	}
	own, err := privacy.ParseAddress(ours)
	if err != nil {
		f.Fatal(err)
	}
	verifier := senderauth.New(senderauth.Config{AuthservIDs: []string{"mx.mysal.example"}, Own: []privacy.Address{own}, DKIM: true, Resolver: keyOfPosta{key}})
	in := &Intake{Config: Config{Office: &handlers.Office{From: own}}}
	f.Fuzz(func(t *testing.T, fields string, which uint8, instead, believed bool) {
		letter := letters[int(which)%len(letters)]
		fields = strings.TrimRight(strings.ReplaceAll(strings.ReplaceAll(fields, "\r\n", "\n"), "\n", "\r\n"), "\n") + "\r\n"
		if instead { // in place of all that says how the body is to be read
			var kept []string
			head, body, _ := strings.Cut(letter, "\r\n\r\n")
			for _, line := range strings.Split(head, "\r\n") {
				if !strings.HasPrefix(line, "Content-") {
					kept = append(kept, line)
				}
			}
			letter = strings.Join(kept, "\r\n") + "\r\n\r\n" + body
		}
		if believed { // our server checks the signature, and says so
			fields = "Authentication-Results: mx.mysal.example; dmarc=pass header.from=posta.example\r\nReceived: from x by mx.mysal.example; x\r\n" + fields
		}
		r := read(t.Context(), verifier, mailbox.Delivery{Raw: []byte(fields + letter), InternalDate: time.Now()})
		for _, v := range r.verdicts {
			req := store.Request{Proof: r.finding.Proof, ProofWhy: r.finding.Reason, ReceivedAt: time.Now(), Message: store.MessageKey{Mailbox: "INBOX"}}
			d := Decide(in.situation(r, &req, v, circumstances{several: len(r.verdicts) > 1, onRecord: true}))
			if d.Words == TellWhatWasDone && v.Kind != privacy.KindUnsubscribe {
				t.Errorf("a record would be changed: %s, %s", r.finding.Reason, d.Reason)
			}
		}
	})
}

// The letters are good ones: unaltered and without the quotation they are carried out.
func TestUnsignedFieldsAreTriedOnGoodLetters(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	s := &scene{office: newOffice(t)}
	s.now = time.Now()
	id := s.person(aigul, "Айгүл", "+77015550001")
	s.in.Verifier = senderauth.New(senderauth.Config{Own: []privacy.Address{s.address(ours)}, DKIM: true, Resolver: keyOfPosta{key}, Now: func() time.Time { return s.now }})
	letter := strings.Replace(strings.Replace(quotations()[0], "> ", "", -1), "Бұл не?\n\nMallory wrote:\n", "", 1)
	s.take([]byte(signedByPosta(t, key, letter)))
	if got := s.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q, %s, %s", got, s.finding(), s.outcome())
	}
	for i, l := range quotations() {
		s.take([]byte(signedByPosta(t, key, l)))
		if want := "unproven signature-covers-part"; (i == 2 || i == 3) && s.finding() != want {
			t.Errorf("letter %d: %s", i, s.finding())
		}
	}
}
