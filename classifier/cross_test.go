package classifier

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnseen reads each labelled letter with a model that has not learned from it,
// and from none of its neighbours: what may be expected of new letters. It learns five models, which takes
// some twenty minutes, so make eval runs it and make test does not.
func TestUnseen(t *testing.T) {
	if os.Getenv("UNSEEN") == "" {
		t.Skip("make eval runs it")
	}
	list := lessons(t)
	models := crossLearn(list).models
	letters, ordinary := newScore("letters read without having learned from them"), newScore("ordinary letters, likewise")
	for _, l := range list {
		switch {
		case l.alone:
		case len(l.examples) > 0:
			letters.addWith(l.sample, models[l.fold])
		case l.expect == wantNone:
			ordinary.addWith(l.sample, models[l.fold])
		}
	}
	for _, s := range []*score{letters, ordinary} {
		s.summary(os.Stdout)
	}
	asked := float64(letters.total - letters.none.of)
	for _, limit := range []struct {
		what         string
		is, at, most float64
	}{
		{"wrong acts", float64(len(letters.wrong)), asked, 0.02},
		{"lost requests", float64(len(letters.lost)), asked, 0.025},
		{"ordinary letters acted on", float64(len(ordinary.wrong)), float64(ordinary.total), 0.002},
		{"ordinary letters that bother", float64(len(ordinary.bother)), float64(ordinary.total), 0.04},
		{"clear letters left to a person", float64(letters.clear.of - letters.clear.hit), float64(letters.clear.of), 0.25},
	} {
		if limit.is > limit.most*limit.at {
			t.Errorf("%s: %.0f of %.0f, more than %.0f %%", limit.what, limit.is, limit.at, 100*limit.most)
		}
	}
}

// TestUnlearned reads letters that no model has learned from at all: what learning is worth shows before and after. Those of which each second one says in
// passing that something else is to be changed, which no field holds, are a known weakness and measured by themselves; so are whole letters
// in which the mail or the layout of the values is the difficulty, and such as say only in passing, far from the request or without any of the
// words that mostly forbid, why a careful reader would ask back.
func TestUnlearned(t *testing.T) {
	files, _ := filepath.Glob("testdata/unlearned/*.txt")
	plain, unheld := newScore("letters that wait to be learned from"), newScore("the same, with changes that no field holds")
	bare := newScore("second wishes and second sentences that forbid, bare")
	fresh, traps := newScore("hard mail, and values in every layout"), newScore("letters that hide what forbids")
	for folder, of := range map[string]*score{corpusFresh: fresh, corpusTraps: traps} {
		for _, s := range readCorpus(t, folder) {
			of.add(s)
		}
	}
	for _, f := range files {
		s := plain
		switch name := filepath.Base(f); {
		case strings.HasPrefix(name, "unheld"):
			s = unheld
		case strings.Contains(name, "-also-"), strings.Contains(name, "-second-"):
			s = bare
		}
		for _, l := range readLabelled(t, f) {
			s.add(l.sample)
		}
	}
	for _, limit := range []struct {
		of    *score
		share float64
	}{{plain, .03}, {unheld, .33}, {fresh, .015}, {traps, .25}, {bare, .15}} {
		s := limit.of
		if s.total == 0 {
			t.Fatalf("%s: there are none", s.name)
		}
		s.summary(os.Stdout)
		if asked := float64(s.total - s.none.of); float64(len(s.wrong)) > limit.share*asked {
			t.Errorf("%s: wrong acts: %d of %.0f, more than %.0f %%", s.name, len(s.wrong), asked, 100*limit.share)
		}
	}
}
