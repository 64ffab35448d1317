package console

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// atOnce are the decisions about several, and whether something is typed for them first.
var atOnce = map[string]bool{
	"approve": false, "not-a-request": false, "take": false, "confirm": false, "release": false, "by-hand": false, "undo": false, "more": false,
	"ask": true, "answer": true, "decline": true, "reclassify": true, "assign": true, "note": true, "hold": true,
}

// further are those that the queue offers behind its buttons.
var further = []string{"confirm", "ask", "answer", "decline", "reclassify", "hold", "release", "assign", "note", "by-hand"}

// severalForm is what was typed for a decision about several.
type severalForm struct {
	Verb                                    string
	Words                                   map[privacy.Language]severalWords // by the language of the writer
	Text, Ground, Kind, To, Until, Prepared string
}

// severalWords stand in the letters of one language.
type severalWords struct{ Text, Article string }

func severalFormOf(r *http.Request) (severalForm, error) {
	p := r.PostFormValue
	f := severalForm{
		Verb: p("verb"), Words: make(map[privacy.Language]severalWords), Text: text(p("text")), Ground: p("ground"), Kind: p("kind"), To: p("to"),
		Until: p("until"), Prepared: p("prepared"),
	}
	if f.Verb == "more" && p("more") != "" {
		f.Verb = p("more")
	}
	if _, known := atOnce[f.Verb]; !known {
		return f, privacy.Mistaken("no-decision", fmt.Errorf("no decision for several at once is called that: %w", privacy.ErrBadInput))
	}
	for _, l := range privacy.Languages {
		f.Words[l] = severalWords{text(p("text-" + string(l))), strings.TrimSpace(p("article-" + string(l)))}
	}
	return f, nil
}

// Asks: something has to be typed first.
func (f severalForm) Asks() bool { return atOnce[f.Verb] }

// Writes: letters may leave by it.
func (f severalForm) Writes() bool {
	return f.Verb == "approve" || f.Verb == "confirm" || f.Verb == "ask" || f.Verb == "answer" || f.Verb == "decline"
}

// check tells what is wrong with the form for all of them alike.
func (f severalForm) check(zone *time.Location) error {
	long := len(f.Text) > review.MaxText
	for _, w := range f.Words {
		long = long || len(w.Text) > review.MaxText
	}
	if long {
		return tooLong()
	}
	if f.Verb == "hold" {
		_, err := endOfDay(f.Until, zone)
		return err
	}
	if f.Verb == "note" && f.Text == "" {
		return privacy.Mistaken("note-empty", fmt.Errorf("the note is empty: %w", privacy.ErrBadInput))
	}
	return nil
}

// actOn is the decision about one of them, as it was shown.
func (s *Server) actOn(f severalForm, v *visit, c review.Case, seen int, shown string) review.Act {
	words := f.Words[c.Request.Language]
	a := review.Act{Verb: f.Verb, Seen: seen}
	switch f.Verb {
	case "approve":
		a.NothingHeld = saysNothingHeld(shown)
	case "by-hand":
		a.Verb, a.ByHand = "approve", true
	case "answer":
		a.Verb, a.Text, a.Prepared = "approve", words.Text, f.Prepared
	case "ask":
		a.Text, a.Prepared = words.Text, f.Prepared
	case "decline":
		a.Text, a.Article, a.Ground = words.Text, words.Article, f.Ground
	case "reclassify":
		a.Kind = privacy.Kind(f.Kind)
	case "take":
		a.Verb, a.To = "assign", v.operator.Login
	case "assign":
		a.To = f.To
	case "note":
		a.Text = f.Text
	case "hold":
		a.Text, a.Ground = f.Text, f.Ground
		a.Until, _ = endOfDay(f.Until, s.Zone) // check has seen it
	case "release":
		a.Verb = "hold"
	}
	return a
}

// sum tells whether the words are still those whose letters were looked at. It guards
// against a slip, not against an attack.
func (f severalForm) sum() string {
	parts := []string{f.Verb, f.Text, f.Ground, f.Kind, f.To, f.Until, f.Prepared}
	for _, l := range privacy.Languages {
		parts = append(parts, f.Words[l].Text, f.Words[l].Article)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// endOfDay is the last second of a day as forms write it.
func endOfDay(day string, zone *time.Location) (time.Time, error) {
	at, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return at, privacy.Mistaken("bad-day", fmt.Errorf("the day is no date; write it like 2026-11-24: %w", privacy.ErrBadInput))
	}
	return at.AddDate(0, 0, 1).Add(-time.Second), nil
}
