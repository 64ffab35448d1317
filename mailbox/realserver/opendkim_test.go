//go:build integration || bench

package realserver

import (
	"context"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
)

func TestOpenDKIMSignsForTheDomainOfFrom(t *testing.T) {
	const part = "part@mail.test"
	d := StartOpenDKIM(t, OpenDKIMOptions{PartSigned: []string{part}})
	p := StartPostfix(t, PostfixOptions{Extra: d.PostfixLines()})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	client, err := submission.New(submission.Config{Address: p.Addr(), TLS: submission.TLSNone})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, to := range []string{"whole@mail.test", part} {
		if err := client.Send(ctx, "a@kense.test", to, []byte("From: a@kense.test\r\nSubject: signed\r\nContent-Type: text/plain\r\n\r\nhi\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range p.WaitArrived(ctx, 2) {
		_, field, found := strings.Cut(string(m.Data), "DKIM-Signature:")
		field, _, _ = strings.Cut(field, "\nFrom:")
		if !found || !strings.Contains(field, "d=kense.test; s="+dkimSelector) {
			t.Errorf("to %s: not signed for kense.test:\n%s", m.To, m.Data)
		}
		if strings.Contains(field, "l=4;") != (m.To == part) {
			t.Errorf("to %s: body length in %q", m.To, field)
		}
	}
	d.Stop()
	if accepts(local(d.port)) == nil {
		t.Error("still answers after Stop")
	}
}
