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
	byNever    = "what may be wrong with it forbids acting, however sure all else is"
	bySaid     = "no sentence says so, whatever the letter as a whole is like"
	byHeard    = "it is not sure enough that anything is asked at all"
	byList     = "what came by way of a mailing list is acted upon only by a clear wording that fills its line"
	byLength   = "so long a letter is read by a person"
	byMark     = "a mark of the policy, or a clear wording that fills its line, and nothing speaks against it: nothing is weighed"
	byTitle    = "the subject line says what is new, and nothing but its value stands below"
	byPolite   = "there is a mark, and a question may be a polite request"
	byPlain    = "the word lists and the model say the same, in plain words, and nothing speaks against it"
	byOthers   = "a person works it in any case"
	byDespite  = "something speaks against it, so more is needed"
	byAct      = "all that speaks for it and against it"
	byHeed     = "is anything asked at all"
	byFileName = "only the name of a file says so, which a person opens"
	byThanks   = "it only thanks for what was done"
)

func weighedStep(by string, chance, level float32) Step {
	return Step{by, chance, level, chance >= level}
}

// decided is a decision to act, or not to, with all that it was drawn from.
type decided struct {
	reading *reading
	kind    privacy.Kind
	signs   signs
	doubts  []Doubt
	step    Step
}
