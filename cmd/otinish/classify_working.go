package main

import (
	"fmt"
	"strings"

	"medico-intech.kz/otinish/mailbox/message"
)

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
	if strings.TrimSpace(c.message.Text) == "" {
		p.row("    ", "there is none")
	}
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
