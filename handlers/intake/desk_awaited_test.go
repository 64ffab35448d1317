package intake

import (
	"slices"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// everyVerb is each decision that an operator can make, with what it needs.
func everyVerb(o *office, into privacy.Number) map[string]review.Act {
	return map[string]review.Act{
		"approve": {}, "by hand": {Verb: "approve", ByHand: true}, "not-a-request": {}, "confirm": {}, "ask": {Text: "Қай нөмір?"},
		"decline":    {Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."},
		"reclassify": {Kind: privacy.KindErase}, "split": {Kind: privacy.KindErase}, "reply": {Text: "Күтудеміз.", Open: true}, "note": {Text: "Қоңырау шалды."},
		"assign": {To: "bota"}, "hold": {Ground: "DISPUTE", Until: o.now.Add(48 * time.Hour)}, "due": {Until: o.now.Add(time.Hour)}, "merge": {Into: into},
	}
}

// While an answer is awaited everything can be decided that could be before, and taken
// back: then the answer is awaited as before, and counts.
func TestWhatAwaitsAnAnswerCanBeDecided(t *testing.T) {
	waits := map[string]func(o *office) (store.Request, sent, string){
		"an operator's question": func(o *office) (store.Request, sent, string) {
			r := o.near("")
			o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
			return r, o.last(aigul, templates.Question), "answered"
		},
		"a question by rule": func(o *office) (store.Request, sent, string) {
			return o.request(o.gets(update(aigul, ""))), o.last(aigul, templates.ConfirmationQuestion), "closed"
		},
	}
	for what, wait := range waits {
		for name := range everyVerb(newOffice(t), "") {
			t.Run(what+"/"+name, func(t *testing.T) {
				o := newOffice(t)
				o.person(aigul, "Айгүл", "+77015550001")
				into := o.near(" қайта")
				r, question, then := wait(o)
				o.now = o.now.Add(20 * time.Minute) // what asked can be undone no more
				act := everyVerb(o, into.Number)[name]
				if act.Verb == "" {
					act.Verb = name
				}
				c := o.see(r.Number)
				if len(c.Awaited) != 1 || c.Awaited[0].Until.Before(o.now) || c.Awaited[0].From != r.From || !warned(c.Warnings, review.WarnAwaited) {
					t.Fatalf("%+v, %+v", c.Awaited, c.Warnings)
				}
				if act.Seen = c.Item.Version; act.Seen == 0 {
					act.Seen = review.SeenNone
				}
				if _, err := o.desk.Preview(t.Context(), r.Number, aidos, act); err != nil || o.see(r.Number).Request.State != privacy.StateAwaiting {
					t.Fatalf("preview: %v", err)
				}
				_, err := o.desk.Do(t.Context(), r.Number, aidos, act)
				o.must(err)
				if name == "note" {
					return
				}
				o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
				if got := o.see(r.Number); got.Request.State != privacy.StateAwaiting || len(got.Awaited) != 1 || !got.Awaited[0].Until.Equal(c.Awaited[0].Until) {
					t.Fatalf("taken back: %s, %+v", got.Request.State, got.Awaited)
				}
				for _, w := range o.waiting() {
					if w.Request.ID == r.ID {
						t.Error("it stands in the queue and awaits an answer")
					}
				}
				uids, err := o.in.ToFile(t.Context(), "INBOX", 1, 10)
				if o.must(err); !slices.Contains(uids, r.Message.UID) {
					t.Error("the letter loses its keyword")
				}
				o.gets(reply(question, aigul, "Да"))
				if why := o.why(r.Number); why != then {
					t.Errorf("the answer: %s, want %s", why, then)
				}
			})
		}
	}
}

// Whoever looked before the answer came does not decide about what it says.
func TestAnAnswerThatCameMeanwhileIsNotPassedOver(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.request(o.gets(update(aigul, "")))
	o.gets(reply(o.last(aigul, templates.ConfirmationQuestion), aigul, "Да, но только имя, телефон не меняйте"))
	if _, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", Seen: review.SeenNone, Read: true}); err == nil {
		t.Error("decided on what nobody had seen")
	}
}

// What a person decides while an answer is awaited stands: a yes adds nothing to it, a
// no brings it back, and a yes to something else carries nothing out.
func TestAnAnswerAfterTheDecision(t *testing.T) {
	for name, c := range map[string]struct {
		act    review.Act
		words  string
		became string
		phone  string
	}{
		"yes to what is done":       {review.Act{Verb: "approve"}, "Да", "closed", "+77015557788"},
		"no to what is done":        {review.Act{Verb: "approve"}, "Нет", handlers.AnsweredLate, "+77015557788"},
		"yes to what was refused":   {review.Act{Verb: "decline", Ground: templates.GroundRetention, Article: "206-бап", Text: "Жоқ."}, "Да", handlers.AnsweredLate, "+77015550001"},
		"no to what was refused":    {review.Act{Verb: "decline", Ground: templates.GroundRetention, Article: "206-бап", Text: "Жоқ."}, "Нет", "closed", "+77015550001"},
		"yes to another kind":       {review.Act{Verb: "reclassify", Kind: privacy.KindWithdraw}, "Да", handlers.AnsweredLate, "+77015550001"},
		"yes to what rests":         {review.Act{Verb: "assign", To: "bota"}, "Да", "closed", "+77015557788"},
		"words to what is done":     {review.Act{Verb: "approve"}, "Кто это сделал?", handlers.AnsweredLate, "+77015557788"},
		"yes to a question besides": {review.Act{Verb: "ask", Text: "Қай нөмір?"}, "Да", "closed", "+77015557788"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			id := o.person(aigul, "Айгүл", "+77015550001")
			r := o.request(o.gets(update(aigul, "")))
			question := o.last(aigul, templates.ConfirmationQuestion)
			_, err := o.desk.Do(t.Context(), r.Number, aidos, c.act)
			o.must(err)
			o.now = o.now.Add(time.Hour)
			o.gets(reply(question, aigul, c.words))
			if why, phone := o.why(r.Number), o.subject(id).Phone.Reveal(); why != c.became || phone != c.phone {
				t.Errorf("%s, %s", why, phone)
			}
		})
	}
}

// An operator approves another address than the one that was asked: the owner of that
// one confirms nothing any more.
func TestTheOldAddressConfirmsNoOther(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Жаңа e-mail: " + newAddress}))
	old := o.last(newAddress, templates.AddressQuestion)
	o.now = o.now.Add(time.Hour)
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Values: []review.Value{{Field: privacy.FieldEmail, Value: "third@posta.example"}}}))
	o.gets(reply(old, newAddress, "Да"))
	if got := o.subject(id).Address; got != o.address(aigul) || o.why(r.Number) == "closed" {
		t.Errorf("%s after the old one's yes", o.why(r.Number))
	}
}

// The end of a confirmation closes nothing that an operator asks about.
func TestTheEndOfAQuestionLeavesTheOther(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, subject: "Удаление данных", body: "Прошу уничтожить мои персональные данные."}))
	o.must(o.desk.Confirm(t.Context(), r.Number, aidos, 0))
	o.now = o.now.Add(6 * 24 * time.Hour)
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Сіз бе?"))
	if n := len(o.see(r.Number).Awaited); n != 2 {
		t.Errorf("%d awaited", n)
	}
	o.now = o.now.Add(25 * time.Hour) // the first has ended
	o.must(o.desk.Tend(t.Context()))
	if why := o.why(r.Number); why != string(privacy.StateAwaiting) {
		t.Errorf("%s", why)
	}
	o.now = o.now.Add(8 * 24 * time.Hour)
	o.must(o.desk.Tend(t.Context()))
	if why := o.why(r.Number); why != "unanswered" {
		t.Errorf("%s", why)
	}
}
