package main

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// columns is how wide a terminal is taken to be.
const columns = 100

// page writes rows that are no wider than a terminal.
type page struct{ *bufio.Writer }

// row writes a text behind a head; what does not fit goes on below, behind blanks.
func (p page) row(head, text string) {
	indent := utf8.RuneCountInString(head)
	room := max(columns-indent, 20)
	blanks := strings.Repeat(" ", indent)
	line := head
	for i, part := range fold(text, room) {
		if i > 0 {
			line = blanks
		}
		fmt.Fprintln(p, strings.TrimRight(line+part, " "))
	}
}

// fold cuts a text into lines of at most n characters, at blanks where there are any.
func fold(text string, n int) (lines []string) {
	rest := []rune(text)
	for len(rest) > n {
		at := n
		for at > n/2 && rest[at] != ' ' {
			at--
		}
		if rest[at] != ' ' {
			at = n
		}
		lines = append(lines, string(rest[:at]))
		rest = rest[at:]
		if rest[0] == ' ' {
			rest = rest[1:]
		}
	}
	return append(lines, string(rest))
}

const legend = "How to read this: the writer's own words are cut into sentences, and a model says what each does and how " +
	"likely that is. Guards are words that speak against acting. A decision is yes where its chance reaches the level it needs; " +
	"“+” weighed for yes, “−” for no. Places are octets of a part's text. Numbers of documents are starred."

// writeWorking shows how a letter was read, rule by rule.
func (c Classification) writeWorking(p page) {
	defer p.Flush()
	fmt.Fprintf(p, "\n")
	p.row("  ", legend)
	c.writeMail(p)
	c.writeText(p)
	fmt.Fprint(p, "\n  Folded: the letters that the words are compared in\n")
	for _, l := range c.Reading.Lines {
		p.row("    "+l.Where+": ", plain(l.Folded))
	}
	fmt.Fprint(p, "\n  Sentences: what each does, how likely that is\n")
	for _, s := range c.Reading.Sentences {
		p.row(fmt.Sprintf("    %-14s %3.0f %% │ ", senseName(s.Sense), 100*s.Chance), plain(s.Text))
	}
	c.writeGuards(p)
	c.writeValues(p)
	c.writeDecisions(p)
}

// senseName is what a sentence does, in words.
func senseName(sense string) string {
	switch kind, touches := strings.CutSuffix(sense, "?"); {
	case touches:
		return "on " + kind
	case sense == "harmless", sense == "business", sense == "forbids":
		return sense
	}
	return "asks " + sense
}

func (c Classification) writeMail(p page) {
	fmt.Fprint(p, "\n  The mail\n")
	for _, part := range c.Parts {
		head, kind := "part "+part.Part, part.Type+", "
		if part.Part == partSubject {
			head, kind = part.Part, ""
		}
		size := fmt.Sprintf("; %s", count(part.Octets, "octet"))
		if part.Part != partSubject {
			size = fmt.Sprintf("; %s, %s", count(part.Lines, "line"), count(part.Octets, "octet"))
		}
		p.row(fmt.Sprintf("    %-12s ", plain(head)), plain(kind+"charset "+charsetSaid(part))+size)
	}
	for _, a := range c.Attachments {
		kind := a.Type
		if a.Inline {
			kind += ", shown in the text"
		}
		p.row("    attached     ", strings.TrimSpace("part "+firstOf(a.Part, "?")+": "+cut(firstOf(a.Name, "without a name"), 80)+", "+plain(kind)))
	}
	for _, rg := range c.Ranges {
		if rg.Origin == originHidden {
			p.row("    left out     ", fmt.Sprintf("part %s, %s: “%s”", firstOf(rg.Part, "?"), rg.Why, cut(rg.Text, 200)))
		}
	}
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// charsetSaid tells how octets became letters.
func charsetSaid(part Part) string {
	read := firstOf(part.Read, part.Declared)
	switch {
	case part.How == "as declared" && part.Declared == "":
		return strings.TrimPrefix(firstOf(read, "not named")+", none declared", ", ")
	case part.How == "as declared":
		return read + ", as declared"
	case part.How == "guessed":
		return strings.TrimPrefix(read+", guessed: none declared", ", ")
	case part.How == "":
		return "of another part"
	}
	return fmt.Sprintf("%s, %s: declared %s", firstOf(part.Read, "not known"), part.How, firstOf(part.Declared, "nothing"))
}

// writeText shows the text with whose words it is at the left of each line.
func (c Classification) writeText(p page) {
	fmt.Fprintf(p, "\n  The text (%s): whose words, and the line\n", firstOf(c.Reading.TextType, "none"))
	var before Range
	for _, rg := range c.Ranges {
		if rg.Origin == originHidden {
			continue
		}
		if rg.Part != before.Part && before.Part != "" {
			fmt.Fprintf(p, "    part %s\n", rg.Part)
		}
		before = rg
		number := rg.Line
		for line := range strings.Lines(rg.Text) {
			p.row(fmt.Sprintf("    %-9s %4d │ ", rg.Origin, number), strings.ReplaceAll(printableLines(strings.TrimRight(line, "\r\n")), "\t", "    "))
			number++
		}
	}
	if c.explained.Read != message.Own {
		p.row("    ", "The writer's own words ask nothing, so those that are "+string(c.explained.Read)+" were read.")
	}
}

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
		if d.Kind != "" {
			p.row("      ", "by the rule: "+d.By)
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
