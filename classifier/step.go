package classifier

import "medico-intech.kz/otinish/store/privacy"

// Step is one decision about a letter with what it hung on: a chance and the level it
// has to reach, or a rule.
type Step struct {
	By     string  `json:"by"` // why it was decided so, a sentence without its full stop
	Chance float32 `json:"chance,omitempty"`
	Level  float32 `json:"level,omitempty"` // 0: nothing was weighed
	Yes    bool    `json:"yes"`
}

// What a decision to act hangs on.
const (
	byMark      = "a mark of the policy, or a clear wording that fills its line: nothing is weighed, but nothing may speak against it"
	byPolite    = "there is a mark, and a question may be a polite request"
	byDisturbed = "there is a mark, or a clear wording that fills its line, but another sentence does not go with it"
	bySurely    = "it must be sure that anything is asked at all"
	bySaid      = "no sentence says so, whatever the letter as a whole is like"
	byPlain     = "the word lists and the model say the same, in plain words, and nothing speaks against it"
	byDespite   = "a guard speaks against it, so more is needed"
	byLight     = "a mistake about an unsubscription costs little"
	byBoth      = "a clear wording of the word lists says so too"
	byOthers    = "a person works it in any case"
	byAct       = "the model alone says so"
	byHeed      = "is anything asked at all"
	byFileName  = "only the name of a file says so, which a person opens"
	byThanks    = "it only thanks for what was done"
)

func weighed(by string, chance, level float32) Step {
	return Step{by, chance, level, chance >= level}
}

// decided is a decision to act, or not to, with all that it was drawn from.
type decided struct {
	reading *reading
	kind    privacy.Kind
	finding *finding
	doubts  []Doubt
	step    Step
	judged  judgement
}
