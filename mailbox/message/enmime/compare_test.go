// Package enmime compares the reader of mail with the nearest there is. It is a
// module of its own: what enmime needs is no dependency of the program.
package enmime

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"medico-intech.kz/otinish/mailbox/message"
)

// benchLetters are letters such as people send, and large ones.
func benchLetters() []struct{ name, raw string } {
	const line = "Сәлеметсіз бе! Дербес деректерді жаңарту: телефон нөмірім өзгерді, жаңасы +7 701 123 45 67.\r\n"
	head := "Return-Path: <aigul@client.example>\r\nReceived: from mx.client.example (mx.client.example [192.0.2.1])\r\n\tby mx.medico.example with ESMTPS id 4ABC;\r\n\tMon, 24 Nov 2025 10:00:00 +0500\r\n" +
		"From: =?utf-8?B?0JDQudCz0q/Quw==?= <aigul@client.example>\r\nTo: info@medico.example\r\nSubject: =?utf-8?B?0JTQtdGA0LHQtdGBINC00LXRgNC10LrRgtC10YDQtNGWINC20LDSo9Cw0YDRgtGD?=\r\n" +
		"Date: Mon, 24 Nov 2025 10:00:00 +0500\r\nMessage-ID: <1@client.example>\r\nMIME-Version: 1.0\r\n"
	text := strings.Repeat(line, 20)
	html := "<html><body>" + strings.Repeat("<div class=\"x\"><p style=\"margin:0\">"+strings.TrimSpace(line)+"</p><br></div>\r\n", 20) + "</body></html>"
	wrap := func(s string) string {
		code, b := base64.StdEncoding.EncodeToString([]byte(s)), strings.Builder{}
		for len(code) > 76 {
			b.WriteString(code[:76] + "\r\n")
			code = code[76:]
		}
		return b.String() + code + "\r\n"
	}
	both := "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrap(text) +
		"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrap(html) + "--b--\r\n"
	return []struct{ name, raw string }{
		{"plain text", head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text},
		{"both forms", head + "Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n" + both},
		{"HTML only", head + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrap(html)},
		{"a file of 1 MB", head + "Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n" + both +
			"--a\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n" + wrap(strings.Repeat("x", 1<<20)) + "--a--\r\n"},
		{"a file of 10 MB", head + "Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\n\r\n" + text +
			"--a\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n" + wrap(strings.Repeat("x", 10<<20)) + "--a--\r\n"},
		{"200 parts", head + "Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n" + strings.Repeat("--a\r\nContent-Type: text/plain\r\n\r\nhello\r\n", 199) + "--a--\r\n"},
	}
}

// TestBenchEnmime reads the same letters with this package and with enmime, side by
// side, and fails where this one takes more time or memory. enmime keeps what is
// attached and guesses no quotes; it is the nearest there is.
func TestBenchEnmime(t *testing.T) {
	type reader struct {
		name string
		read func(raw []byte)
	}
	readers := []reader{
		{"ours", func(raw []byte) { message.Parse(raw) }},
		{"enmime", func(raw []byte) {
			e, err := enmime.ReadEnvelope(bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(io.Discard, e.Text)
		}},
	}
	for _, letter := range benchLetters() {
		raw := []byte(letter.raw)
		rounds := max(2, min(300, 2<<20/len(raw)))
		var took, bytesEach [2]float64
		var samples [2][]float64
		for range 5 { // in turn, so that a busy machine is busy for both
			for i, r := range readers {
				ns, octets := measure(rounds, func() { r.read(raw) })
				samples[i], bytesEach[i] = append(samples[i], ns), octets
			}
		}
		for i := range samples {
			slices.Sort(samples[i])
			took[i] = samples[i][len(samples[i])/2]
		}
		fmt.Printf("%-16s %8.1f µs, %8.1f KiB a letter; enmime %8.1f µs, %8.1f KiB: ratio %.2f and %.2f\n", letter.name,
			took[0]/1000, bytesEach[0]/1024, took[1]/1000, bytesEach[1]/1024, took[0]/took[1], bytesEach[0]/bytesEach[1])
		if took[0] > took[1] || bytesEach[0] > bytesEach[1] {
			t.Errorf("%s: behind enmime", letter.name)
		}
	}
}

// measure returns nanoseconds and octets allocated for one call of f.
func measure(rounds int, f func()) (ns, octets float64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for range rounds {
		f()
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return float64(took.Nanoseconds()) / float64(rounds), float64(after.TotalAlloc-before.TotalAlloc) / float64(rounds)
}
