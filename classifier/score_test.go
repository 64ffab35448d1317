package classifier

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// share is a count of so many out of so many.
type share struct{ hit, of int }

func (s *share) count(hit bool) {
	s.of++
	if hit {
		s.hit++
	}
}

// percent of nothing is 100: nothing was missed.
func (s share) percent() float64 {
	if s.of == 0 {
		return 100
	}
	return 100 * float64(s.hit) / float64(s.of)
}

func (s share) String() string { return fmt.Sprintf("%d of %d (%.1f %%)", s.hit, s.of, s.percent()) }

// score counts how letters were read. An act is what the daemon would do without
// a person: a certain verdict of update, withdraw or unsubscribe.
type score struct {
	name  string
	total int

	wrong    []string // acted where the letter does not want exactly that
	lost     []string // asks something and nothing was found
	bother   []string // asks nothing and a person must look
	unclear  []string // clear, but a person must look
	hasty    []string // needs a person, but found certain of a kind that never acts
	mistaken []string // language or values wrong

	clear     share // clear letters read as certain of exactly their kind and values
	values    share // values wanted or found in clear updates
	languages share
	none      share // ordinary letters left alone
	machines  share // automatic letters seen as such

	matrix map[string]map[string]int // wanted, got
}

func newScore(name string) *score { return &score{name: name, matrix: map[string]map[string]int{}} }

func (s *score) add(x sample) { s.addVerdicts(x, func() []Verdict { return Classify(x.message) }) }

// addWith reads a letter with another model than the program's.
func (s *score) addWith(x sample, m *model) {
	s.addVerdicts(x, func() []Verdict { return classify(x.message, lexiconIndex(), m, new(room)) })
}

func (s *score) addVerdicts(x sample, read func() []Verdict) {
	s.total++
	var got []Verdict
	if !x.message.Automatic.Strong {
		got = read()
	}
	s.enter(x, got)
	say := func(format string, args ...any) string {
		return x.name + ": " + fmt.Sprintf(format, args...) + "\n" + outline(got)
	}
	for _, v := range got {
		if v.Certainty == privacy.Certain && slices.Contains(acting, v.Kind) && !x.wants(v) {
			s.wrong = append(s.wrong, say("want %s %v %v", x.expect, x.kinds, x.fields))
		}
	}
	switch x.expect {
	case wantCertain:
		s.addClear(x, got, say)
	case wantReview:
		if slices.ContainsFunc(got, func(v Verdict) bool { return v.Certainty == privacy.Certain }) {
			s.hasty = append(s.hasty, say("want a person for %v", x.kinds))
		}
	case wantNone:
		s.none.count(len(got) == 0)
		if len(got) > 0 {
			s.bother = append(s.bother, say("asks nothing"))
		}
	case wantAutomatic:
		s.machines.count(x.message.Automatic.Sign != "")
		if len(got) > 0 && x.message.Automatic.Sign == "" {
			s.bother = append(s.bother, say("a machine wrote it"))
		}
	}
	if x.expect == wantCertain || x.expect == wantReview {
		if len(got) == 0 && len(x.kinds) == 0 && Unread(x.message) != (Evidence{}) {
			return // it goes to a person for what could not be read
		}
		if len(got) == 0 {
			s.lost = append(s.lost, say("want %s %v", x.expect, x.kinds))
			return
		}
		s.languages.count(got[0].Language == x.language)
		if got[0].Language != x.language {
			s.mistaken = append(s.mistaken, say("want language %s", x.language))
		}
	}
}

func (s *score) addClear(x sample, got []Verdict, say func(string, ...any) string) {
	right := len(got) == 1 && got[0].Certainty == privacy.Certain && x.wants(got[0])
	s.clear.count(right)
	if !right {
		s.unclear = append(s.unclear, say("want certain %v %v", x.kinds, x.fields))
	}
	if slices.Contains(x.kinds, privacy.KindUpdate) {
		found := fieldsOf(got)
		for _, field := range privacy.Fields {
			if x.fields[field] != "" || found[field] != "" {
				s.values.count(sameValue(x.fields[field], found[field]))
			}
		}
	}
}

// wants reports whether a certain verdict is exactly what a clear letter wants.
func (x sample) wants(v Verdict) bool {
	return x.expect == wantCertain && len(x.kinds) == 1 && x.kinds[0] == v.Kind &&
		(v.Kind != privacy.KindUpdate || x.sameFields(fieldsOf([]Verdict{v})))
}

// sameFields compares values; the order of the parts of a name is its writer's.
func (x sample) sameFields(got map[privacy.Field]string) bool {
	return maps.EqualFunc(x.fields, got, sameValue)
}

func fieldsOf(verdicts []Verdict) map[privacy.Field]string {
	found := map[privacy.Field]string{}
	for _, v := range verdicts {
		for _, f := range v.Fields {
			if f.Valid {
				found[f.Field] = strings.TrimPrefix(found[f.Field]+"|"+f.Text, "|")
			}
		}
	}
	return found
}

// enter puts a letter into the confusion matrix.
func (s *score) enter(x sample, got []Verdict) {
	row, column := string(x.expect), "none"
	if len(x.kinds) > 0 {
		row = string(x.kinds[0]) + " " + string(x.expect)
	}
	if len(got) > 0 {
		column = string(got[0].Kind)
		if got[0].Certainty != privacy.Certain {
			column += "?"
		}
	} else if x.message.Automatic.Sign != "" {
		column = "automatic"
	}
	if s.matrix[row] == nil {
		s.matrix[row] = map[string]int{}
	}
	s.matrix[row][column]++
}

func outline(verdicts []Verdict) string {
	return "    | " + strings.ReplaceAll(strings.TrimSpace(describe(verdicts)), "\n", "\n    | ")
}

// print writes the tables.
func (s *score) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s: %d letters\n", s.name, s.total)
	columns := map[string]bool{}
	for _, row := range s.matrix {
		for column := range row {
			columns[column] = true
		}
	}
	names := slices.Sorted(maps.Keys(columns))
	fmt.Fprintf(w, "\n%-22s", "wanted \\ read as")
	for _, name := range names {
		fmt.Fprintf(w, "%13s", name)
	}
	for _, row := range slices.Sorted(maps.Keys(s.matrix)) {
		fmt.Fprintf(w, "\n%-22s", row)
		for _, name := range names {
			if n := s.matrix[row][name]; n > 0 {
				fmt.Fprintf(w, "%13d", n)
			} else {
				fmt.Fprintf(w, "%13s", ".")
			}
		}
	}
	fmt.Fprintf(w, "\n\n(a question mark: a person decides)\n\n")
	for _, list := range []struct {
		what  string
		lines []string
	}{
		{"wrong acts", s.wrong}, {"lost requests", s.lost}, {"ordinary letters that bother a person", s.bother},
		{"letters for a person read as certain", s.hasty}, {"clear letters left to a person", s.unclear}, {"wrong languages", s.mistaken},
	} {
		fmt.Fprintf(w, "%s: %d\n", list.what, len(list.lines))
		for _, line := range list.lines {
			fmt.Fprintf(w, "  %s\n", line)
		}
	}
	s.rates(w)
}

// summary writes the figures without the letters.
func (s *score) summary(w io.Writer) {
	fmt.Fprintf(w, "\n%s: %d letters\nwrong acts %d, lost requests %d, bother %d, for a person read as certain %d", s.name, s.total, len(s.wrong), len(s.lost), len(s.bother), len(s.hasty))
	s.rates(w)
}

func (s *score) rates(w io.Writer) {
	fmt.Fprintf(w, "\nclear letters certain   %s\nvalues right            %s\nlanguages right         %s\nordinary left alone     %s\nmachines seen           %s\n",
		s.clear, s.values, s.languages, s.none, s.machines)
}
