package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

func holds(t *testing.T, page string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
}

// A prepared text is put in, the letter is looked at, and nothing leaves by that.
func TestAnswerIsPreparedAndPreviewed(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	path := "/requests/" + string(n)
	form := b.form(b.page(path), path+"/reply")
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	prepared := d.s.Desk.TextsFor(c, "reply")[0]
	w := b.post(path+"/reply", mergeForms(form, url.Values{"text": {"Құрметті Бекзат!"}, "insert": {"yes"}, "prepared": {prepared.Name}}))
	first, _, _ := strings.Cut(strings.TrimSpace(prepared.Text), "\n")
	if w.Code != http.StatusOK {
		t.Fatalf("insert: %d", w.Code)
	}
	holds(t, w.Body.String(), "Құрметті Бекзат!", first)
	w = b.post(path+"/reply", url.Values{"seen": form["seen"], "text": {"Сізде ештеңе жоқ."}, "preview": {"yes"}})
	holds(t, w.Body.String(), "Сізде ештеңе жоқ.", "b***@p***.example", "«Мысал» ЖШС")
	c, err = d.s.Desk.Case(t.Context(), n)
	d.must(err)
	for _, l := range c.Letters {
		if l.Template == "answer" {
			t.Error("the answer has left")
		}
	}
	if c.Request.State != privacy.StateInReview {
		t.Errorf("the request is %s", c.Request.State)
	}
}

func TestSubjectIsFoundChangedAndBlocked(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл Ахметова", "+77015550001")
	b := d.as("aliya")
	w := b.post("/subjects/find", url.Values{"email": {"Aigul@posta.example"}})
	holds(t, w.Body.String(), "Айгүл Ахметова", "&#43;77015550001", "information letters", "– аты-жөні: Айгүл Ахметова")
	if w := b.post("/subjects/find", url.Values{"email": {"nobody@posta.example"}}); !strings.Contains(w.Body.String(), "There is no record under this address") {
		t.Errorf("nobody: %d", w.Code)
	}
	path := "/subjects/" + string(id)
	page := b.page(path)
	form := b.form(page, path+"/change")
	form.Set("before-phone", "+77015550001")
	change := mergeForms(form, url.Values{"name": {"Айгүл Серікова"}, "phone": {"+77015550001"}, "language": {"ru"}, "letters": {"yes"}})
	if w := b.post(path+"/change", change); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a change without a reason: %d", w.Code)
	}
	change.Set("reason", "passport shown at the office")
	if w := b.post(path+"/change", change); w.Code != http.StatusSeeOther {
		t.Fatalf("change: %d\n%s", w.Code, w.Body)
	}
	found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	if s := found.Subject; s.Name.Reveal() != "Айгүл Серікова" || s.Phone.Reveal() != "+77015550001" || s.Language != privacy.Russian || s.NoLetters {
		t.Error("the record is not as it was typed")
	}
	if w := b.post(path+"/block", url.Values{"blocked": {"yes"}, "reason": {"dispute"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("block: %d\n%s", w.Code, w.Body)
	}
	holds(t, b.page(path), "The data is blocked", "End the blocking")
	add := url.Values{"email": {"new@posta.example"}, "name": {"Жаңа Адам"}, "date": {"2026-11-01"}, "purpose": {"letters"}}
	if w := b.post("/subjects", add); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/subjects/") {
		t.Errorf("add: %d", w.Code)
	}
	if w := b.post("/subjects", add); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), `value="Жаңа Адам"`) {
		t.Errorf("add twice: %d", w.Code)
	}
}

func TestRegistersShowWhatHappened(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	d.person("erlan@posta.example", "Ерлан", "")
	d.near()
	withdrawn := d.gets(letterFrom("erlan@posta.example", "ДЕРБЕС ДЕРЕКТЕРДІ ӨҢДЕУГЕ КЕЛІСІМДІ ҚАЙТАРЫП АЛУ", "Ерлан"))
	b := d.as("timur")
	holds(t, b.page("/consents"), "information letters</th>", `data-label="given">1</td>`, `data-label="suspended">0</td>`, `data-label="withdrawn">1</td>`, "open the record")
	holds(t, b.page("/letters"), "acknowledgement", "consent withdrawn", "e***@p***.example", string(withdrawn), "waits to leave")
	if strings.Contains(b.page("/letters?state=sent"), string(withdrawn)) {
		t.Error("a letter that waits is listed as sent")
	}
	holds(t, b.page("/audit"), "record added", "received", "Withdrawal of consent, clear", "the program", "aliya")
	w := b.post("/audit/verify", nil)
	holds(t, w.Body.String(), "The chain is whole, entries:")
	holds(t, b.page("/requests?kind=withdraw"), string(withdrawn))
	holds(t, b.page("/account?count=1"), "Every message is accounted for")
	holds(t, b.page("/health"), "Working: the mail was looked at lately.")
}

// Long lists come in pages, and every entry is on exactly one.
func TestListsArePaged(t *testing.T) {
	d := newDesk(t)
	for i := range 2*listPage + 7 {
		d.person(fmt.Sprintf("p%d@posta.example", i), "", "")
	}
	b := d.as("aliya")
	seen, pages := 0, 0
	for path := "/audit"; path != ""; pages++ {
		page := b.page(path)
		seen += strings.Count(page, `data-label="№">`)
		_, rest, ok := strings.Cut(page, `<a href="/audit?before=`)
		path = ""
		if ok {
			n, _, _ := strings.Cut(rest, `"`)
			path = "/audit?before=" + n
		}
	}
	if seen != 2*listPage+7 || pages != 3 {
		t.Errorf("%d entries on %d pages", seen, pages)
	}
}

func TestFiguresCountRequests(t *testing.T) {
	d := newDesk(t)
	zone := d.s.Zone
	const weeks = review.FigureWeeks
	put := func(kind privacy.Kind, received, closed time.Time) {
		d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
			n, err := tx.NewNumber()
			if err != nil {
				return err
			}
			state := privacy.StateReceived
			if !closed.IsZero() {
				state = privacy.StateClosed
			}
			return tx.PutRequest(store.Request{ID: tx.NewRequestID(), Number: n, Kind: kind, State: state, Language: privacy.English, Proof: privacy.Proven,
				ReceivedAt: received, RecordedAt: tx.Now(), DueAt: received.Add(4 * 24 * time.Hour), ClosedAt: closed})
		}))
	}
	now := d.clock() // Tuesday
	for range 3 {
		put(privacy.KindUpdate, now.Add(-time.Hour), time.Time{})
	}
	put(privacy.KindUpdate, now.AddDate(0, 0, -7), now.AddDate(0, 0, -6))         // a quarter of its period
	put(privacy.KindAccess, now.AddDate(0, 0, -14), now.AddDate(0, 0, -8))        // late
	put(privacy.KindAccess, now.AddDate(0, 0, -7*weeks), time.Time{})             // before the picture, and overdue
	put(privacy.KindErase, now.AddDate(0, 0, -6).Add(-18*time.Hour), time.Time{}) // overdue
	found, err := d.s.Desk.Figures(t.Context())
	d.must(err)
	if got := found.Kinds[1]; got.Kind != privacy.KindUpdate || got.ByWeek[weeks-1] != 3 || got.ByWeek[weeks-2] != 1 || found.Total != 6 {
		t.Errorf("updates by week %+v, total %d", got, found.Total)
	}
	f := draw(found, now.In(zone))
	if len(f.Kinds) != 3 || f.Kinds[1].Kind != privacy.KindUpdate || f.Kinds[1].Total != 4 {
		t.Errorf("rows %+v", f.Kinds)
	}
	if full, part := f.Kinds[1].Bars[weeks-1], f.Kinds[1].Bars[weeks-2]; full.H != barHeight || part.H != barHeight/3 || part.X >= full.X {
		t.Errorf("bars %+v, %+v", full, part)
	}
	if len(f.Answers) != 2 || f.Answers[0].MedianX != fullWidth/4 || f.Answers[0].Late != 0 || f.Answers[1].Late != 1 || f.Answers[1].SlowestX != fullWidth*3/2 {
		t.Errorf("answers %+v", f.Answers)
	}
	page := d.as("timur").page("/figures")
	holds(t, page, `role="img" aria-labelledby="byweek-t byweek-d"`, "6 requests in all", "overdue: 2")
	if strings.Count(page, "<title id=") != 3 || strings.Count(page, "<desc id=") != 3 || strings.Count(page, "<caption>") != 3 {
		t.Error("a picture lacks its words or its table")
	}
}

// People search for names and addresses: what they type stands in no URL (P7).
func TestSearchStandsInNoAddress(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "")
	n := d.near()
	other := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	w := b.post("/search", url.Values{"text": {" ахметова "}, "kind": {"update"}})
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || to != "/?find=0&kind=update" {
		t.Fatalf("search: %d to %s", w.Code, to)
	}
	page := b.page(to)
	holds(t, page, string(n), `value="ахметова"`)
	if strings.Contains(page, string(other)) {
		t.Error("what was not searched for is shown")
	}
	w = b.post("/search", url.Values{"text": {"bekzat@"}, "page": {"requests"}})
	if to := w.Header().Get("Location"); to != "/requests?find=1" {
		t.Errorf("search the requests: %s", to)
	}
	if page := b.page("/requests?find=1"); !strings.Contains(page, string(other)) || strings.Contains(page, string(n)) {
		t.Error("the requests are not those searched for")
	}
	if w := b.post("/search", url.Values{"text": {strings.ToLower(string(n))}}); w.Header().Get("Location") != "/requests/"+string(n) {
		t.Errorf("a number: %s", w.Header().Get("Location"))
	}
	for range maxFinds {
		w = b.post("/search", url.Values{"text": {"сұрақ"}})
	}
	page = b.page(w.Header().Get("Location"))
	if strings.Contains(page, string(n)) || !strings.Contains(page, string(other)) {
		t.Error("the last search is not the one shown")
	}
	if page := b.page("/?find=0"); !strings.Contains(page, string(n)) || !strings.Contains(page, string(other)) {
		t.Error("a search that is forgotten hides requests")
	}
	if strings.Contains(d.as("timur").page("/?find=40"), "value=\"сұрақ\"") {
		t.Error("a search is seen by somebody else")
	}
}

// The last page of a chain that was cut leads nowhere, and says where the chain begins.
func TestAPageEndsWhereTheChainWasCut(t *testing.T) {
	d := newDesk(t)
	enter := func(n int) {
		for range n {
			d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
				return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: "received"})
			}))
		}
	}
	b := d.as("aliya")
	first := d.clock()
	enter(listPage)
	if page := b.page("/audit"); strings.Contains(page, `rel="next"`) || strings.Contains(page, "begins here") {
		t.Error("one page of a whole chain leads on, or is said to be cut")
	}
	d.wait(10 * 365 * 24 * time.Hour)
	enter(2*listPage - 1)
	if _, _, err := d.store.CutAudit(t.Context(), func(at time.Time) bool { return !at.After(first) }, func(*store.Tx, privacy.Number) (bool, error) { return false, nil }); err != nil {
		t.Fatal(err)
	}
	b = d.as("aliya")
	newest := b.page("/audit")
	older := fmt.Sprintf("/audit?before=%d", 2*listPage+1)
	holds(t, newest, `<a href="`+older+`" rel="next">`)
	page := b.page(older)
	holds(t, page, "The chain begins here, with entry 51:", `<td role="cell" class="num" data-label="№">51</td>`, `<a href="/audit">`)
	if strings.Contains(page, `rel="next"`) || strings.Contains(newest, "begins here") {
		t.Error("the page leads beyond the cut, or the newest says that it is the last")
	}
	holds(t, b.page("/audit?before=20"), "The chain begins here, with entry 51:") // a link from before the cut
}
