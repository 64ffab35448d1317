package message

import "strings"

// Some programs put the header of the letter answered on one line (Samsung Email in its
// plain form, whatever takes the tags off a letter of Outlook's):
//
//	-------- Исходное сообщение --------От: A <a@b.kz> Дата: 24.11.25  10:00  (GMT+05:00) Кому: b@b.kz Тема: x Уважаемый …
//
// Where the subject ends and the letter begins nothing tells.

// longestFolded is how far such a header is looked for, in octets.
const longestFolded = 2000

// foldedHeader reports whether line begins with such a header, and whether the sender has
// an address. It asks for a sender, a date and two fields more, in that order: a sentence
// has not all of them.
func foldedHeader(line string) (yes, address bool) {
	p := phrases()
	line = line[:min(len(line), longestFolded)]
	wanted := [...]map[string]bool{p.labelFrom, p.labelSent, p.labelMore, p.labelMore}
	found, value := 0, 0 // value: where that of the last label begins
	for at := 0; found < len(wanted); at++ {
		n := strings.IndexByte(line[at:], ':')
		if n < 0 {
			return false, false
		}
		at += n
		label := labelBefore(line[value:at], wanted[found])
		before := ""
		if label >= 0 {
			before = line[value : value+label]
		}
		switch {
		case found == 0 && (label < 0 || strings.Trim(before, " *") != ""):
			return false, false
		case label < 0:
			continue
		case found == 1:
			address = strings.Contains(before, "@")
		case found == 2 && countDigits(before) < 3:
			return false, false
		}
		found, value = found+1, at+1
	}
	return true, address
}

// labelBefore returns where one of labels begins that s ends in, bold by asterisks or not;
// below zero where it ends in none.
func labelBefore(s string, labels map[string]bool) int {
	const mostWords = 4
	longest := phrases().longestLabel
	s = strings.TrimRight(s, " *")
	skipped := max(0, len(s)-2*longest)
	s = s[skipped:]
	start := len(s)
	for range mostWords {
		start = strings.LastIndexAny(s[:max(start, 0)], " \t*>;")
		word := s[start+1:]
		switch {
		case len(word) > longest:
			return -1
		case labels[strings.ToLower(word)]:
			return skipped + start + 1
		case start < 0:
			return -1
		}
	}
	return -1
}

// gluedLetter returns where the separator of an earlier letter stands in a line behind
// other words, with all of the header on the line: what takes the ends of lines off a
// letter leaves that. It is 0 where there is none.
func gluedLetter(line string) int {
	const ruler, mostSeparators = "---", 20 // without a header behind them; a text can be made of those
	tried := 0
	if !strings.Contains(line, ruler) || isQuoteMark(strings.TrimLeft(line, " \t")) {
		return 0
	}
	for at := 0; at < len(line) && tried < mostSeparators; {
		n := strings.Index(line[at:], ruler)
		if n < 0 {
			return 0
		}
		at += n
		rest := line[at:min(len(line), at+longestFolded)]
		if at > 0 && isSeparator(rest[:min(len(rest), longestSeparator)]) {
			if yes, _ := foldedHeader(behindSeparator(rest)); yes {
				return at
			}
			tried++
		}
		for at < len(line) && line[at] == ruler[0] {
			at++
		}
	}
	return 0
}

// longestSeparator bounds a separator between its rulers, in octets.
const longestSeparator = 120

func isSeparator(line string) bool {
	return isRuled(line, phrases().original) || isRuled(line, phrases().forwardRuled)
}

// behindSeparator returns what stands behind the second ruler of a line that begins with
// one; "" where there is no second.
func behindSeparator(line string) string {
	words := strings.TrimLeft(line, rulers+" ")
	end := strings.IndexAny(words, rulers)
	if end < 0 || end > longestSeparator {
		return ""
	}
	rest := strings.TrimLeft(words[end:], rulers)
	if len(words)-end-len(rest) < 3 {
		return ""
	}
	return rest
}

// isFolded reports whether a line is such a header, behind a separator or by itself.
func isFolded(line string) bool {
	if isSeparator(line) {
		line = behindSeparator(line)
	}
	yes, _ := foldedHeader(line)
	return yes
}
