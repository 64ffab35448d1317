package classifier

import (
	"slices"
	"strconv"

	"medico-intech.kz/otinish/classifier/lexicon"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// Explanation is how a letter came to its verdicts. It holds the writer's words: show
// it to operators only.
type Explanation struct {
	Read     message.Origin // whose words were read: another's only where the writer's ask nothing
	Verdicts []Verdict
	Lines    []Line
	Sentence []Sentence
	Guards   []Guard
	Heed     Step     // is anything asked at all
	HeedFor  []Figure // what weighed most in it
	Acts     []ActStep
	Values   []Seen
}

// Guard is a guard of the lexicon with the words that set it off, if any did.
type Guard struct {
	Topic  string
	Effect string // what it does where it fires
	Seen   []Evidence
	Holds  []privacy.Kind // the kinds that the letter asks and that it speaks against
}

// ActStep is the decision whether a kind may be acted upon by itself.
type ActStep struct {
	Kind privacy.Kind
	Step
	For []Figure // what weighed most in it; none where nothing was weighed
}

// Explain classifies a message and tells how.
func Explain(m *message.Message) Explanation {
	if m == nil {
		m = &message.Message{}
	}
	x := lexiconIndex()
	r := read(m, x, message.Own)
	r.model = senseModel()
	var acts []decided
	r.decided = func(d decided) { acts = append(acts, d) }
	e := Explanation{Read: message.Own, Verdicts: r.classify(x, m, nil)}
	if e.Verdicts == nil {
		e.Verdicts = r.classifyOthers(x, m)
	}
	if len(acts) > 0 && acts[0].reading != r {
		r = acts[0].reading
		e.Read = r.origin
	}
	found, cautions, hits := r.findKinds(x)
	found.mute(cautions)
	j := r.judge(x, r.model, hits)
	signs := j.signs(found, cautions)
	j.heed = r.model.heeds(signs)
	e.Lines, e.Sentence, e.Guards = r.shownLines(m), r.shownSentences(j), r.shownGuards(cautions, acts)
	e.Heed, e.HeedFor = weighed(byHeed, j.heed, levelHeed), heaviest(r.model.heed, signs, heedName)
	for _, d := range acts {
		e.Acts = append(e.Acts, d.shown(r.model))
	}
	e.Values = r.seenValues(x, m, e.Verdicts)
	return e
}

func (d decided) shown(m *model) ActStep {
	s := ActStep{Kind: d.kind, Step: d.step}
	if s.Level > 0 && s.By != bySurely && s.By != byPlain {
		s.For = heaviest(m.act, d.judged.figures(d.reading, d.kind, d.finding, d.doubts), actName)
	}
	return s
}

func (r *reading) shownSentences(j judgement) (list []Sentence) {
	for i, u := range j.units {
		best := slices.Max(j.chances[i])
		o := r.observe("", u.from, u.to-1)
		list = append(list, Sentence{
			Where: o.Where, Text: o.Text, Sense: sense(slices.Index(j.chances[i], best)).String(), Chance: best, Place: o.Place,
		})
	}
	return list
}

// shownGuards lists every guard there is, in the order of the doubts.
func (r *reading) shownGuards(cautions []caution, acts []decided) (list []Guard) {
	topics := make([]lexicon.Topic, 0, len(guards))
	for topic := range guards {
		topics = append(topics, topic)
	}
	slices.Sort(topics)
	for _, topic := range topics {
		doubt := guards[topic].doubt
		if topic == lexicon.Business {
			doubt = DoubtOtherMatter
		}
		g := Guard{Topic: string(topic), Effect: effects[topic]}
		if g.Effect == "" {
			g.Effect = doubt.Because()
		}
		for _, d := range acts {
			if slices.Contains(d.doubts, doubt) {
				g.Holds = append(g.Holds, d.kind)
			}
		}
		for _, c := range cautions {
			if c.topic != topic || len(g.Seen) == maxNotes {
				continue
			}
			e := r.observe(c.rule, c.from, c.to)
			if !slices.ContainsFunc(g.Seen, func(s Evidence) bool { return s.Place == e.Place }) {
				g.Seen = append(g.Seen, e)
			}
		}
		list = append(list, g)
	}
	return list
}

// effects are what those do that raise no doubt of their own.
var effects = map[lexicon.Topic]string{
	lexicon.Business: "what is not clear beside it asks nothing",
	lexicon.Points:   "it means what is quoted or passed on",
	lexicon.Wish:     "a change is asked for; this speaks for acting",
}

// Figure is something that was weighed, and how much it weighed: above zero for yes,
// below for no. A unit is a factor of 2.7 in the odds.
type Figure struct {
	Name   string  `json:"name"`
	Weight float32 `json:"weight"`
}

// heaviest returns the figures that weighed most, the heaviest first.
func heaviest(weights, figures []float32, name func(int) string) (list []Figure) {
	for i, v := range figures {
		if w := v * weights[i]; w >= .05 || w <= -.05 {
			list = append(list, Figure{name(i), w})
		}
	}
	slices.SortStableFunc(list, func(a, b Figure) int {
		switch {
		case abs(a.Weight) > abs(b.Weight):
			return -1
		case abs(a.Weight) < abs(b.Weight):
			return 1
		}
		return 0
	})
	const shown = 5
	return list[:min(len(list), shown)]
}

func abs(f float32) float32 { return max(f, -f) }

// actNames and heedNames name what act.go and heed.go weigh, in their order.
var actNames = []string{
	"how often acting is right", "a sentence asks for it", "a sentence forbids acting", "a sentence is of other business",
	"the sentence that goes least with it", "the sentence least harmless beside it", "something else is asked",
	"a sentence touches upon it", "the asking sentence asks rather than touches upon it",
	"the word lists have a clear wording", "the word lists have a wording", "a mark", "nearly a mark", "only the subject line says it",
	"two sentences at most", "more than five sentences", "it is put as a question",
}

func actName(i int) string {
	switch n := len(actNames); {
	case i < n:
		return actNames[i]
	case i < n+len(weighedDoubts):
		return "doubt: " + weighedDoubts[i-n].Because()
	case i < actSize:
		return "it is about " + kindNames[privacy.Kinds[i-n-len(weighedDoubts)]]
	}
	return "figure " + strconv.Itoa(i)
}

var heedNames = []string{
	"unknown words in the loudest sentence", "unknown words in all", "words with a sense in the loudest sentence", "the subject line is loudest",
	"the loudest sentence, as far as its words are unknown", "the loudest sentence, where it is the subject line",
	"how often anything is asked", "the loudest sentence asks something", "the next one asks something", "a sentence asks or touches upon a kind",
	"a sentence forbids acting", "a sentence is of other business", "the sentences together ask something",
	"a clear wording", "a mark, or nearly one", "hints of the word lists", "signs of news, offers or business", "more than eight sentences", "how long it is",
	"a clear wording beside signs of news, offers or business", "hints beside such signs", "the loudest sentence of a long letter",
}

func heedName(i int) string {
	if i < len(heedNames) {
		return heedNames[i]
	}
	return "figure " + strconv.Itoa(i)
}
