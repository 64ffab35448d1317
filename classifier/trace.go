package classifier

import (
	"slices"

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
	For     []Figure // what weighed most in it; none where nothing was weighed
	Against []string // what speaks against the values it gives, in words
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
	if e.Verdicts == nil || r.passesOn(e.Verdicts) {
		of := acts
		acts = nil
		if others := r.classifyOthers(x, m); others != nil {
			e.Verdicts = others
		} else {
			acts = of
		}
	}
	if e.Verdicts == nil {
		for _, v := range r.fromNames(x, m) {
			e.Verdicts = append(e.Verdicts, v)
			e.Acts = append(e.Acts, ActStep{Kind: v.Kind, Step: Step{By: byFileName}})
		}
		acts = nil
	}
	if len(acts) > 0 && acts[0].reading != r {
		r = acts[0].reading
		e.Read = r.origin
	}
	found, cautions, hits := r.findKinds(x)
	found.mute(cautions)
	j := r.judge(x, r.model, hits)
	figures := j.figures(r, found, cautions)
	j.heed = r.model.heeds(figures)
	j.level = r.heedLevel(x, m, found, j.heed)
	e.Lines, e.Sentence, e.Guards = r.shownLines(m), r.shownSentences(j, m), append(r.shownGuards(cautions, acts), besides(e.Verdicts)...)
	e.Heed, e.HeedFor = weighedStep(byHeed, j.heed, j.level), heaviest(r.model.heed, figures, heedName)
	if r.thanks {
		e.Heed, e.HeedFor = Step{By: byThanks}, nil
	}
	for _, d := range acts {
		e.Acts = append(e.Acts, d.shown(r.model))
	}
	e.Values = r.seenValues(x, m, e.Verdicts)
	return e
}

func (d decided) shown(m *model) ActStep {
	s := ActStep{Kind: d.kind, Step: d.step}
	if d.kind == privacy.KindUpdate {
		s.Against = d.reading.against
	}
	if s.Level > 0 {
		s.For = m.weightiest(d.signs)
	}
	return s
}

func (r *reading) shownSentences(j judgement, m *message.Message) (list []Sentence) {
	documents := documentsIn(m.Text)
	for i, u := range j.units {
		best := slices.Max(j.chances[i])
		last := u.to - 1
		for w := r.words[last]; last > u.from && !w.script.cyrillic && !w.script.latin; w = r.words[last] { // the 8 of a number that follows
			last--
		}
		o := r.observe("", u.from, last)
		if p := o.Place; p.Part == PartText && documents.touch(p.Start, p.End) { // a number may be cut by a line end
			o.Text = trimEvidence(documents.star(m.Text[p.Start:p.End], p.Start))
		}
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

// besides lists what raised doubts without being a guard of the lexicon: the sentence
// that disturbs, and the asides.
func besides(verdicts []Verdict) (list []Guard) {
	for _, v := range verdicts {
		for _, e := range v.Evidence {
			topic := e.topic()
			if _, known := guards[lexicon.Topic(topic)]; topic == "" || known || topic == "field" {
				continue
			}
			at := slices.IndexFunc(list, func(g Guard) bool { return g.Topic == topic })
			if at < 0 {
				at, list = len(list), append(list, Guard{Topic: topic, Effect: e.doubt().Because()})
			}
			list[at].Seen = append(list[at].Seen, e)
			if !slices.Contains(list[at].Holds, v.Kind) {
				list[at].Holds = append(list[at].Holds, v.Kind)
			}
		}
	}
	return list
}

// effects are what those do that raise no doubt of their own.
var effects = map[lexicon.Topic]string{
	lexicon.Business: "what is not clear beside it asks nothing",
	lexicon.Points:   "it means what is quoted or passed on",
	lexicon.Wish:     "a change is asked for; this speaks for acting",
}
