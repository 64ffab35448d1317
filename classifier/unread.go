package classifier

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Unread is why a letter in which nothing was found still goes to a person: what
// somebody wrote may be in a part that could not be read (P16). A file counts by its
// name where that asks for something, and where there is nothing else to read. The
// zero Evidence says that all was read. Mail by machines is not told apart.
func Unread(m *message.Message) Evidence {
	why, yes := m.Unread()
	if !yes {
		return Evidence{}
	}
	if why == string(message.NoteFileWords) {
		blank := strings.TrimSpace(m.OwnText()) == ""
		if !blank && !namesAsk(m.WordsInNames()) {
			return Evidence{} // «счёт на оплату.pdf»
		}
	}
	return Evidence{Rule: "unread:" + why, Where: "message"}
}

// namesAsk reports whether the name of a file asks for something.
func namesAsk(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return len(askedByName(name)) > 0 })
}

func askedByName(name string) []Verdict {
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	name = strings.NewReplacer("_", " ", "-", " ", "–", " ", ".", " ").Replace(name)
	return slices.DeleteFunc(Classify(&message.Message{SubjectLine: name}), func(v Verdict) bool {
		return !slices.ContainsFunc(v.Evidence, func(e Evidence) bool {
			return !e.Against() && !(strings.HasPrefix(e.Rule, "sense:") && strings.HasSuffix(e.Rule, maybe))
		})
	})
}

// fromNames is what the names of files ask where a letter asks nothing in words of its own:
// «отзыв-согласия.pdf» below «см. вложение». A person opens it.
func (r *reading) fromNames(x *index, m *message.Message) (verdicts []Verdict) {
	if why, _ := m.Unread(); why != string(message.NoteFileWords) {
		return nil
	}
	for _, name := range m.WordsInNames() {
		for _, v := range askedByName(name) {
			if slices.ContainsFunc(verdicts, func(w Verdict) bool { return w.Kind == v.Kind }) {
				continue
			}
			to := Verdict{
				Kind: v.Kind, Certainty: privacy.Doubtful, Language: v.Language, Doubts: []Doubt{DoubtAttachment},
				Evidence: []Evidence{{Rule: "unread:" + string(message.NoteFileWords), Where: "message"}},
			}
			if r.ownWords > 0 { // the answer is to who wrote, in whatever language the form is
				to.Language = findings{}.language(r, x)
			}
			verdicts = append(verdicts, to)
		}
	}
	return verdicts
}
