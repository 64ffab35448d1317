package classifier

import (
	"cmp"
	"slices"
	"strconv"
)

// Figure is something that was weighed, and how much it weighed: above zero for yes,
// below for no. A unit is a factor of 2.7 in the odds.
type Figure struct {
	Name   string  `json:"name"`
	Weight float32 `json:"weight"`
}

// heaviest returns the figures that weighed most, the heaviest first.
func heaviest(weights, figures []float32, name func(int) string) (list []Figure) {
	for i, v := range figures {
		list = append(list, Figure{said(name(i), v), v * weights[i]})
	}
	return weightiest(list)
}

// weightiest returns the signs that weighed most for or against acting, the weightiest first.
func (m *model) weightiest(of signs) (list []Figure) {
	for _, s := range of {
		list = append(list, Figure{said(s.name(), s.value), s.value * m.act[s.at()]})
	}
	return weightiest(list)
}

func weightiest(list []Figure) []Figure {
	const (
		shown = 5
		least = .05
	)
	list = slices.DeleteFunc(list, func(f Figure) bool { return abs(f.Weight) < least })
	slices.SortStableFunc(list, func(a, b Figure) int { return cmp.Compare(abs(b.Weight), abs(a.Weight)) })
	return list[:min(len(list), shown)]
}

// said names a figure; one whose chance is below a half says that there is little of it.
func said(name string, value float32) string {
	if value < 0 {
		return hardly + name
	}
	return name
}

// hardly stands before the name of a figure whose chance is below a half: what weighs
// is that there is little of it.
const hardly = "hardly: "

func abs(f float32) float32 { return max(f, -f) }

// heedNames name what heed.go weighs, in its order.
var heedNames = []string{
	"unknown words in the loudest sentence", "unknown words in all", "words with a sense in the loudest sentence", "the subject line is loudest",
	"the loudest sentence, as far as its words are unknown", "the loudest sentence, where it is the subject line",
	"how often anything is asked", "the loudest sentence asks something", "the next one asks something", "a sentence asks or touches upon a kind",
	"a sentence forbids acting", "a sentence is of other business", "the sentences together ask something",
	"a clear wording", "a mark, or nearly one", "hints of the word lists", "signs of news, offers or business", "more than eight sentences", "how long it is",
	"a clear wording beside signs of news, offers or business", "hints beside such signs", "the loudest sentence of a long letter",
	"the letter as a whole is like such as ask something", "the loudest sentence and the letter as a whole",
	"a number or address beside what is to change", "what is to change, beside such a value", "the same in a long letter",
}

func heedName(i int) string {
	if i < len(heedNames) {
		return heedNames[i]
	}
	return "figure " + strconv.Itoa(i)
}
