package message

import (
	"strings"
	"unicode/utf8"
)

// longestHeading bounds lines that may introduce a quote, in octets.
const longestHeading = 400

// attributionVerbs end the line that introduces a quote, lower case.
var attributionVerbs = []string{
	"wrote:", "пишет:", "писал:", "писала:", "писал(а):", "писали:", "написал:", "написала:", "написал(а):", "написали:",
	"сообщает:", "жазды:", "жазған:", "жазып жіберді:", "schrieb:", "a écrit :", "yazdı:",
}

// isAttribution reports whether a line introduces a quote: it ends in such a verb,
// or in an address, and a colon, and it tells a date or an address. A writer's own
// "your colleague wrote:" tells neither.
func isAttribution(line string) bool {
	if len(line) > longestHeading || !strings.HasSuffix(line, ":") {
		return false
	}
	digits := countDigits(line)
	if strings.HasSuffix(line, ">:") {
		return digits >= 3 && strings.Contains(line, "@")
	}
	return (digits >= 3 || strings.Contains(line, "@")) && endsAttribution(line)
}

// endsAttribution looks at the end only: the date may stand on the line before.
func endsAttribution(line string) bool {
	if len(line) > longestHeading || !strings.HasSuffix(line, ":") {
		return false
	}
	if strings.HasSuffix(line, ">:") {
		return true
	}
	tail := strings.ToLower(line[max(0, len(line)-60):])
	for _, verb := range attributionVerbs {
		if strings.HasSuffix(tail, verb) {
			return true
		}
	}
	return false
}

func countDigits(s string) int {
	n := 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}

// hasTime finds a time of day.
func hasTime(s string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
	for i := range len(s) {
		if s[i] == ':' && digit(i-1) && digit(i+1) && digit(i+2) {
			return true
		}
	}
	return false
}

// isForwardLine: the line mail programs put over a letter they pass on.
func isForwardLine(line string) bool {
	return isRuled(line, []string{
		"forwarded message", "forwarded by", "пересылаемое сообщение", "пересланное сообщение", "перенаправленное сообщение",
		"переадресованное сообщение", "начало переадресованного сообщения", "начало пересылаемого сообщения", "конец пересылаемого сообщения",
		"begin forwarded message", "қайта жіберілген хабар", "қайта жіберілген хабарлама", "бағытталған хабарлама", "жіберілген хат",
	}, []string{"begin forwarded message:", "начало переадресованного сообщения:", "начало пересылаемого сообщения:", "қайта жіберілген хабарлама:"})
}

// isOriginalLine: the line over the letter answered.
func isOriginalLine(line string) bool {
	return isRuled(line, []string{
		"original message", "original appointment", "исходное сообщение", "первоначальное сообщение", "сообщение от", "ursprüngliche nachricht",
		"түпнұсқа хабарлама", "бастапқы хабарлама", "бастапқы хат", "түпнұсқа хат",
	}, nil)
}

// isRuled reports whether line holds one of words between dashes, or is one of bare.
func isRuled(line string, words, bare []string) bool {
	if len(line) > 200 {
		return false
	}
	ruled := strings.HasPrefix(line, "---") || strings.HasPrefix(line, "—–") || strings.HasPrefix(line, "*---")
	if !ruled && !(len(bare) > 0 && line[len(line)-1] == ':') {
		return false
	}
	lower := strings.ToLower(line)
	if !ruled {
		return contains(bare, lower)
	}
	text := strings.Trim(lower, "-*— ")
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// Labels of the header that Outlook and others print over a quote, lower case.
var (
	fromLabels = []string{"from", "от", "от кого", "кімнен", "жіберуші", "отправитель", "von"}
	sentLabels = []string{"sent", "date", "отправлено", "дата", "жіберілді", "жіберілген", "жіберілген күні", "күні", "дата отправки", "gesendet"}
	moreLabels = []string{"to", "subject", "cc", "кому", "тема", "копия", "кімге", "тақырып", "тақырыбы", "көшірме", "an", "betreff"}
)

// isHeaderBlock reports whether text begins with such a header: a sender, and on
// the next lines a date and at least one field more.
func isHeaderBlock(text string) bool {
	line, next := cutLine(text, 0)
	if !isLabel(line, fromLabels) {
		return false
	}
	sent, more := false, false
	for range 6 {
		if next >= len(text) {
			break
		}
		line, next = cutLine(text, next)
		sent = sent || isLabel(line, sentLabels)
		more = more || isLabel(line, moreLabels)
	}
	return sent && more
}

// isLabel reports whether line begins with one of labels and a colon, in any case,
// bold by asterisks or not.
func isLabel(line string, labels []string) bool {
	line = strings.TrimLeft(line, " \t*>|")
	colon := strings.IndexByte(line[:min(len(line), 50)], ':')
	if colon <= 0 {
		return false
	}
	return contains(labels, strings.ToLower(strings.Trim(line[:colon], " *")))
}

// deviceLines begin what phones put under a letter, lower case.
var deviceLines = []string{
	"sent from my ", "sent from mail", "sent from outlook", "sent from yahoo", "sent from samsung", "sent with ", "get outlook for ",
	"отправлено с ", "отправлено из ", "отправлено со ", "отправлено через ", "iphone-нан жіберілді", "iphone құрылғысынан", "менің iphone",
	"скачать outlook ", "получить outlook ",
}

func isDeviceLine(line string) bool {
	if len(line) > 120 {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(line); !strings.ContainsRune("SsGgiОоСсПпМм", first) {
		return false
	}
	lower := strings.ToLower(line)
	for _, d := range deviceLines {
		if strings.HasPrefix(lower, d) {
			return true
		}
	}
	return false
}
