package classifier

import (
	"strings"
	"testing"
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
