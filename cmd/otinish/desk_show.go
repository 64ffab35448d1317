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

// warning is a warning in words.
func warning(w adminapi.Warning) string {
	switch w.Code {
	case "against":
		return fmt.Sprintf("%s of the same person was decided the other way; look at both", w.Number)
	case "duplicate":
		return fmt.Sprintf("%s of the same person asks the same and waits; otinish merge closes one of them", w.Number)
	case "asked-already":
		return fmt.Sprintf("%s of the same person asks for this already; look at both", w.Number)
	case review.WarnRecord:
		return "there is a record about this person, and it cannot be read; otinish status says what to do"
	case review.WarnUnread:
		return "a letter, the message or another request of this person cannot be read, and is not shown here"
	case review.WarnUnproven:
		return "nothing proves who wrote it: anybody can write this From line; ask for confirmation (otinish confirm), unless you know that it is the person"
	case review.WarnContradicted:
		return "something speaks against the From line: somebody else may have written it; ask for confirmation (otinish confirm), or reach the person another way"
	case review.WarnAnswered:
		return "somebody has answered a question about it: read the answer below before it is carried out or closed, then say --version, or give the values"
	case review.WarnAwaited:
		return "the answer has not come yet: what you decide does not wait for it"
	case review.WarnHoldsUp:
		return "the destruction of this person's data waits until this is decided; to keep the data, block the record first (otinish subject block)"
	case review.WarnValues:
		return "several values are named for one field: say with --values-file which is meant"
	case review.WarnHolds:
		return fmt.Sprintf("the destruction waits for %s of the same person; decide that before the day that the letter names", w.Number)
	case review.WarnDoubts:
		return "the letter may ask for something else than is proposed: read it, and what speaks against it, before it is carried out, then say --version"
	case review.WarnOlder:
		return fmt.Sprintf("%s of the same person came later and was carried out; this older letter would undo it: look at both, then say --version", w.Number)
	case review.WarnByHand:
		return "the record was changed by hand since this letter came, which would undo it: look at both, then say --version"
	case review.WarnMore:
		return "the letter has words for something else too, of which there is no request; see the evidence, and otinish split"
	case "held":
		return "it is on hold"
	case "held-late":
		return "the rest ends after the period: the answer will be late"
	case "late":
		return "the period for the destruction is over; the letter names the next day possible"
	}
	return w.Code
}

// warning is one in the language of who reads: what could be typed is told in English alone.
func (t teller) warning(w adminapi.Warning) string {
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
	l := speaks()
	pages, err := templates.ParsePages()
	for _, one := range list {
		if slices.Contains([]string{"against", "late", "asked-already", "held-late", review.WarnUnproven, review.WarnContradicted, review.WarnDoubts, review.WarnOlder, review.WarnByHand, review.WarnHolds, review.WarnAwaited}, one.Code) {
			if err == nil && l != privacy.English {
				fmt.Fprintln(w, strings.TrimSpace("! "+pages.Text(l, "warning."+one.Code)+" "+string(one.Number)))
				continue
			}
			fmt.Fprintln(w, "! "+warning(one)+".")
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
