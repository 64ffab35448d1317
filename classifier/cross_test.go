package classifier

import (
	"os"
	"path/filepath"
	"testing"
)

// TestUnseen reads each labelled letter with a model that has not learned from it,
// and from none of its neighbours: what may be expected of new letters. It takes
// a minute or two, so make eval runs it and make test does not.
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

// TestUnlearned reads letters that no model has learned from at all, most of them with two values of one field of which one is to
// be recorded: harder ones than life writes. They show what learning from them is worth, before and after.
func TestUnlearned(t *testing.T) {
	files, _ := filepath.Glob("testdata/unlearned/*.txt")
	s := newScore("letters that wait to be learned from")
	for _, f := range files {
		for _, l := range readLabelled(t, f) {
			s.add(l.sample)
		}
	}
	if s.total == 0 {
		t.Fatal("there are none")
	}
	s.summary(os.Stdout)
	if asked := s.total - s.none.of; len(s.wrong) > asked/10 {
		t.Errorf("wrong acts: %d of %d, more than 10 %%", len(s.wrong), asked)
	}
}
