package classifier

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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
	fold     int
	page     bool
	heard    bool // a page that teaches when a letter is heard
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
	for i := range list {
		list[i].fold = i / 10 % folds
	}
	return list
}

// folds is into how many parts the letters are parted: a letter is judged by what
// was learned from the other parts. Letters of one writer stand together.
const folds = 5

// learnFrom learns what sentences and letters say, from the letters that keep chooses.
func learnFrom(list []lesson, keep func(l lesson) bool) *trained {
	var examples []example
	var wholes []whole
	for _, l := range list {
		if !keep(l) {
			continue
		}
		examples = append(examples, l.examples...)
		if len(l.whole.examples) > 0 {
			wholes = append(wholes, l.whole)
		}
	}
	l := learnAll(examples, wholes)
	l.learnGists(list, func(l lesson) bool { return keep(l) && !l.page })
	return l
}

// crossed is what letters teach that were read by a model that had not learned from them.
type crossed struct {
	models  [folds]*model        // each has not learned from its fold
	choices [][]valueChoice      // between the values of each letter
	acts    [folds][]actExample  // of the letters of each fold
	heeds   [folds][]heedExample // likewise
}

// crossLearn learns from all folds but one, for each fold, and lets what was learned read the one left out.
func crossLearn(list []lesson) (c crossed) {
	x := lexiconIndex()
	list = withTyped(x, list)
	pages := slices.Concat(list, pagesOf(x, list))
	var learned [folds]*trained
	eachFold(func(fold int) {
		learned[fold] = learnFrom(pages, func(l lesson) bool { return l.fold != fold })
		c.models[fold] = learned[fold].senses()
	})
	c.choose(x, list)
	eachFold(func(fold int) {
		learned[fold].learnValues(choicesOf(c.choices, func(i int) bool { return list[i].fold != fold }))
		c.models[fold] = learned[fold].model()
		c.models[fold].heed[6] = 9 // heed all, for now
	})
	c.decide(x, pages)
	return c
}

// decide learns from what the models make of the letters when one is heard, and when to act. Few pages teach
// the former: made of two letters, they ask and ask nothing more often than those that people write.
func (c *crossed) decide(x *index, pages []lesson) {
	heard := slices.DeleteFunc(slices.Clone(pages), func(l lesson) bool { return l.page && !l.heard })
	c.read(x, heard, func(fold int, _ lesson, _ []actExample, h []heedExample) {
		c.heeds[fold] = append(c.heeds[fold], h...)
	})
	eachFold(func(fold int) { c.models[fold].heed = weighHeeds(without(c.heeds, fold)) })
	c.read(x, pages, func(fold int, l lesson, a []actExample, _ []heedExample) {
		for range l.weight() {
			c.acts[fold] = append(c.acts[fold], a...)
		}
	})
	eachFold(func(fold int) { c.models[fold].act = weighSigns(without(c.acts, fold)) })
}

// eachFold does the same for each fold, side by side: none reads what another writes.
func eachFold(do func(fold int)) {
	var g sync.WaitGroup
	for fold := range folds {
		g.Go(func() { do(fold) })
	}
	g.Wait()
}

// choose lets the models choose between the values of each letter.
func (c *crossed) choose(x *index, list []lesson) {
	const copies = 3
	among := findBystanders(x, list)
	c.choices = make([][]valueChoice, len(list))
	eachFold(func(fold int) {
		rng := rand.New(rand.NewPCG(5, uint64(fold)))
		m := c.models[fold]
		for i, l := range list {
			if l.fold != fold {
				continue
			}
			of := l.valueChoices(x, m)
			if len(l.lines) == 0 { // these are most like life
				of = append(of, of...)
			}
			for range copies {
				s, ok := l.crowded(among[fold], rng)
				if !ok {
					break
				}
				of = append(of, s.valueChoices(x, m)...)
			}
			c.choices[i] = of
		}
	})
}

// read lets the models read the letters that they have not learned from, fold beside fold.
func (c *crossed) read(x *index, list []lesson, yield func(fold int, l lesson, acts []actExample, heeds []heedExample)) {
	eachFold(func(fold int) {
		for _, l := range list {
			if l.fold == fold && !l.alone && !l.message.Automatic.Strong {
				acts, heeds := l.decisions(x, c.models[fold])
				yield(fold, l, acts, heeds)
			}
		}
	})
}

// without returns what was gathered from all folds but one; -1 is none.
func without[E any](of [folds][]E, fold int) (list []E) {
	for i, e := range of {
		if i != fold {
			list = append(list, e...)
		}
	}
	return list
}

// weight is how often a letter counts where it is learned when to act: whole letters are most like life, and of the labelled ones those of
// the files life-….txt, written as an office gets them.
func (l lesson) weight() int {
	switch {
	case l.wording: // a wording alone is no letter that could be clear
		return 0
	case len(l.lines) == 0:
		return 8
	case strings.HasPrefix(l.name, "life-"):
		return 2
	}
	return 1
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
	c := crossLearn(list)
	list = withTyped(lexiconIndex(), list)
	l := learnFrom(slices.Concat(list, pagesOf(lexiconIndex(), list)), func(lesson) bool { return true })
	l.learnValues(slices.Concat(c.choices...))
	m := l.model()
	m.heed, m.act = weighHeeds(without(c.heeds, -1)), weighSigns(without(c.acts, -1))
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
	list = slices.Concat(list, goldenLetters(t), readCorpus(t, corpusWork), readCorpus(t, corpusOpen))
	labels := readSaid(t)
	for i := range list {
		list[i].labels = labels[list[i].name]
	}
	return list
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
