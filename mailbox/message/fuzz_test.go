package message

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"From: A <a@b.kz>\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9E=\r\n\r\n--b--",
		"From x\nFrom: \"a\nrubbish\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n<x\n--b\nContent-Type: text/html\n\n<blockquote>a<p hidden>b\n",
		"Subject: =?windows-1251?B?zvLn++I?= =?utf-8?Q?=D0?=\nContent-Transfer-Encoding: base64\n\nzvLn++I=\n-- \n> a\nOn 2025 a@b wrote:\n",
		"Content-Type: text/plain; format=flowed; delsp=yes\n\n> a \n> b\nc \n\n-- \nd\n",
		"Content-Type: message/rfc822\n\nSubject: x\n\nbegin 644 a\n#0V%T\n`\nend\n",
		"Content-Type: text/calendar; method=REPLY\n\nSUMMARY:a\n b\\n\nMETHOD:REPLY\n",
		"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\neJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA4wQAAAAAAADnAAEIgAcAGAAAAElQTS5NaWNy\n",
		"From: a\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: a\n\nx\n-----BEGIN PGP SIGNATURE-----\n\nb\n-----END PGP SIGNATURE-----\n",
		"\n----------------\nКому: И;\n24.11.2025, 10:15, \"А\" <a@b.kz>:\nИП> x\nОт: a@b\nОтправлено: x\nКому: x\n",
		"Subject: Jnpsd cjukfcbz\nIn-Reply-To: <a@b>\n\n--- Original message ---\nFrom: x\n\n> a\n\nGhjie elfkbnm vjb lfyyst/ _n3y3i #5 0fqnfhe7\n",
		"Subject: Re: x\n\nx\n\nA B/C\nSent by: D\n1/24/2025 10:15 AM\n\nTo\nx\ncc:\nSubject: x\n\n> a\n",
		"Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: quoted-printable\n\nPUQwPTlGPUQxPTgwPUQwPUJFPUQxPTg4PUQxPTgz\n",
		"\n\n&#1055;&#1088;&#1086;&#x448;&#1091;&#33;&#1055; Ð�Ñ€Ð¾",
		"Subject: \xcf\xf0\xee\nContent-Type: text/plain; charset=koi8-r\n\nРџСЂРѕ\n\xd0",
	} {
		f.Add([]byte(seed))
	}
	f.Add([]byte(nestedLetter(60)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		m := Parse(raw)
		if !bytes.Equal(before, raw) {
			t.Fatal("Parse wrote into its input")
		}
		checkRanges(t, m)
		for _, from := range m.From {
			if strings.ContainsAny(from.Address+from.Name, "\r\n\x00") {
				t.Fatalf("line end in %+v", from)
			}
		}
		for _, a := range m.Attachments {
			if strings.ContainsAny(a.Name, "\r\n\x00") || !utf8.ValidString(a.Name) {
				t.Fatalf("name of a file %q", a.Name)
			}
		}
		if strings.ContainsAny(m.SubjectLine, "\r\n\x00") || strings.ContainsAny(m.Text, "\r\x00") {
			t.Fatal("control character in what is shown")
		}
		if !utf8.ValidString(m.SubjectLine) || !utf8.ValidString(m.Text) {
			t.Fatalf("no UTF-8: %q %q", m.SubjectLine, m.Text)
		}
		for _, id := range append(append(m.References, m.InReplyTo...), "x") {
			if !UsableID(id) {
				t.Fatalf("id %q", id)
			}
		}
	})
}

func FuzzDecodeText(f *testing.F) {
	for _, table := range ladder {
		b, _ := table.encode("Прошу обновить данные")
		f.Add(table.label, b)
		f.Add("", b)
	}
	f.Add("utf-8", []byte(twice(windows1251, "Дербес")))
	f.Add("utf-7", []byte("+BB8EQAQ+- a+-b +!"))
	f.Add("", []byte("+BB8EQAQ+BEgEQw- +BDQEMAQ9BD0ESwQ1-"))
	f.Add("utf-16", []byte("\xff\xfe\x1f\x04"))
	f.Add("", []byte("\x1f\x04@\x04>\x04 \x00H\x04"))
	f.Add("shift_jis", []byte("\x82\xa0\x81"))
	f.Add("iso-2022-jp", []byte("\x1b$B$\"\x1b(B"))
	f.Fuzz(func(t *testing.T, label string, b []byte) {
		before := bytes.Clone(b)
		s, found := decodeText(label, b)
		if !bytes.Equal(before, b) {
			t.Fatal("wrote into its input")
		}
		if !utf8.ValidString(s) || len(s) > 12*len(b)+3 || found > doubtful {
			t.Fatalf("%q as %q: %q, %d", b, label, s, found)
		}
		if _, shifted := undeclaredUTF7(b); shifted {
			return
		}
		if isASCII(b) && !isStateful(foldLabel(label)) && unmarkedUTF16(b) == noOrder && s != string(b) {
			t.Fatalf("ASCII %q became %q", b, s)
		}
	})
}

func FuzzDecodeHeader(f *testing.F) {
	for _, seed := range []string{
		"=?utf-8?B?0JTQtdGA0LHQtdGB?= =?utf-8?B?INC0?=", "=?utf-8?Q?=D0=9?= =?utf-8?Q?E?=", "=?windows-1251?B?zvLn++I?= \xcf =?koi8-r?q?=D0_x?=",
		"=?utf-7?Q?+BB8-?=", "=?utf-8?B?0JTQ", "=?utf-8?Q??=D0??=", "=?a*b?b? a = ?==?a?q??=", "=?=?=?utf-8?Q?a?=", "=?utf-8?Q?a=0D=0AB=E2=80=AE?=",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		s, _ := decodeHeader(value)
		if !utf8.ValidString(s) {
			t.Fatalf("%q", s)
		}
		for _, r := range s {
			if mustNotShow(r) {
				t.Fatalf("%q in %q", r, s)
			}
		}
		if !strings.Contains(value, "=?") && isPrintableASCII(value) && s != strings.Join(strings.Fields(value), " ") {
			t.Fatalf("%q became %q", value, s)
		}
		parseMailboxes(value)
		param("x; name="+value, "name")
	})
}

func FuzzHTMLText(f *testing.F) {
	for _, seed := range []string{
		"<p>one</p><p>two<br>three<table><tr><td>a<td>b</table>", "<style>.x{display:none}@media x{.y{a:b}}</style><p class=x>a<b id=y>c",
		"<style>td .h>b, p.x#y[z^=\"q\"]:not(.k), u + *{display:none;font:0/0 a} @media all{:root{--c:#fff}} i{color:var(--c)}</style><td><p class='h x' id=y z=q1>a<b>b</b></p><u></u><i>c",
		"<blockquote>a</blockquote>b<div class=gmail_quote><blockquote>c</blockquote>d</div>", "<div id=divRplyFwdMsg>a</div>b",
		"<font color=white>a</font><p style='color:rgb(1,2,3,0);background:#012;font-size:0px'>b", "<pre>a\nb</pre><!-- x --><script>y</script>&lt;&amp;&#x430;&nbsp;",
		"<div style='overflow:hidden;height:0'>a<p style=\"display:block\">b", "<body text=white bgcolor=#fff background=x>\xff\xfe\xd0",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, _ := htmlText(s)
		if !utf8.ValidString(p.text) || strings.ContainsAny(p.text, "\r\x00") {
			t.Fatalf("%q", p.text)
		}
		at := 0
		for _, r := range p.ranges {
			if r.Start != at || r.End <= r.Start {
				t.Fatalf("range %+v at %d", r, at)
			}
			at = r.End
		}
		if at != len(p.text) {
			t.Fatalf("ranges end at %d of %d", at, len(p.text))
		}
	})
}

func FuzzTNEF(f *testing.F) {
	f.Add([]byte(tnefOf(property(propBody, 0x1E, []byte("abc\x00")), "a.doc")))
	f.Add([]byte(tnefOf(property(propRTF, 0x102, []byte("\x1a\x00\x00\x00\x1c\x00\x00\x00LZFu\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0")), "")))
	f.Add([]byte(tnefOf(property(propHTML, 0x102, []byte("<p>a")), "")))
	f.Fuzz(func(t *testing.T, b []byte) {
		tnef, _ := openTNEF(b)
		if p, _ := tnef.text(); !utf8.ValidString(p.text) {
			t.Fatalf("%q", p.text)
		}
		if s, _ := rtfText(b); !utf8.ValidString(s) {
			t.Fatalf("%q", s)
		}
		uudecode(b, 1000)
	})
}
