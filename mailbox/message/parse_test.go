package message

import (
	"encoding/base64"
	"mime/quotedprintable"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// head is a header without fields that say how to read the body.
const head = "From: a@client.example\r\nTo: info@medico.example\r\nSubject: s\r\n"

func parse(s string) *Message { return Parse([]byte(s)) }

func cp1251(s string) string {
	out, err := charmap.Windows1251.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func koi8(s string) string {
	out, err := charmap.KOI8R.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// in encodes in a charset of one octet a letter.
func (t *table) in(s string) string {
	b, ok := t.encode(s)
	if !ok {
		panic("not in " + t.label + ": " + s)
	}
	return string(b)
}

func kz(s string) string { return kz1048.in(s) }

func TestParseHeader(t *testing.T) {
	m := parse("Return-Path: <>\r\nReceived: one\r\n two\r\nReceived: three\r\nFrom: A B <a@client.example>\r\nSubject : hello\r\n\tthere\r\n" +
		"Message-ID: <1@x>\r\nIn-Reply-To: <2@x>\r\nReferences: <3@x>\r\n <4@x> junk <bad id>\r\nDate: Mon, 24 Nov 2025 10:00:00 +0500\r\n\r\nbody\r\n")
	if got := m.Fields("received"); !slices.Equal(got, []string{"one two", "three"}) {
		t.Errorf("Received: %q", got)
	}
	if m.ReturnPath != "<>" || m.SubjectLine != "hello there" || m.MessageID != "1@x" || m.FromFields != 1 {
		t.Errorf("%q, %q, %q, %d", m.ReturnPath, m.SubjectLine, m.MessageID, m.FromFields)
	}
	if !slices.Equal(m.InReplyTo, []string{"2@x"}) || !slices.Equal(m.References, []string{"3@x", "4@x"}) {
		t.Errorf("%q, %q", m.InReplyTo, m.References)
	}
	if want := time.Date(2025, 11, 24, 5, 0, 0, 0, time.UTC); !m.Date.Equal(want) {
		t.Errorf("date %v", m.Date)
	}
	if m.Text != "body\n" || len(m.Damage) != 0 {
		t.Errorf("%q, %v", m.Text, m.Damage)
	}
}

func TestDecodeHeader(t *testing.T) {
	const text = "Дербес деректерді жаңарту"
	b64 := base64.StdEncoding.EncodeToString
	half := len("Дербес") + 1 + 5 // within a letter
	cases := []struct{ name, value, want string }{
		{"base64", "=?utf-8?B?" + b64([]byte(text)) + "?=", text},
		{"base64 without padding", "=?UTF-8?b?" + strings.TrimRight(b64([]byte("Жауап")), "=") + "?=", "Жауап"},
		{"letter split over two words", "=?utf-8?B?" + b64([]byte(text[:half])) + "?=\r\n =?utf-8?B?" + b64([]byte(text[half:])) + "?=", text},
		{"windows-1251", "=?windows-1251?B?" + b64([]byte(cp1251("Отзыв согласия"))) + "?=", "Отзыв согласия"},
		{"koi8-r", "=?KOI8-R?B?" + b64([]byte(koi8("Отзыв согласия"))) + "?=", "Отзыв согласия"},
		{"kz-1048", "=?kz-1048?B?" + b64([]byte(kz(text))) + "?=", text},
		{"kz-1048 said to be windows-1251", "=?windows-1251?B?" + b64([]byte(kz(text))) + "?=", text},
		{"Q with blanks", "=?utf-8?Q?=D0=9E=D1=82 =D0=B7_x?=", "От з x"},
		{"language behind the charset", "=?utf-8*ru?Q?=D0=9E?=", "О"},
		{"blank between words goes, beside them stays", "a =?utf-8?Q?b?= =?utf-8?Q?c?= d", "a bc d"},
		{"raw UTF-8", text, text},
		{"raw windows-1251", cp1251("Отзыв согласия на обработку"), "Отзыв согласия на обработку"},
		{"raw koi8-r", koi8("Отзыв согласия на обработку"), "Отзыв согласия на обработку"},
		{"raw kz-1048", kz(text), text},
		{"unknown charset", "=?x-foo?B?" + b64([]byte(cp1251("Отзыв согласия"))) + "?=", "Отзыв согласия"},
		{"no word at all", "=?utf-8?X?abc?= =? ?", "=?utf-8?X?abc?= =? ?"},
		{"line ends and overrides within", "=?utf-8?Q?a=0D=0ABcc:_x=E2=80=AEb=00?=", "a Bcc: xb"},
		{"many blanks", "a \t  b ", "a b"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := decodeHeader(c.value); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestParseMailboxes(t *testing.T) {
	type box = Mailbox
	cases := []struct {
		value string
		want  []Mailbox
	}{
		{"a@b.kz", []box{{"", "a@b.kz", false}}},
		{"Айгүл <a@b.kz>", []box{{"Айгүл", "a@b.kz", false}}},
		{`"Smith, J." <a@b.kz>, c@d.kz`, []box{{"Smith, J.", "a@b.kz", false}, {"", "c@d.kz", false}}},
		{"a@b.kz (Aigul (home))", []box{{"Aigul (home)", "a@b.kz", false}}},
		{"J. R. Smith <a@b.kz>", []box{{"J. R. Smith", "a@b.kz", false}}},
		{"=?utf-8?B?0JDQudCz0q/Quw==?= <a@b.kz>", []box{{"Айгүл", "a@b.kz", false}}},
		{"=?utf-8?Q?Ivanov,_Ivan?= <a@b.kz>", []box{{"Ivanov, Ivan", "a@b.kz", false}}},
		{"=?kz-1048?Q?=C0=E9=E3=BF=EB?= <a@b.kz>", []box{{"Айгүл", "a@b.kz", false}}},
		{"=?x-foo?Q?abc?= <a@b.kz>", []box{{"abc", "a@b.kz", false}}},
		{"group: a@b.kz, C <c@d.kz>;", []box{{"", "a@b.kz", false}, {"C", "c@d.kz", false}}},
		{"undisclosed-recipients:;", nil},
		{`"a@b.kz" <c@d.kz>`, []box{{"a@b.kz", "c@d.kz", false}}},
		{`"odd one"@b.kz`, []box{{"", `"odd one"@b.kz`, false}}},
		// Not in the syntax: one guess at most, and flagged.
		{"a@b.kz <c@d.kz>", []box{{"a@b.kz", "c@d.kz", true}}},
		{"ТОО Ромашка, отдел <a@b.kz>", []box{{"ТОО Ромашка, отдел", "a@b.kz", true}}},
		{"<a@b.kz> <c@d.kz>", []box{{"<a@b.kz>", "c@d.kz", true}}},
		{"<a@b.kz", []box{{"", "a@b.kz", true}}},
		{"write to a@b.kz", []box{{"", "a@b.kz", true}}},
		{"Aigul <a@b.kz>\x00", []box{{"Aigul", "a@b.kz", true}}},
		{"<c@d.kz>\rFrom: <a@b.kz>", []box{{"<c@d.kz> From:", "a@b.kz", true}}},
		{"nobody", nil},
		{"", nil},
		{"(open <a@b.kz>", []box{{"(open", "a@b.kz", true}}},
	}
	for _, c := range cases {
		if got := parseMailboxes(c.value); !slices.Equal(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.value, got, c.want)
		}
	}
}

func TestParseCountsFrom(t *testing.T) {
	for _, raw := range []string{
		"From: a@b.kz\r\nFrom: c@d.kz\r\n\r\n",
		"From: a@b.kz\r\nnot a field\r\nFROM : c@d.kz\r\n\r\nx",
		"From: a@b.kz\r\n" + strings.Repeat("X: y\r\n", MaxFields) + "From: c@d.kz\r\n\r\n",
		"From: a@b.kz\r\nX: " + strings.Repeat("y", MaxHeader) + "\r\nFrom: c@d.kz\r\n\r\n",
	} {
		if m := parse(raw); m.FromFields != 2 {
			t.Errorf("%.30q…: %d From fields", raw, m.FromFields)
		}
	}
}

func TestSalvage(t *testing.T) {
	cases := []struct {
		name, raw, text string
		damage          []Damage
		notes           []Note
	}{
		{"mbox line", "From a@b Mon Nov 24\n" + head + "\nhello\n", "hello\n", nil, nil},
		{"escaped mbox line, blank lines before", "\r\n>From a@b\r\n" + head + "\r\nhello\r\n", "hello\n", nil, nil},
		{"bare LF", strings.ReplaceAll(head, "\r", "") + "\nhello\n", "hello\n", nil, nil},
		{"bare CR", strings.ReplaceAll(head, "\n", "") + "\rhello\r", "hello\n", nil, nil},
		{"doubled CR", strings.ReplaceAll(head, "\r", "\r\r") + "\r\r\nhello\r\r\nyou\r\r\n", "hello\nyou\n", nil, nil},
		{"line without colon", "From: a@client.example\r\nrubbish\r\n more\r\nSubject: s\r\n\r\nhello\r\n", "hello\n", []Damage{DamageHeader}, nil},
		{"no blank line", "From: a@client.example\r\nSubject: s\r\nhello there\r\nyou\r\n", "hello there\nyou\n", []Damage{DamageHeader}, nil},
		{"no header", "hello there\r\nyou\r\n", "hello there\nyou\n", []Damage{DamageHeader}, nil},
		{"no boundary parameter", head + "Content-Type: multipart/mixed\r\n\r\n--=_abcdefg\r\nContent-Type: text/plain\r\n\r\nhello\r\n--=_abcdefg--\r\n", "hello", nil, []Note{NoteBoundary}},
		{"boundary never occurs", head + "Content-Type: multipart/mixed; boundary=zzz\r\n\r\nhello\r\n", "hello\n", []Damage{DamageMultipart}, nil},
		{"closing boundary missing", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n", "hello\n", []Damage{DamageCut}, []Note{NoteCut}},
		{"closing boundary missing, and the text whole", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n\r\n\r\n", "hello\n\n\n", nil, []Note{NoteCut}},
		{"closing boundary missing, and a sentence ends", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there.\r\n", "hello there.\n", nil, []Note{NoteCut}},
		{"closing boundary missing, and it is signed", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there.\r\n\r\nTom Bell\r\n", "hello there.\n\nTom Bell\n", nil, []Note{NoteCut}},
		{"closing boundary missing, and it is signed and dated", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there.\r\n\r\nT. A. Bell\r\n28 November 2026\r\n", "hello there.\n\nT. A. Bell\n28 November 2026\n", nil, []Note{NoteCut}},
		{"closing boundary missing, and a line below a name breaks off", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there.\r\n\r\nNew number\r\n8 701", "hello there.\n\nNew number\n8 701", []Damage{DamageCut}, []Note{NoteCut}},
		{"closing boundary missing, and a value may be cut", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there.\r\nPhone: +77053381427\r\nE-mail: q.stone@example.co\r\n", "hello there.\nPhone: +77053381427\nE-mail: q.stone@example.co\n", []Damage{DamageCut}, []Note{NoteCut}},
		{"closing boundary missing, and a sentence breaks off", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello there. I write to say\r\n", "hello there. I write to say\n", []Damage{DamageCut}, []Note{NoteCut}},
		{"closing boundary missing, and base64 whole", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8gd29ybGQ=\r\n", "hello world", nil, []Note{NoteCut}},
		{"closing boundary missing, and HTML whole", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hello</p>\r\n", "hello\n", nil, []Note{NoteCut}},
		{"base64 with blanks and much else in it", head + "Content-Transfer-Encoding: base64\r\n\r\n0KLQtdC70LXRhNC+0L06IDggN!zAxIDU1NSAyMiAzMywg0L/RgN ~C10LbQvdC40Lkg0LHQvtC70Yz*RiNC1INC90LUg0LTQtdC50YHR gtCy0YPQtdGCLgrQn9GA0L7RiNGDINC30LDQv9C40YHQsNGC0YwuCg==\r\n", "Телефон: 8 701 555 22 33, прежний больше не действует.\nПрошу записать.\n", nil, []Note{NoteEncoding}},
		{"base64 with blanks in it", head + "Content-Transfer-Encoding: base64\r\n\r\n0KLQtdC70LXRhNC+0L06!IDggNz AxIDU1NSAyMiAzMwo=\r\n", "Телефон: 8 701 555 22 33\n", nil, []Note{NoteEncoding}},
		{"part without header", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nhello there\r\n--b--\r\n", "hello there", []Damage{DamageHeader}, nil},
		{"cut within the header of a part", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Ty", "hello\nContent-Ty", []Damage{DamageHeader, DamageCut}, []Note{NoteCut}},
		{"cut within base64", head + "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8gd29ybGQhI", "hello world!", []Damage{DamageCut}, nil},
		{"base64 with signs behind each line", head + "Content-Transfer-Encoding: base64\r\n\r\n" + "0JDQutGC0YPQsNC70LjQt9Cw0YbQuNGPINC/0LXRgNGB0L7QvdCw0LvRjNC90YvRhSDQtNCw0L3Q !!\r\nvdGL0YUK0KLQtdC70LXRhNC+0L06IDggNzAxIDU1NSAyMiAzMwo= !!\r\n", "Актуализация персональных данных\nТелефон: 8 701 555 22 33\n", nil, []Note{NoteEncoding}},
		{"base64 with signs before a part", head + "Content-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: base64\r\n\r\nz/Du+PMg5+Dv6PHg8vwg7O7pIO3u4vvpIO3u7OXw !*#IPLl6+X07u3gOiArNyA3MDEgNTU1IDIyIDMzLiDP8OXm7ejpIOHu6/z4\r\n5SDt5SDk5enx8uLz5fIsIPHv4PHo4e4uCg==\r\n", "Прошу записать мой новый номер телефона: +7 701 555 22 33. Прежний больше не действует, спасибо.\n", nil, []Note{NoteEncoding}},
		{"blanks that do not break", head + "Content-Type: text/plain; charset=utf-8\r\n\r\nOliver\u00a0Grant, 8\u202f701\u2009555 22 33\u00a0\r\nyou\r\n", "Oliver Grant, 8 701 555 22 33\u00a0\nyou\n", nil, nil},
		{"HTML called plain text", head + "Content-Type: text/plain\r\n\r\n<html><body><p>Please record<br>\r\n<b>8&nbsp;701&nbsp;555&nbsp;22&nbsp;33</b></p></body></html>\r\n", "Please record\n8 701 555 22 33\n", nil, []Note{NoteMarkup}},
		{"a tag within plain text", head + "Content-Type: text/plain\r\n\r\n<html> is how a page begins\r\n", "<html> is how a page begins\n", nil, nil},
		{"base64 above a rule and words", head + "Content-Transfer-Encoding: x-base64\r\n\r\n" + "0JDQutGC0YPQsNC70LjQt9Cw0YbQuNGPINC/0LXRgNGB0L7QvdCw0LvRjNC90YvRhSDQtNCw0L3Q\r\nvdGL0YUK0KLQtdC70LXRhNC+0L06IDggNzAxIDU1NSAyMiAzMwo=\r\n_______________\r\nScanned by AV\r\n", "Актуализация персональных данных\nТелефон: 8 701 555 22 33\n", nil, []Note{NoteEncoding}},
		{"base64 with rubbish", head + "Content-Transfer-Encoding: base64\r\n\r\naGVs*bG8g!\r\nd29ybGQh\r\n", "hello world!", nil, []Note{NoteEncoding}},
		{"base64 with a footer", head + "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\nThis list is run by us\r\n", "hello", nil, []Note{NoteEncoding}},
		{"broken quoted-printable", head + "Content-Transfer-Encoding: quoted-printable\r\n\r\na=ZZb=\x01 =3D\r\n", "a=ZZb= =\n", nil, []Note{NoteEncoding}},
		{"unknown transfer encoding", head + "Content-Transfer-Encoding: x-uue\r\n\r\nhello\r\n", "hello\n", []Damage{DamageEncoding}, nil},
		{"type text", head + "Content-Type: text\r\n\r\nhello\r\n", "hello\n", nil, nil},
		{"type without semicolon", head + "Content-Type: text/plain charset=utf-8\r\n\r\nhello\r\n", "hello\n", nil, nil},
		{"empty", "", "", nil, nil},
		{"no body", head, "", nil, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(c.raw)
			if m.Text != c.text || !slices.Equal(m.Damage, c.damage) || !slices.Equal(m.Notes, c.notes) {
				t.Errorf("%q %v %v, want %q %v %v", m.Text, m.Damage, m.Notes, c.text, c.damage, c.notes)
			}
			if c.name != "no header" && c.raw != "" && (len(m.From) != 1 || m.From[0].Address != "a@client.example") {
				t.Errorf("From %+v", m.From)
			}
		})
	}
}

// Two fields say how a body is encoded: what makes text of it holds.
func TestTwoTransferEncodings(t *testing.T) {
	const text, english = "Прошу обновить мои данные: телефон = 8 701 555 22 33.\n", "My new number is 8 701 555 22 33, please.\n"
	quoted := func(s string) string {
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		w.Write([]byte(s))
		w.Close()
		return b.String()
	}
	base := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, want := range []string{text, english} {
		for _, c := range []struct{ first, other, body string }{
			{"base64", "quoted-printable", base(want)}, {"base64", "quoted-printable", quoted(want)},
			{"quoted-printable", "base64", base(want)}, {"quoted-printable", "base64", quoted(want)},
			{"base64", "quoted-printable", base(quoted(want))}, {"quoted-printable", "base64", quoted(base(want))}, {"quoted-printable", "base64", base(quoted(want))},
			{"7bit", "base64", base(want)}, {"8bit", "quoted-printable", want}, {"base64", "8bit", want}, {"base64", "base64", base(want)},
		} {
			if c.body == base(quoted(english)) || c.body == quoted(base(english)) {
				continue // "=3D" alone tells nothing, and there is none
			}
			m := parse(head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + c.first + "\r\nContent-Transfer-Encoding: " + c.other + "\r\n\r\n" + c.body)
			if m.Text != want || len(m.Damage) > 0 {
				t.Errorf("%s, %s, %q: %q %v", c.first, c.other, c.body, m.Text, m.Damage)
			}
		}
	}
	m := parse(head + "Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: x-foo\r\n\r\nhello there\r\n")
	if m.Text != "hello there\n" || !slices.Equal(m.Damage, []Damage{DamageEncoding}) {
		t.Errorf("neither: %q %v", m.Text, m.Damage)
	}
}

func TestBodyCharsets(t *testing.T) {
	const ru, kk = "Прошу отозвать моё согласие — Иванов №5", "Дербес деректерді өңдеуге келісімді қайтарып алу"
	cases := []struct{ name, label, bytes, want string }{
		{"utf-8", "utf-8", ru, ru},
		{"utf-8 said to be windows-1251", "windows-1251", ru, ru},
		{"utf-8 said to be us-ascii", "us-ascii", kk, kk},
		{"windows-1251", "windows-1251", cp1251(ru), ru},
		{"windows-1251, other spelling", "cp-1251", cp1251(ru), ru},
		{"windows-1251 said to be utf-8", "utf-8", cp1251(ru), ru},
		{"windows-1251 said to be latin1", "iso-8859-1", cp1251(ru), ru},
		{"windows-1251 unlabelled", "", cp1251(ru), ru},
		{"windows-1251 in capitals, unlabelled", "", cp1251("ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ ПЕРСОНАЛЬНЫХ ДАННЫХ"), "ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ ПЕРСОНАЛЬНЫХ ДАННЫХ"},
		{"koi8-r in capitals, unlabelled", "", koi8("ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ ПЕРСОНАЛЬНЫХ ДАННЫХ"), "ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ ПЕРСОНАЛЬНЫХ ДАННЫХ"},
		{"koi8-r", "koi8r", koi8("Прошу отозвать"), "Прошу отозвать"},
		{"koi8-r unlabelled", "", koi8("Прошу отозвать согласие"), "Прошу отозвать согласие"},
		{"kz-1048", "STRK1048-2002", kz(kk), kk},
		{"kz-1048 said to be windows-1251", "windows-1251", kz(kk), kk},
		{"kz-1048 unlabelled", "", kz(kk), kk},
		{"one Kazakh word", "windows-1251", kz("Өзгерту"), "Өзгерту"},
		{"Ukrainian stays", "windows-1251", cp1251("Її є дві, ґанок"), "Її є дві, ґанок"},
		{"Serbian stays", "windows-1251", cp1251("Ја њега љубим, ћерко"), "Ја њега љубим, ћерко"},
		{"German", "iso-8859-1", "Gr\xfc\xdfe aus M\xfcnchen, sch\xf6n", "Grüße aus München, schön"},
		{"iso-8859-5", "iso-8859-5", "\xbf\xe0\xde\xe8\xe3", "Прошу"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(head + "Content-Type: text/plain; charset=" + c.label + "\r\n\r\n" + c.bytes)
			if m.Text != c.want {
				t.Errorf("%q, want %q", m.Text, c.want)
			}
		})
	}
}

func TestStructure(t *testing.T) {
	part := func(fields, body string) string { return "--b\r\n" + fields + "\r\n\r\n" + body + "\r\n" }
	multi := func(kind string, parts ...string) string {
		return head + "Content-Type: multipart/" + kind + "; boundary=\"b\"\r\n\r\nnot shown\r\n" + strings.Join(parts, "") + "--b--\r\nnot shown\r\n"
	}
	plain := part("Content-Type: text/plain", "plain")
	html := part("Content-Type: text/html", "<p>markup</p>")
	same := part("Content-Type: text/html", "<p><b>Plain</b>.</p>")
	cases := []struct {
		name, raw, text, kind string
		attached              []Attachment
	}{
		{"alternative", multi("alternative", plain, same), "plain", "text/plain", nil},
		{"alternative, plain last", multi("alternative", same, plain), "plain", "text/plain", nil},
		{"alternative, plain empty", multi("alternative", part("Content-Type: text/plain", " "), html), "markup\n", "text/html", nil},
		{"mixed", multi("mixed", plain, part("Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=\"b;.pdf\"", "x"), plain), "plain\nplain", "text/plain",
			[]Attachment{{"2", "b;.pdf", "application/pdf", false}}},
		{"a mail within", multi("mixed", plain, part("Content-Type: message/rfc822", "Subject: other\r\n\r\nother")), "plain\nSubject: other\n\nother", "text/plain",
			[]Attachment{{"2", "", "message/rfc822", false}}},
		{"calendar", multi("alternative", plain, part("Content-Type: text/calendar", "x")), "plain", "text/plain", []Attachment{{"2", "", "text/calendar", false}}},
		{"text file", multi("mixed", plain, part("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=n.txt", "other")), "plain", "text/plain",
			[]Attachment{{"2", "n.txt", "text/plain", false}}},
		{"picture of a signature", multi("related", html, part("Content-Type: image/png; name=logo.png\r\nContent-ID: <1>", "x")), "markup\n", "text/html",
			[]Attachment{{"2", "logo.png", "image/png", true}}},
		{"signed", multi("signed", plain, part("Content-Type: application/pgp-signature", "x")), "plain", "text/plain", nil},
		{"RFC 2231 in windows-1251", multi("mixed", plain, part("Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=windows-1251'ru'%C4%EE%E3;\r\n filename*1*=%EE%E2%EE%F0;\r\n filename*2=.pdf", "x")), "plain", "text/plain",
			[]Attachment{{"2", "Договор.pdf", "application/pdf", false}}},
		{"name in an encoded word", multi("mixed", plain, part("Content-Type: application/pdf; name=\"=?utf-8?B?0JDQudCz0q/Quw==?=\"", "x")), "plain", "text/plain",
			[]Attachment{{"2", "Айгүл", "application/pdf", false}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(c.raw)
			if m.Text != c.text || m.TextType != c.kind || !slices.Equal(m.Attachments, c.attached) || len(m.Damage) > 0 {
				t.Errorf("%q %q %+v %v", m.Text, m.TextType, m.Attachments, m.Damage)
			}
		})
	}
	if m := parse(multi("encrypted", part("Content-Type: application/pgp-encrypted", "x"))); !slices.Contains(m.Damage, DamageSealed) {
		t.Errorf("encrypted: %v", m.Damage)
	}
}
