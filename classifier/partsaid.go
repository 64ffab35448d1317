package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// What the sentences of a letter say of the parts of a name: «Фамилия теперь Абенова», «не Черепанова, а Ержанова»,
// «После свадьбы я Тулегенова». The small words are in parts.txt.

// newPartOf is the new part of a name, and its place in the whole one.
type newPartOf struct {
	at     int
	word   string
	from   nameToken
	spelt  bool    // it is the former part in another spelling
	chance float64 // that of the model, where it alone says that it is new; else 0
	stated bool    // the letter says that it is new, or that the part it takes the place of is the old one
}

// namesIn are the words of a sentence that may be parts of a name, beside a whole one.
type namesIn struct {
	tokens      []nameToken
	olds        []int       // places in the whole name of which the sentence names the former part alone
	news        []nameToken // that are none of its parts, and stand alone
	besideWhole bool        // the whole name stands in the sentence too
}

// mostNames is how many such words a sentence has at most that says something of a name.
const mostNames = 30

// sortNames sorts the words of a sentence by what they are to a whole name.
func (r *reading) sortNames(x *index, u unit, whole []string) (n namesIn) {
	if n.tokens = r.nameTokens(x, u, whole); len(n.tokens) > mostNames {
		return namesIn{}
	}
	for i, t := range n.tokens {
		at := placeIn(whole, t.word)
		switch {
		case beside(n.tokens, i, whole):
			n.besideWhole = true // the whole name itself
		case touching(n.tokens, i): // another's whole name
		case at < 0:
			n.news = append(n.news, t)
		case !slices.Contains(n.olds, at):
			n.olds = append(n.olds, at)
		}
	}
	return n
}

// newPartsIn returns the new parts of a name that a sentence gives.
func (r *reading) newPartsIn(x *index, offers []offer, k int, whole []string) (parts []newPartOf) {
	u := r.judged.units[k]
	n := r.sortNames(x, u, whole)
	told := r.toldOfRecord(u)
	n.news = slices.DeleteFunc(n.news, func(t nameToken) bool { return r.wordAt(spot{line: t.line, start: t.start, end: t.end}) < told })
	n.news = slices.DeleteFunc(r.withoutFormer(x, offers, u, n, whole), func(t nameToken) bool { return r.kinIn(x, u, t) })
	if len(n.news) == 0 || len(n.news) > 2 {
		return nil
	}
	if at, t, stated, ok := r.swapsOne(x, u, n, whole); ok {
		return r.withPart(x, nil, t, at, whole, stated)
	}
	for _, t := range n.news {
		if at := r.respelledPart(x, t, whole); at >= 0 && len(n.olds) == 0 {
			if parts = r.withPart(x, parts, t, at, whole, true); len(parts) > 0 {
				parts[len(parts)-1].spelt = true
			}
			continue
		}
		if w := x.partOf(t.word); w.given && !w.surname && !(speltLike(t.word, whole) >= 0 && r.calledRight(x, t)) && !r.behindPart(x, t) && !r.isNewPart(x, t) && withoutCopula(t.word) == t.word { // somebody's name: «Ruslan and I parted»
			continue
		}
		if at := r.namedPlace(x, u, t, whole); at >= 0 && len(n.olds) < 2 {
			parts = r.withPart(x, parts, t, at, whole, r.behindPart(x, t) && (r.isNewPart(x, t) || r.isPart(x, t)) || r.isMyPart(x, t))
		}
	}
	return parts
}

// withoutFormer leaves out what the sentence calls the former name («Вместо фамилии Кучеренко (…, в браке — Кучеренко)»), and beside the whole name
// all of which it does not say that it is new.
func (r *reading) withoutFormer(x *index, offers []offer, u unit, n namesIn, whole []string) []nameToken {
	former := slices.IndexFunc(n.news, func(t nameToken) bool { return r.isOldPart(x, t) })
	return slices.DeleteFunc(slices.Clone(n.news), func(t nameToken) bool {
		_, after := r.clauseAround(x, t)
		switch {
		case former >= 0 && t.word == n.news[former].word, r.isOldPart(x, t), x.parts.hasAny(after, "stays"):
			return true
		case isFormerPart(offers, t) && !(len(after) > 0 && x.fresh(after[0])):
			return true
		case r.isWhere(x, t):
			return true
		case n.besideWhole && !r.isNewPart(x, t) && !r.behindPart(x, t) && r.respelledPart(x, t, whole) < 0:
			return true
		}
		return slices.ContainsFunc(n.news, func(o nameToken) bool { return o.word != t.word && isCaseOf(t.word, o.word) }) // «на Умарову: … «Умарова»»
	})
}

// isWhere reports whether the word before one says that something is in it: «она живёт в Павлодаре», "in Almaty".
func (r *reading) isWhere(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	w := x.partOf(t.word)
	return len(before) > 0 && x.parts.has(before[len(before)-1], "within") && !w.surname && !w.given && !w.patronymic
}

// swapsOne returns the place of the former part that a sentence names, and the one new one that it puts in its place; stated is whether a word says
// which is new.
func (r *reading) swapsOne(x *index, u unit, n namesIn, whole []string) (at int, t nameToken, stated, ok bool) {
	if n.news = r.withoutGivenOf(x, n, whole); len(n.olds) != 1 || len(n.news) != 1 || !r.swapsParts(x, u) {
		return 0, t, false, false
	}
	at, stated = n.olds[0], r.isNewPart(x, n.news[0])
	for _, o := range n.tokens {
		if placeIn(whole, o.word) != at {
			continue
		}
		if r.isOldPart(x, o) {
			stated = true
		} else if r.goesTo(x, o) { // it is the new one: «на Жаксыбекова»
			return 0, t, false, false
		}
	}
	if named := r.namedPlace(x, u, n.news[0], whole); named >= 0 && rootOf(n.news[0].word, whole) != at { // «фамилия Ержанулы, имя Нурдаулет»
		at = named
	}
	return at, n.news[0], stated, true
}

// withoutGivenOf returns the new words of a sentence without the given name of somebody beside the writer, where it is the surname that goes:
// «вышла за Тимура, теперь я не Черепанова, а Ержанова».
func (r *reading) withoutGivenOf(x *index, n namesIn, whole []string) []nameToken {
	if len(n.olds) != 1 || n.olds[0] != placeOfPart(x, whole, "surname") {
		return n.news
	}
	return slices.DeleteFunc(slices.Clone(n.news), func(t nameToken) bool {
		w := x.partOf(t.word)
		if w == (personWord{}) {
			w = x.partOf(x.personIn(t.word, true))
		}
		return w.given && !w.surname && !r.setAgainst(x, t)
	})
}

// setAgainst reports whether a word is said not to be the one before it: «не Черепанова, а Ержанова», «Черепанова емес, Ержанова».
func (r *reading) setAgainst(x *index, t nameToken) bool {
	said, _ := r.wordsAround(spot{line: t.line, start: t.start, end: t.end})
	n := len(said)
	return n > 1 && x.former.has(said[n-1], "negates-before") || n > 2 && x.parts.has(said[n-1], "but") && x.former.has(said[n-3], "negates")
}

// toldOfRecord returns the word up to which a sentence tells in Kazakh what somebody has written by mistake: «Армен деп жазып жіберіпсіздер, дұрысы …»;
// -1 where it tells of none.
func (r *reading) toldOfRecord(u unit) int {
	for i := u.to - 1; i >= u.from; i-- {
		if hasEnding(r.lower(i), evidential) {
			return i
		}
	}
	return -1
}

// evidential are endings of Kazakh verbs in which one tells what one has found out.
var evidential = []string{"іпті", "ыпты", "іпсіз", "ыпсыз", "іпсіздер", "ыпсыздар", "іпсіңдер", "ыпсыңдар"}

// swapsParts reports whether a sentence puts one part of a name in the place of another.
func (r *reading) swapsParts(x *index, u unit) bool {
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		if r.partNamed(x, i) != "" || x.parts.has(w, "became") || x.parts.has(w, "wedding") || x.former.has(w, "negates") || x.former.has(w, "negates-before") || x.roles.has(w, "instead") {
			return true
		}
	}
	return false
}

// clauseAround returns the words right before a token and behind it, up to what parts a clause.
func (r *reading) clauseAround(x *index, t nameToken) (before, after []string) {
	text := r.lines[t.line].text
	const stops = ",;:()|–—"
	head, tail := text[:t.start], text[t.end:]
	head = strings.TrimRight(afterStop(tailOf(head, 80)), " –—-:«\"“") // «девичью фамилию — Белова»
	if cut := strings.LastIndexAny(head, stops); cut >= 0 {
		head = head[cut:]
	}
	tail = headOf(tail, 60)
	if cut := strings.IndexAny(tail, ",;:()|.!?"); cut >= 0 {
		tail = tail[:cut]
	}
	before, after = wordsOf(head), wordsOf(headOf(tail, 60))
	for i := len(before) - 1; i >= 0; i-- {
		if x.extent.has(before[i], "and") {
			before = before[i+1:]
			break
		}
	}
	return before, after
}

// goesTo reports whether the word before a part says that something is changed to it.
func (r *reading) goesTo(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	return len(before) > 0 && (x.fresh(before[len(before)-1]) || x.former.has(before[len(before)-1], "towards"))
}

// isNewPart reports whether a word is said to be the new name: «изменить Рыбакова на Жаксыбекова», signed with the latter.
func (r *reading) isNewPart(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	return r.goesTo(x, t) || r.setAgainst(x, t) || len(before) > 0 && x.parts.has(before[len(before)-1], "became")
}

// behindPart reports whether a word stands behind that for what part of a name it is: «фамилия у меня Лысенко».
func (r *reading) behindPart(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	for i := max(0, len(before)-4); i < len(before); i++ {
		if x.parts.has(before[i], "surname") || x.parts.has(before[i], "given") || x.parts.has(before[i], "patronymic") || i+1 < len(before) && x.parts.has(before[i+1], "name") {
			return true
		}
	}
	return false
}

// isMyPart reports whether the words behind a part say what part of the writer's name it is: «Бондаренко — вот моя фамилия».
func (r *reading) isMyPart(x *index, t nameToken) bool {
	_, after := r.clauseAround(x, t)
	mine := false
	for _, w := range after[:min(len(after), 4)] {
		if mine && x.parts.has(w, "surname") {
			return true
		}
		mine = mine || x.parts.has(w, "self")
	}
	return false
}

// isPart reports whether the word before a part is «is»: "my surname is Ospanova once more".
func (r *reading) isPart(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	return len(before) > 0 && x.parts.has(before[len(before)-1], "is")
}

// isFormerPart reports whether the rules call a word what stands on record or was wrong: «мені Армен деп жазып жіберіпсіздер».
func isFormerPart(offers []offer, t nameToken) bool {
	return slices.ContainsFunc(offers, func(o offer) bool {
		return o.spot.field == privacy.FieldName && o.former && o.spot.line == t.line && o.spot.start <= t.start && t.end <= o.spot.end
	})
}

// isOldPart reports whether a word is said to be the former name: «раньше Кравчук», «бұрынғы тегім Хасенова еді».
func (r *reading) isOldPart(x *index, t nameToken) bool {
	before, after := r.clauseAround(x, t)
	switch {
	case len(after) > 0 && x.fresh(after[0]) || len(after) > 1 && x.fresh(after[1]):
		return false
	case len(after) > 0 && x.parts.has(after[0], "not"):
		return !x.parts.hasAny(after[1:], "became") // not «Айым деген есім алдым»
	}
	if r.maiden(x, t) || len(before) > 0 && x.former.has(before[len(before)-1], "negates") { // «не Ильгизаровна, а Илгизовна»
		return true
	}
	for i := len(before) - 1; i >= max(0, len(before)-3); i-- {
		if x.fresh(before[i]) || x.former.has(before[i], "towards") || x.former.has(before[i], "instead-behind") || // «A орнына B»
			x.parts.has(before[i], "became") {
			return false
		}
		if x.isOld(before[i]) || x.roles.has(before[i], "instead") {
			return true
		}
	}
	said, _ := r.wordsAround(spot{line: t.line, start: t.start, end: t.end})
	for i := len(said) - 1; i >= 0 && !x.fresh(said[i]) && !x.former.has(said[i], "right"); i-- {
		if x.former.has(said[i], "wrong") { // «фамилия напечатана с ошибкой: Бектемирова»
			return true
		}
	}
	return len(after) > 0 && (x.roles.has(after[0], "after-old") || x.former.has(after[0], "negates-before")) ||
		len(after) > 1 && x.roles.has(after[0], "as") && x.roles.has(after[1], "passive") // «… деп тұрған»
}

// maiden reports whether a part is called the maiden name, and no word says that the writer bears it again: «Ержанова (девичья фамилия Шевчук)».
func (r *reading) maiden(x *index, t nameToken) bool {
	before, _ := r.clauseAround(x, t)
	if !x.parts.hasAny(before[max(0, len(before)-3):], "maiden") {
		return false
	}
	at := r.wordAt(spot{line: t.line, start: t.start, end: t.end})
	for i, w := range r.words {
		if small := r.lower(i); w.sentence == r.words[at].sentence && (x.parts.has(small, "became") || x.fresh(small)) {
			return false
		}
	}
	return true
}

// aboutParts reports whether the letter speaks of a part of a name, or of what mostly changes one.
func (r *reading) aboutParts(x *index) bool {
	for i := range r.words {
		if r.partNamed(x, i) != "" || x.parts.has(r.lower(i), "wedding") {
			return true
		}
	}
	return false
}

// withPart adds a part in the nominative, where it can be told.
func (r *reading) withPart(x *index, parts []newPartOf, t nameToken, at int, whole []string, stated bool) []newPartOf {
	t.word = oneCapital(t.word)
	word, ok := nominative(x, t, r.lines[t.line].text, whole)
	if !ok || at < 0 || strings.EqualFold(word, whole[at]) || x.partOf(whole[at]).patronymic && !x.isPatronymic(word) {
		return parts
	}
	return append(parts, newPartOf{at: at, word: word, from: t, stated: stated})
}

// kinIn reports whether a sentence speaks of somebody beside the writer before a part, and no more of himself: «Ағам Есенов күйінде қалды»,
// «Қызым тұрмысқа шығыпты, тегі енді Оспанова»; not «взяла фамилию мужа».
func (r *reading) kinIn(x *index, u unit, t nameToken) bool {
	at := r.wordAt(spot{line: t.line, start: t.start, end: t.end})
	if x.isPatronymic(t.word) { // «отец у меня Давид, значит я Давидович»
		return false
	}
	for i := at - 1; i >= u.from; i-- {
		w := r.lower(i)
		if x.parts.has(w, "self") || x.parts.has(w, "own") {
			return false
		}
		if x.others.has(w, "kin") && !x.parts.has(w, "patronymic") { // «әкемнің аты»
			owns := i > u.from && x.parts.has(r.lower(i-1), "owns")                                            // «У дочки фамилия …»
			taken := i+1 < at && r.partNamed(x, i+1) != "" && !owns || i > u.from && r.partNamed(x, i-1) != "" // "my wife's surname, Karimov"
			if !taken {
				return true
			}
		}
	}
	return false
}

// namedPlace returns the place in the whole name of a part that a sentence gives by itself: «Фамилия теперь Абенова»,
// «После свадьбы я Тулегенова»; -1 where it does not say so.
func (r *reading) namedPlace(x *index, u unit, t nameToken, whole []string) int {
	before, behind := r.clauseAround(x, t)
	at := r.wordAt(spot{line: t.line, start: t.start, end: t.end})
	class, became, wedding, self := "", at > u.from && r.partNamed(x, at-1) != "" || r.behindPart(x, t), false, false
	for i := u.from; i < u.to; i++ {
		w := r.lower(i)
		became = became || x.parts.has(w, "became") || x.parts.has(w, "is")
		wedding = wedding || x.parts.has(w, "wedding")
		self = self || x.parts.has(w, "self")
		if c := r.partNamed(x, i); c != "" && i != at && (i < at || class == "" && i-at <= len(behind)) { // the last before it, else the first behind it: «Бондаренко — вот моя фамилия»
			class, became = c, became || i > at && self
		}
	}
	said := r.judged.chances[r.judged.unitAt(u.from)]
	asked := said[asks(privacy.KindUpdate)]+said[touches(privacy.KindUpdate)] >= levelHint
	last := before[max(0, len(before)-1):] // the word right before it, if there is one
	now := slices.ContainsFunc(last, x.fresh) || x.parts.hasAny(last, "became")
	me := withoutCopula(t.word) != t.word || x.parts.hasAny(last, "became", "is", "self") || x.roles.hasAny(last, "listed-as") || x.parts.hasAny(behind[:min(len(behind), 1)], "became") // «Оспанмын», «я Тулегенова»
	if like := speltLike(t.word, whole); class != "" && like >= 0 && like == placeOfPart(x, whole, class) && r.calledRight(x, t) {                                                       // «Атым Гүлнәр ғой, ә әрпімен»
		return like
	}
	switch {
	case class != "" && became:
		return placeOfPart(x, whole, class)
	case class != "":
		return -1
	case x.partOf(t.word).patronymic && became:
		return placeOfPart(x, whole, "patronymic")
	case asked && x.partOf(t.word).surname && now, // «снова Шевчук»
		(asked || wedding) && (wedding || r.wedding) && me:
		return placeOfPart(x, whole, "surname")
	}
	return -1
}

// partNamed returns which part of a name a word names: "last" does so before "name".
func (r *reading) partNamed(x *index, i int) string {
	w := r.lower(i)
	next := i+1 < len(r.words) && x.parts.has(r.lower(i+1), "name")
	for _, c := range []string{"surname", "given", "patronymic"} {
		if x.parts.has(w, c) || next && x.parts.has(w, c+"-name") {
			return c
		}
	}
	return ""
}
