package senderauth

import (
	"encoding/base64"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Whoever can change an unsigned Content-Type must not get signed words read another
// way: what was quoted as written, what was in an encoding as plain. Each letter is
// signed as original and comes with other fields; the words are those an attacker once
// wrote to Aigul, who answered.
func TestUnsignedContentType(t *testing.T) {
	const (
		utf8    = "Content-Type: text/plain; charset=utf-8\r\n"
		quoting = "What is this?\r\n\r\n> Withdraw my consent.\r\n"
	)
	for _, c := range []struct {
		name, original, body, shown string
		proof                       privacy.Proof
	}{
		{"plain", utf8, "My phone: +7 701 123 45 67.\r\n", utf8, privacy.Proven},
		{"plain, quoted name of the charset", "Content-Type: text/plain;\r\n\tcharset=\"UTF-8\"\r\n", "Телефон\r\n", "Content-Type: text/plain;\r\n\tcharset=\"UTF-8\"\r\n", privacy.Proven},
		{"plain, flowed", "Content-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: 8bit\r\n", "Телефон\r\n", "Content-Type: text/plain; charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: 8bit\r\n", privacy.Proven},
		{"no field at all", "", "My phone: +7 701 123 45 67.\r\n", "", privacy.Proven},
		{"with a quoted letter", utf8, quoting, utf8, privacy.Proven},
		{"with addresses and links", utf8, "On Monday Us <info@medico.example> wrote, see <https://medico.example/policy>:\r\n> x\r\n-- \r\nAigul\r\n", utf8, privacy.Proven},
		{"with a forwarded letter", utf8, "---------- Forwarded message ---------\r\nx\r\n", utf8, privacy.Proven},

		{"read as HTML, where signs of quoting are nothing", utf8, quoting, "Content-Type: text/html; charset=utf-8\r\n", privacy.Unproven},
		{"read as a multipart with a boundary that was quoted", utf8, "What is this?\r\n\r\n--b\r\n\r\nWithdraw my consent.\r\n", "Content-Type: multipart/mixed; boundary=b\r\n", privacy.Unproven},
		{"read in another charset", utf8, quoting, "Content-Type: text/plain; charset=utf-7\r\n", privacy.Unproven},
		{"read in UTF-16", utf8, quoting, "Content-Type: text/plain; charset=utf-16\r\n", privacy.Unproven},
		{"read in two charsets", utf8, quoting, "Content-Type: text/plain; charset=utf-8; charset*=koi8-r''x\r\n", privacy.Unproven},
		{"with blanks taken out", utf8, quoting, "Content-Type: text/plain; format=flowed; delsp=yes\r\n", privacy.Unproven},
		{"read as a mail within", utf8, "Subject: Withdraw my consent\r\n\r\nx\r\n", "Content-Type: message/rfc822\r\n", privacy.Unproven},
		{"read as an attachment", utf8, quoting, "Content-Type: text/plain; name=a.txt\r\n", privacy.Unproven},
		{"read as base64", utf8, "V2l0aGRyYXcgbXkgY29uc2VudC4=\r\n", utf8 + "Content-Transfer-Encoding: base64\r\n", privacy.Unproven},
		{"type of many words", utf8, quoting, "Content-Type: text/plain text/html; charset=utf-8\r\n", privacy.Unproven},

		{"HTML read as plain text", "Content-Type: text/html; charset=utf-8\r\n", "<p>What?</p><blockquote>\r\nWithdraw my consent.\r\n</blockquote>\r\n", utf8, privacy.Unproven},
		{"HTML comment read as plain text", "Content-Type: text/html\r\n", "What?<!--\r\nWithdraw my consent.\r\n-->\r\n", "", privacy.Unproven},
		{"multipart read as plain text", "Content-Type: multipart/mixed; boundary=b\r\n", "--b\r\n\r\nWhat?\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\r\nWithdraw my consent.\r\n--b--\r\n", utf8, privacy.Unproven},
		{"bare multipart read as plain text", "Content-Type: multipart/digest; boundary=b\r\n", "--b\r\n\r\nWithdraw my consent.\r\n", utf8, privacy.Unproven},
		{"multipart with dashes for a boundary read as plain text", "Content-Type: multipart/mixed; boundary=\"----=_b\"\r\n", "------=_b\r\nContent-Disposition: attachment\r\n\r\nWithdraw my consent.\r\n------=_b--\r\n", "", privacy.Unproven},
		{"soft line ends of a quoted line read as line ends", utf8 + "Content-Transfer-Encoding: quoted-printable\r\n", "What?\r\n\r\n> You asked us to=\r\nWithdraw my consent.\r\n", utf8, privacy.Unproven},
		{"encoded sign of quoting not decoded", utf8 + "Content-Transfer-Encoding: quoted-printable\r\n", "What?\r\n=3E\r\nWithdraw my consent.\r\n", utf8, privacy.Unproven},
		{"sign of quoting in UTF-7", "Content-Type: text/plain; charset=utf-7\r\n", "What?\r\n+AD4- Withdraw my consent.\r\n", utf8, privacy.Unproven},
		{"another charset read as UTF-8", "Content-Type: text/plain; charset=windows-1251\r\n", "\xd2\xe5\xeb\r\n", utf8, privacy.Unproven},
		{"control characters", "Content-Type: text/plain; charset=iso-2022-jp\r\n", "\x1b$B!d\x1b(B Withdraw my consent.\r\n", utf8, privacy.Unproven},
	} {
		t.Run(c.name, func(t *testing.T) {
			letter := func(fields string) string {
				return strings.Replace(plain[:strings.Index(plain, "\r\n\r\n")+4], "Content-Type: text/plain; charset=utf-8\r\n", fields, 1) + c.body
			}
			sig, _, _ := strings.Cut(signed(letter(c.original), strings.Replace(common, ":content-type", "", 1)), "\r\n")
			got := look(t, sig+"\r\n"+letter(c.shown), zoneOf(nil))
			if got.Proof != c.proof || c.proof != privacy.Proven && got.Reason != ReasonPart && got.Reason != ReasonRepeated {
				t.Errorf("%s, %s\n%v", got.Proof, got.Reason, got.Clues)
			}
		})
	}
}

func TestMayQuote(t *testing.T) {
	for name, c := range map[string]struct {
		subject, body string
		want          bool
	}{
		"a letter of one's own":  {"Update", "My phone: +7 701 123 45 67\r\n", false},
		"HTML of one's own":      {"Update", "<div>My phone: <b>+7</b> 701 > x</div>\r\n-- <br>\r\nAigul\r\n", false},
		"base64 of one's own":    {"Update", base64.StdEncoding.EncodeToString([]byte("Телефон: 8 701\r\n")) + "\r\n", false},
		"an answer":              {"RE: Update", "x\r\n", true},
		"a forward":              {"Қайта жіберу: Update", "x\r\n", true},
		"quoted":                 {"Update", "x\r\n> y\r\n", true},
		"quoted in HTML":         {"Update", "<p>x</p><BLOCKQUOTE type=cite>y</BLOCKQUOTE>\r\n", true},
		"quoted, base64":         {"Update", base64.StdEncoding.EncodeToString([]byte("x\r\n> Телефон: 8 701 555 77 88 және тағы да көп сөз\r\n")) + "\r\n", true},
		"quoted, encoded sign":   {"Update", "x\r\n=3E y\r\n", true},
		"parts":                  {"Update", "--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n", true},
		"header of an old one":   {"Update", "x\r\n\r\nОт: Mallory\r\n\r\ny\r\n", true},
		"line above an old one":  {"Update", "x\r\n________________________________\r\ny\r\n", true},
		"Outlook's mark in HTML": {"Update", "<div id=\"divRplyFwdMsg\">x</div>\r\n", true},
	} {
		m := message.Parse([]byte("Subject: " + c.subject + "\r\n\r\n"))
		if got := mayQuote(m, &letterBytes{body: []byte(c.body)}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
