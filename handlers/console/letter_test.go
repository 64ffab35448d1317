package console

import (
	"net/http"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
)

const hostile = "Authentication-Results: mx.mysal.example; dmarc=pass header.from=mail.example\r\n" +
	"Received: from a by mx.mysal.example; Tue, 24 Nov 2026 09:00:00 +0000\r\n" +
	"From: \"<script>alert(1)</script>\" <x@mail.example>\r\nTo: info@mysal.example\r\n" +
	"Subject: <script>alert(2)</script> erase my data\r\nMessage-ID: <1@mail.example>\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
	"<p onclick=alert(3)>Delete my personal data &lt;script&gt;alert(4)&lt;/script&gt;</p><img src=https://tracker.example/x.gif>\r\n" +
	"--b\r\nContent-Type: text/html; name=\"../../<script>alert(5)</script>.html\"\r\nContent-Disposition: attachment; filename=\"../../<script>alert(5)</script>.html\"\r\n\r\n" +
	"<script>alert(6)</script>\r\n--b--\r\n"

func TestALetterIsTextWhateverItHolds(t *testing.T) {
	d := newDesk(t)
	n := d.gets(hostile)
	b := d.as("aliya")
	for _, path := range []string{"/", "/requests/" + string(n), "/requests"} {
		page := b.page(path)
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "onclick") || strings.Contains(page, "<img") || strings.Contains(page, "tracker.example/") {
			t.Errorf("%s holds what a letter brought", path)
		}
	}
	if page := b.page("/requests/" + string(n)); !strings.Contains(page, "&lt;script&gt;alert(4)&lt;/script&gt;") {
		t.Error("the words of the letter are not shown")
	}
}

// What a stranger attached is saved, never shown or run.
func TestAttachmentsAreSaved(t *testing.T) {
	d := newDesk(t)
	n := d.gets(hostile)
	b := d.as("aliya")
	for path, content := range map[string]string{"/attachments/0": "<script>alert(6)</script>", "/message.eml": "Subject: <script>"} {
		w := b.get("/requests/" + string(n) + path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), content) {
			t.Fatalf("%s: %d", path, w.Code)
		}
		disposition := w.Header().Get("Content-Disposition")
		if w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(disposition, "attachment;") ||
			!strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, w.Header())
		}
		if strings.Contains(disposition, "..") || strings.ContainsAny(disposition, "<>/\\") {
			t.Errorf("%s: the name is a stranger's: %s", path, disposition)
		}
	}
	for _, path := range []string{"/attachments/1", "/attachments/-1", "/attachments/x", "/letters/9"} {
		if w := b.get("/requests/" + string(n) + path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"куәлік.pdf": "куәлік.pdf", "../../etc/passwd": "passwd", `C:\x\y.doc`: "y.doc", "": "attachment-3", "...": "attachment-3",
		"a\u202egpj.exe": "a_gpj.exe", "a\r\nb.txt": "a__b.txt", ".bashrc": "bashrc", "con<>.txt": "con__.txt",
		strings.Repeat("а", 300) + ".pdf": strings.Repeat("а", maxFileName-4) + ".pdf",
	} {
		if got := fileName(name, 2); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestEvidenceIsMarkedInPlace(t *testing.T) {
	list := []evidence{
		{Text: "жаңа нөмірім", Line: 2}, {Text: "егер бар болса", Line: 2, Against: true}, {Text: "ИИН ********1234", Line: 3},
		{Text: "слова, которых нет", Line: 4}, {Text: "отзываю согласие на", Line: 5},
	}
	for line, want := range map[int]string{
		2: "[ |Менің ][for|жаңа  нөмірім][ |, ][against|егер бар болса]",
		3: "[for|ИИН 990101301234][ |.]",
		4: "[for|совсем другое]",
		5: "[for|отзываю согласие]",
	} {
		text := map[int]string{2: "Менің жаңа  нөмірім, егер бар болса", 3: "ИИН 990101301234.", 4: "  совсем другое  ", 5: "отзываю согласие"}[line]
		var b strings.Builder
		for _, s := range mark(text, line, list) {
			if strings.TrimSpace(s.Text) == "" {
				continue
			}
			mark := s.Mark
			if mark == "" {
				mark = " "
			}
			b.WriteString("[" + mark + "|" + s.Text + "]")
		}
		if b.String() != want {
			t.Errorf("line %d: %s, want %s", line, b.String(), want)
		}
	}
}

// What the model saw is told like a wording: «Words for …», not only that it was seen.
func TestWhatTheModelSawHasItsSentence(t *testing.T) {
	for rule, want := range map[string]string{
		"sense:withdraw": "evidence.wording", "sense:update:maybe": "evidence.wording", "guard:sense": "evidence.guard", "reply-to-our-letter": "says.reply",
	} {
		got := observations(review.Record{Evidence: []store.Observation{{Rule: rule}}})
		if len(got) != 1 || got[0].Key != want {
			t.Errorf("%s: %+v, want %s", rule, got, want)
		}
	}
}
