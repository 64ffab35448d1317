package intake

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier"
)

// isJunk tells by its name that a mailbox is where the mail server files junk. Of
// what lies there only an exact mark is taken, and a person decides about it: a
// request must not be lost to a filter, and junk must neither act nor be answered.
func isJunk(mailbox string) bool {
	parts := strings.FieldsFunc(strings.ToLower(mailbox), func(r rune) bool { return r == '/' || r == '.' })
	if len(parts) == 0 {
		return false
	}
	return slices.Contains([]string{"junk", "junk e-mail", "junk email", "spam", "bulk mail", "спам", "нежелательная почта"}, parts[len(parts)-1])
}

func exactMarks(verdicts []classifier.Verdict) []classifier.Verdict {
	return slices.DeleteFunc(slices.Clone(verdicts), func(v classifier.Verdict) bool {
		return !marked(v)
	})
}

// marked reports whether a verdict rests on a mark of the policy, word for word.
func marked(v classifier.Verdict) bool {
	return slices.ContainsFunc(v.Evidence, func(e classifier.Evidence) bool {
		return strings.HasPrefix(e.Rule, "mark:") && strings.HasSuffix(e.Rule, ":exact")
	})
}
