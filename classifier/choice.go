package classifier

import (
	"math"
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Which of the numbers, addresses and names of an update is the new value is
// learned as well, from what spotfeature.go knows of each.

// Where a chance of being the new value counts. A letter that asks for a change has
// a new value as a rule, so the best offer counts sooner where no other comes near.
const (
	chosenAt  = 0.5
	sureAt    = 0.8
	firmAt    = 0.95 // where no word says that it is the new one
	farAhead  = 40   // times as likely as any other, so that no word need say so
	onlyAt    = 0.15 // where nothing else was chosen
	rivalAt   = .12  // another offer comes near
	senderAt  = .4   // the address that the letter came from may be meant
	neverAt   = 0.04
	nothingAt = 0.001 // it is there for another reason, whatever a word near it says
	unbarAt   = .95   // words near it say that it is there for another reason, and it is the new one all the same
	barredAt  = .5    // the rules forbid it, and the model takes it for the new one
)

// offer is a value that may be the new one.
type offer struct {
	value     Value
	spot      spot
	rule      string  // what the rules say of it
	chance    float64 // of being the new value
	would     float64 // the same of a former name, if it were none
	former    bool    // the letter calls it the former or the wrong one: it is never taken
	counter   bool    // it is set against what we have on record
	stray     bool    // it is there for another reason: it is never taken
	unclear   bool    // it may be
	weakly    bool    // it is by words that new values stand beside as well
	unbarred  bool    // words say that it is, and the model that it is the new one
	stays     bool    // it is said to stay, beside another of its field: what is on record, or the one of two to be kept
	unchanged bool    // a row of a table in which nothing changes has it
	kept      bool    // it is said to stay as it is, and is the only one of its field
	bare      Value   // of a number with an extension: without it
	more      int     // octets of the extension
}

// unsure reports whether a value might as well be judged otherwise: the chances are
// not clear and the rules do not say the same, or a label says what the model does
// not.
func (o offer) unsure(offers []offer, chosen []Value) bool {
	if o.rule == "sender" && o.value.Valid && !o.former && !o.stray && o.chance < firmAt {
		return o.chance >= senderAt && !o.spot.signed && !o.spot.label && !slices.ContainsFunc(chosen, func(v Value) bool { return v.Field == o.value.Field })
	}
	if !o.value.Valid || o.rule == "closed" || o.barred() {
		return false
	}
	if o.spot.signed && o.chance < chosenAt && len(chosen) > 0 {
		return false
	}
	if slices.ContainsFunc(chosen, func(v Value) bool { return v.Field == o.value.Field && v.Text == o.value.Text }) {
		return o.chance < chosenAt || o.rival(offers) > rivalAt
	}
	if o.rule == "new" || o.rule == "open" && (o.spot.said || o.spot.label) { // stated
		return o.chance > neverAt
	}
	return o.chance > 1-sureAt && o.rule != "old"
}

// rival is the best chance of another value for the same field. Where the rules call one
// the new and the other the old value, they are none; nor is what is never taken, or a part
// of the name itself («…, яғни тегім Дүйсен»).
func (o offer) rival(offers []offer) (chance float64) {
	for _, other := range offers {
		if other.barred() || o.rule == "new" && other.rule == "old" || o.holds(other) {
			continue
		}
		if other.spot.field == o.spot.field && other.value.Text != o.value.Text {
			chance = max(chance, other.chance)
		}
	}
	return chance
}

// holds reports whether another name is but a part of this one.
func (o offer) holds(other offer) bool {
	if o.spot.field != privacy.FieldName || other.value.Problem != problemPartName {
		return false
	}
	parts := strings.Fields(o.value.Text)
	return !slices.ContainsFunc(strings.Fields(other.value.Raw), func(part string) bool { return !slices.Contains(parts, part) })
}

// turned reports whether a letter says what stands in place of what by mistake
// («вместо A у вас ошибочно стоит B»): there the new value is the first one, against
// all other ways to say it, so a person looks.
func (r *reading) turned(x *index, offers []offer) bool {
	for k, o := range offers {
		if k+1 == len(offers) || offers[k+1].spot.field != o.spot.field || offers[k+1].spot.line != o.spot.line || offers[k+1].spot.start <= o.spot.end {
			continue
		}
		before, _ := r.wordsAround(o.spot)
		after := wordsOf(x.withoutRelative(r.lines[o.spot.line].text[o.spot.end:offers[k+1].spot.start]))
		if !o.value.Valid || o.counter || !slices.ContainsFunc(before[max(0, len(before)-2):], func(w string) bool { return x.roles.has(w, "instead") }) {
			continue
		}
		mistaken, changes := false, false
		for _, w := range after {
			mistaken = mistaken || x.roles.has(w, "mistaken")
			changes = changes || x.roles.has(w, "before-stop")
		}
		if mistaken && !changes {
			return true
		}
	}
	return false
}

// withoutRelative cuts off a relative clause that a text begins with: «…, который у вас числится, запишите за мной».
func (x *index) withoutRelative(text string) string {
	clause, rest, ok := strings.Cut(strings.TrimLeft(text, " ,"), ",")
	words := wordsOf(clause)
	if ok && strings.HasPrefix(strings.TrimLeft(text, " "), ",") && len(words) > 0 && x.former.hasAny(words[:1], "relative", "that-which") {
		return rest
	}
	return text
}

// barred reports whether an offer is never taken.
func (o offer) barred() bool { return o.former || o.stray }

// unbar lets the model overrule words that are weak signs of a value's being there for another reason, where it is sure of the value: "keep 8 747 … in my card",
// "reach me at …", a name behind a relative's. Of such values it was right as often as of those that no word speaks against; of a second number, a fax or
// somebody else's it was not. Not below a mark, where nobody asks the writer before the value is recorded.
func (r *reading) unbar(x *index, offers []offer) {
	if r.marked {
		return
	}
	for k := range offers {
		if o := &offers[k]; o.weakly && o.value.Valid && o.chance >= unbarAt && o.rule != "closed" && !isService(o.value.Text) && !x.staysBehind(r.placeOf(offers, k).after) {
			o.stray, o.unbarred = false, true
			r.staying = slices.DeleteFunc(r.staying, func(s spot) bool { return s == o.spot })
		}
	}
}

// againstOne reports whether another value was taken for the field of an offer, and not because it is set against what is on record.
func (o offer) againstOne(values []Value, offers []offer) bool {
	return o.value.Valid && slices.ContainsFunc(values, func(v Value) bool {
		return v.Valid && v.Field == o.value.Field && v.Text != o.value.Text &&
			!slices.ContainsFunc(offers, func(other offer) bool { return other.counter && other.value.Text == v.Text })
	})
}

// leftOut reports whether an offer stands beside a former value of its field, for which no new one was taken.
func leftOut(o offer, values []Value, offers []offer) bool {
	return o.value.Valid && !o.unchanged && !slices.ContainsFunc(values, func(v Value) bool { return v.Field == o.value.Field }) &&
		slices.ContainsFunc(offers, func(other offer) bool {
			return other.spot.field == o.spot.field && (other.former || other.rule == "old") && other.value.Valid && other.value.Text != o.value.Text
		})
}

// raise lets the best offer count as chosen where none is, and no other comes near.
func raise(offers []offer) {
	best := -1
	for i, o := range offers {
		if o.barred() {
			continue
		}
		if o.chance >= chosenAt {
			return
		}
		if o.value.Valid && o.rule != "sender" && o.rule != "closed" && o.chance >= onlyAt && (best < 0 || o.chance > offers[best].chance) {
			best = i
		}
	}
	if best >= 0 && offers[best].rival(offers) <= rivalAt {
		offers[best].chance = chosenAt
	}
}

// withoutSender gives what the address that the letter came from takes of the chance to the best other one, where that is chosen already:
// "I have dropped A. Use B", written from A.
func withoutSender(offers []offer) {
	best, sender := -1, -1
	for i, o := range offers {
		switch {
		case o.rule == "sender" && o.chance < chosenAt:
			sender = i
		case o.spot.field == privacy.FieldEmail && o.value.Valid && !o.barred() && o.rule != "closed" && o.chance >= chosenAt:
			best = i
		}
	}
	if best >= 0 && sender >= 0 {
		offers[best].chance += offers[sender].chance
		offers[sender].chance = 0
	}
}

// wordsAround returns the words before and behind a spot in its sentence, and at the
// head of a line those of the line before.
func (r *reading) wordsAround(s spot) (before, after []string) {
	return r.wordsIn(r.lines[s.line].text, s)
}

// wordsIn is wordsAround in another spelling of the line, octet by octet as long.
func (r *reading) wordsIn(text string, s spot) (before, after []string) {
	const far = 200 // octets: what is farther away says nothing
	before = wordsOf(afterStop(tailOf(text[:s.start], far)))
	if len(before) == 0 {
		before = wordsOf(afterStop(r.lineBefore(s.line)))
	}
	tail := headOf(text[s.end:], far)
	for i := 0; i < len(tail); i++ {
		if endsSentence(tail, i+1, rune(tail[i])) {
			tail = tail[:i]
			break
		}
	}
	return before, wordsOf(tail)
}

// headOf and tailOf return about n octets of a text, cut at a blank.
func headOf(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return text[:max(strings.LastIndexByte(text[:n], ' '), 0)]
}

func tailOf(text string, n int) string {
	if len(text) <= n {
		return text
	}
	text = text[len(text)-n:]
	return text[strings.IndexByte(text, ' ')+1:]
}

// score weighs the features of a value.
func (m *model) score(features []feature) float64 {
	sum := 0.0
	for _, f := range features {
		sum += float64(m.values[f])
	}
	return sum * m.valueScale
}

// compete turns the scores of the values of one field into chances of being the new
// one; what is left is the chance that none is.
func compete(scores []float64) []float64 {
	high := 0.0
	for _, s := range scores {
		high = max(high, s)
	}
	total := math.Exp(-high)
	p := make([]float64, len(scores))
	for k, s := range scores {
		p[k] = math.Exp(s - high)
		total += p[k]
	}
	for k := range p {
		p[k] /= total
	}
	return p
}

// weighFormerNames gives each name that the letter calls the former one the chance that it would have of being the new one.
func (r *reading) weighFormerNames(x *index, m *message.Message, offers []offer) {
	if !slices.ContainsFunc(offers, func(o offer) bool { return o.spot.field == privacy.FieldName && o.former }) {
		return
	}
	var scores []float64
	for k, o := range offers {
		if o.spot.field == privacy.FieldName && !o.former {
			scores = append(scores, r.model.score(r.spotFeatures(x, m, offers, k, nil)))
		}
	}
	for k, o := range offers {
		if o.spot.field == privacy.FieldName && o.former {
			all := append(scores[:len(scores):len(scores)], r.model.score(r.spotFeatures(x, m, offers, k, nil)))
			offers[k].would = compete(all)[len(scores)]
		}
	}
}
