package classifier

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// What stands beside a mark: a mark needs no weighing, only that nothing speaks
// against it.

// labelWords are as many words as a label or a name has.
const labelWords = 3

// undisturbed reports whether every other sentence is harmless beside a finding, or
// speaks of the same without asking. Lines with a value, and a few words that the model
// does not know, as names are, need only not forbid.
func (r *reading) undisturbed(j judgement, kind privacy.Kind, f *finding) bool {
	for i := range j.units {
		if r.disturbs(j, i, kind, f) {
			return false
		}
	}
	return true
}

// disturbs reports whether unit i does not go with a finding.
func (r *reading) disturbs(j judgement, i int, kind privacy.Kind, f *finding) bool {
	u, c := j.units[i], j.chances[i]
	if u.title && r.prefixes.reply && !f.markedIn(u) { // what is answered is not the writer's
		return false
	}
	if r.repeats(u, kind) || kind == privacy.KindUpdate && r.ofTheRecord(i) {
		return false
	}
	if r.onlyIdentity(u) {
		return false
	}
	if kind == privacy.KindUpdate && (c[senseForbids] < levelRefuse && r.headsColumns(u) || c[senseForbids] < levelSwap && !u.asked && r.swapsIn(i)) { // «стоит сейчас | нужно поставить», «A орнына B жазылсын»
		return false
	}
	value, short := r.glance(u).hasValue(), u.to-u.from <= labelWords
	if value && kind == privacy.KindUpdate && !u.asked && r.onlyLabels(u) { // «Мой новый номер: 8 701 …»
		return false
	}
	if kind == privacy.KindUpdate && f.exact && c[senseForbids] < levelRefuse && (r.labelsName(u) || !u.asked && c[asks(kind)] >= levelAgain) { // «Аты-жөні: Айгүл Серікова»
		return false
	}
	if f.within(u) { // words of a wording, perhaps of the other sense
		part := slices.ContainsFunc(f.less, func(s span) bool { return s.from < u.to && u.from < s.to }) // «… хаттарыңызды доғарыңыздар, ал келісімім қала берсін»
		return (c[senseForbids] >= levelRefuse && !f.markedIn(u) || part && c[senseForbids] >= levelApart)
	}
	quiet := c[senseHarmless] + c[asks(kind)]
	if !u.asked {
		quiet += c[touches(kind)]
	}
	if ask, at := j.best(asks(kind)); ask >= levelAsk && !j.units[at].title && c[senseForbids] < levelForbid {
		quiet += c[senseBusiness] // a letter of several matters, one of which it asks for
	}
	forbid := float32(levelForbid)
	if value && (short || kind == privacy.KindUpdate && r.saysFresh(u)) { // «Жаңа e-mail: …»: hardly a sentence
		forbid = levelRefuse
	}
	spared := value || short && j.strange[i] >= levelStrange
	return !spared && quiet < levelQuiet || c[senseForbids] >= forbid
}

// onlyIdentity reports whether a unit is a known name with an identity number: «Ахметова Гүлнар Серікқызы, ЖСН 850101400123».
func (r *reading) onlyIdentity(u unit) bool {
	x, number := lexiconIndex(), false
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		iin := x.labels.has(w, "iin")
		number = number || iin
		if !iin && countDigits(w) != len(w) && x.partOf(w) == (personWord{}) {
			return false
		}
	}
	return number && !u.title
}

// labelsName reports whether the line of a unit is nothing but a name behind its label, which says that it is the writer's, not the former one.
func (r *reading) labelsName(u unit) bool {
	list := lexiconIndex().labelled(r.lines[r.words[u.from].line].text)
	if u.title || len(list) != 1 || list[0].field != privacy.FieldName || list[0].isOld {
		return false
	}
	words := strings.Fields(strings.TrimRight(list[0].raw, " .,;"))
	return (len(words) > 1 || len(words) == 1 && list[0].part != wholeName) && len(words) <= labelWords && !slices.ContainsFunc(words, func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(first) || wordEnd(w, 0) != len(w)
	})
}

// saysFresh reports whether a word of a unit calls something new: «Звоните отныне на …».
func (r *reading) saysFresh(u unit) bool {
	x := lexiconIndex()
	for i := u.from; i < u.to; i++ {
		if x.fresh(r.lower(i)) {
			return true
		}
	}
	return false
}

// swapsIn reports whether one value is put in the place of another in unit i.
func (r *reading) swapsIn(i int) bool {
	return slices.ContainsFunc(r.swapping, func(s spot) bool { return r.unitOf(s) == i })
}

// headsColumns reports whether a unit is the line of a table that says which of its columns holds the old and which the new value.
func (r *reading) headsColumns(u unit) bool {
	cells := strings.Split(r.lines[r.words[u.from].line].text, "|")
	return len(cells) > 1 && !r.holdsValue([]unit{u}) && slices.ContainsFunc(lexiconIndex().columnRoles(cells), func(c role) bool { return c != roleOpen })
}

// onlyLabels reports whether a unit says nothing but what a value of the writer's is, and not that it is the old one.
func (r *reading) onlyLabels(u unit) bool {
	x := lexiconIndex()
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		if countDigits(w) == len(w) {
			continue
		}
		if !x.labels.knows(w) || x.labels.has(w, "old") || x.stray.has(w, "yours") {
			return false
		}
	}
	return true
}

// senseRule is how the sentence that disturbs is noted.
const senseRule = "guard:" + guardSense

const guardSense = "sense"

// disturbing returns the unit that most speaks against acting on a kind, -1 where none
// does more than any other.
func (r *reading) disturbing(j judgement, kind privacy.Kind, f *finding) int {
	at, most := -1, float32(0)
	for i, c := range j.chances {
		against := max(c[senseForbids], 1-c[senseHarmless]-c[asks(kind)]-c[touches(kind)])
		if against > most && (r.disturbs(j, i, kind, f) || c[senseForbids] >= levelVeto && !r.repeats(j.units[i], kind) && !(kind == privacy.KindUpdate && !j.units[i].title && r.holdsValue(j.units[i:i+1]) && r.onlyLabels(j.units[i]))) {
			at, most = i, against
		}
	}
	return at
}

// asksIn reports whether a sentence of the text asks for a kind.
func (j judgement) asksIn(kind privacy.Kind) bool {
	for i, u := range j.units {
		if !u.title && j.chances[i][asks(kind)] >= levelHint {
			return true
		}
	}
	return false
}

// within reports whether a finding was seen in a unit.
func (f *finding) within(u unit) bool {
	return slices.ContainsFunc(f.spans, func(s span) bool { return s.from < u.to && u.from < s.to })
}

// markedIn reports whether a mark, or a clear wording that fills its line, stands in a
// unit.
func (f *finding) markedIn(u unit) bool {
	return slices.ContainsFunc(f.marks, func(s span) bool { return s.from < u.to && u.from < s.to })
}

// Classes of words in repeats.txt, beside those named like a kind.
const (
	repeatFill   = "fill"   // says nothing
	repeatHandle = "handle" // asks that the letter be worked
	repeatTitle  = "title"  // only of a subject line
)

// repeats reports whether a unit only asks once more for what is asked anyway («Прошу
// обновить»), or is a subject line that says what sort of letter it is («Обращение»):
// of so few words the model makes one thing here and another there.
func (r *reading) repeats(u unit, kind privacy.Kind) bool {
	if u.asked {
		return false
	}
	asks := u.title
	for i := u.from; i < u.to; i++ {
		w := &r.words[i]
		if !w.script.cyrillic && !w.script.latin {
			continue
		}
		stands := false
		for class := range lexiconIndex().repeat.lookUp(r.lines[w.line].text[w.start:w.end]) {
			wish := class.name == string(kind) || class.name == repeatHandle
			stands = stands || wish || class.name == repeatFill || class.name == repeatTitle && u.title
			asks = asks || wish
		}
		if !stands {
			return false
		}
	}
	return asks
}
