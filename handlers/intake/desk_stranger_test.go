package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

func warned(list []review.Warning, code string) bool {
	return slices.ContainsFunc(list, func(w review.Warning) bool { return w.Code == code })
}

// What was merged is one request, and what a splitting made that was taken back is none.
func TestFiguresCountWhatWasAskedOnce(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	one, two := o.near(""), o.near(" қайта")
	o.must(o.desk.Merge(t.Context(), one.Number, aidos, 0, two.Number))
	_, err := o.desk.Split(t.Context(), two.Number, aidos, 0, privacy.KindBlock)
	o.must(err)
	o.must(o.desk.Undo(t.Context(), two.Number, aidos, 0))
	o.now = o.now.Add(time.Hour)
	o.must(o.desk.Decline(t.Context(), two.Number, aidos, 0, review.Refusal{Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."}))
	f, err := o.desk.Figures(t.Context())
	o.must(err)
	if f.Total != 1 || len(f.Kinds) != 1 || f.Kinds[0].Answered != 1 {
		t.Errorf("%+v", f)
	}
	p, err := o.desk.Choose(t.Context(), review.RequestFilter{Kind: privacy.KindBlock})
	o.must(err)
	if len(p.Requests) != 0 {
		t.Errorf("listed: %+v", p.Requests)
	}
	if list := o.see(two.Number).Others; len(list) != 1 || list[0].Number != one.Number {
		t.Errorf("%+v", list)
	}
}

// What was no request was not answered, and not late, however long it lay.
func TestWhatWasNoRequestIsNotAnswered(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	one, two := o.near(""), o.near(" қайта")
	o.now = o.now.AddDate(0, 0, 30)
	o.must(o.desk.NotARequest(t.Context(), one.Number, aidos, 0))
	o.now = o.now.Add(time.Hour)
	o.must(o.desk.Decline(t.Context(), two.Number, aidos, 0, review.Refusal{Ground: templates.GroundRetention, Article: "206-бап", Text: "Сақтау міндетті."}))
	f, err := o.desk.Figures(t.Context())
	o.must(err)
	if f.Total != 2 || len(f.Kinds) != 1 || f.Kinds[0].Answered != 1 || f.Kinds[0].Late != 1 {
		t.Errorf("%+v", f)
	}
}

// A preview shows the letter that leaves, with the number that it will have.
func TestThePreviewOfASplitShowsItsNumber(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	seen := map[privacy.Number]bool{}
	for _, colleague := range []string{"bota", "dana"} { // after it was taken back it has another number
		drafts, err := o.desk.Preview(t.Context(), r.Number, aidos, review.Act{Verb: "split", Kind: privacy.KindErase})
		o.must(err)
		o.must(o.desk.Assign(t.Context(), r.Number, aidos, 0, colleague))
		n, err := o.desk.Split(t.Context(), r.Number, aidos, 0, privacy.KindErase)
		o.must(err)
		if seen[n] || len(drafts) != 1 || !strings.Contains(drafts[0].Body, string(n)) {
			t.Errorf("%s is not in\n%+v", n, drafts)
		}
		seen[n] = true
		o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	}
}

func TestNothingIsSplitOffTwice(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	n, err := o.desk.Split(t.Context(), r.Number, aidos, 0, privacy.KindBlock)
	o.must(err)
	letters := len(o.letters(""))
	if _, err := o.desk.Split(t.Context(), r.Number, aidos, 0, privacy.KindBlock); !errors.Is(err, privacy.ErrConflict) || len(o.letters("")) != letters {
		t.Errorf("%v, %d more letters", err, len(o.letters(""))-letters)
	}
	other := o.near(" қайта") // a letter of its own may ask so
	split, want := review.Act{Verb: "split", Kind: privacy.KindBlock}, []review.Warning{{Code: review.WarnAsked, Number: n}}
	drafts, err := o.desk.Preview(t.Context(), other.Number, aidos, split) // and whoever looks first is warned as well
	o.must(err)
	if len(drafts) != 1 || !slices.Equal(drafts[0].Warnings, want) {
		t.Errorf("%+v", drafts)
	}
	if drafts, err = o.desk.Preview(t.Context(), other.Number, aidos, review.Act{Verb: "split", Kind: privacy.KindErase}); err != nil || len(drafts) != 1 || len(drafts[0].Warnings) != 0 {
		t.Errorf("%+v %v", drafts, err)
	}
	done, err := o.desk.Do(t.Context(), other.Number, aidos, split)
	o.must(err)
	if !slices.Equal(done.Warnings, want) {
		t.Errorf("%+v", done.Warnings)
	}
}

// A rest that outlasts the period is warned of, and hides nothing overdue.
func TestARestBehindThePeriodIsWarnedOf(t *testing.T) {
	o := staffed(t)
	o.person(aigul, "Айгүл", "")
	o.at("2026-11-24 18:30")
	r := o.near("") // due on the 25th
	hold := func(until time.Time) review.Done {
		done, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "hold", Ground: "DISPUTE", Until: until})
		o.must(err)
		return done
	}
	if done := hold(r.DueAt); len(done.Warnings) != 0 || warned(o.see(r.Number).Warnings, review.WarnHeldLate) {
		t.Errorf("within the period: %+v", done.Warnings)
	}
	if done := hold(o.now.AddDate(0, 0, 20)); !warned(done.Warnings, review.WarnHeldLate) || !warned(o.see(r.Number).Warnings, review.WarnHeldLate) {
		t.Errorf("%+v", done.Warnings)
	}
	done, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "approve", ByHand: true})
	if o.must(err); warned(done.Warnings, review.WarnHeld) || warned(done.Warnings, review.WarnHeldLate) {
		t.Errorf("what is closed rests: %+v", done.Warnings)
	}
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	o.at("2026-11-27 09:00")
	if text := o.last(opEnglish, templates.Digest).Text; !strings.Contains(text, "- overdue: 1") || !strings.Contains(text, string(r.Number)) || !strings.Contains(text, "on hold: 1") {
		t.Errorf("\n%s", text)
	}
}

func TestWhatDoesNotRestIsNotReleased(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	if err := o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{}); !errors.Is(err, privacy.ErrConflict) || !o.see(r.Number).UndoUntil.IsZero() {
		t.Errorf("%v", err)
	}
}

// It waits for an operator since the writer's answer came.
func TestItWaitsSinceTheAnswer(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	came := o.see(r.Number).Item.Since
	o.now = o.now.Add(time.Hour)
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	if since := o.see(r.Number).Item.Since; !since.Equal(came) {
		t.Errorf("taken back, it waits since %v", since)
	}
	o.now = o.now.Add(time.Minute)
	o.must(o.desk.Ask(t.Context(), r.Number, aidos, 0, "Қай нөмір?"))
	question := o.last(aigul, templates.Question)
	o.now = o.now.Add(time.Hour)
	o.gets(reply(question, aigul, "8 701 555 66 66"))
	answered := o.now
	o.now = o.now.Add(time.Hour)
	o.gets(reply(question, aigul, "8 701 555 66 67 дұрысы")) // a second one does not begin it anew
	if item := o.see(r.Number).Item; !item.Since.Equal(answered) || item.Why != "answered" {
		t.Errorf("%s since %v, answered at %v", item.Why, item.Since, answered)
	}
}

// A prepared text with empty fields answers nothing, and what the record holds is
// filled in for who may hear it.
func TestABlankFormIsNoAnswer(t *testing.T) {
	o := newOffice(t)
	var err error
	o.desk.Library, err = templates.ParseTexts(nil)
	o.must(err)
	o.desk.Words, err = templates.ParsePages()
	o.must(err)
	o.person(aigul, "Айгүл Ахметова", "+77015550001")
	own := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?"}))
	stranger := o.request(o.gets(mail{from: "other@posta.example", results: proven("other@posta.example"), subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?"}))
	if own.Kind != privacy.KindAccess || stranger.Kind != privacy.KindAccess {
		t.Fatalf("%s, %s", own.Kind, stranger.Kind)
	}
	held := func(r store.Request) string {
		for _, text := range o.desk.Texts(r.Language) {
			if text.Name == "what-is-held" {
				return o.desk.Filled(t.Context(), o.see(r.Number), text)
			}
		}
		t.Fatal("no such text")
		return ""
	}
	blank := held(stranger)
	letters := len(o.letters(""))
	for name, text := range map[string]string{
		"untouched": blank, "half": strings.Replace(strings.Replace(blank, "- аты-жөні:", "- аты-жөні: Б", 1), "- телефон нөмірі:", "- телефон нөмірі: жоқ", 1),
		"CRLF": strings.ReplaceAll(blank, "\n", "\r\n"), "behind words": "Сәлем!\n\n" + blank,
	} {
		for _, act := range []review.Act{{Verb: "reply", Text: text}, {Verb: "ask", Text: text}, {Verb: "approve", Text: text}, {Verb: "reply", Text: "x", Letter: text + string(stranger.Number)}} {
			if _, err := o.desk.Do(t.Context(), stranger.Number, aidos, act); !errors.Is(err, privacy.ErrBadInput) {
				t.Errorf("%s, %s: %v", name, act.Verb, err)
			}
			if _, err := o.desk.Preview(t.Context(), stranger.Number, aidos, act); !errors.Is(err, privacy.ErrBadInput) {
				t.Errorf("preview of %s, %s: %v", name, act.Verb, err)
			}
		}
	}
	if len(o.letters("")) != letters {
		t.Error("a letter left")
	}
	full := blank
	for line := range strings.Lines(blank) {
		if line = strings.TrimSpace(line); strings.HasSuffix(line, ":") && !strings.HasPrefix(line, "Сіз туралы") {
			full = strings.Replace(full, line+"\n", line+" жоқ\n", 1)
		}
	}
	_, err = o.desk.Do(t.Context(), stranger.Number, aidos, review.Act{Verb: "reply", Text: full})
	o.must(err)
	if text := held(own); !strings.Contains(text, "Айгүл Ахметова") || !strings.Contains(text, "+77015550001") {
		t.Errorf("not filled in:\n%s", text)
	}
	_, err = o.desk.Do(t.Context(), own.Number, aidos, review.Act{Verb: "approve", Text: held(own)})
	o.must(err)
	if o.desk.AccessDraft(t.Context(), o.see(own.Number)) != "" {
		t.Error("a draft for what is answered")
	}
}

// A prepared text that is no form may end a line in a colon.
func TestAPreparedTextMayAnnounceWhatFollows(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	for _, text := range []string{"Бізге мыналар керек:\n1. өтініш\n2. күні", "Жауабымыз:\n\nДеректер жаңартылды.", "Керегі:\n\n- өтініш\n- күні: кез келген", "Керегі:\n- мына екеуінің бірі:\n  өтініш не хат"} {
		o.desk.Library = templates.Texts{privacy.Kazakh: {{Name: "own", Title: "Own", Text: text}}}
		_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "reply", Text: text, Open: true})
		o.must(err)
	}
}

// Who comes second hears that, whatever is wrong with their words; and the letters of a state
// body are about something else each.
func TestTheSecondOfTwoHearsThatTheFirstWasFaster(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.desk.Library = templates.Texts{privacy.Kazakh: {{Name: "own", Title: "Own", Text: "- аты-жөні:\n- күні:"}}}
	act := review.Act{Verb: "reply", Text: "- аты-жөні:\n- күні:"}
	if _, err := o.desk.Do(t.Context(), r.Number, aidos, act); !errors.Is(err, privacy.ErrBadInput) {
		t.Fatal(err)
	}
	_, err := o.desk.Do(t.Context(), r.Number, aidos, review.Act{Verb: "not-a-request"})
	o.must(err)
	if _, err := o.desk.Do(t.Context(), r.Number, aidos, act); !errors.Is(err, privacy.ErrConflict) {
		t.Error(err)
	}
	var last store.Request
	for _, about := range []string{"Просим представить сведения о персональных данных граждан.", "Просим представить копию приказа об ответственном за персональные данные."} {
		last = o.request(o.gets(mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: about}))
		if last.Kind != privacy.KindAuthority {
			t.Fatal(last.Kind)
		}
	}
	if w := o.see(last.Number).Warnings; warned(w, review.WarnDuplicate) {
		t.Errorf("a repeat of another letter: %v", w)
	}
}
