package classifier

import (
	"maps"
	"slices"

	"medico-intech.kz/otinish/store/privacy"
)

// Who thanks for what was done names it: «Рақмет, нөмірімді жаңартып қойыпсыздар», under a
// subject line with the mark of the policy at that. Nothing is asked (thanks.txt).

const (
	mostThanked  = 60 // words: who writes more has more to say
	thankedAside = .2 // the chance of asking that a sentence may have that tells of nothing done
	thankedDone  = .9 // and one that does
)

// thanked reports whether a letter only thanks for what was done.
func (r *reading) thanked(x *index, j judgement, found findings) bool {
	marked := false
	for _, f := range found {
		if f.exact || f.near {
			marked = true
			if !r.prefixes.reply || slices.ContainsFunc(f.marks, func(s span) bool { return r.lines[r.words[s.from].line].number > 0 }) {
				return false
			}
		}
	}
	said := map[string]bool{}
	for _, u := range j.units {
		if !u.title {
			maps.Copy(said, r.thankfully(x, u))
		}
	}
	title := !marked && r.prefixes.reply // what it answers speaks of what was done
	for _, f := range found {
		title = title && f.onlyTitle
	}
	return said["thanks"] && (title || said["done"] || said["fine"] && !marked) && !said["but"] && r.ownWords <= mostThanked && !r.asksBeside(x, j) && !r.asksClearly(j, found)
}

// asksClearly reports whether a sentence asks, by the lexicon and the model, for what nobody thanks for in such words: «delete my data from
// your system too», "withdraw my consent immediately or i will write to the ministry".
func (r *reading) asksClearly(j judgement, found findings) bool {
	for kind, f := range found {
		if kind != privacy.KindUpdate && f.rule && slices.ContainsFunc(f.spans, func(s span) bool {
			at := j.unitAt(s.from)
			return at >= 0 && !j.units[at].title && j.chances[at].asksAny()+j.chances[at][senseForbids] >= levelRepeat
		}) {
			return true
		}
	}
	return false
}

// asksAny is the chance that a sentence asks for anything but an update; two wishes in one sentence share it.
func (c chances) asksAny() (sum float32) {
	for _, k := range privacy.Kinds {
		if k != privacy.KindUpdate {
			sum += c[asks(k)]
		}
	}
	return sum
}

// thankfully returns the classes of words that a sentence has. «Больше ничего не нужно» takes nothing back.
func (r *reading) thankfully(x *index, u unit) (said map[string]bool) {
	said = map[string]bool{}
	for i := u.from; i < u.to; i++ {
		for c := range x.thanks.lookUp(r.text(i)) {
			said[c.name] = true
		}
		said["done"] = said["done"] || r.thanksFor(x, i)
	}
	if said["nothing"] {
		delete(said, "but")
	}
	maps.DeleteFunc(said, func(_ string, yes bool) bool { return !yes })
	return said
}

// asksBeside reports whether a sentence asks for something, beside those that tell what was
// done, or gives a value; a question asks.
func (r *reading) asksBeside(x *index, j judgement) bool {
	for i, u := range j.units {
		if u.title {
			continue
		}
		limit, hint := float32(thankedAside), float32(levelHint)
		for k := u.from; k < u.to; k++ {
			if text := r.text(k); x.thanks.has(text, "done") || x.thanks.has(text, "fine") || x.thanks.has(text, "asked") || r.thanksFor(x, k) {
				limit, hint = thankedDone, 1
			}
		}
		ask, touch := float32(0), float32(0)
		for _, k := range privacy.Kinds {
			ask, touch = max(ask, j.chances[i][asks(k)]), max(touch, j.chances[i][touches(k)])
		}
		if value := r.glance(u).hasValue(); u.asked || ask >= limit || touch >= hint || value && limit != thankedDone {
			return true
		}
	}
	return false
}

// thanksFor reports whether word i is what the thanks are for: "for updating it".
func (r *reading) thanksFor(x *index, i int) bool {
	return i > 0 && x.thanks.has(r.text(i), "doing") && x.thanks.has(r.text(i-1), "for")
}
