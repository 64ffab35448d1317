package message

import (
	"strings"
	"testing"
)

// The HTML form is found whichever form the text was read from, decoded; that of a
// mail within the mail and of a file are another's.
func TestMarkup(t *testing.T) {
	part := func(kind, more, body string) string {
		return "--b\r\nContent-Type: " + kind + "\r\n" + more + "\r\n" + body + "\r\n"
	}
	alternative := "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
	for name, c := range map[string]struct{ raw, want string }{
		"HTML alone":      {"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Сәлем</p>", "<p>Сәлем</p>"},
		"beside the text": {alternative + part("text/plain; charset=utf-8", "", "Сәлем") + part("text/html; charset=utf-8", "", "<p>Сәлем</p>") + "--b--\r\n", "<p>Сәлем</p>"},
		"another charset": {"Content-Type: text/html; charset=windows-1251\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=CF=F0=E8=E2=E5=F2</p>", "<p>Привет</p>"},
		"base64":          {alternative + part("text/html; charset=utf-8", "Content-Transfer-Encoding: base64\r\n", "PGI+eDwvYj4=") + "--b--\r\n", "<b>x</b>"},
		"text alone":      {"Content-Type: text/plain\r\n\r\n<p>no</p>", ""},
		"a file":          {"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part("text/plain", "", "x") + part("text/html", "Content-Disposition: attachment; filename=a.html\r\n", "<p>no</p>") + "--b--\r\n", ""},
		"another's mail":  {"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part("text/plain", "", "x") + part("message/rfc822", "", "From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>no</p>") + "--b--\r\n", ""},
		"nothing":         {"", ""},
	} {
		raw := []byte("From: <a@posta.example>\r\nMIME-Version: 1.0\r\n" + c.raw)
		if got := strings.TrimSpace(Markup(raw)); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
		if has := Parse(raw).HTML; has != (c.want != "") {
			t.Errorf("%s: HTML is %v", name, has)
		}
	}
	long := Markup([]byte("Content-Type: text/html; charset=utf-8\r\n\r\n" + strings.Repeat("ә", MaxText)))
	if len(long) > MaxText || !strings.HasSuffix(long, "ә") {
		t.Errorf("of a long one %d octets are given", len(long))
	}
}
