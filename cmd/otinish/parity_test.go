package main

import (
	"encoding/json"
	"mime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/console"
	"medico-intech.kz/otinish/handlers/review"
)

// atTheTerminal is what can be done on the page, and the commands that do the same.
// "" is what only a page needs.
var atTheTerminal = map[string]string{
	"GET /{$}":                               "queue list",
	"POST /search":                           "queue list --search --kind --why --language --proof --assigned --overdue --soon --held --sort; request list --search",
	"POST /queue":                            "approve --text-file --prepared --by-hand; not-a-request; confirm; ask --text-file --prepared; decline --ground --article --text-file; reclassify; assign; note --text-file; hold --ground --until --end --text-file; undo",
	"GET /requests":                          "request list --state --open --kind --language --proof --offset",
	"GET /requests/{number}":                 "queue show; explain; deadline why; approve --preview; texts",
	"POST /requests/{number}/{verb}":         "", // each verb: below
	"GET /requests/{number}/message.eml":     "request message",
	"GET /requests/{number}/letter.html":     "", // how it looks; its words and its bytes: queue show, request message
	"GET /requests/{number}/attachments/{i}": "request attachment",
	"GET /requests/{number}/letters/{i}":     "letter show",
	"GET /subjects":                          "status",
	"POST /subjects":                         "subject add",
	"POST /subjects/find":                    "subject find",
	"GET /subjects/{id}":                     "subject show",
	"POST /subjects/{id}/change":             "subject change",
	"POST /subjects/{id}/block":              "subject block; subject unblock --no-letter --preview",
	"GET /consents":                          "consent list --ended",
	"GET /letters":                           "letter list --state --offset",
	"GET /audit":                             "audit show --before",
	"POST /audit/verify":                     "audit verify",
	"GET /figures":                           "figures",
	"GET /account":                           "account",
	"GET /health":                            "status",
	"POST /logout":                           "console logout; console sessions",
	"GET /help":                              "", // keys of the page
	"POST /keys":                             "", // and whether they are on
	"GET /live":                              "", // the page renews itself
	"POST /language":                         "", // LANG

	"GET /requests/{number}/answers/{answer}/message.eml":     "request message --answer",
	"GET /requests/{number}/answers/{answer}/attachments/{i}": "request attachment --answer",
}

// onForms are the options a decision needs to do what its form does.
var onForms = map[string]string{
	"approve": "--text-file --prepared --by-hand --nothing-held --values-file --letter-file --preview --version", "decline": "--ground --article --text-file --letter-file --preview --version",
	"confirm": "--preview --version", "ask": "--text-file --prepared --preview --version", "reply": "--text-file --prepared --open --letter-file --preview --version",
	"note": "--text-file", "hold": "--ground --until --end --text-file --version", "due": "--end --version", "undo": "--version", "merge": "--version", "split": "--version --preview",
	"not-a-request": "--version", "reclassify": "--version", "assign": "--version",
}

// Whoever works at the terminal can do everything that the page can.
func TestTheTerminalDoesWhatThePageDoes(t *testing.T) {
	parser := kong.Must(new(CLI), kong.Vars{"socket": "/none"})
	has := func(what, command string) *kong.Node {
		t.Helper()
		node := parser.Model.Node
		for _, word := range strings.Fields(command) {
			if option, ok := strings.CutPrefix(word, "--"); ok {
				if !slices.ContainsFunc(node.Flags, func(f *kong.Flag) bool { return f.Name == option }) {
					t.Errorf("%s: %s has no --%s", what, node.FullPath(), option)
				}
				continue
			}
			i := slices.IndexFunc(node.Children, func(n *kong.Node) bool { return n.Name == word })
			if i < 0 {
				t.Errorf("%s: no command %q", what, command)
				return nil
			}
			node = node.Children[i]
		}
		return node
	}
	patterns := new(console.Server).Patterns()
	for _, pattern := range patterns {
		commands, ok := atTheTerminal[pattern]
		if !ok {
			t.Errorf("%s: which command does that?", pattern)
		}
		for command := range strings.SplitSeq(commands, ";") {
			node := has(pattern, command)
			if pattern == "POST /queue" && (node == nil || len(node.Positional) != 1 || !node.Positional[0].IsCumulative()) {
				t.Errorf("%s: %s takes one request, the page several", pattern, command)
			}
		}
	}
	for pattern := range atTheTerminal {
		if !slices.Contains(patterns, pattern) {
			t.Errorf("%s is no page any more", pattern)
		}
	}
	for _, verb := range review.Verbs() {
		options, ok := onForms[verb]
		if !ok {
			t.Errorf("%s: which options does its form need?", verb)
		}
		has(verb, verb+" "+options)
		has(verb, "queue "+verb+" "+options)
	}
}

// What the pages show besides the queue is there as tables and as JSON.
func TestRegistersAtTheTerminal(t *testing.T) {
	h := patient(t)
	raw := "From: aigul@posta.example\r\nTo: info@otinish.example\r\nSubject: " + mime.BEncoding.Encode("utf-8", "Дербез деректерди жанарту") +
		"\r\nMessage-ID: <attached@posta.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		"Жаңа телефонымды тіркеме хаттан қараңыз.\r\n--b\r\nContent-Type: application/pdf; name=\"kuelik.pdf\"\r\nContent-Disposition: attachment; filename=\"kuelik.pdf\"\r\n\r\n%PDF-1.4 x\r\n--b--\r\n"
	h.server.Deliver("INBOX", []byte(raw), time.Now())
	<-h.outcomes
	n := h.numbers()[0]
	out, _ := h.otinish(exitDone, "", "request", "attachment", n)
	says(t, out, "PLACE", "kuelik.pdf", "application/pdf")
	if out, _ = h.otinish(exitDone, "", "request", "attachment", n, "1"); strings.TrimSpace(out) != "%PDF-1.4 x" {
		t.Errorf("the file is %q", out)
	}
	h.otinish(exitNotFound, "", "request", "attachment", n, "2")

	other := h.waitsFor(nearMiss("aigul@posta.example"))
	h.otinish(exitDone, "", "approve", other)
	out, _ = h.otinish(exitDone, "", "figures")
	says(t, out, "Received, by the week", "update", "TOTAL", "Answered", "OF THE PERIOD", "Due: 0 overdue", "DAY", time.Now().Format("2006-"))
	for line := range strings.Lines(out) {
		if utf8.RuneCountInString(line) > 101 {
			t.Errorf("%d columns: %s", utf8.RuneCountInString(line), line)
		}
	}
	var f adminapi.Figures
	out, _ = h.otinish(exitDone, "", "figures", "--json")
	must(t, json.Unmarshal([]byte(out), &f))
	if f.Total != 2 || len(f.Weeks) != 12 || len(f.Days) != 35 || len(f.Kinds) != 1 || f.Kinds[0].ByWeek[11] != 2 || f.Kinds[0].Answered != 1 || f.Kinds[0].Late != 0 {
		t.Errorf("%+v", f)
	}

	out, _ = h.otinish(exitDone, "жанарту\n", "request", "list", "--search", "--state", "closed", "--kind", "update")
	if !strings.Contains(out, other) || strings.Contains(out, n) {
		t.Errorf("closed ones:\n%s", out)
	}
	out, errOut := h.otinish(exitDone, "", "request", "list", "--limit", "1")
	says(t, out, other)
	says(t, errOut, "--offset 1")
	h.otinish(exitUsage, "", "request", "list", "--state", "lost")
	out, _ = h.otinish(exitDone, "", "consent", "list", "--ended")
	says(t, out, "WITHDRAWN", "SUBJECT")
	h.otinish(exitFailed, "", "console", "sessions") // there is no page here
}
