package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// writeArrangements tells how a request stands on the desk.
func writeArrangements(line func(name, format string, args ...any), r adminapi.Request, told teller) {
	for _, a := range r.Awaited {
		line("Awaited", "%s of %s, until %s; decide without it as well", awaitedWord(a.Act), cut(a.From, 80), local(a.Until))
	}
	if r.Waiting != nil || len(r.Awaited) > 0 && r.Version > 0 {
		line("Version", "%d", r.Version)
	}
	if r.Assigned != "" {
		line("Assigned", "%s", strings.TrimPrefix(string(r.Assigned), "operator:"))
	}
	if r.HeldUntil != nil {
		line("On hold", "until %s because: %s", local(*r.HeldUntil), told.why("hold", r.HeldGround))
	}
	if r.MergedInto != "" {
		line("Merged", "into %s", r.MergedInto)
	}
	if r.UndoUntil != nil {
		line("Undo", "possible until %s: otinish undo %s", local(*r.UndoUntil), r.Number)
	}
	for _, o := range r.Others {
		line("Also", "%s, %s, %s%s, received %s", o.Number, o.Kind, o.State, bracket(o.Decision), local(o.ReceivedAt))
	}
	for _, w := range r.Warnings {
		line("WARNING", "%s", told.warning(w))
	}
}

// awaitedWord says what is awaited.
func awaitedWord(act string) string {
	if act == "answer" {
		return "the answer to an operator's question"
	}
	return "a yes or no"
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// warning is a warning in English, where nothing could be typed: the others are among the
// texts ("typed").
func warning(w adminapi.Warning) string {
	switch w.Code {
	case review.WarnUnread:
		return "a letter, the message or another request of this person cannot be read, and is not shown here"
	case review.WarnAwaited:
		return "the answer has not come yet: what you decide does not wait for it"
	case "held":
		return "it is on hold"
	case "held-late":
		return "the rest ends after the period: the answer will be late"
	case "late":
		return "the period for the destruction is over; the letter names the next day possible"
	}
	return w.Code
}

// warning is one in the language of who reads, with what could be typed.
func (t teller) warning(w adminapi.Warning) string {
	if key := "typed." + w.Code; t.text(key) != key {
		if words := t.text(key); !strings.Contains(words, "%s") {
			return words
		}
		return t.text(key, w.Number)
	}
	if key := "warning." + w.Code; t.lang != privacy.English && t.text(key) != key {
		return strings.TrimSpace(t.text(key) + " " + string(w.Number))
	}
	return warning(w)
}

// why is a reason in words, with its code; in English the code alone.
func (t teller) why(table, code string) string {
	if words := t.code(table, code); t.lang != privacy.English && words != code {
		return words + " [" + plain(code) + "]"
	}
	return plain(code)
}

func printWarnings(w io.Writer, list []adminapi.Warning, speaks func() privacy.Language) {
	if len(list) == 0 {
		return
	}
	told, err := tellerFor("", speaks())
	for _, one := range list {
		if slices.Contains([]string{"against", "late", "asked-already", "held-late", review.WarnUnproven, review.WarnContradicted, review.WarnDoubts, review.WarnOlder, review.WarnByHand, review.WarnHolds, review.WarnAwaited}, one.Code) {
			words := warning(one) // in English, where even the texts are wanting
			if err == nil {
				words = told.warning(one)
			}
			fmt.Fprintln(w, "! "+strings.TrimSuffix(words, ".")+".")
		}
	}
}

// printGoesOn tells that a destruction which was scheduled before is not called off.
func printGoesOn(w io.Writer, on *adminapi.GoesOn, speaks func() privacy.Language) {
	if on == nil {
		return
	}
	if pages, err := templates.ParsePages(); err == nil {
		fmt.Fprintln(w, "! "+pages.Text(speaks(), "typed.goes-on", pages.Day(speaks(), on.Day), on.Subject))
	}
}
