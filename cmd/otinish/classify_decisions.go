package main

import (
	"fmt"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/store/privacy"
)

func (c Classification) writeGuards(p page) {
	fmt.Fprint(p, "\n  Guards: what may speak against acting\n")
	var silent []string
	for _, g := range c.Reading.Guards {
		if len(g.Seen) == 0 {
			silent = append(silent, g.Guard)
		}
		for _, e := range g.Seen {
			p.row("    fired     ", fmt.Sprintf("%s, %s, “%s”: %s [%s]", g.Guard, e.Where, plain(e.Text), guardEffect(g), e.Rule))
		}
	}
	p.row("    not seen  ", strings.Join(silent, ", "))
}

// guardEffect is what a guard that fired does here.
func guardEffect(g Guard) string {
	switch {
	case len(g.Holds) > 0:
		return g.Effect
	case g.Guard == "wish", g.Guard == "points", g.Guard == "business":
		return g.Effect
	}
	return "says nothing against what is asked here"
}

func (c Classification) writeValues(p page) {
	fmt.Fprint(p, "\n  Values: numbers, addresses and names\n")
	if len(c.Values) == 0 {
		p.row("    ", "none found")
	}
	for _, v := range c.Values {
		head, why := "    taken     ", ""
		if !v.Taken {
			head, why = "    left out  ", ": "+v.Why
		}
		if v.Wrong != "" && v.Why != v.Wrong && v.Role != "document" {
			why += "; not valid: " + v.Wrong
		}
		place := fmt.Sprintf("part %s, line %d, octets %d–%d", v.Part, v.Line, v.Start, v.End)
		if v.Part == partSubject {
			place = fmt.Sprintf("subject line, octets %d–%d", v.Start, v.End)
		}
		what := fmt.Sprintf("%s %s, %s", v.Field, cut(firstOf(v.Value, v.Raw), 80), roleSaid(v.Role))
		if v.Role == "document" {
			what = "number " + v.Raw
		}
		p.row(head, fmt.Sprintf("%s (%s)%s", what, place, why))
	}
}

func roleSaid(role string) string {
	switch role {
	case "new", "old":
		return "the " + role + " one"
	case "other":
		return "of something else"
	}
	return "nothing says which"
}

func (c Classification) writeDecisions(p page) {
	fmt.Fprint(p, "\n  Decisions\n")
	for _, d := range c.Reading.Decisions {
		question := "Is anything asked?"
		if d.Kind != "" {
			question = fmt.Sprintf("%s: may it be done without a person, as far as words go?", d.Kind)
		}
		answer := "no"
		if d.Yes {
			answer = "yes"
		}
		if d.Level > 0 {
			answer += fmt.Sprintf(", with a chance of %.0f\u00a0%%; %.0f\u00a0%% are needed", 100*d.Chance, 100*d.Level)
		}
		p.row("    ", question+" "+answer)
		if d.Kind != "" || d.Level == 0 {
			p.row("      ", "by the rule: "+d.By)
		}
		if len(d.Against) > 0 {
			p.row("      ", "against its values: "+strings.Join(d.Against, "; "))
		}
		if said := figures(d.Weighed); said != "" {
			p.row("      ", "weighed most: "+said)
		}
	}
	for _, v := range c.explained.Verdicts {
		if v.Certainty != privacy.Certain {
			p.row("    ", fmt.Sprintf("So %s is doubtful: a person decides, because %s.", v.Kind, because(v.Doubts)))
		} else {
			p.row("    ", fmt.Sprintf("So %s is certain.", v.Kind))
		}
	}
	if len(c.explained.Verdicts) == 0 {
		p.row("    ", "So nothing is asked: ordinary mail.")
	}
}

func because(doubts []classifier.Doubt) string {
	said := make([]string, len(doubts))
	for i, d := range doubts {
		said[i] = d.Because()
	}
	return strings.Join(said, "; ")
}

func figures(list []classifier.Figure) string {
	said := make([]string, len(list))
	for i, f := range list {
		sign := "+"
		if f.Weight < 0 {
			sign, f.Weight = "−", -f.Weight
		}
		said[i] = fmt.Sprintf("%s (%s%.1f)", f.Name, sign, f.Weight)
	}
	return strings.Join(said, ", ")
}
