package main

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"medico-intech.kz/otinish/store/privacy"
)

// itsName is what stands in Latin letters on a Kazakh and a Russian page because it is
// called so, in every language: names of protocols and fields, a key of the keyboard, and
// what the storybook invents (its operator, its file, its version).
var itsName = regexp.MustCompile(`^(otinish|kk|ru|HTML|UID|UIDVALIDITY|INBOX|DMARC|DKIM|SPF|ARC|From|Received|Enter|aliya|devel|text/html|UTC)$`)

// asItIs is what no language words: addresses, hosts, links, numbers of requests, digests,
// a command to type, the result of a check behind its words.
var asItIs = regexp.MustCompile(`\S+@\S+|https?://\S+|([a-z0-9-]+\.)+example\b|OT-(…|[0-9A-Z]{4}-[0-9A-Z]{4})|\b[0-9a-f]{6,}…|otinish console login|\((pass|fail|none)\)|\S*\.html`)

// english lists the words of a page in another language that are in Latin letters and
// are nobody's name: sentences that nobody has put into its words, and codes. What people
// wrote, and what is said to be of another language, is left out.
func english(page string, l privacy.Language) (words []string) {
	tree, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	latin := regexp.MustCompile(`[A-Za-z][A-Za-z/-]+`)
	look := func(text string) {
		for _, word := range latin.FindAllString(asItIs.ReplaceAllString(text, " "), -1) {
			if !itsName.MatchString(word) {
				words = append(words, word+" in “"+cut(strings.Join(strings.Fields(text), " "), 80)+"”")
			}
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			look(n.Data)
		}
		if n.Type == html.ElementNode {
			if saidByPeople(n, l) {
				return
			}
			for _, a := range n.Attr {
				if slices.Contains([]string{"aria-label", "placeholder", "alt", "data-label", "data-lost"}, a.Key) || a.Key == "title" && !strings.Contains(attr(n.Parent, "class"), "evidence") { // there it names a rule
					look(a.Val)
				}
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(tree)
	return words
}

// saidByPeople: of a letter, of a name, or in a language that is told.
func saidByPeople(n *html.Node, l privacy.Language) bool {
	if lang := attr(n, "lang"); lang != "" && lang != string(l) || attr(n, "dir") == "auto" {
		return true
	}
	for _, class := range strings.Fields(attr(n, "class")) {
		if class == "letter" || class == "files" {
			return true
		}
	}
	return slices.Contains([]string{"script", "style", "q", "bdi", "textarea"}, n.Data)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
