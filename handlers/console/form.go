package console

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// form is what was typed into one of the forms of a request.
type form struct {
	Verb, Text, Ground, Article, Kind, To, Until, Into string

	Letter       string // its words, where they are not those that were shown
	ByHand, Open bool
	NothingHeld  bool
	Values       map[privacy.Field]string
	Proposed     map[privacy.Field]string // values as the page had them first
	Insert       bool                     // only a prepared text is to be put in
	Prepared     string                   // its name; empty: none was chosen
	Looked       string                   // sum of the form whose letters were shown beside it
	Look         bool                     // the letters are to be looked at
}

// notLooked is a Looked that fits no form.
const notLooked = "no"

// Value is what was typed for a field.
func (f form) Value(field privacy.Field, otherwise string) string {
	if v, ok := f.Values[field]; ok {
		return v
	}
	return otherwise
}

// verbs of decisions; whatever else is in the address is no page.
var stays = map[string]bool{ // whether one stays on the request
	"approve": false, "decline": false, "not-a-request": false, "reclassify": true, "confirm": false, "ask": false,
	"reply": false, "note": true, "assign": true, "hold": true, "merge": false, "split": true, "due": true, "undo": true,
}

// writes are the decisions after which a letter may leave.
var writes = map[string]bool{"approve": true, "decline": true, "confirm": true, "ask": true, "reply": true, "split": true}

// readForm reads what the browser sent, before anything is taken for empty.
func readForm(r *http.Request) error {
	err := r.ParseForm()
	if long := (*http.MaxBytesError)(nil); errors.As(err, &long) {
		return tooLong()
	}
	if err != nil {
		return privacy.Mistaken("form-read", fmt.Errorf("read the form: %w", privacy.ErrBadInput))
	}
	return nil
}

func tooLong() error {
	return privacy.Mistaken("text-long", fmt.Errorf("the text is longer than 64 KiB; shorten it: %w", privacy.ErrBadInput))
}

func formOf(r *http.Request) form {
	p := r.PostFormValue
	f := form{
		Verb: r.PathValue("verb"), Text: text(p("text")), Letter: text(p("letter")), Ground: p("ground"), Article: strings.TrimSpace(p("article")),
		Kind: p("kind"), To: p("to"), Until: p("until"), Into: p("into"), ByHand: p("by-hand") != "", Open: p("open") != "", NothingHeld: p("nothing-held") != "",
		Looked: p("looked"), Values: make(map[privacy.Field]string), Proposed: make(map[privacy.Field]string),
	}
	if f.Letter == text(p("letter-before")) { // left as it was shown: no edit
		f.Letter = ""
	}
	if p("insert") != "" {
		f.Insert, f.Prepared = true, p("prepared")
	}
	if p("look") != "" {
		f.Looked = notLooked
	}
	for _, field := range privacy.Fields {
		if typed, ok := r.PostForm["value-"+string(field)]; ok && len(typed) > 0 {
			f.Values[field] = strings.TrimSpace(typed[0])
			f.Proposed[field] = strings.TrimSpace(p("before-" + string(field)))
		}
	}
	return f
}

// text undoes what browsers do to line ends in a form.
func text(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), " \t\n")
}

// act is the decision that the form asks for. Values that were left as proposed are
// no edit.
func (f form) act() review.Act {
	a := review.Act{
		Verb: f.Verb, Text: f.Text, Letter: f.Letter, Ground: f.Ground, Article: f.Article, ByHand: f.ByHand, NothingHeld: f.NothingHeld, Open: f.Open,
		Kind: privacy.Kind(f.Kind), To: f.To,
	}
	for _, field := range privacy.Fields {
		if v, ok := f.Values[field]; ok && v != f.Proposed[field] {
			a.Values = append(a.Values, review.Value{Field: field, Value: v})
		}
	}
	return a
}

// sum tells whether a form is still the one whose letters were looked at: of all that
// its letters are made of. It guards against a slip, not against an attack.
func (f form) sum() string {
	parts := []string{f.Verb, f.Text, f.Ground, f.Article, f.Kind, yes(f.Open), yes(f.ByHand), yes(f.NothingHeld)}
	for _, field := range privacy.Fields {
		parts = append(parts, f.Values[field])
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
