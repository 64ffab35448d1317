package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// Which values are on record with the organisation: «у вас записано A», «карта оформлена на A», "A, which you've got on my record".

// onRecord reports whether a value is what we are said to have: «у вас записано A»,
// «вы пишете A», «сіздерде A деп жазылған».
func (x *index) onRecord(p surroundings) bool {
	if p.field != privacy.FieldName && len(p.after) > 1 && x.stray.has(p.after[0], "from") { // "in your directory I am a@… from now on"
		return false
	}
	if x.atPresent(p.words) && !slices.ContainsFunc(p.words, func(w string) bool { return x.roles.has(w, "before-stop") && !x.roles.has(w, "passive") }) {
		return true
	}
	if x.heldAs(p.words) && x.former.hasAny(p.all, "with-you") || x.heldInBrackets(p.between) {
		return true
	}
	if x.former.hasAny(p.all, "with-you") && x.former.hasAny(p.words, "being") && !x.saysShall(p.words) { // "On your record I am …", where "record" is no wish
		return true
	}
	if x.saysShall(p.words) && !x.former.hasAny(p.words, "wrong") || x.changes(p) || x.former.hasAny(p.after[:min(len(p.after), 3)], "shall") {
		return false // «жүйеде A деп тұруы керек»
	}
	if n := len(p.words); x.heldBehind(p) || p.colon && n > 1 && x.former.has(p.words[n-1], "stands") && x.former.hasAny(p.words[:n-1], "where", "with-you") { // «деректерімде … тұр: A»
		return true
	}
	you, n := x.former.hasAny(p.all, "with-you"), len(p.after)
	if n > 1 && x.roles.has(p.after[0], "as") && (x.former.has(p.after[1], "you-wrote") || you && x.roles.has(p.after[1], "passive")) {
		return true
	}
	if n > 1 && x.roles.has(p.after[0], "as") && x.former.has(p.after[1], "wrong") { // «A деп қате теріліпті»
		return true
	}
	if you && n > 0 && x.roles.has(p.after[0], "passive") || x.former.hasAny(p.words, "you-write") {
		return true
	}
	if last := p.words[max(0, len(p.words)-2):]; you && x.former.hasAny(last, "held") && !x.former.hasAny(p.words, "papers") && !strings.HasSuffix(strings.TrimRight(p.between, " «\"“"), ",") {
		return true
	}
	if w := len(p.words); w > 1 && x.former.has(p.words[w-2], "relative") && x.former.has(p.words[w-1], "recorded") && strings.HasPrefix(p.tail, ",") &&
		(you || x.parts.hasAny(p.all, "held-in")) && !x.former.hasAny(p.all, "papers") && !slices.ContainsFunc(p.all, x.fresh) { // "my card, which says A, should …"
		return true
	}
	if x.former.hasAny(p.words, "recorded") {
		return you || x.former.hasAny(p.all, "wrong") || n > 1 && x.former.has(p.after[0], "but") && x.former.hasAny(p.after, "wrong") && !x.former.hasAny(p.after, "negates")
	}
	return p.previous >= 0 && you && !p.colon && !x.former.hasAny(p.words, "turns") && x.former.hasAny(p.words, "with-you") && !x.roles.hasAny(p.words, "before-new") // «я A, у вас в системе я B»
}

// mostTurning is how many words stand at most between a name and the one it becomes: "in your membership files is now".
const mostTurning = 6

// turnsInto reports whether the words between a name and the next say that it becomes that one: "A on your register turns into B".
func (x *index) turnsInto(words []string) bool {
	if n := len(words); n > 1 && n <= mostTurning && x.fresh(words[n-1]) && x.former.hasAny(words[:n-1], "with-you") { // "A in your files is now B"
		return true
	}
	at := slices.IndexFunc(words, func(w string) bool { return x.former.has(w, "turns") })
	if at < 0 || len(words) > at+2 { // the verb, and "into"
		return false
	}
	return at == 0 || at <= 3 && x.former.hasAny(words[:at], "with-you")
}

// holdsName reports whether the words beside a name say that it is on record, though not with whom: «карта оформлена на …», «… болып тіркелгенмін»,
// «значусь как …», "you'll find me under …". Nothing is set against it.
func (x *index) holdsName(p surroundings) bool {
	n, w := len(p.after), len(p.words)
	as := n > 1 && x.roles.has(p.after[0], "as")
	if p.field == privacy.FieldName && p.next >= 0 && x.turnsInto(p.after) {
		return true
	}
	if p.field == privacy.FieldName && as && slices.ContainsFunc(p.after[1:min(n, 4)], func(w string) bool { return hasEnding(w, evidential) }) { // «… деп жазып жіберіпті»
		return true
	}
	if p.field != privacy.FieldName || x.saysShall(p.words) && !x.former.hasAny(p.words, "finds") || slices.ContainsFunc(p.words, x.fresh) || x.former.hasAny(p.words, "papers") || x.changes(p) && !x.former.hasAny(p.words, "made-out") {
		return false
	}
	if x.former.hasAny(p.words, "recorded") && x.parts.hasAny(p.words, "printed-on") { // «в чеке стоит имя Карина»
		return true
	}
	switch {
	case w > 1 && x.former.has(p.words[w-1], "towards") && x.former.hasAny(p.words[max(0, w-4):w-1], "made-out"),
		w > 1 && x.former.has(p.words[w-1], "under") && x.former.has(p.words[w-2], "whom") && x.former.hasAny(p.words, "finds"),
		x.former.hasAny(p.words, "am-held"), w > 1 && strings.EqualFold(p.words[w-1], "as") && x.former.hasAny(p.words, "known-as"):
		return true
	}
	if w > 1 && x.former.has(p.words[w-1], "at-present") && x.parts.hasAny(p.words[:w-1], "self") { // «в реестре я пока …»
		return true
	}
	return as && (x.former.has(p.after[1], "am-held") || x.roles.has(p.after[1], "passive") && x.former.hasAny(p.all, "where"))
}

// heldBehind reports whether the words behind a value say that we have it: "B, which you've got on my record, is shut", «B, который у вас в анкете, …».
func (x *index) heldBehind(p surroundings) bool {
	const near = 4 // words
	clause := p.aside
	if len(p.after) > 0 {
		clause = p.after
	}
	clause = clause[:min(len(clause), near)]
	if p.field == privacy.FieldName {
		return false
	}
	if n := len(p.words); n > 0 && hasEnding(strings.ToLower(p.words[n-1]), []string{"базадағы", "сіздердегі", "картадағы", "карточкадағы", "тізімдегі", "анкетадағы", "жүйедегі", "шарттағы", "профильдегі", "тіркеудегі"}) { // «базадағы 8 777 … өшіп қалды»
		return true
	}
	if len(clause) > 2 && clause[0] == "что" && clause[1] == "у" && clause[2] == "вас" { // «B, что у вас в карточке, мёртв»
		return true
	}
	return len(clause) > 1 && (x.former.has(clause[0], "relative") || clause[0] == "the" && clause[1] == "one" && strings.HasPrefix(p.tail, ",")) && x.former.hasAny(clause, "with-you") && !x.former.hasAny(clause, "shall") && !x.roles.hasAny(clause, "before-stop")
}

// heldInBrackets reports whether a value in brackets is what the words before them say that we have: «тот, что стоит в моём профиле (A)», «контакты,
// которые у вас числятся (A и B)».
func (x *index) heldInBrackets(before string) bool {
	outside, inside, ok := cutLast(before, "(")
	if !ok || strings.Contains(inside, ")") || len(wordsOf(inside)) > 0 {
		return false
	}
	words := wordsOf(clause(outside))
	ours := x.former.hasAny(words, "with-you") || x.parts.hasAny(words, "held-in")
	return ours && x.former.hasAny(words, "relative", "that-which") && x.former.hasAny(words, "recorded") && !x.saysShall(words)
}

// cutLast cuts a text at the last of a sign.
func cutLast(text, sign string) (before, after string, found bool) {
	i := strings.LastIndex(text, sign)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sign):], true
}
