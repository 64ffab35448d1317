package message

import (
	"fmt"
	"strings"
	"testing"
)

// Which part of the mail gave which words, and how its octets became letters, is said
// for each: parts are numbered as IMAP numbers them (RFC 3501 §6.4.5).
func TestSections(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want string // of each section: number, type, charset, its text
		file string // of each attachment: number and name
	}{
		"one part": {"Content-Type: text/plain; charset=windows-1251\n\n\xcf\xf0\xe8\xe2\xe5\xf2\n",
			"1 text/plain windows-1251 > windows-1251, as declared: Привет", ""},
		"named utf-8, is koi8-r": {"Content-Type: text/plain; charset=utf-8\n\n\xef\xd4\xda\xd9\xd7\xc1\xc0 \xd3\xcf\xc7\xcc\xc1\xd3\xc9\xc5 \xce\xc1 \xcf\xc2\xd2\xc1\xc2\xcf\xd4\xcb\xd5 \xc4\xc1\xce\xce\xd9\xc8\n",
			"1 text/plain utf-8 > koi8-r, repaired: Отзываю согласие на обработку данных", ""},
		"nothing named": {"\n\xce\xf2\xe7\xfb\xe2\xe0\xfe \xf1\xee\xe3\xeb\xe0\xf1\xe8\xe5 \xed\xe0 \xee\xe1\xf0\xe0\xe1\xee\xf2\xea\xf3 \xe4\xe0\xed\xed\xfb\xf5\n",
			"1 text/plain  > windows-1251, guessed: Отзываю согласие на обработку данных", ""},
		"mixed": {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nпервое\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>первое</p>\n--b--\n--a\nContent-Type: application/pdf; name=x.pdf\n\nq\n--a\nContent-Type: text/plain\n\nsecond\n--a--\n",
			"1.1 text/plain utf-8 > utf-8, as declared: первое | 3 text/plain  > us-ascii, as declared: second", "2 x.pdf"},
		"a mail within": {"Content-Type: multipart/mixed; boundary=a\n\n--a\n\nsee below\n--a\nContent-Type: message/rfc822\n\nSubject: x\n\ninner\n--a--\n",
			"1 text/plain  > us-ascii, as declared: see below | 2 text/plain  > , : Subject: x | 2.1 text/plain  > us-ascii, as declared: inner", "2 "},
	} {
		m := Parse([]byte(strings.ReplaceAll(c.raw, "\n", "\r\n")))
		var got, files []string
		for _, s := range m.Sections {
			got = append(got, fmt.Sprintf("%s %s %s > %s, %s: %s", s.Part, s.MediaType, s.Charset.Declared, s.Charset.Read, s.Charset.How, strings.TrimSpace(m.Text[s.Start:s.End])))
		}
		for _, a := range m.Attachments {
			files = append(files, a.Part+" "+a.Name)
		}
		if all := strings.Join(got, " | "); all != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, all, c.want)
		}
		if all := strings.Join(files, " | "); all != c.file {
			t.Errorf("%s: files %s, want %s", name, all, c.file)
		}
	}
}

// Words that nobody sees are kept apart, with the part they hid in.
func TestLeftOutWords(t *testing.T) {
	m := Parse([]byte("Content-Type: text/html; charset=utf-8\r\n\r\n<p>Shown <span style=\"display:none\">hidden words</span> <s>struck words</s></p>" + strings.Repeat("<p style=\"display:none\">"+strings.Repeat("я", 1000)+"</p>", 9)))
	if len(m.LeftOut) != 2 || m.LeftOut[0].Part != "1" || m.LeftOut[0].Why != "hidden text" || !strings.HasPrefix(m.LeftOut[0].Text, "hidden words я") ||
		len(m.LeftOut[0].Text)+len(m.LeftOut[1].Text) > maxLeftOut {
		t.Errorf("%+v", m.LeftOut)
	}
	m = Parse([]byte("Content-Type: text/html\r\n\r\n<p>Shown <s>struck words</s></p>"))
	if len(m.LeftOut) != 1 || m.LeftOut[0] != (LeftOut{"1", "struck out", "struck words"}) {
		t.Errorf("%+v", m.LeftOut)
	}
}

// How the subject line became letters is said as well.
func TestSubjectFrom(t *testing.T) {
	for value, want := range map[string]string{
		"plain": " us-ascii, as declared", "Сәлем": " utf-8, as declared", "=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=": "windows-1251 windows-1251, as declared",
		"\xcf\xf0\xe8\xe2\xe5\xf2 \xe4\xf0\xf3\xe7\xfc\xff": " , guessed",
	} {
		c := Parse([]byte("Subject: " + value + "\r\n\r\n")).SubjectFrom
		if got := c.Declared + " " + c.Read + ", " + c.How; got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}
