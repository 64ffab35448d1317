package classifier

import (
	"slices"
	"strconv"

	"medico-intech.kz/otinish/store/privacy"
)

// Whether a letter is clear enough to act by is weighed from everything that speaks for it
// or against it: how likely its sentences are what they seem, what the word lists saw and
// where it stands, how sure the values are. Most of what speaks against acting in one letter
// means nothing in another – «если Дана найдёт шарф …» below a request –, so none of it decides
// alone. The weights were learned on letters that the models of the sentences and values had not seen.

const oddsUnit = 4 // so that odds weigh like a yes

// signsOf gathers what speaks for or against acting on a kind: beside the sentences and the word lists, the doubts
// of the verdict so far and those that the guards raised.
func (h *hearing) signsOf(v *Verdict, f *finding, weighed []Doubt) signs {
	s := slices.Clip(h.speaking)
	s.add("how often acting is right", 1)
	s.is("it is about "+kindNames[v.Kind], true)
	for _, d := range v.Doubts {
		s.against(true, "doubt of the values or the letter", d.Because())
	}
	for _, d := range weighed {
		s.against(true, "doubt", d.Because())
	}
	h.judged.speak(h.reading, &s, v.Kind, f)
	f.speak(&s)
	s.is("the word lists and the model say the same, in plain words", h.inPlainWords(h.judged, v.Kind, f, weighed))
	return s
}

// speak adds how the word lists know a finding.
func (f *finding) speak(s *signs) {
	s.is("the word lists have a clear wording", f.ruled)
	s.is("the word lists have a wording", f.rule)
	s.is("a mark", f.exact)
	s.is("nearly a mark", f.near)
	s.is("only the subject line says it", f.onlyTitle)
	s.is("no sentence says it clearly", !f.clear && !f.exact)
	known := "how it is said:"
	for _, k := range []struct {
		name string
		yes  bool
	}{{" with a mark", f.exact}, {" nearly with a mark", f.near}, {" in a line of its own", f.whole}, {" in clear words", f.ruled}} {
		if k.yes {
			known += k.name
		}
	}
	s.is(known, true)
}

// speak adds what the sentences say of a kind.
func (j judgement) speak(r *reading, s *signs, kind privacy.Kind, f *finding) {
	ask, at := j.best(asks(kind))
	forbid, _ := j.best(senseForbids)
	business, _ := j.best(senseBusiness)
	same := []sense{senseHarmless, asks(kind)}
	if kind == privacy.KindWithdraw { // it stops the letters, too
		same = append(same, asks(privacy.KindUnsubscribe))
	}
	_, explained := j.least(append(same, touches(kind))...)
	_, harmless := j.least(same...)
	touch, _ := j.best(touches(kind))
	var other, rest float32
	for _, k := range privacy.Kinds {
		if k != kind && !(kind == privacy.KindWithdraw && k == privacy.KindUnsubscribe) {
			c, _ := j.best(asks(k), touches(k))
			other = max(other, c)
		}
	}
	if at >= 0 {
		c := j.chances[at]
		rest = c[asks(kind)] / (c[asks(kind)] + c[touches(kind)] + c[senseForbids] + 1e-6)
	}
	for _, o := range []struct {
		name   string
		chance float32
	}{
		{"a sentence asks for it", ask}, {"a sentence forbids acting", forbid}, {"a sentence is of other business", business},
		{"the sentence that goes least with it", explained}, {"the sentence least harmless beside it", harmless},
		{"something else is asked", other}, {"a sentence touches upon it", touch},
		{"the asking sentence asks rather than touches upon it", rest}, {"something is asked at all", j.heed},
	} {
		s.add(o.name, odds(o.chance)/oddsUnit)
	}
	s.is("two sentences at most", len(j.units) <= 2)
	s.is("more than five sentences", len(j.units) > 5)
	s.is("more than twenty sentences", len(j.units) > 20)
	s.is("it is put as a question", at >= 0 && j.units[at].asked)
	s.add("the letter as a whole is like such as are clear", j.gist[gistClear]/4)
	if at := r.disturbing(j, kind, f); at >= 0 {
		s.against(!r.undisturbed(j, kind, f), "a sentence does not go with a mark")
		s.is("a sentence hardly goes with it", true)
		s.add("that sentence forbids acting", odds(j.chances[at][senseForbids])/oddsUnit)
		s.add("that sentence is harmless", odds(j.chances[at][senseHarmless])/oddsUnit)
	}
}

// guardSigns are where a guard stands: what it means hangs on that.
func (r *reading) guardSigns(s *signs, guard, name string, kind privacy.Kind, word int) {
	j := &r.judged
	at := j.unitAt(word)
	if at < 0 {
		return
	}
	far, quiet := j.distance(at, kind), quietness(j.chances[at])
	s.against(true, guard, name)
	s.against(true, guard, name, far)
	s.against(true, guard, name, quiet)
	s.against(true, guard, name, far, quiet)
	s.against(j.units[at].title, guard, name, "in the subject line")
	s.against(j.chances[at][senseForbids] > levelForbid, guard, name, "in a sentence that may forbid acting")
	s.against(len(j.units) > pageUnits, guard, name, "in a long letter")
}

// farOff is how many sentences off a sentence stands that is far from another.
const farOff = 4

// sentencesOff is how many sentences a unit stands from the one in the text that asks for a kind; below 0: none asks.
func (j *judgement) sentencesOff(at int, kind privacy.Kind) int {
	asking, best := -1, float32(0)
	for i, u := range j.units {
		if c := j.chances[i][asks(kind)]; !u.title && c > best {
			asking, best = i, c
		}
	}
	if asking < 0 {
		return -1
	}
	return max(at-asking, asking-at)
}

// distance says the same in words.
func (j *judgement) distance(at int, kind privacy.Kind) string {
	switch far := j.sentencesOff(at, kind); {
	case far < 0:
		return "where no sentence asks"
	case far == 0:
		return "in the sentence that asks"
	case far == 1:
		return "beside it"
	case far < farOff:
		return "two or three sentences off"
	}
	return "far off"
}

// isQuiet reports whether a sentence surely says nothing of what is asked.
func (c chances) isQuiet() bool { return c[senseHarmless]+c[senseBusiness] > levelApart }

// quietness says in words how little a sentence says.
func quietness(c chances) string {
	switch {
	case c.isQuiet():
		return "in a quiet sentence"
	case c[senseHarmless]+c[senseBusiness] > .5:
		return "in one that may be quiet"
	}
	return "in one that is not quiet"
}

// valueSigns are how many values were taken, and how sure they are.
func valueSigns(s *signs, values []Value, offers []offer) {
	least, rival, unbarred := 2.0, 0.0, false
	for _, v := range values {
		best := 0.0
		for _, o := range offers {
			if o.spot.field == v.Field && o.value.Text == v.Text {
				best = max(best, o.chance)
				unbarred = unbarred || o.unbarred
			}
		}
		least = min(least, best)
	}
	for _, o := range offers {
		if !o.stays && !o.kept && !slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.spot.field && v.Text == o.value.Text }) {
			rival = max(rival, o.chance)
		}
	}
	s.is("values: "+strconv.Itoa(len(values)), true)
	s.against(unbarred, "words say that the value is there for another reason")
	sure := func(name string, chance, low, high float64) {
		s.add(name, odds(float32(chance))/oddsUnit)
		s.is(name+": hardly", chance < low)
		s.is(name+": perhaps", chance >= low && chance < high)
		s.is(name+": surely", chance >= high)
	}
	sure("the least sure value is the new one", least, chosenAt, firmAt)
	sure("another value is the new one", rival, .1, chosenAt)
}
