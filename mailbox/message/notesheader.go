package message

import (
	"strings"
	"unicode"
)

// HCL Notes (Lotus Notes) prints no "From:" and no "Sent:" over the letter answered, but
// the name alone, the date alone, and To, cc and Subject behind:
//
//	Айгуль Смагулова/Firma
//	24.11.2025 10:15
//
//	Кому: b@b.kz
//	Копия:
//	Тема: x

// notesHeader returns how many octets of text such a header takes, 0 where text begins
// with none; and whether its first line has an address. It asks for all of it, for names
// and dates stand in letters of any kind.
func notesHeader(text string) (length int, address bool) {
	name, at := cutLine(text, 0)
	if at >= len(text) || at > longestHeading {
		return 0, false
	}
	for range 2 { // who sent it for another stands between
		line, next := cutLine(text, at)
		if isDateAlone(line) {
			if !isNameAlone(name) {
				return 0, false
			}
			return fieldsOfNotes(text, next), strings.Contains(name, "@")
		}
		if !isLabel(line, phrases().labelFor) || next >= len(text) {
			break
		}
		at = next
	}
	return 0, false
}

// fieldsOfNotes returns where the fields behind the date end, 0 where they are not two at
// least. Newer versions print a label without a colon, and the value on the next line.
func fieldsOfNotes(text string, at int) int {
	fields, end, value := 0, 0, false
	for at < len(text) {
		line, next := cutLine(text, at)
		trimmed := strings.TrimSpace(line)
		switch {
		case isLabel(trimmed, phrases().labelMore):
			fields, end, value = fields+1, next, false
		case phrases().labelMore[strings.ToLower(trimmed)]:
			fields, end, value = fields+1, next, true
		case trimmed == "", fields == 0 && isLabel(trimmed, phrases().labelFor):
		case value:
			end, value = next, false
		default:
			at = len(text)
			continue
		}
		at = next
	}
	if fields < 2 {
		return 0
	}
	return end
}

// isDateAlone: a date in figures and a time, and nothing else but AM or PM.
func isDateAlone(line string) bool {
	const shortest, longest = len("1.1.25 9:15"), 40
	line = strings.TrimSpace(line)
	if len(line) < shortest || len(line) > longest || line[0] < '0' || line[0] > '9' || !hasTime(line) || countDigits(line) < 6 {
		return false
	}
	rest := strings.ToLower(strings.Trim(line, "0123456789 .,/-:\u00a0г"))
	return rest == "" || rest == "am" || rest == "pm"
}

// isNameAlone: a few words that begin with a capital, and no sentence.
func isNameAlone(line string) bool {
	const longest, most = 120, 6
	line = strings.Trim(line, " \t\"'<>")
	if line == "" || len(line) > longest || strings.Contains(line, ": ") || strings.ContainsAny(line[len(line)-1:], ":,;!?") {
		return false
	}
	words := 0
	for word := range strings.FieldsSeq(line) {
		if words++; words > most || words <= 2 && !strings.Contains(word, "@") && !beginsWithCapital(word) {
			return false
		}
	}
	return true
}

func beginsWithCapital(word string) bool {
	for _, r := range word {
		if r != '"' && r != '«' && r != '(' && r != '<' {
			return unicode.IsUpper(r)
		}
	}
	return false
}

// drawnHeader reports whether text begins with the header of a quote that old versions of Lotus Notes drew in signs:
//
//	|------------>
//	| From:      |
//	|------------>
func drawnHeader(text string) bool {
	frame, at := cutLine(text, 0)
	frame = strings.TrimSpace(frame)
	if at >= len(text) || !strings.HasPrefix(frame, "|--") || strings.Trim(frame, "|->") != "" {
		return false
	}
	label, _ := cutLine(text, at)
	return isLabel(strings.Trim(label, "| \t\r"), phrases().labelFrom)
}
