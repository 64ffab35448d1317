package message

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

const kazakhLine = "Сәлеметсіз бе! Дербес деректерді жаңарту: телефон нөмірім өзгерді, жаңасы +7 701 123 45 67.\r\n"

func plainLetter() []byte {
	return []byte("Return-Path: <aigul@client.example>\r\n" +
		"Received: from mx.client.example (mx.client.example [192.0.2.1])\r\n\tby mx.medico.example (Postfix) with ESMTPS id 4ABC\r\n\tfor <info@medico.example>; Mon, 24 Nov 2025 10:00:00 +0500 (+05)\r\n" +
		"Authentication-Results: mx.medico.example; dmarc=pass (p=none dis=none) header.from=client.example\r\n" +
		"From: =?utf-8?B?0JDQudCz0q/Quw==?= <aigul@client.example>\r\nTo: info@medico.example\r\n" +
		"Subject: =?utf-8?B?0JTQtdGA0LHQtdGBINC00LXRgNC10LrRgtC10YDQtNGWINC20LDSo9Cw0YDRgtGD?=\r\n" +
		"Date: Mon, 24 Nov 2025 10:00:00 +0500\r\nMessage-ID: <1@client.example>\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.Repeat(kazakhLine, 21) + "-- \r\nАйгүл\r\n")
}

func alternativeLetter() []byte {
	text := strings.Repeat("=D0=A1=D3=99=D0=BB=D0=B5=D0=BC=D0=B5=D1=82=D1=81=D1=96=D0=B7 =D0=B1=D0=B5! Hello.\r\n", 20)
	return []byte("From: a@client.example\r\nTo: info@medico.example\r\nSubject: x\r\nDate: Mon, 24 Nov 2025 10:00:00 +0500\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + text + "\r\n--b1\r\nContent-Type: text/html; charset=utf-8\r\n" +
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>" + text + "</p>\r\n--b1--\r\n")
}

func BenchmarkParsePlain(b *testing.B) { benchmarkParse(b, plainLetter()) }

func BenchmarkParseAlternative(b *testing.B) { benchmarkParse(b, alternativeLetter()) }

func BenchmarkParseHTML(b *testing.B) {
	benchmarkParse(b, []byte("From: a@client.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>"+
		strings.Repeat("<div class=\"x\"><p style=\"margin:0\">"+strings.TrimSpace(kazakhLine)+"</p><br></div>\r\n", 20)+"</body></html>"))
}

func benchmarkParse(b *testing.B, raw []byte) {
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(raw)
	}
}

func BenchmarkCompose(b *testing.B) {
	from, _ := privacy.ParseAddress("info@medico.example")
	to, _ := privacy.ParseAddress("aigul@client.example")
	o := Outgoing{
		From: from, FromName: "Медико Интех", To: to, SubjectLine: "Re: Дербес деректерді жаңарту",
		Date: time.Date(2025, 11, 24, 10, 0, 0, 0, time.UTC), MessageID: "abc@medico.example", InReplyTo: "1@client.example",
		AutoSubmitted: AutoReplied, Language: privacy.Kazakh, Body: strings.ReplaceAll(strings.Repeat(kazakhLine, 13), "\r", ""),
	}
	b.SetBytes(int64(len(o.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compose(o); err != nil {
			b.Fatal(err)
		}
	}
}
