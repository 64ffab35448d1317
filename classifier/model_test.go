package classifier

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// lesson is a letter to learn from: its sentences, labelled or not, and the values
// of an update.
type lesson struct {
	labelled
	examples []example
	senses   uint32 // of all of its lines
	whole    whole
}

// lessons is all that the model learns from.
func lessons(t *testing.T) (list []lesson) {
	x := lexiconIndex()
	for _, l := range readAllLabelled(t) {
		to := lesson{labelled: l, examples: l.examples(x)}
		for _, line := range l.lines {
			to.senses |= line.allowed
		}
		list = append(list, to)
	}
	for _, s := range wholeLetters(t) {
		list = append(list, lesson{labelled: labelled{sample: s}, whole: s.whole(x)})
	}
	return list
}

// folds is into how many parts the letters are parted: a letter is judged by what
// was learned from the other parts. Letters of one writer stand together.
const folds = 5

func foldOf(i int) int { return i / 10 % folds }

// learnFrom learns what sentences and letters say, from the letters that keep chooses.
func learnFrom(list []lesson, keep func(i int) bool) *trained {
	var examples []example
	var wholes []whole
	for i, l := range list {
		if !keep(i) {
			continue
		}
		examples = append(examples, l.examples...)
		if len(l.whole.examples) > 0 {
			wholes = append(wholes, l.whole)
		}
	}
	l := learnAll(examples, wholes)
	l.learnGists(list, keep)
	return l
}

// crossLearn returns a model for each fold that has not learned from it, and the choices
// between values of each letter as such a model reads it.
func crossLearn(list []lesson) (models []*model, choices [][]valueChoice) {
	x := lexiconIndex()
	var learned []*trained
	for fold := range folds {
		learned = append(learned, learnFrom(list, func(i int) bool { return foldOf(i) != fold }))
		models = append(models, learned[fold].senses())
	}
	const copies = 3
	among := findBystanders(x, list)
	rng := rand.New(rand.NewPCG(5, 1))
	for i, l := range list {
		c := l.valueChoices(x, models[foldOf(i)])
		if len(l.lines) == 0 { // these are most like life
			c = append(c, c...)
		}
		for range copies {
			s, ok := l.crowded(among[foldOf(i)], rng)
			if !ok {
				break
			}
			c = append(c, s.valueChoices(x, models[foldOf(i)])...)
		}
		choices = append(choices, c)
	}
	var acts, heeds []actExample
	for fold := range folds {
		learned[fold].learnValues(choicesOf(choices, func(i int) bool { return foldOf(i) != fold }))
		m := learned[fold].model()
		m.heed[6] = 9 // heed all, for now
		models[fold] = m
		for i, l := range list {
			if foldOf(i) == fold && !l.alone && !l.message.Automatic.Strong {
				a, h := l.actExamples(x, m)
				acts, heeds = append(acts, a...), append(heeds, h...)
			}
		}
	}
	for _, m := range models { // a few figures only: they are the same for all
		m.act, m.heed = weigh(acts, actSize, 3), weigh(heeds, heedSize, 1.1) // a letter in vain costs a little more: most mail asks nothing
	}
	return models, choices
}

// choicesOf are those of the letters that keep chooses.
func choicesOf(choices [][]valueChoice, keep func(i int) bool) (list []valueChoice) {
	for i, c := range choices {
		if keep(i) {
			list = append(list, c...)
		}
	}
	return list
}

// learnModel learns from all letters.
func learnModel(list []lesson) *model {
	models, choices := crossLearn(list)
	l := learnFrom(list, func(int) bool { return true })
	l.learnValues(slices.Concat(choices...))
	m := l.model()
	m.act, m.heed = models[0].act, models[0].heed
	return m
}

// wholeLetters are letters of which only the outcome is known.
func wholeLetters(t *testing.T) (list []sample) {
	for _, pattern := range []string{"testdata/ordinary/*.txt", "testdata/dev/*.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, f := range files {
			list = append(list, readPlain(t, f)...)
		}
	}
	files, err := filepath.Glob("testdata/heldout/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		list = append(list, readLines(t, f)...)
	}
	for _, w := range readWordings(t) {
		s := sample{name: w.text, expect: wantReview, wording: true, language: w.language, message: letter(w.text, "")}
		for k := range strings.FieldsSeq(w.kinds) {
			s.kinds = append(s.kinds, privacy.Kind(k))
		}
		between := s
		between.message = letter("Өтініш", "Сәлеметсіз бе!\n\n"+w.text+".\n\nАсқар\n")
		list = append(list, s, between)
	}
	for line := range strings.Lines(ordinaryLetters) {
		if subjectLine, text, ok := strings.Cut(strings.TrimSpace(line), "|"); ok {
			list = append(list, sample{name: subjectLine, expect: wantNone, message: letter(subjectLine, strings.ReplaceAll(text, `\n`, "\n"))})
		}
	}
	return slices.Concat(list, goldenLetters(t), readCorpus(t, corpusWork), readCorpus(t, corpusOpen))
}

// goldenLetters are those of TestLetters with one verdict or none.
func goldenLetters(t *testing.T) (list []sample) {
	files, err := filepath.Glob("testdata/letters/*.eml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".want")
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(want), "\n")
		s := sample{name: file, message: message.Parse(raw), expect: wantNone}
		if w := strings.Fields(first); len(w) == 3 {
			s.kinds, s.language, s.expect = []privacy.Kind{privacy.Kind(w[0])}, privacy.Language(w[2]), wantReview
			if w[1] == string(privacy.Certain) {
				s.expect = wantCertain
			}
		}
		if !strings.Contains(string(want), "\n"+first[:min(4, len(first))]) && s.message.Automatic.Sign == "" {
			list = append(list, s)
		}
	}
	return list
}

// TestModel: the model in the program is the one that the letters and the lexicon
// of today give. make train makes it.
func TestModel(t *testing.T) {
	list := lessons(t)
	source := sourceOf(list)
	if *train {
		if err := os.WriteFile("model.bin", writeModel(learnModel(list), source), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if _, err := readModel(modelFile); err != nil {
		t.Fatal(err)
	}
	if got := modelFile[len(modelMagic):][:modelSource]; !bytes.Equal(got, source[:]) {
		t.Error("model.bin was learned from other letters or another lexicon: run make train, and look at make eval before and after")
	}
}
