package message

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// What a hostile mail costs (P16). The times are ten times what is measured.
func TestHostileMail(t *testing.T) {
	nested := func(n int) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n {
			b.WriteString("Content-Type: multipart/mixed; boundary=b" + strings.Repeat("x", i%7) + "i" + string(rune('a'+i%26)) + strconv.Itoa(i) + "\r\n\r\n--b" + strings.Repeat("x", i%7) + "i" + string(rune('a'+i%26)) + strconv.Itoa(i) + "\r\n")
		}
		return b.String() + "\r\nhello\r\n"
	}
	cases := []struct {
		name, raw string
		damage    Damage
	}{
		{"10,000 levels", nested(10000), DamageTooDeep},
		{"10,000 parts", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 10000) + "--b--\r\n", DamageTooMany},
		{"20 levels of 10,000 parts", func() string {
			s := strings.Repeat("--z\r\n\r\nx\r\n", 10000)
			for i := range 20 {
				b := "b" + strconv.Itoa(i)
				s = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + s
			}
			return head + s
		}(), ""},
		{"lines like boundaries", head + "Content-Type: multipart/mixed\r\n\r\n" + strings.Repeat("--abcdefgh\r\n", 50000), DamageMultipart},
		{"header of 2 MB", head + strings.Repeat("X: y\r\n", 350000) + "\r\nhello\r\n", DamageTooLong},
		{"one field of 2 MB", head + "X: " + strings.Repeat("y", 2<<20) + "\r\n\r\nhello\r\n", DamageTooLong},
		{"subject of encoded words", "Subject: " + strings.Repeat("=?utf-8?Q?a?=", 15000) + "\r\n\r\n", ""},
		{"subject of words without end", "Subject: " + strings.Repeat("=?a?B?", 40000) + "\r\n\r\n", ""},
		{"subject of beginnings", "Subject: " + strings.Repeat("=?a?", 60000) + "\r\n\r\n", ""},
		{"recipients of open brackets", "From: a@b.kz\r\nTo: " + strings.Repeat("<(\"", 60000) + "\r\n\r\n", ""},
		{"sender of angles", "From: " + strings.Repeat("<", 200000) + "\r\n\r\n", ""},
		{"nested comments", "From: " + strings.Repeat("(", 200000) + "a@b.kz\r\n\r\n", ""},
		{"parameters", head + "Content-Type: text/plain" + strings.Repeat(";a=\"b", 40000) + "\r\n\r\nhello", ""},
		{"text of 5 MB", head + "\r\n" + strings.Repeat("hello there\r\n", 400000), DamageTooLong},
		{"nested divs", head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div>", 100000), ""},
		{"end tags", head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<b>", 600) + strings.Repeat("</i>", 200000), ""},
		{"headings", head + "\r\n" + strings.Repeat("From: 1\n", 60000), ""},
		{"64 MB of levels", nestedLetter(1200000)[:MaxSize], DamageTooMuch},
		{"too large", head + "\r\n" + strings.Repeat("x\r\n", MaxSize/3), DamageTooLong},
		{"mail within mail within mail", head + strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 100000) + "\r\nhello", ""},
		{"50 levels of 64 MB", func() string {
			s := strings.Repeat("hello there\r\n", (MaxSize-20000)/13)
			for i := range 48 {
				b := "b" + strconv.Itoa(i)
				s = "Content-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b + "\r\n" + s
			}
			return head + s
		}(), DamageTooMuch},
		{"begin and begin", head + "\r\n" + strings.Repeat("begin 644 a\r\n", 80000), ""},
		{"uuencoded files", head + "\r\n" + strings.Repeat("begin 644 a\r\n#0V%T\r\nend\r\n", 40000), DamageTooMany},
		{"encoded words that never end whole", "Subject: =?utf-8?B?a?=" + strings.Repeat("=?utf-8?B?aaaa?=", 15000) + "\r\n\r\n", ""},
		{"style sheets", head + "Content-Type: text/html\r\n\r\n<style>" + strings.Repeat(".a{color:white}", 60000) + "</style>x", ""},
		{"mojibake that lost letters", head + "\r\n" + strings.Repeat("Ð\uFFFD", 120000) + "Ы", ""},
		{"two transfer encodings", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"+
			strings.Repeat("=00=00!!", 600)+"\r\n", 199) + "--b--\r\n", ""},
		{"references", head + "\r\n" + strings.Repeat("&#1055;&#", 120000), ""},
		{"style comments in a sheet", head + "Content-Type: text/html\r\n\r\n<style>" + strings.Repeat("/**/", 200000) + ".a{color:white}</style>x", ""},
		{"selectors of many parts", head + "Content-Type: text/html\r\n\r\n<style>" + func() string {
			var b strings.Builder
			for i := range 2000 {
				b.WriteString("a" + strconv.Itoa(i) + " .b" + strconv.Itoa(i) + " p[x*=y" + strconv.Itoa(i) + "]{color:white}p{--a" + strconv.Itoa(i) + ":var(--a0)}")
			}
			return b.String()
		}() + "</style>" + strings.Repeat("<p x=yz>", 90000), ""},
		{"blocks in blocks", head + "Content-Type: text/html\r\n\r\n<style>" + strings.Repeat("@media all{", 90000) + "</style>x", ""},
		{"blocks that do not hold", head + "Content-Type: text/html\r\n\r\n<style>" + strings.Repeat("@media print{}", 70000) + "</style>x", ""},
		{"style comments", head + "Content-Type: text/html\r\n\r\n<style>" + strings.Repeat("/**/", 200000) + "</style>x", ""},
		{"classes", head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<p class='a b c d e f g h i j k l m n o p'>", 20000), ""},
		{"rulers", head + "\r\n" + strings.Repeat("-----\nTo: x\n", 60000), ""},
		{"half attributions", head + "\r\n" + strings.Repeat("24.11.2025 10:15:\n\n", 50000), ""},
		{"mojibake", head + "\r\n" + strings.Repeat(twice(windows1251, "Прошу")+"\n", 40000), ""},
		{"alternatives in alternatives", head + func() string {
			s := "Content-Type: text/html\r\n\r\n" + strings.Repeat("<p>hello there", 60000)
			for i := range 40 {
				b := "b" + strconv.Itoa(i)
				s = "Content-Type: multipart/alternative; boundary=" + b + "\r\n\r\n--" + b + "\r\n\r\nother words " + b + "\r\n--" + b + "\r\n" + s + "\r\n--" + b + "--"
			}
			return s
		}(), DamageDiffers},
		{"forms of many words", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n" + strings.Repeat("ab cd ", 5000) + "x1\r\n--b\r\nContent-Type: text/html\r\n\r\n" +
			strings.Repeat("cd ab ", 5000) + "x2\r\n--b--\r\n", DamageDiffers},
		{"marked headers", "Subject: Re: x\r\n" + head + "\r\n" + strings.Repeat("> From: a@b\n> Sent: x\n> To: x\n\n", 30000) + "x\n", ""},
		{"marked headers and answers", "Subject: Re: x\r\n" + head + "\r\n" + strings.Repeat("> From: a@b\n> Sent: x\n> To: x\n\nx\n", 30000), ""},
		{"separators", "Subject: Re: x\r\n" + head + "\r\n" + strings.Repeat("---- original message ----\n", 40000), ""},
		{"own words and quotes in turn", head + "\r\n" + strings.Repeat("jnpsdf.\n> x\n", 80000), ""},
		{"the wrong layout, in short lines", head + "\r\n" + strings.Repeat("Jnpsd cjukfcbz/\n> x\n", 4000), ""},
		{"the wrong layout, one word", "Subject: " + strings.Repeat("jnpsdf.", 8000) + "\r\n" + head + "\r\n" + strings.Repeat("jnpsdf.", 9000) + " jnpsd cjukfcbz", ""},
		{"the wrong layout, nothing but marks", head + "\r\nJnpsd cjukfcbz " + strings.Repeat(",.;'[", 12000) + "x" + strings.Repeat(",.;'[", 100), ""},
		{"attributions", head + "\r\n" + strings.Repeat("a@b 123 wrote:\n", 60000), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start := threadTime(t)
			m := parse(c.raw)
			if took := threadTime(t) - start; took > MaxTime {
				t.Errorf("took %v of a core", took)
			}
			if c.damage != "" && !slices.Contains(m.Damage, c.damage) {
				t.Errorf("damage %v, want %q", m.Damage, c.damage)
			}
			if len(m.Text) > MaxText || len(m.Header) > MaxFields {
				t.Errorf("%d octets of text, %d fields", len(m.Text), len(m.Header))
			}
		})
	}
}

// threadTime is what this thread has used of a core: unlike the clock on the wall it
// does not run faster on a busy machine. Quadratic work takes minutes, the race
// detector makes linear work ten times slower.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	runtime.LockOSThread()
	t.Cleanup(runtime.UnlockOSThread)
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// checkRanges: ranges cover the text without gap or overlap.
func checkRanges(t *testing.T, m *Message) {
	t.Helper()
	at := 0
	for _, r := range m.Ranges {
		if r.Start != at || r.End <= r.Start {
			t.Fatalf("range %+v at %d of %+v", r, at, m.Ranges)
		}
		at = r.End
	}
	if at != len(m.Text) {
		t.Fatalf("ranges end at %d of %d", at, len(m.Text))
	}
}
