package main

import (
	"fmt"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// teller words what the classifier saw in the language of who reads it.
type teller struct {
	pages *templates.Pages
	lang  privacy.Language
}

// tellerFor takes the language that was asked for, else the operator's own, else
// English, which the other verbs speak.
func tellerFor(asked, reader privacy.Language) (teller, error) {
	lang := privacy.Language(firstOf(string(asked), firstOf(string(reader), string(privacy.English))))
	if !lang.Valid() {
		return teller{}, fmt.Errorf("%q is no language of letters; choose kk, ru or en: %w", plain(string(lang)), privacy.ErrBadInput)
	}
	pages, err := templates.ParsePages()
	return teller{pages, lang}, err
}

// evidence is an observation in words, with the code of its rule for those who tend
// the word lists.
func (t teller) evidence(seen adminapi.Evidence) string {
	e := classifier.Evidence{Rule: seen.Rule, Text: seen.Text, Where: seen.Where}
	s := e.Says()
	var says string
	switch s.Key {
	case classifier.SaysAsks:
		says = t.code("asks", string(s.Kind))
	case classifier.SaysExact, classifier.SaysNear, classifier.SaysMaybe:
		says = t.text("says."+s.Key, t.code("matter", string(s.Kind)))
	case classifier.SaysAgainst:
		says = t.text("says."+s.Key, t.code("doubt", s.Code))
	case classifier.SaysUnread:
		says = t.text("says."+s.Key, t.code("found", s.Code))
	case classifier.SaysWhole:
		says = t.text("says."+s.Key, strings.ReplaceAll(s.Code, "-", " "))
	default:
		says = t.text("says." + s.Key)
	}
	if text := cut(seen.Text, 100); text != "" {
		says += ": " + t.text("says.quoted", text)
	}
	if where := t.where(seen.Where); where != "" {
		says += " (" + where + ")"
	}
	return fmt.Sprintf("%s. [%s]", says, plain(seen.Rule))
}

// doubt is what stopped a request, in words.
func (t teller) doubt(code string) string { return t.code("doubt", code) }

// found is what was found out about the mail, in words.
func (t teller) found(codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = t.code("found", code)
	}
	return strings.Join(words, ", ")
}

// against is a doubt as a sentence of its own.
func (t teller) against(code string) string {
	return fmt.Sprintf("%s. [%s]", t.text("says.against", t.doubt(code)), plain(code))
}

// where is a place in words; empty where it is none a reader could find.
func (t teller) where(where string) string {
	if rest, in := strings.CutPrefix(where, "answer, "); in {
		return t.text("says.answer") + ", " + t.where(rest)
	}
	if head, rest, more := strings.Cut(where, ", "); more { // of a merged letter
		if _, is := privacy.Number(head).Place(); is {
			return head + ", " + t.where(rest)
		}
	}
	number, inText := strings.CutPrefix(where, "text, line ")
	switch n, err := strconv.Atoi(number); {
	case inText && err == nil:
		return t.text("says.line", n)
	case where == "subject line":
		return t.text("says.subject")
	case where == "message", where == "whole message", where == "In-Reply-To":
		return ""
	}
	return plain(where)
}

// unsaid are the doubts that no observation has told already.
func (t teller) unsaid(doubts []string, evidence []adminapi.Evidence) (left []string) {
	said := map[string]bool{}
	for _, e := range evidence {
		said[classifier.Evidence{Rule: e.Rule, Where: e.Where}.Says().Code] = true
	}
	for _, d := range doubts {
		if !said[d] {
			left = append(left, d)
		}
	}
	return left
}

func (t teller) text(key string, args ...any) string { return t.pages.Text(t.lang, key, args...) }

// code is the word for a code, or the code itself: new ones come with new rules.
func (t teller) code(table, code string) string {
	if s := t.text(table + "." + code); s != table+"."+code {
		return s
	}
	return plain(code)
}
