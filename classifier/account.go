package classifier

import "medico-intech.kz/otinish/store/privacy"

// A bank account is held in no field. Who gives one beside a new number most often wants it changed as well («Шот KZ… болсын», "send the
// refund to KZ…"), however it is put, so a person looks, unless the letter says that it stays.

// accountRoom is how many octets an account takes at most, in Cyrillic letters and printed in groups.
const accountRoom = 3 * accountLength

// newAccount finds a bank account in a letter that gives new values.
func (r *reading) newAccount(x *index, values []Value) (Evidence, bool) {
	if len(values) == 0 {
		return Evidence{}, false
	}
	for i, w := range r.words {
		text := r.lines[w.line].text[w.start:]
		if text = headOf(text, accountRoom); accountEnd([]rune(text), 0) == 0 {
			continue
		}
		from, to := r.sentenceOf(i)
		if at := r.judged.unitAt(i); at >= 0 && r.judged.chances[at].isQuiet() && r.judged.sentencesOff(at, privacy.KindUpdate) >= farOff { // «… аудардық», of another business
			continue
		}
		if !r.says(x, from, to, "same") && !r.stay(x, i) {
			return r.observe("guard:field:account", i, i), true
		}
	}
	return Evidence{}, false
}
