package intake

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store"
)

// What could not be read may be a request: it reaches a person, and is not taken for
// ordinary mail. A bill stays one (P1, P16).
func TestUnreadMailReachesAPerson(t *testing.T) {
	raw := func(subject, rest string) []byte {
		head, _, _ := strings.Cut(string(mail{from: aigul, results: proven(aigul), subject: subject}.raw(1)), "Content-Type:")
		return []byte(head + strings.ReplaceAll(rest, "\n", "\r\n"))
	}
	for name, c := range map[string]struct {
		raw  []byte
		what string
	}{
		"encrypted":          {raw("Хат", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nxxxx\n"), store.DisposedRequest},
		"a bill as file":     {raw("Шот", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nШотты жібердік.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=invoice145.pdf\n\nx\n--b--\n"), store.DisposedOrdinary},
		"a file that asks":   {raw("Хат", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nСәлем!\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"withdrawal of my consent.pdf\"\n\nx\n--b--\n"), store.DisposedRequest},
		"nothing but a file": {raw("", "Content-Type: application/pdf\nContent-Disposition: attachment; filename=scan.pdf\n\nx\n"), store.DisposedRequest},
	} {
		o := newOffice(t)
		if d := o.getsRaw(c.raw); d.What != c.what {
			t.Errorf("%s: %s, want %s", name, d.What, c.what)
		}
	}
}
