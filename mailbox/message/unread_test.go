package message

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// Letters that a person must see, for somebody's words may be where we cannot read.
func TestUnread(t *testing.T) {
	mixed := func(parts ...string) string {
		return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n"
	}
	file := func(kind, name string) string {
		return "Content-Type: " + kind + "\r\nContent-Disposition: attachment; filename*=utf-8''" + name + "\r\n\r\nx"
	}
	const plain = "Content-Type: text/plain; charset=utf-8\r\n\r\nhello"
	const blank = "Content-Type: text/plain\r\n\r\n"
	var wide []byte
	for _, u := range utf16.Encode([]rune("Отзываю согласие")) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	winmail := tnefOf(property(propBody, 0x1F, wide), "a.doc")
	tnef := func(data string) string {
		return "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64(data)
	}
	const pgp = "-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----\r\n"
	cases := []struct{ name, raw, why string }{
		{"S/MIME", head + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nx", "encrypted"},
		{"S/MIME beside a footer", mixed("Content-Type: application/octet-stream; name=letter.p7m\r\n\r\nx", plain), "encrypted"},
		{"PGP/MIME", head + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" + pgp + "--b--\r\n", "encrypted"},
		{"PGP/MIME that Exchange took apart", mixed(blank, "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1", "Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n"+pgp), "encrypted"},
		{"PGP within the text", head + "\r\n" + pgp, "encrypted"},
		{"too much text", head + "\r\n" + strings.Repeat("hello there\r\n", MaxText/12), "too long"},
		{"too deep", nestedLetter(MaxDepth + 10), "cut off"},
		{"too deep, whole", deepLetter(MaxDepth + 10), "too deep"},
		{"too many parts", mixed(strings.Split(strings.Repeat(plain+"|", MaxParts+5), "|")...), "too many parts"},
		{"too many fields", head + strings.Repeat("X-A: b\r\n", MaxFields+1) + "\r\nhello", "too long"},
		{"too large a header", head + "X-A: " + strings.Repeat("b", MaxHeader) + "\r\n\r\nhello", "too long"},
		{"cut off within the text", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + plain, "cut off"},
		{"a cut winmail.dat", head + tnef(winmail[:len(winmail)-20]), "cut off"},
		{"a cut winmail.dat beside a text", mixed(plain, tnef(winmail[:60])), "winmail.dat cut"},
		{"a winmail.dat that is none", mixed(plain, tnef("no TNEF")), "winmail.dat cut"},
		{"only uuencoded", head + "\r\nbegin 644 a.doc\r\n#0V%T\r\n`\r\nend\r\n", "uuencoded"},
		{"nothing but question marks", head + "\r\n???????! ?????? ??????? ???????? 8 701 600 10 10\r\n", "charset"},
		{"nothing but lost letters", head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.Repeat("\uFFFD", 20), "charset"},
		{"a subject line of question marks", "From: a@b.kz\r\nSubject: ????? ????????\r\n\r\n> old\r\n", "charset"},
		{"two subject lines", "Subject: hello\r\nFrom: a@b.kz\r\nSubject: withdraw\r\n\r\nhello", "several subjects"},
		{"text before empty parts", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\nWithdraw my consent\r\n--b\r\n\r\n\r\n--b--\r\n", "outside the parts"},
		{"text behind empty parts", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b--\r\nWithdraw my consent\r\n", "outside the parts"},
		{"a file name of words", mixed(plain, file("application/pdf", "%D0%9E%D1%82%D0%B7%D1%8B%D0%B2%D0%B0%D1%8E%20%D1%81%D0%BE%D0%B3%D0%BB%D0%B0%D1%81%D0%B8%D0%B5.pdf")), "words in a file name"},
		{"a document and no words", mixed(blank, file("application/pdf", "scan.pdf")), "nothing but files"},
		{"a document over a quote", mixed("Content-Type: text/plain\r\n\r\n> old", file("image/jpeg", "1.jpg")), "nothing but files"},
		{"a document alone", head + file("application/pdf", "scan.pdf"), "nothing but files"},
		{"a text as a file", head + file("text/plain", "a.txt"), "nothing but files"},
		{"a picture in HTML and no words", head + "Content-Type: text/html\r\n\r\n<img src='http://a.example/x.png'>", "no text"},

		{"a letter", head + "\r\nhello", ""},
		{"a short question", head + "\r\n???", ""},
		{"a letter with a document", mixed(plain, file("application/pdf", "scan%2001.pdf")), ""},
		{"a letter with a photo", mixed(plain, file("image/jpeg", "WhatsApp%20Image%202025-11-24.jpeg")), ""},
		{"the same subject line twice", "Subject: hello\r\nFrom: a@b.kz\r\nSubject: hello\r\n\r\nhello", ""},
		{"a preamble of MIME", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\nThis is a multi-part message in MIME format.\r\n--b\r\n\r\n\r\n--b--\r\n", "no text"},
		{"a whole winmail.dat", head + tnef(tnefOf(property(propBody, 0x1F, wide), "")), ""},
		{"nothing at all", head + "\r\n", ""},
		{"hidden words", head + "Content-Type: text/html\r\n\r\n<p>hello<p hidden>secret", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if why, yes := m.Unread(); why != c.why || yes != (c.why != "") {
				t.Errorf("%q %v, want %q; %v %v", why, yes, c.why, m.Damage, m.Notes)
			}
			if c.why != "" && !slices.Contains(damages, Damage(c.why)) && !slices.Contains(notes, Note(c.why)) {
				t.Errorf("%q stands in no list", c.why)
			}
		})
	}
}

// deepLetter has n levels of multiparts, all closed.
func deepLetter(n int) string {
	body := "Content-Type: text/plain\r\n\r\nhello\r\n"
	for i := range n {
		b := "b" + strings.Repeat("x", i)
		body = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + body + "\r\n--" + b + "--\r\n"
	}
	return head + body
}

func TestWordsInNames(t *testing.T) {
	for name, want := range map[string]bool{
		"Отзываю согласие.pdf": true, "withdrawal_of_consent.docx": true, "Удалите-мои-данные.jpg": true, "Келісімді қайтарып алу": true,
		"scan.pdf": false, "Договор 12.pdf": false, "IMG_20251124_101500.jpg": false, "Снимок экрана 2025-11-24.png": false, "": false, ".pdf": false,
		"Screenshot from Chrome.png": false, "ТОО.xlsx": false, "image001.png": false,
	} {
		m := Message{Attachments: []Attachment{{Name: name, MediaType: "application/pdf"}}}
		if got := m.WordsInNames(); (len(got) == 1 && got[0] == name) != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	m := Message{Attachments: []Attachment{{Name: "our company logo.png", MediaType: "image/png", Inline: true}}}
	if got := m.WordsInNames(); len(got) > 0 {
		t.Errorf("a picture in the text: %q", got)
	}
}
