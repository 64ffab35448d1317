package classifier

import (
	"maps"
	"slices"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// hearing is a reading with all that its verdicts are drawn from.
type hearing struct {
	*reading
	x        *index
	m        *message.Message
	found    findings // what is asked: empty where nothing is
	cautions []caution
	language privacy.Language
	common   []Doubt    // those of the whole letter
	also     []Evidence // of what may be asked beside
}

// hear finds what a letter asks, by rule and by what the model sees in it.
func (r *reading) hear(x *index, m *message.Message, because *Doubt) hearing {
	found, cautions, hits := r.findKinds(x)
	found.mute(cautions)
	j := r.judge(x, r.model, hits)
	figures := j.figures(r, found, cautions)
	if r.heard != nil {
		r.heard(figures)
	}
	j.heed = r.model.heeds(figures)
	j.level = r.heedLevel(x, m, found, j.heed)
	j.instructs = slices.ContainsFunc(cautions, func(c caution) bool { return c.topic == lexicon.Instruct })
	r.judged = j
	dropped := j.add(r, found)
	passed := r.passOver(x, found, cautions)
	if r.thanks = len(found) > 0 && r.thanked(x, j, found); r.thanks {
		clear(found)
		return hearing{reading: r, x: x, m: m, found: found, cautions: cautions}
	}
	if because != nil && !r.bare {
		maps.DeleteFunc(found, func(_ privacy.Kind, f *finding) bool { return !f.exact && !f.clear && !f.near })
	}
	hinted := found.settle()
	r.addTakenBack(x, found)
	if slices.Contains(m.Damage, message.DamageSealed) { // what PGP writes around a text is no request
		maps.DeleteFunc(found, func(_ privacy.Kind, f *finding) bool { return !f.exact && !f.near && !f.rule })
	}
	r.addForm(x, m, found)
	r.addBareAnswer(x, m, found)
	r.addAmendment(m, found)
	r.addSwap(x, m, found)
	r.turnErasing(found)
	h := hearing{reading: r, x: x, m: m, found: found, cautions: cautions}
	if len(found) == 0 {
		return h
	}
	if dropped == nil {
		dropped = findings{}
	}
	maps.Copy(dropped, passed)
	j.dropGrounds(found, dropped)
	r.addStated(x, m, j, found) // a new value is no ground: «Поменяйте почту на …, а рассылку не присылайте»
	r.dropIdleUpdate(x, m, found, hinted)
	h.also = r.besides(j, found, dropped, hinted)
	h.language = found.language(r, x)
	h.common = r.letterDoubts(m)
	if because != nil && !slices.Contains(h.common, *because) {
		h.common = append(h.common, *because)
	}
	if len(found) > 1 {
		h.common = append([]Doubt{DoubtSeveralKinds}, h.common...)
	}
	return h
}

// addBareAnswer adds that an update may be asked where an answer is nothing but a number or an address: we may have asked for it.
func (r *reading) addBareAnswer(x *index, m *message.Message, found findings) {
	if len(found) > 0 || r.origin != message.Own || !r.prefixes.reply || len(r.words) == 0 || m.Automatic.Strong || m.Listed {
		return
	}
	values := 0
	for i, l := range r.lines {
		switch {
		case l.number == 0 || l.blank():
		case r.onlyValue(x, i):
			values++
		default:
			return
		}
	}
	if values == 1 && repliesToHouse(m) {
		r.note(found.get(privacy.KindUpdate), 0, 0, "sense:"+string(privacy.KindUpdate)+maybe)
	}
}

// mostAmended is how many sentences a letter has at most in which such a wish is heard.
const mostAmended = 16

// addAmendment adds that an update may be asked where the letter asks to change what no field holds: «Прошу изменить счёт для перечисления
// стипендии». Nobody but a person can do it, and unheard it is lost. Newsletters and long pages speak of such things to everybody.
func (r *reading) addAmendment(m *message.Message, found findings) {
	if found[privacy.KindUpdate] != nil || r.origin != message.Own || m.Automatic.Strong || m.Listed || len(r.judged.units) > mostAmended {
		return
	}
	for _, h := range r.asidesOn(lexicon.Amend) {
		if u := r.judged.unitAt(h.from); u >= 0 && !r.judged.units[u].asked && !slices.Contains(r.quiet, u) {
			r.note(found.get(privacy.KindUpdate), h.from, h.to, "sense:"+string(privacy.KindUpdate)+maybe)
			return
		}
	}
}

// turnErasing makes an erasure of an update that gives no value and asks to delete one thing: «Тек телефон нөмірімді өшіріңіздерші».
func (r *reading) turnErasing(found findings) {
	if found[privacy.KindUpdate] == nil || found[privacy.KindErase] != nil || found[privacy.KindUpdate].exact || r.givesContact() {
		return
	}
	for _, h := range r.asidesOn(lexicon.Erasing) {
		r.note(found.get(privacy.KindErase), h.from, h.to, "sense:"+string(privacy.KindErase)+maybe)
		delete(found, privacy.KindUpdate)
		return
	}
}

// addTakenBack adds that a consent may be taken back beside a wish for no more letters: «подписала согласие. Так вот, забираю его обратно, и рассылки ваши
// мне больше не нужны». Done alone, the lesser of the two would close the letter.
func (r *reading) addTakenBack(x *index, found findings) {
	if found[privacy.KindUnsubscribe] == nil || found[privacy.KindWithdraw] != nil {
		return
	}
	named := -1
	for k, u := range r.judged.units {
		for i := u.from; i < u.to; i++ {
			switch {
			case r.hasAny(i, x.naming.consent):
				named = k
			case named >= 0 && k-named <= 1 && r.hasAny(i, x.naming.takes) && !slices.Contains(r.quiet, k):
				r.note(found.get(privacy.KindWithdraw), i, i, "sense:"+string(privacy.KindWithdraw)+maybe)
				return
			}
		}
	}
}

// verdict draws the verdict about one kind.
func (h *hearing) verdict(kind privacy.Kind, f *finding) Verdict {
	v := Verdict{Kind: kind, Certainty: privacy.Doubtful, Language: h.language, Evidence: f.evidence}
	h.speaking, h.barred = nil, false
	weighed, evidence := h.guardDoubts(kind, f, h.cautions)
	beside, seen := h.asideDoubts(h.judged, kind, f)
	evidence = append(evidence, seen...)
	if d, soft := f.doubt(); soft {
		weighed = append([]Doubt{d}, weighed...)
	}
	v.Doubts = append(slices.Clone(h.common), beside...)
	if seen, another := h.addressOfAnother(kind); another {
		h.barred = true
		v.Doubts, evidence = append(v.Doubts, DoubtThirdPerson), append(evidence, seen)
	}
	told := false
	if kind == privacy.KindUpdate {
		weighed, told = h.update(&v, f, weighed)
		evidence = append(evidence, h.remarks...)
	}
	if f.onlyTitle && h.ownWords == 0 && h.m.Attached() && slices.Contains(acting, kind) && !slices.Contains(v.Doubts, DoubtAttachment) {
		v.Doubts = append(v.Doubts, DoubtAttachment) // a mark over nothing but a photograph
	}
	if !told && h.answersMark(kind, f) {
		v.Doubts = append(v.Doubts, DoubtReply)
	}
	h.decide(&v, f, weighed)
	if v.Certainty != privacy.Certain {
		v.Evidence = append(v.Evidence, evidence...)
	}
	v.Evidence = append(v.Evidence, h.also...) // a person should hear of what may be asked beside
	return v
}

// answersMark reports whether what is asked stands only over an answer, where it may be our
// own: «Re: <mark>» over «спасибо».
func (h *hearing) answersMark(kind privacy.Kind, f *finding) bool {
	return h.prefixes.reply && h.own && (len(h.m.InReplyTo) > 0 || h.others || !f.exact && h.saysYes(h.x)) && f.onlyTitle && !(f.exact && h.judged.asksIn(kind))
}

// saysYes reports whether all that the writer wrote below the subject line is yes or no.
func (r *reading) saysYes(x *index) bool {
	n := 0
	for i, w := range r.words {
		if r.lines[w.line].number == 0 {
			continue
		}
		if n++; !x.thanks.hasAny([]string{r.lower(i)}, "yes", "thanks") {
			return false
		}
	}
	return n > 0
}

// update finds the values of an update, with the doubts about them, and returns what is
// still to be weighed; told is whether the letter says what is new.
func (h *hearing) update(v *Verdict, f *finding, weighed []Doubt) (_ []Doubt, told bool) {
	h.marked = f.exact
	fields, doubts, told := h.findValues(h.x, h.m, f.exact || f.near)
	if told && len(doubts) == 0 { // with the new value before us, any wording is clear
		weighed = slices.DeleteFunc(weighed, func(d Doubt) bool { return d == DoubtNoMark || d == DoubtNearMark })
	}
	if !f.exact && !f.near && !f.clear && !wished(h.cautions) {
		weighed = append(weighed, DoubtNoWish)
	}
	if h.askedAt >= 0 && !slices.Contains(weighed, DoubtAsking) {
		weighed = append(weighed, DoubtAsking)
		u := h.judged.units[h.askedAt]
		h.remarks = append(h.remarks, h.observe("guard:asking:value", u.from, u.to-1))
	}
	v.Fields, v.Rivals = fields, h.rivals
	v.Doubts = append(v.Doubts, doubts...)
	if h.m.Attached() && len(fields) == 0 {
		v.Doubts = append(v.Doubts, DoubtAttachment)
	}
	return weighed, told
}
