package message

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

const (
	russianLetter = "Здравствуйте! Прошу обновить мои персональные данные: телефон изменился."
	withdrawal    = "Здравствуйте! Я отзываю согласие на обработку персональных данных."
	kazakhLetter  = "Сәлеметсіз бе! Дербес деректерімді өңдеуге берген келісімімді қайтарып аламын, үйдің мекенжайы бұрынғы."
)

// letterIn is a letter with a body as it stands and a charset that it names, or none.
func letterIn(label, body string) *Message {
	contentType := ""
	if label != "" {
		contentType = "Content-Type: text/plain; charset=\"" + label + "\"\r\n"
	}
	return parse(head + contentType + "\r\n" + body)
}

// Every name and alias that IANA registers for the Cyrillic charsets of the ladder.
func TestCharsetNames(t *testing.T) {
	for table, names := range map[*table]string{
		windows1251: "windows-1251 cswindows1251 cp1251 CP-1251 win-1251",
		kz1048:      "KZ-1048 STRK1048-2002 RK1048 csKZ1048 kz1048",
		ptcp154:     "PTCP154 csPTCP154 PT154 CP154 Cyrillic-Asian",
		koi8r:       "KOI8-R csKOI8R koi8r",
		ibm866:      "IBM866 cp866 866 csIBM866",
		macCyrillic: "x-mac-cyrillic MacCyrillic",
		iso88595:    "ISO-8859-5 ISO_8859-5:1988 iso-ir-144 cyrillic csISOLatinCyrillic",
	} {
		text := russianLetter
		if table == kz1048 || table == ptcp154 {
			text = kazakhLetter
		}
		for name := range strings.FieldsSeq(names) {
			if m := letterIn(name, table.in(text)); m.Text != text || len(m.Damage)+len(m.Notes) > 0 {
				t.Errorf("%s: %q %v %v", name, m.Text, m.Damage, m.Notes)
			}
			word := "=?" + name + "?B?" + base64.StdEncoding.EncodeToString([]byte(table.in(text))) + "?="
			if got, found := decodeHeader(word); got != text || found != asDeclared {
				t.Errorf("%s in a subject line: %q %v", name, got, found)
			}
		}
	}
}

// English out of a program set to Cyrillic: its quotation marks and dashes are no letters to doubt.
func TestCharsetOfEnglishWithMarks(t *testing.T) {
	const text = "On the 4th – a Sunday – I saw one’s name and illnesses on the “open” screen.\n– Who can watch them?\n"
	for _, name := range []string{"windows-1251", "kz-1048"} {
		if m := letterIn(name, windows1251.in(text)); m.Text != text || len(m.Damage)+len(m.Notes) > 0 {
			t.Errorf("%s: %q %v %v", name, m.Text, m.Damage, m.Notes)
		}
	}
}

// No charset named: the letters tell it, and it is said.
func TestCharsetGuessed(t *testing.T) {
	cases := []struct {
		name  string
		table *table
		text  string
	}{
		{"windows-1251", windows1251, russianLetter},
		{"koi8-r", koi8r, russianLetter},
		{"cp866", ibm866, russianLetter},
		{"mac", macCyrillic, russianLetter},
		{"iso-8859-5", iso88595, russianLetter},
		{"kz-1048", kz1048, kazakhLetter},
		{"pt154", ptcp154, kazakhLetter},
		{"fonts of the nineties", kazakhFonts, kazakhLetter},
		{"capitals in koi8-r", koi8r, strings.ToUpper(russianLetter)},
		{"capitals in windows-1251", windows1251, strings.ToUpper(russianLetter)},
		{"capitals in kz-1048", kz1048, strings.ToUpper(kazakhLetter)},
		{"two words", koi8r, "Отзыв согласия"},
		{"one Kazakh word", kz1048, "Өтінішіңізді"},
		{"among English", windows1251, "Subject: withdrawal\nI say: отзываю согласие, thank you. Regards, Ivan"},
	}
	for _, c := range cases {
		m := letterIn("", c.table.in(c.text))
		if m.Text != c.text || !slices.Contains(m.Notes, NoteGuessed) || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v %v", c.name, m.Text, m.Damage, m.Notes)
		}
	}
	for name, body := range map[string]string{
		"one letter":        windows1251.in("ё — да"),
		"octets of no text": "\x9b\x9c\x80\xfe\xf0\x81\x90\x8d\xaa\xab\xff\xfe\xf1\xf2",
		"a German word":     "Gr\xfc\xdfe",
	} {
		if m := letterIn("", body); !slices.Contains(m.Damage, DamageCharset) {
			t.Errorf("%s: sure of %q", name, m.Text)
		}
	}
}

// The charset named is not the one: put right beyond doubt, and said.
func TestCharsetMislabelled(t *testing.T) {
	cases := []struct {
		name, label, bytes, want string
	}{
		{"koi8-r said to be windows-1251", "windows-1251", koi8r.in(russianLetter), russianLetter},
		{"windows-1251 said to be koi8-r", "koi8-r", windows1251.in(russianLetter), russianLetter},
		{"cp866 said to be windows-1251", "windows-1251", ibm866.in(russianLetter), russianLetter},
		{"windows-1251 said to be UTF-8", "utf-8", windows1251.in(russianLetter), russianLetter},
		{"windows-1251 said to be Latin", "iso-8859-1", windows1251.in(russianLetter), russianLetter},
		{"windows-1251 said to be ASCII", "us-ascii", windows1251.in(russianLetter), russianLetter},
		{"kz-1048 said to be windows-1251", "windows-1251", kz1048.in(kazakhLetter), kazakhLetter},
		{"pt154 said to be windows-1251", "windows-1251", ptcp154.in(kazakhLetter), kazakhLetter},
		{"UTF-8 said to be windows-1251", "windows-1251", kazakhLetter, kazakhLetter},
		{"UTF-8 said to be koi8-r", "koi8-r", russianLetter, russianLetter},
		{"iso-8859-5 said to be windows-1251", "windows-1251", iso88595.in("Отзываю согласие"), "Отзываю согласие"},
		{"koi8-r with ё said to be windows-1251", "windows-1251", koi8r.in("Отзываю своё согласие"), "Отзываю своё согласие"},
		{"koi8-r said to be kz-1048", "kz-1048", koi8r.in("Отзываю своё согласие"), "Отзываю своё согласие"},
		{"mac said to be windows-1251", "windows-1251", macCyrillic.in(withdrawal), withdrawal},
		{"mac said to be kz-1048", "kz-1048", macCyrillic.in(withdrawal), withdrawal},
		{"mac said to be pt154", "PT154", macCyrillic.in(withdrawal), withdrawal},
		{"mac said to be iso-8859-5", "iso-8859-5", macCyrillic.in(withdrawal), withdrawal},
		{"windows-1251 said to be mac", "x-mac-cyrillic", windows1251.in(withdrawal), withdrawal},
		{"three words in windows-1251 said to be mac", "x-mac-cyrillic", windows1251.in("Прошу удалить данные"), "Прошу удалить данные"},
		{"windows-1251 said to be gb2312", "gb2312", windows1251.in(withdrawal), withdrawal},
		{"koi8-r said to be big5", "big5", koi8r.in(withdrawal), withdrawal},
		{"kz-1048 said to be gb18030", "gb18030", kz1048.in(kazakhLetter), kazakhLetter},
		{"iso-8859-5 said to be shift_jis", "shift_jis", iso88595.in(withdrawal), withdrawal},
		{"windows-1251 said to be Turkish", "windows-1254", windows1251.in(withdrawal), withdrawal},
		{"quotation marks of Windows said to be UTF-8", "utf-8", "I don\x92t agree \x96 please delete my data.", "I don’t agree – please delete my data."},
		{"quotation marks of Windows said to be ASCII", "us-ascii", "my \x93old\x94 number", "my “old” number"},
		{"windows-1251 said to be koi8-u", "koi8-u", windows1251.in(withdrawal), withdrawal},
	}
	for _, c := range cases {
		m := letterIn(c.label, c.bytes)
		if m.Text != c.want || !slices.Contains(m.Notes, NoteRepaired) || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v %v", c.name, m.Text, m.Damage, m.Notes)
		}
	}
	if m := letterIn("", "I don\x92t agree \x96 please delete my data."); m.Text != "I don’t agree – please delete my data." || len(m.Damage) > 0 {
		t.Errorf("no charset declared: %q %v", m.Text, m.Damage)
	}
	// What may be read in two ways is a person's to look at.
	for label, b := range map[string]string{
		"windows-1251": macCyrillic.in("Добрый день!"),
		"koi8-r":       macCyrillic.in("С уважением,"),
	} {
		if m := letterIn(label, b); !slices.Contains(m.Damage, DamageCharset) {
			t.Errorf("%s: sure of %q %v", label, m.Text, m.Notes)
		}
	}
	// Honest text of other scripts stays.
	for label, text := range map[string]string{
		"gb2312": "请删除我的个人数据，谢谢。我的电话号码已经改变了。", "big5": "請刪除我的個人資料，謝謝。", "shift_jis": "個人データを削除してください。",
		"euc-kr": "개인정보를 삭제해 주세요.", "windows-1254": "Kişisel verilerimin silinmesini, işlenmesinin durdurulmasını istiyorum.",
		"windows-1256": "أرجو حذف بياناتي الشخصية", "iso-8859-7": "Παρακαλώ διαγράψτε τα προσωπικά μου δεδομένα", "windows-1255": "אנא מחקו את הנתונים שלי",
		"koi8-u": "Її дані: прошу видалити, щоб більше не було", "iso-8859-2": "Proszę usunąć moje dane, żądam tego; źle się dzieje",
	} {
		enc, err := htmlindex.Get(label)
		if err != nil {
			t.Fatal(err)
		}
		b, err := enc.NewEncoder().String(text)
		if err != nil {
			t.Fatal(label, err)
		}
		if m := letterIn(label, b); m.Text != text || len(m.Damage)+len(m.Notes) > 0 {
			t.Errorf("%s: %q %v %v", label, m.Text, m.Damage, m.Notes)
		}
	}
	if m := letterIn("utf-8", russianLetter+"\xd0 и далее по тексту"); !slices.Contains(m.Damage, DamageCharset) || !strings.HasPrefix(m.Text, russianLetter) {
		t.Errorf("half a letter: %q %v", m.Text, m.Damage)
	}
	if m := letterIn("x-foo", koi8r.in(russianLetter)); !slices.Contains(m.Damage, DamageCharset) || m.Text != russianLetter {
		t.Errorf("unknown charset: %q %v", m.Text, m.Damage)
	}
}

// twice takes the UTF-8 of s for another charset, as programs do that encode twice.
func twice(read *table, s string) string { return read.decode([]byte(s)) }

// latin1 makes each octet a letter, the control characters of ISO-8859-1 too.
func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

func TestMojibake(t *testing.T) {
	mixed := "Hello,\n" + twice(windows1251, "Прошу удалить") + "\nthank you"
	cases := []struct{ name, text, want string }{
		{"UTF-8 read as windows-1251", twice(windows1251, russianLetter), russianLetter},
		{"UTF-8 read as windows-1251, Kazakh", twice(windows1251, kazakhLetter), kazakhLetter},
		{"UTF-8 read as Latin", twice(windows1252, kazakhLetter), kazakhLetter},
		{"UTF-8 read as koi8-r", twice(koi8r, kazakhLetter), kazakhLetter},
		{"UTF-8 read as cp866", twice(ibm866, russianLetter), russianLetter},
		{"twice over", twice(windows1251, twice(windows1251, russianLetter)), russianLetter},
		{"twice over, as Latin-1", latin1(latin1(russianLetter)), russianLetter},
		{"twice over, as Latin-1, Kazakh", latin1(latin1(kazakhLetter)), kazakhLetter},
		{"twice over, as windows-1252", twice(windows1252, twice(windows1252, withdrawal)), withdrawal},
		{"windows-1251 as Latin-1, then encoded twice", latin1(latin1(windows1251.in(withdrawal))), withdrawal},
		{"an apostrophe", twice(windows1252, "My number’s changed."), "My number’s changed."},
		{"dashes, quotation marks and an accent", twice(windows1252, "“Café” – it’s new…"), "“Café” – it’s new…"},
		{"one line of three", mixed, "Hello,\nПрошу удалить\nthank you"},
		{"windows-1251 read as Latin", windows1252.decode([]byte(windows1251.in(russianLetter))), russianLetter},
		{"koi8-r read as windows-1251", windows1251.decode([]byte(koi8r.in(russianLetter))), russianLetter},
		{"windows-1251 read as koi8-r", koi8r.decode([]byte(windows1251.in(russianLetter))), russianLetter},
		{"cp866 read as windows-1251", windows1251.decode([]byte(ibm866.in(russianLetter))), russianLetter},
		{"kz-1048 read as windows-1251", windows1251.decode([]byte(kz1048.in(kazakhLetter))), kazakhLetter},
		{"fonts of the nineties", windows1251.decode([]byte(kazakhFonts.in(kazakhLetter))), kazakhLetter},
	}
	for _, c := range cases {
		m := letterIn("utf-8", c.text)
		if m.Text != c.want || !slices.Contains(m.Notes, NoteRepaired) || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v %v", c.name, m.Text, m.Damage, m.Notes)
		}
	}
	m := parse("From: a@b.kz\r\nSubject: =?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte(twice(windows1251, "Дербес деректерді жаңарту"))) + "?=\r\n\r\nx")
	if m.SubjectLine != "Дербес деректерді жаңарту" || !slices.Contains(m.Notes, NoteRepaired) {
		t.Errorf("subject line: %q %v", m.SubjectLine, m.Notes)
	}
}

// Of what was encoded twice a letter may be lost; the others are put right, and a person
// looks.
func TestMojibakeThatLostLetters(t *testing.T) {
	for _, text := range []string{russianLetter, kazakhLetter} {
		b, want := twice(windows1252, text), text
		for lost, octet := range map[string]string{"с": "\u0081", "я": "\u008f", "э": "\u008d", "қ": "", "А": "\u0090"} {
			if octet != "" {
				b, want = strings.ReplaceAll(b, octet, "\uFFFD"), strings.ReplaceAll(want, lost, "\uFFFD")
			}
		}
		m := letterIn("utf-8", b)
		if m.Text != want || !slices.Contains(m.Damage, DamageCharset) {
			t.Errorf("%q, want %q, %v", m.Text, want, m.Damage)
		}
	}
	for _, text := range []string{"\uFFFDÐŸ", "Прошу \uFFFD удалить", "Grü\uFFFDe aus München", "Ð\uFFFD"} {
		if m := letterIn("utf-8", text); m.Text != text {
			t.Errorf("%q became %q", text, m.Text)
		}
	}
}

// references writes the letters beyond ASCII as HTML does.
func references(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, format, r)
		}
	}
	return b.String()
}

// Letters as references of HTML in plain text are letters, unless somebody writes of HTML.
func TestReferences(t *testing.T) {
	const letter = kazakhLetter + " Tel. +7 701 123 45 67\n"
	for _, format := range []string{"&#%d;", "&#x%x;", "&#X%04X;"} {
		if m := letterIn("us-ascii", references(letter, format)); m.Text != letter || !slices.Equal(m.Notes, []Note{NoteRepaired}) || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v %v", format, m.Text, m.Notes, m.Damage)
		}
	}
	for _, text := range []string{
		"My shop shows &#1055;&#1088;&#1086;&#1096;&#1091;&#33; in place of words.\n", "A &#39;quoted&#39; word\n", "&#1055;&#1088;\n",
		"Вместо слов у меня &#1055;&#1088;&#1086;&#1096;&#1091;&#1090;\n", "&#8226;&#8226;&#8226;&#8226;&#8226;&#8226;&#8226;\n",
	} {
		if m := letterIn("utf-8", text); m.Text != text || len(m.Notes) > 0 {
			t.Errorf("%q became %q, %v", text, m.Text, m.Notes)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"Мені&#1187; телефон н&#1257;мірім &#1257;&#x4A3;делді, 100 &#8376;\n", "Менің телефон нөмірім өңделді, 100 ₸\n"},
		{"&#1178;&#1201;рметпен\n", "Құрметпен\n"},
	} {
		if m := letterIn("utf-8", c.text); m.Text != c.want || !slices.Equal(m.Notes, []Note{NoteRepaired}) {
			t.Errorf("%q became %q, %v", c.text, m.Text, m.Notes)
		}
	}
	for _, c := range []struct{ html, want string }{
		{"<p>С&amp;#1241;лем &amp;lt; &amp;#60;", "Сәлем &lt; &#60;\n"},
		{"<p>&amp;#1057;&amp;#1241;&amp;#1083;&amp;#1077;&amp;#1084;&amp;#33;&amp;#33;&amp;#1057;&amp;#1241;", "Сәлем&#33;&#33;Сә\n"},
		{"<p>вместо слова &amp;#1057;&amp;#1241;", "вместо слова &#1057;&#1241;\n"},
	} {
		m := Parse([]byte(head + "Content-Type: text/html; charset=utf-8\r\n\r\n" + c.html))
		if strings.TrimSpace(m.Text) != strings.TrimSpace(c.want) || slices.Contains(m.Notes, NoteRepaired) == strings.HasPrefix(c.want, "в") {
			t.Errorf("%q became %q, %v", c.html, m.Text, m.Notes)
		}
	}
	text := strings.Repeat("&#1055;", 9) + "&#13;&#10;&#0;&#55296;&#1114112;&#; &#x;&#-1;&# &\n"
	if m := letterIn("", text); m.Text != strings.Repeat("П", 9)+text[9*7:] {
		t.Errorf("what is no letter: %q", m.Text)
	}
}

// Text that is as it should be, however odd its letters, stays as it is.
func TestNoMojibake(t *testing.T) {
	for _, text := range []string{
		russianLetter, kazakhLetter, strings.ToUpper(kazakhLetter),
		"Її є дві, ґанок і їжак. Прошу видалити мої дані, щоб їх більше не було.",
		"Ја њега љубим, ћерко моја. Молим да избришете моје податке.",
		"Ќе ги избришам моите податоци, љубов, џамија, ѕвезда.",
		"Ўзбекистон, ҳурматли, қўшимча",
		"Grüße aus München, schön; café, naïve, créée, Ñandú, œuvre",
		"«№ 5» — 100 €, ±2 °C, §3, © 2025, Р. С. Т. У.",
		"iPhone, еМАЙЛ, ТОО «РОГА И КОПЫТА», пЛАТЕЖ",
		"Сҳ Рҳ", "РСТУ РС", "日本語のテキスト", "Ð", "Â«", "שלום",
	} {
		m := letterIn("utf-8", text)
		if m.Text != text || len(m.Notes)+len(m.Damage) > 0 {
			t.Errorf("%q became %q, %v %v", text, m.Text, m.Notes, m.Damage)
		}
	}
	// In their own charset as well.
	uk := "Її є дві, ґанок і їжак. Прошу видалити мої дані, щоб їх більше не було."
	if m := letterIn("windows-1251", windows1251.in(uk)); m.Text != uk || len(m.Damage) > 0 {
		t.Errorf("Ukrainian: %q %v", m.Text, m.Damage)
	}
}

// utf7 encodes all but letters and digits of ASCII.
func utf7(s string) string {
	var b strings.Builder
	for _, word := range strings.SplitAfter(s, " ") {
		if isASCII([]byte(word)) {
			b.WriteString(strings.ReplaceAll(word, "+", "+-"))
			continue
		}
		var octets []byte
		for _, u := range utf16.Encode([]rune(word)) {
			octets = append(octets, byte(u>>8), byte(u))
		}
		b.WriteString("+" + base64.RawStdEncoding.EncodeToString(octets) + "-")
	}
	return b.String()
}

func TestUTF7AndUTF16(t *testing.T) {
	text := "Hi 1+1 " + kazakhLetter
	for _, label := range []string{"utf-7", "UNICODE-1-1-UTF-7", "csUnicode11UTF7"} {
		if m := letterIn(label, utf7(text)); m.Text != text || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v", label, m.Text, m.Damage)
		}
	}
	if got, _ := decodeHeader("=?utf-7?Q?+BB8EQAQ+BEgEQw?="); got != "Прошу" {
		t.Errorf("subject line in UTF-7: %q", got)
	}
	if m := letterIn("utf-7", "a +!b +BB"); m.Text != "a +!b " || !slices.Contains(m.Damage, DamageCharset) {
		t.Errorf("broken UTF-7: %q %v", m.Text, m.Damage)
	}
	big, little := []byte{0xfe, 0xff}, []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		big, little = append(big, byte(u>>8), byte(u)), append(little, byte(u), byte(u>>8))
	}
	for label, b := range map[string][]byte{"utf-16": big, "": little, "utf-8": little, "UTF-16BE": big[2:]} {
		m := parse(head + "Content-Type: text/plain; charset=" + label + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(b))
		if m.Text != text {
			t.Errorf("UTF-16 named %q: %q", label, m.Text)
		}
	}
}

// UTF-7 that nothing declares is read where it is unmistakable.
func TestUTF7Undeclared(t *testing.T) {
	const text = kazakhLetter + " 1+1, +7 701 123 45 67"
	encoded := strings.ReplaceAll(utf7(text), "++-", "+-")
	if m := letterIn("", encoded); m.Text != text || !slices.Equal(m.Notes, []Note{NoteGuessed}) || len(m.Damage) > 0 || m.Sections[0].Charset.Read != "utf-7" {
		t.Errorf("%q %v %v", m.Text, m.Notes, m.Damage)
	}
	for _, s := range []string{
		encoded + " +7 701", "see +BB8EQAQ+BEgEQw- and +BDQEMAQ9BD0ESwQ1- in the old system of mine", "+BB8EQAQ+-", "Call +BC, +BD or +BE",
	} {
		if m := letterIn("", s); m.Text == "" || strings.Contains(m.Text, "ә") || strings.Contains(m.Text, "П") {
			t.Errorf("%q became %q", s, m.Text)
		}
	}
	if m := letterIn("utf-8", encoded); m.Text != encoded {
		t.Errorf("declared as UTF-8: %q", m.Text)
	}
}

// UTF-16 without a byte order mark, whatever is declared.
func TestUTF16Unmarked(t *testing.T) {
	var big, little []byte
	for _, u := range utf16.Encode([]rune(kazakhLetter + " – 1\n")) {
		big, little = append(big, byte(u>>8), byte(u)), append(little, byte(u), byte(u>>8))
	}
	for _, label := range []string{"utf-16", "utf-16le", "utf-16be", "", "utf-8", "us-ascii", "windows-1251", "iso-8859-1"} {
		for order, b := range map[string][]byte{"utf-16be": big, "utf-16le": little} {
			m := parse(head + "Content-Type: text/plain; charset=" + label + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(b))
			if m.Text != kazakhLetter+" – 1\n" || len(m.Damage) > 0 {
				t.Errorf("%s named %q: %q %v", order, label, m.Text, m.Damage)
			}
			if label != "" && label[:5] == "utf-1" {
				continue
			}
			if len(m.Notes) != 1 || m.Sections[0].Charset.Read != order {
				t.Errorf("%s named %q: %v, read as %q", order, label, m.Notes, m.Sections[0].Charset.Read)
			}
		}
	}
	// Declared as UTF-16, and nothing of the kind.
	for _, b := range []string{kazakhLetter, windows1251.in(russianLetter)} {
		if m := letterIn("utf-16", b); m.Text != kazakhLetter && m.Text != russianLetter || !slices.Contains(m.Notes, NoteRepaired) {
			t.Errorf("%q %v %v", m.Text, m.Damage, m.Notes)
		}
	}
	// Chinese has neither octet.
	chinese := []byte{}
	for _, u := range utf16.Encode([]rune("请删除我的个人数据，谢谢。我的电话号码已经改变了。")) {
		chinese = append(chinese, byte(u), byte(u>>8))
	}
	if s, f := decodeText("utf-16le", chinese); !strings.HasPrefix(s, "请删除我") || f != asDeclared {
		t.Errorf("%q %v", s, f)
	}
}

// A name in letters of a charset that nothing tells asks for nothing; a subject line may.
func TestRawNameDoesNoDamage(t *testing.T) {
	const rest = "Content-Type: text/plain; charset=utf-8\r\n\r\nсәлем\r\n"
	name := kz1048.in("Өтініш")
	if m := Parse([]byte("Subject: s\r\nFrom: " + name + " <a@b.kz>\r\nTo: " + name + " <c@d.kz>\r\n" + rest)); len(m.Damage) > 0 || len(m.From) != 1 || m.From[0].Address != "a@b.kz" {
		t.Errorf("%v %+v", m.Damage, m.From)
	}
	if m := Parse([]byte("Subject: " + name + "\r\nFrom: a@b.kz\r\n" + rest)); !slices.Equal(m.Damage, []Damage{DamageCharset}) {
		t.Errorf("a subject line: %v %q", m.Damage, m.SubjectLine)
	}
}

// Letters of a header outside encoded words: RFC 6532, or whatever the program
// names for the text below.
func TestRawHeaders(t *testing.T) {
	cases := []struct{ fields, subject, name string }{
		{"Subject: " + kazakhLetter + "\r\nFrom: Айгүл <a@b.kz>\r\n", kazakhLetter, "Айгүл"},
		{"Subject: " + windows1251.in("Телефон") + "\r\nFrom: " + windows1251.in("Анна") + " <a@b.kz>\r\nContent-Type: text/plain; charset=windows-1251\r\n", "Телефон", "Анна"},
		{"Subject: " + koi8r.in("Данные") + "\r\nFrom: \"" + koi8r.in("Анна") + "\" <a@b.kz>\r\nContent-Type: text/plain; charset=koi8-r\r\n", "Данные", "Анна"},
		{"Subject: " + kz1048.in("Дербес деректерді жаңарту") + "\r\nFrom: a@b.kz\r\n", "Дербес деректерді жаңарту", ""},
	}
	for _, c := range cases {
		m := parse(c.fields + "\r\nx")
		if m.SubjectLine != c.subject || len(m.From) != 1 || m.From[0].Name != c.name || m.From[0].Salvaged {
			t.Errorf("%q: %q %+v %v %v", c.fields, m.SubjectLine, m.From, m.Damage, m.Notes)
		}
	}
}

// The statistics hold for text they were not made from, and for few letters.
func TestScoreTellsCharsetsApart(t *testing.T) {
	words := strings.Fields("қызмет көрсету туралы шарт жасалды мекемеміздің бас дәрігері өтемақы төлеуге міндетті " +
		"клиника обязуется возместить расходы пациента согласно приложению медицинское оборудование поставлено")
	wrong := 0
	tables := []*table{windows1251, kz1048, ptcp154, koi8r, ibm866, macCyrillic}
	tried := 0
	for i := 0; i+3 <= len(words); i++ {
		text := strings.Join(words[i:i+3], " ")
		for _, table := range tables {
			b, ok := table.encode(text)
			if !ok {
				continue
			}
			tried++
			if got, found := guessCyrillic(b); got != text {
				wrong++
				if found != doubtful {
					t.Errorf("sure that %q in %s is %q", text, table.label, got)
				}
			}
		}
	}
	if wrong*10 > tried {
		t.Errorf("%d wrong of %d", wrong, tried)
	}
}

func TestKazakhTables(t *testing.T) {
	// The letters Kazakh has and Russian has not, where the standards put them.
	for table, octets := range map[*table]string{
		kz1048:  "\xa3\xbc\xaa\xba\x8d\x9d\xbd\xbe\xa5\xb4\xa1\xa2\xaf\xbf\x8e\x9e\xb2\xb3",
		ptcp154: "\xaa\xba\x81\x83\x8d\x9d\x8c\x9c\xa4\xb5\xa6\xb1\x87\x89\x8e\x9e\xb2\xb3",
	} {
		if got := table.decode([]byte(octets)); got != "ӘәҒғҚқҢңӨөҰұҮүҺһІі" {
			t.Errorf("%s: %q", table.label, got)
		}
	}
	for i, r := range kz1048.letters {
		if base := charmap.Windows1251.DecodeByte(byte(i + 0x80)); r != base && !strings.ContainsRune("ӘәҒғҚқҢңӨөҰұҮүҺһ", r) && base != '\uFFFD' {
			t.Errorf("%#x is %q", i+0x80, r)
		}
	}
}

// No field names the charset of a raw header; where the body names none either, its letters tell.
func TestRawHeaderIsReadLikeTheBody(t *testing.T) {
	for _, c := range []struct {
		table         *table
		subject, text string
	}{
		{kz1048, "Нөмір ауысты", "Менің нөмірім ауысты, тіркеудегі телефонымды өзгертіп қойыңыздар. Рақмет, Төлеген Рысқұлов."},
		{ptcp154, "Электрондық пошта жаңарды", "Осы жаңа поштамды базаға енгізіп, ескісін алып тастаңыздар. Нұргүл Өтеген, Ақтөбе қаласы."},
		{ibm866, "ЗАЯВЛЕНИЕ", "ЗДРАВСТВУЙТЕ. ПИШЕТ КОРОЛЁВА НИНА. Я ОТЗЫВАЮ СОГЛАСИЕ НА ОБРАБОТКУ МОИХ ДАННЫХ."},
	} {
		m := Parse([]byte("From: a@b.kz\r\nSubject: " + c.table.in(c.subject) + "\r\n\r\n" + c.table.in(c.text) + "\r\n"))
		if m.SubjectLine != c.subject || strings.TrimSpace(m.Text) != c.text || len(m.Damage) > 0 {
			t.Errorf("%s: %q over %q, %v", c.table.label, m.SubjectLine, m.Text, m.Damage)
		}
	}
}

// A few letters of a Latin charset amid Latin words are what is declared, also where two stand together.
func TestFewLettersOfLatin(t *testing.T) {
	const text = "Please send me a copy of all my data.\nJürgen Hößle"
	m := Parse([]byte("From: a@b.kz\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" + windows1252.in(text)))
	if m.Text != text || len(m.Damage) > 0 {
		t.Errorf("%q %v", m.Text, m.Damage)
	}
}

// Latin letters that look like Cyrillic ones do not make a charset doubtful that is declared.
func TestLookAlikesInADeclaredCharset(t *testing.T) {
	const text = "CBOE COГЛACИE HA OБPAБOTKУ ПEPCOHAЛЬHЫX ДAHHЫX OTЗЫBAЮ. KЛЮЧ OT HACOCHOЙ CДAЛ CTOPOЖУ."
	m := Parse([]byte("From: a@b.kz\r\nContent-Type: text/plain; charset=cp866\r\n\r\n" + ibm866.in(text)))
	if m.Text != text || len(m.Damage) > 0 {
		t.Errorf("%q %v", m.Text, m.Damage)
	}
}
