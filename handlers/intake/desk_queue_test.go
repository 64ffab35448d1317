package intake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func (o *office) queue(f review.Filter) (numbers []privacy.Number, total int) {
	o.t.Helper()
	p, err := o.desk.Queue(o.t.Context(), f)
	o.must(err)
	for _, c := range p.Cases {
		numbers = append(numbers, c.Request.Number)
	}
	return numbers, p.Total
}

func TestTheQueueIsFilteredSearchedAndSorted(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл Серікқызы", "")
	one := o.near("").Number
	o.now = o.now.Add(time.Hour)
	two := o.request(o.gets(mail{from: "olga@pochta.example", subject: "Какие данные обо мне есть?", body: "Ольга"})).Number
	o.now = o.now.Add(time.Hour)
	three := o.request(o.gets(mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан."})).Number
	o.must(o.desk.Assign(t.Context(), two, aidos, 0, "bota"))
	o.must(o.desk.Hold(t.Context(), two, aidos, 0, review.Holding{Ground: "DISPUTE", Until: o.now.AddDate(0, 0, 3)}))
	yes, no := true, false
	for name, c := range map[string]struct {
		f     review.Filter
		want  []privacy.Number
		total int
	}{
		"all":        {review.Filter{}, []privacy.Number{three, one, two}, 3},
		"a page":     {review.Filter{Offset: 1, Limit: 1}, []privacy.Number{one}, 3},
		"behind":     {review.Filter{Offset: 9}, nil, 3},
		"newest":     {review.Filter{Sort: "newest"}, []privacy.Number{three, two, one}, 3},
		"oldest":     {review.Filter{Sort: "oldest", Limit: 2}, []privacy.Number{one, two}, 3},
		"kind":       {review.Filter{Kind: privacy.KindUpdate}, []privacy.Number{one}, 1},
		"language":   {review.Filter{Language: privacy.Kazakh}, []privacy.Number{one}, 1},
		"assigned":   {review.Filter{Assigned: "bota"}, []privacy.Number{two}, 1},
		"nobody's":   {review.Filter{Assigned: "-"}, []privacy.Number{three, one}, 2},
		"held":       {review.Filter{Held: &yes}, []privacy.Number{two}, 1},
		"not held":   {review.Filter{Held: &no}, []privacy.Number{three, one}, 2},
		"soon":       {review.Filter{Soon: &yes}, []privacy.Number{one}, 1},
		"overdue":    {review.Filter{Overdue: &yes}, nil, 0},
		"name":       {review.Filter{Text: "серікқ"}, []privacy.Number{one}, 1},
		"address":    {review.Filter{Text: "OLGA@"}, []privacy.Number{two}, 1},
		"number":     {review.Filter{Text: string(three)}, []privacy.Number{three}, 1},
		"bad offset": {review.Filter{Offset: -1, Sort: "newest"}, []privacy.Number{three, two, one}, 3},
	} {
		if got, total := o.queue(c.f); !slices.Equal(got, c.want) || total != c.total {
			t.Errorf("%s: %v of %d, want %v of %d", name, got, total, c.want, c.total)
		}
	}
}

func TestTheHistoryOfARequest(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	one, other := o.near(""), o.near(" қайта")
	o.must(o.desk.Note(t.Context(), one.Number, aidos, "x"))
	o.must(o.desk.Note(t.Context(), other.Number, aidos, "x"))
	entries, err := o.desk.History(t.Context(), one.Number)
	o.must(err)
	var acts []string
	for _, e := range entries {
		acts = append(acts, e.Act.Act)
		if e.Act.Number != one.Number {
			t.Error("an act about another request")
		}
	}
	if !slices.Equal(acts, []string{"received", "in-review", "letter/acknowledgement", "noted"}) {
		t.Error(acts)
	}
}

// BenchmarkQueue is a page of the queue, and a search, with 10,000 requests waiting.
func BenchmarkQueue(b *testing.B) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	s := storetest.OpenAt(b, b.TempDir(), func() time.Time { return now })
	rules, err := deadline.New()
	if err != nil {
		b.Fatal(err)
	}
	desk := &review.Desk{Store: s, Office: &handlers.Office{Zone: time.UTC}, Rules: rules}
	fill(b, s, 10000)
	for name, f := range map[string]review.Filter{"page": {}, "deep": {Offset: 9000}, "search": {Text: "nobody"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := desk.Queue(b.Context(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func fill(b *testing.B, s *store.Store, n int) {
	b.Helper()
	err := s.Update(b.Context(), func(tx *store.Tx) error {
		for i := range n {
			number, err := tx.NewNumber()
			if err != nil {
				return err
			}
			from, err := privacy.ParseAddress(fmt.Sprintf("p%d@posta.example", i))
			if err != nil {
				return err
			}
			r := store.Request{
				ID: tx.NewRequestID(), Number: number, Kind: privacy.KindUpdate, State: privacy.StateInReview, From: from,
				SubjectLine: privacy.NewPersonal("Дербес деректерді жаңарту"), ReceivedAt: tx.Now(), DueAt: tx.Now().Add(time.Duration(i) * time.Minute),
			}
			if err := errors.Join(tx.PutRequest(r), tx.PutReviewItem(store.ReviewItem{RequestID: r.ID, Since: tx.Now(), DueAt: r.DueAt, Why: "doubtful"})); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// What chooses nothing because there is no such thing is a mistake, and the known
// ones are told.
func TestAFilterNobodyKnowsIsRefused(t *testing.T) {
	o := newOffice(t)
	o.near("")
	for want, f := range map[string]review.Filter{
		"unsubscribe": {Kind: "foo"}, "doubtful": {Why: "foo"}, "ru": {Language: "de"}, "contradicted": {Proof: "foo"}, "oldest": {Sort: "foo"},
	} {
		if _, err := o.desk.Queue(t.Context(), f); !errors.Is(err, privacy.ErrBadInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if found, err := o.desk.Queue(t.Context(), review.Filter{Why: "letter-refused"}); err != nil || found.Total != 0 {
		t.Errorf("a known reason for which nothing waits: %v", err)
	}
	if whys, err := o.desk.Whys(t.Context()); err != nil || len(whys) != 1 || whys[0] != "doubtful" {
		t.Errorf("%v %v", whys, err)
	}
}
