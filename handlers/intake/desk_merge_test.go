package intake

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// Two that are one were asked when the first came: what is overdue stays so when it is
// closed as the duplicate of a younger one.
func TestMergingKeepsTheEarlierDay(t *testing.T) {
	o := staffed(t)
	id := o.person(aigul, "Айгүл", "")
	first := o.near("")
	o.now = o.now.AddDate(0, 0, 3) // Friday: overdue
	second := o.near(" қайта")
	if !second.DueAt.After(o.now) || !first.DueAt.Before(o.now) {
		t.Fatalf("due %v and %v", first.DueAt, second.DueAt)
	}
	before, beforeItem := o.standing(first.Number, id), o.see(second.Number).Item
	beforeTwo := o.standing(second.Number, id)
	o.must(o.desk.Merge(t.Context(), first.Number, aidos, 0, second.Number))
	c := o.see(second.Number)
	if !c.Request.DueAt.Equal(first.DueAt) || !c.Item.DueAt.Equal(first.DueAt) || !c.Request.ReceivedAt.Equal(first.ReceivedAt) || !c.Due.At.Equal(first.DueAt) {
		t.Errorf("due %v, in the queue %v, received %v, by the rules %v", c.Request.DueAt, c.Item.DueAt, c.Request.ReceivedAt, c.Due.At)
	}
	sum, err := o.desk.Summary(t.Context())
	o.must(err)
	f, err := o.desk.Figures(t.Context())
	o.must(err)
	yes := true
	p, err := o.desk.Queue(t.Context(), review.Filter{Overdue: &yes})
	o.must(err)
	if sum.Overdue != 1 || f.Overdue != 1 || p.Total != 1 {
		t.Errorf("overdue: status %d, figures %d, queue %d", sum.Overdue, f.Overdue, p.Total)
	}
	if moved, err := o.desk.Recount(t.Context()); err != nil || len(moved) != 0 {
		t.Errorf("recounted: %v %v", moved, err)
	}
	o.must(o.desk.Undo(t.Context(), first.Number, aidos, 0))
	if !reflect.DeepEqual(o.standing(first.Number, id), before) || !reflect.DeepEqual(o.standing(second.Number, id), beforeTwo) || !o.see(second.Number).Item.DueAt.Equal(beforeItem.DueAt) {
		t.Error("a merging is not taken back whole")
	}
	o.must(o.desk.Merge(t.Context(), second.Number, aidos, 0, first.Number)) // and the other way round
	if c := o.see(first.Number); !c.Request.DueAt.Equal(first.DueAt) || !c.Item.DueAt.Equal(first.DueAt) {
		t.Errorf("due %v", c.Request.DueAt)
	}
}

// What waits for its writer is looked at by nobody: an earlier period does not go there.
func TestAnEarlierPeriodIsNotHiddenBehindAQuestion(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	first := o.near("")
	o.now = o.now.AddDate(0, 0, 3)
	second := o.near(" қайта")
	o.must(o.desk.Ask(t.Context(), second.Number, aidos, 0, "Қай нөмір?"))
	if err := o.desk.Merge(t.Context(), first.Number, aidos, 0, second.Number); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("%v", err)
	}
}

// What was done to the other and taken back again does not keep a merging from being
// taken back.
func TestAMergingIsTakenBackAfterWhatWasTakenBack(t *testing.T) {
	for name, act := range map[string]func(o *office, b, c privacy.Number) review.Act{
		"assign": func(*office, privacy.Number, privacy.Number) review.Act {
			return review.Act{Verb: "assign", To: "bota"}
		},
		"hold": func(o *office, _, _ privacy.Number) review.Act {
			return review.Act{Verb: "hold", Ground: "DISPUTE", Until: o.now.AddDate(0, 0, 1)}
		},
		"approve": func(*office, privacy.Number, privacy.Number) review.Act { return review.Act{Verb: "approve"} },
		"merge":   func(_ *office, _, c privacy.Number) review.Act { return review.Act{Verb: "merge", Into: c} },
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			a, b, c := o.near(""), o.near(" қайта"), o.near(" тағы")
			start := []standing{o.standing(a.Number, id), o.standing(b.Number, id), o.standing(c.Number, id)}
			o.must(o.desk.Assign(t.Context(), b.Number, aidos, 0, "aidos")) // is taken back last
			o.must(o.desk.Merge(t.Context(), a.Number, aidos, 0, b.Number))
			for range 2 {
				_, err := o.desk.Do(t.Context(), b.Number, aidos, act(o, b.Number, c.Number))
				o.must(err)
				if err := o.desk.Undo(t.Context(), a.Number, aidos, 0); !errors.Is(err, privacy.ErrConflict) {
					t.Fatalf("taken back below what stands on it: %v", err)
				}
				o.must(o.desk.Undo(t.Context(), b.Number, aidos, 0))
			}
			if err := o.desk.Undo(t.Context(), b.Number, aidos, 0); !errors.Is(err, privacy.ErrConflict) {
				t.Fatalf("what was decided before the merging is taken back without it: %v", err)
			}
			o.must(o.desk.Undo(t.Context(), a.Number, aidos, 0))
			o.must(o.desk.Undo(t.Context(), b.Number, aidos, 0))
			for i, n := range []privacy.Number{a.Number, b.Number, c.Number} {
				if now := o.standing(n, id); !reflect.DeepEqual(now, start[i]) {
					t.Errorf("%d\nbefore %+v\nafter  %+v", i, start[i], now)
				}
			}
		})
	}
}

// A request that is done takes in another one only where its writer was granted both.
func TestNothingIsMergedIntoWhatAnswersItNot(t *testing.T) {
	refusal := review.Act{Verb: "decline", Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."}
	for name, act := range map[string]review.Act{
		"no request": {Verb: "not-a-request"}, "refused": refusal, "by hand": {Verb: "approve", ByHand: true},
	} {
		o := newOffice(t)
		o.person(aigul, "Айгүл", "")
		one, two := o.near(""), o.near(" қайта")
		_, err := o.desk.Do(t.Context(), two.Number, aidos, act)
		o.must(err)
		if err := o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number); !errors.Is(err, privacy.ErrNotAllowed) || o.see(one.Number).Request.State != privacy.StateInReview {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	two := o.near("")
	o.must(o.desk.Approve(t.Context(), two.Number, aidos, 0, review.Approval{}))
	o.now = o.now.Add(time.Hour)
	if err := o.desk.Merge(t.Context(), o.near(" қайта").Number, aidos, 0, two.Number); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("asked again after the answer: %v", err)
	}
}

// Who was acknowledged under two numbers is answered under both.
func TestTheAnswerNamesWhatWasMerged(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	one, two, three := o.near(""), o.near(" қайта"), o.near(" тағы")
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	o.must(o.desk.Merge(t.Context(), two.Number, aidos, 0, three.Number))
	o.must(o.desk.Approve(t.Context(), three.Number, aidos, 0, review.Approval{}))
	text := o.last(aigul, templates.Updated).Text
	for _, n := range []privacy.Number{one.Number, two.Number, three.Number} {
		if !strings.Contains(text, string(n)) {
			t.Errorf("%s is not named in\n%s", n, text)
		}
	}
}

// Whoever looks at what went on sees all letters that it answers, in the order in which
// they came: also those that were merged into it when it was done.
func TestTheLettersOfWhatWasMergedAreSeen(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	var near []store.Request
	for _, words := range []string{"", " қайта", " тағы", " соңғы"} {
		near = append(near, o.near(words))
		o.now = o.now.Add(time.Minute)
	}
	seen := func(n privacy.Number) (numbers []privacy.Number) {
		for _, m := range o.see(n).Merged {
			if !strings.Contains(string(m.Raw), "8 701 555 77 88") {
				t.Errorf("the letter of %s is not there: %q", m.Request.Number, m.Raw)
			}
			numbers = append(numbers, m.Request.Number)
		}
		return numbers
	}
	last := near[2].Number
	o.must(o.desk.Merge(t.Context(), near[1].Number, aidos, 0, near[0].Number))
	o.must(o.desk.Merge(t.Context(), near[0].Number, aidos, 0, last))
	if got := seen(last); !slices.Equal(got, []privacy.Number{near[0].Number, near[1].Number}) {
		t.Errorf("%v", got)
	}
	o.must(o.desk.Approve(t.Context(), last, aidos, 0, review.Approval{}))
	o.must(o.desk.Merge(t.Context(), near[3].Number, aidos, 0, last)) // it is closed, and lists none any more
	if got := seen(last); !slices.Equal(got, []privacy.Number{near[0].Number, near[1].Number, near[3].Number}) {
		t.Errorf("%v", got)
	}
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { return tx.DeleteMessageBytes(near[3].ID) }))
	if c := o.see(last); len(c.Merged) != 3 || c.Merged[2].Raw != nil {
		t.Errorf("%+v", c.Merged)
	}
}

// A correction that is merged into the letter it corrects proposes neither value, is
// taken back whole, and joins no letter that waits for a yes to the other value.
func TestAMergedCorrectionIsAskedAbout(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	first := o.near("")
	o.now = o.now.Add(time.Minute)
	second := o.asks("Дербез деректерди жанарту", "Егер кеш болмаса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99")
	before := o.standing(first.Number, id)
	o.must(o.desk.Merge(t.Context(), second.Number, aidos, 0, first.Number))
	c := o.see(first.Number)
	if !warned(c.Warnings, review.WarnValues) || !warned(c.Warnings, review.WarnDoubts) || len(c.Request.Changes) != 2 {
		t.Errorf("%v, %v", c.Warnings, c.Request.Changes)
	}
	_, err := o.desk.Do(t.Context(), first.Number, aidos, review.Act{Verb: "approve", Read: true})
	if !errors.Is(err, privacy.ErrBadInput) || o.subject(id).Phone.Reveal() != "+77015550001" {
		t.Errorf("%v; on record is %s", err, o.subject(id).Phone.Reveal())
	}
	o.must(o.desk.Undo(t.Context(), second.Number, aidos, 0))
	if !reflect.DeepEqual(o.standing(first.Number, id), before) {
		t.Error("a merging is not taken back whole")
	}
	o.must(o.desk.Merge(t.Context(), second.Number, aidos, 0, first.Number))
	o.must(o.desk.Approve(t.Context(), first.Number, aidos, 0, review.Approval{Values: []review.Value{{Field: privacy.FieldPhone, Value: "8 701 555 77 99"}}}))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557799" {
		t.Errorf("on record is %s", got)
	}
}

// A yes to an older letter does not put back what a newer one changed.
func TestAYesToAnOlderLetterIsLookedAt(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	asked := o.request(o.gets(mail{from: aigul, subject: markUpdate, body: "Телефон: 8 701 555 77 88"}))
	question := o.last(aigul, templates.ConfirmationQuestion)
	o.now = o.now.Add(time.Minute)
	newer := o.asks("Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99")
	if err := o.desk.Merge(t.Context(), newer.Number, aidos, 0, asked.Number); !errors.Is(err, privacy.ErrNotAllowed) {
		t.Errorf("merged into what waits for a yes to another value: %v", err)
	}
	o.must(o.desk.Approve(t.Context(), newer.Number, aidos, 0, review.Approval{}))
	o.gets(reply(question, aigul, "Иә"))
	c := o.see(asked.Number)
	if c.Item.Why != "older" || !warned(c.Warnings, review.WarnOlder) || o.subject(id).Phone.Reveal() != "+77015557799" {
		t.Errorf("%s, %v; on record is %s", c.Item.Why, c.Warnings, o.subject(id).Phone.Reveal())
	}
}

// What a letter that nothing proves adds to a proven one is not carried out unseen.
func TestAValueOfAForgedLetterIsLookedAt(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	real := o.near("")
	forged := o.request(o.gets(mail{from: aigul, subject: "Дербез деректерди жанарту", body: "Ескі есімім тұр ма екен, әлі білмеймін, кейін нақтылап жазамын.\r\nАты-жөні: Олжас Ахметов\r\nТелефон: 8 701 555 77 88"}))
	if forged.State != privacy.StateInReview || forged.Proof == privacy.Proven || len(forged.Changes) != 2 {
		t.Fatalf("%s %s %v", forged.State, forged.Proof, forged.Changes)
	}
	o.must(o.desk.Merge(t.Context(), forged.Number, aidos, 0, real.Number))
	_, err := o.desk.Do(t.Context(), real.Number, aidos, review.Act{Verb: "approve"})
	if !errors.Is(err, privacy.ErrNotAllowed) || o.subject(id).Name.Reveal() != "Айгүл" {
		t.Errorf("%v; on record is %s", err, o.subject(id).Name.Reveal())
	}
}
