//go:build integration || bench

package realserver

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
)

// BenchmarkSending compares the submission client, four of them over standing
// connections, with smtp-source over one, into the same sink. The ratio counts;
// the figures alone move with the machine.
func BenchmarkSending(b *testing.B) {
	const messages, size, clients = 20_000, 2_000, 4
	sink := StartSMTPSink(b)
	body := bytes.Repeat([]byte("0123456789abcdef0123456789abcdef\r\n"), size/34)
	for b.Loop() {
		yardstick := SMTPSource(b.Context(), b, sink.Addr(), messages, 1, size)
		began := time.Now()
		var group sync.WaitGroup
		for range clients {
			group.Go(func() {
				c, err := submission.New(submission.Config{Address: sink.Addr(), TLS: submission.TLSNone})
				if err != nil {
					b.Error(err)
					return
				}
				defer c.Close()
				for range messages / clients {
					if err := c.Send(b.Context(), "", "someone@mail.test", body); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
		took := time.Since(began)
		b.ReportMetric(messages/took.Seconds(), "mails/s")
		b.ReportMetric(yardstick.Wall.Seconds()/took.Seconds(), "of-smtp-source")
	}
}
