package main

import (
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// languageOf is the language that the environment asks for, ours first, then in the order of POSIX;
// empty where it names none of ours. Programs that read JSON get English.
func languageOf(json bool, env func(string) string) privacy.Language {
	if json {
		return privacy.English
	}
	for _, name := range []string{"OTINISH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		value := env(name)
		if value == "" {
			continue
		}
		l, _, _ := strings.Cut(value, "_")
		if l, _, _ = strings.Cut(l, "."); privacy.Language(l).Valid() {
			return privacy.Language(l)
		}
		return ""
	}
	return ""
}

// told is an error as it is told at the terminal: what the desk refuses in the
// operator's language, and what to type; all else in English.
func (t *Terminal) told(err error) string {
	l := t.Language
	if l == "" {
		l = adminapi.LanguageOf(err)
	}
	if l == privacy.English {
		return forPeople(err)
	}
	words, parseErr := templates.ParseMistakes()
	if parseErr != nil {
		return forPeople(err)
	}
	if _, known := words.Say(privacy.English, err); !known {
		return forPeople(err)
	}
	if l == "" { // a slip that the daemon has not seen
		l = t.speaks()
	}
	if l == privacy.English {
		return forPeople(err)
	}
	said, ok := words.Say(l, err)
	if !ok {
		return forPeople(err)
	}
	if typed := flags(err); typed != "" {
		said += " [" + typed + "]"
	}
	return said
}

// speaks is the language of whoever sits at the terminal.
func (t *Terminal) speaks() privacy.Language {
	l := t.Language
	if l == "" && t.reader != nil && !t.JSON {
		l = t.reader()
	}
	if !l.Valid() {
		return privacy.English
	}
	return l
}

// forPeople leaves out the sentinel that only says the input was bad: the words
// before it say what is wrong with it.
func forPeople(err error) string {
	return strings.TrimSuffix(strings.TrimSpace(printableLines(err.Error())), ": "+privacy.ErrBadInput.Error())
}
