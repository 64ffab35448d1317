package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// ordinaryText is about 4 kB of everyday Russian, Kazakh and English.
func ordinaryText() string {
	var b strings.Builder
	for line := range strings.Lines(ordinaryLetters) {
		_, text, _ := strings.Cut(strings.TrimSpace(line), "|")
		if text == "" {
			continue
		}
		b.WriteString(strings.ReplaceAll(text, `\n`, "\n") + "\n")
		if b.Len() > 4096 {
			break
		}
	}
	return b.String()
}

// BenchmarkClassifyOrdinary is the common case: a letter of 4 kB that asks nothing.
func BenchmarkClassifyOrdinary(b *testing.B) {
	text := ordinaryText()
	m := letter("Re: Счет на оплату №145", text)
	if got := Classify(m); len(got) != 0 {
		b.Fatalf("not ordinary: %+v", got)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Classify(m)
	}
}

func BenchmarkClassifyUpdate(b *testing.B) {
	m := letter(updateMark, "Сәлеметсіз бе!\nАты-жөні: Асқарова Әйгерім\nЖаңа телефон: 8 701 123 45 67\nE-mail: asel@example.kz\nҚұрметпен\n")
	b.ReportAllocs()
	for b.Loop() {
		Classify(m)
	}
}

func BenchmarkClassifyWithdraw(b *testing.B) {
	m := letter(withdrawMark, "")
	b.ReportAllocs()
	for b.Loop() {
		Classify(m)
	}
}

// BenchmarkDecodeAndClassify is what a letter of 4 kB costs from its bytes on.
func BenchmarkDecodeAndClassify(b *testing.B) {
	raw := []byte("From: a@b.example\r\nTo: info@medico.example\r\nSubject: =?utf-8?B?0KHRh9C10YI=?=\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.ReplaceAll(ordinaryText(), "\n", "\r\n"))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		Classify(message.Parse(raw))
	}
}
