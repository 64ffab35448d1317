package classifier

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// lesson is a letter to learn from: its sentences, labelled or not, and the values
// of an update.
type lesson struct {
	sample
	alone    bool // a sentence without its letter: there is no outcome
	examples []example
	whole    whole
	values   []valueChoice
}

// lessons is all that the model learns from.
func lessons(t *testing.T) (list []lesson) {
	x := lexiconIndex()
	for _, l := range readAllLabelled(t) {
		list = append(list, lesson{sample: l.sample, alone: l.alone, examples: l.examples(x), values: l.valueChoices(x)})
	}
	for _, s := range wholeLetters(t) {
		l := lesson{sample: s, whole: s.whole(x)}
		if len(s.fields) > 0 {
			l.values = s.valueChoices(x)
		}
		list = append(list, l)
	}
	return list
}

// folds is into how many parts the letters are parted: a letter is judged by what
// was learned from the other parts. Letters of one writer stand together.
const folds = 5

func foldOf(i int) int { return i / 10 % folds }

// learnFrom learns from the letters that keep chooses.
func learnFrom(list []lesson, keep func(i int) bool) *model {
	var examples []example
	var wholes []whole
	var values []valueChoice
	for i, l := range list {
		if !keep(i) {
			continue
		}
		examples = append(examples, l.examples...)
		values = append(values, l.values...)
		if len(l.whole.examples) > 0 {
			wholes = append(wholes, l.whole)
		}
	}
	l := learnAll(examples, wholes)
	l.learnGists(list, keep)
	l.learnValues(values)
	return l.model()
}

// crossLearn returns a model for each fold that has not learned from it.
func crossLearn(list []lesson) (models []*model) {
	var acts, heeds []actExample
	x := lexiconIndex()
	for fold := range folds {
		m := learnFrom(list, func(i int) bool { return foldOf(i) != fold })
		m.heed[6] = 9 // heed all, for now
		models = append(models, m)
		for i, l := range list {
			if foldOf(i) == fold && !l.alone && !l.message.Automatic.Strong {
				a, h := l.actExamples(x, m)
				acts, heeds = append(acts, a...), append(heeds, h...)
			}
		}
	}
	for _, m := range models { // a few figures only: they are the same for all
		m.act, m.heed = weigh(acts, actSize, 3), weigh(heeds, heedSize, 1)
	}
	return models
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
	return append(append(list, goldenLetters(t)...), readCorpus(t, corpusWork)...)
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
		m := learnFrom(list, func(int) bool { return true })
		other := crossLearn(list)[0]
		m.act, m.heed = other.act, other.heed
		if err := os.WriteFile("model.bin", writeModel(m, source), 0o644); err != nil {
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
