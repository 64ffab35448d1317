package handlers

import (
	"crypto/rand"
	"strings"
	"testing"
)

func TestTokensAreFoundWhereMailReadersPutThem(t *testing.T) {
	token, err := NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"subject line":    "Re: Please confirm [OT-7F3K-92QT " + token + "]",
		"quoted":          "YES\n\n> code: " + token + "\n> bye",
		"lower case":      "re: [ot-7f3k-92qd " + strings.ToLower(token) + "]",
		"end of the text": "yes " + token,
		"broken, quoted":  "yes\r\n\r\n> code: " + token[:18] + "\r\n> " + token[18:] + "\r\n> bye",
		"broken anywhere": "> " + token[:20] + "\n> " + token[20:] + "\n> bye",
		"broken twice":    "да\r\n> " + token[:7] + "\r\n> > " + token[7:15] + "\r\n>> " + token[15:] + "\r\n> bye",
		"broken, subject": "Re: x [OT-7F3K-92QT " + token[:8] + "\r\n " + token[8:] + "]",
		"mid-group":       "Re: " + token[:8] + " " + token[8:],
		"hyphen below":    "> " + token[:5] + "\r\n> " + token[5:],
		"blanks":          strings.ReplaceAll(token, "-", " - "),
		"en dashes":       "код: " + strings.ReplaceAll(token, "-", "–") + ".",
		"hard hyphens":    "[" + strings.ReplaceAll(token, "-", "\u2011") + "]",
		"not to be seen":  strings.ReplaceAll(token, "-", "-\u200b") + "\u00ad",
		"all at once":     "| " + strings.ReplaceAll(token[:14], "-", "\u2010") + "\u00a0\n| " + strings.ReplaceAll(token[14:], "-", "—"),
		"broken, blank":   "Re: x [OT-7F3K-92QT " + token[:12] + " " + token[12:] + "]",
	} {
		if got := Tokens(text); len(got) != 1 || got[0] != token {
			t.Errorf("%s: Tokens = %q", name, got)
		}
	}
	for name, text := range map[string]string{
		"cut short":    token[:len(token)-1],
		"longer":       token + "A",
		"glued":        "A" + token,
		"no dashes":    strings.ReplaceAll(token, "-", ""),
		"underlines":   strings.ReplaceAll(token, "-", "_"),
		"broken, long": token[:9] + "\n" + token[9:] + "A",
		"far apart":    token[:9] + strings.Repeat("\n>", maxSpread) + token[9:],
		"a word in it": token[:9] + "\r\n> код\r\n> " + token[9:],
	} {
		if got := Tokens(text); len(got) != 0 {
			t.Errorf("%s: Tokens = %q", name, got)
		}
	}
	if got := Tokens(strings.Repeat(token+" ", 100)); len(got) > maxCandidates {
		t.Errorf("%d candidates for one message", len(got))
	}
}

func TestReadReply(t *testing.T) {
	for own, want := range map[string]Reply{
		"Иә":  ReplyYes,
		"ИӘ.": ReplyYes,
		"  да!\n\nС уважением, Олег": ReplyYes,
		"YES":             ReplyYes,
		"Yes, I confirm.": ReplyYes,
		"Жоқ":             ReplyNo,
		"нет":             ReplyNo,
		"STOP":            ReplyNo,
		"Это не я!":       ReplyNo,
		"":                ReplyUnclear,
		"Да, но сначала объясните": ReplyUnclear,
		"yes and no":    ReplyUnclear,
		"What is this?": ReplyUnclear,
		"не да":         ReplyUnclear,

		"Yes?\n\nI never wrote to you, who is this?": ReplyUnclear,
		"Да?\nЯ этого не писала.":                    ReplyUnclear,
		"Да\nЭто писал не я, ничего не меняйте!":     ReplyUnclear,
		"Да\n\nНе подтверждаю, ошибка":               ReplyUnclear,
		"Да\nОшибка":          ReplyUnclear,
		"Да\nЭто Ошибка":      ReplyUnclear,
		"Да\nАйгүл Ахметова!": ReplyUnclear,
		"Да\nИван Иванович\nПетя Петров\nОля Олина": ReplyUnclear,
		"ok\nbut I did not send this": ReplyUnclear,
		"Верно?":                      ReplyUnclear,
		"Да\n87015556666":             ReplyUnclear,
		"Иә\nбірақ нөмірді өзгертпеңіз": ReplyUnclear,
		"Да\n\nС уважением,\nне я":      ReplyUnclear,
		"No?":                  ReplyUnclear,
		"Нет.\nТо есть да":     ReplyUnclear,
		"Нет, это я":           ReplyUnclear,
		"Да, спасибо":          ReplyYes,
		"Yes, that's me":       ReplyYes,
		"Да\n\nАйгуль":         ReplyYes,
		"Да\n\nАхметова А. С.": ReplyYes,
		"Иә.\nРақмет!\n\nҚұрметпен, Айгүл Ахметова\nтел. +7 701 555-66-77": ReplyYes,
		"СТОП\nКто это сделал? Верните всё как было":                       ReplyNo,
		"Стоп, это не я!":           ReplyNo,
		"Нет! Это не я":             ReplyNo,
		"Не меняйте, это мошенники": ReplyNo,
		"Stop this":             ReplyNo,
		"ТОҚТАТУ, бұл мен емес": ReplyNo,
	} {
		if got, _ := ReadReply(own, "Айгуль"); got != want {
			t.Errorf("ReadReply(%q) = %s, want %s", own, got, want)
		}
	}
	if _, more := ReadReply("Да\n\n"+strings.Repeat("и ещё вот что ", 5), ""); !more {
		t.Error("words after the answer are not noticed")
	}
	if _, more := ReadReply("Иә\n\nҚұрметпен,\nАйгүл Ахметова", ""); more {
		t.Error("a closing formula counts as more")
	}
}
