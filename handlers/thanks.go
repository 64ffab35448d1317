package handlers

import (
	"slices"
	"strings"
	"unicode"
)

// OnlyThanks reports whether the writer's own words are nothing but thanks, greetings,
// signs, and the name that their From line shows: every clause, as a whole. Nobody has to
// read such an answer to what is decided. A question mark, a digit, a sign of displeasure
// or any other word makes it something else, and so does an empty text.
func OnlyThanks(own, name string) bool {
	names := strings.Fields(foldReply(name))
	said := false
	for _, r := range own {
		switch {
		case strings.ContainsRune(kindSigns, r):
			said = true
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSpace(r) || strings.ContainsRune(plainSigns, r):
		default:
			return false
		}
	}
	for part := range strings.FieldsFuncSeq(own, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != ' ' && r != '-' }) {
		clause := foldReply(part)
		words := strings.Fields(clause)
		switch {
		case clause == "":
		case thankful[clause] || closings[clause]:
			said = true
		case said && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(names, w) }):
		default:
			return false
		}
	}
	return said
}

// plainSigns say nothing; an opening bracket would be a sad face, and quoting is somebody
// else's words.
const plainSigns = ".,;:!…)-–—*_'’\u200d\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"

// kindSigns are what people draw instead of thanks.
const kindSigns = "👍🙏👌🤝👏🙌💪😊🙂😀😃😄😁🤗🥰😍😇☺❤💚💙💛💐🌹🌷🌸🎉"

// thankful are the clauses that ask and say nothing.
var thankful = wordSet(
	"рахмет", "рақмет", "рахмет сізге", "рақмет сізге", "рахмет сіздерге", "рақмет сіздерге", "сізге рахмет", "сізге рақмет", "сіздерге рахмет", "сіздерге рақмет",
	"көп рахмет", "көп рақмет", "көп көп рахмет", "көп көп рақмет", "үлкен рахмет", "үлкен рақмет", "сізге көп рахмет", "сізге көп рақмет", "сіздерге көп рахмет", "сіздерге көп рақмет",
	"мың рахмет", "мың рақмет", "жауабыңызға рахмет", "жауабыңызға рақмет", "жауап үшін рахмет", "жауап үшін рақмет", "көмегіңізге рахмет", "көмегіңізге рақмет", "алғыс айтамын", "алғысым шексіз",
	"рахмет жауабыңызға", "рақмет жауабыңызға", "rahmet", "raqmet", "rakhmet", "kop rahmet", "kop raqmet",
	"сәлем", "сәлеметсіз бе", "сәлеметсіздер ме", "ассалаумағалейкум", "қайырлы күн", "қайырлы таң", "қайырлы кеш", "сау болыңыз", "сау болыңыздар", "сау тұрыңыз", "жақсы күн тілеймін", "іске сәт",
	"спасибо", "спасибо вам", "спасибо большое", "большое спасибо", "спасибо вам большое", "большое вам спасибо", "огромное спасибо", "спасибо огромное", "спс", "спасибо за ответ", "спасибо за помощь", "спасибо за быстрый ответ", "спасибо за оперативность",
	"большое спасибо за ответ", "большое спасибо за помощь", "спасибо большое за ответ", "спасибо большое за помощь",
	"благодарю", "благодарю вас", "благодарю за ответ", "благодарю за помощь", "благодарим", "благодарим вас", "заранее спасибо", "премного благодарен", "премного благодарна", "очень благодарен", "очень благодарна",
	"здравствуйте", "добрый день", "доброе утро", "добрый вечер", "доброго времени суток", "приветствую", "до свидания", "хорошего дня", "хорошего вам дня", "доброго дня", "всего доброго", "всего хорошего", "всего наилучшего",
	"thanks", "thank you", "thank you very much", "thank you so much", "many thanks", "thanks a lot", "thanks so much", "thx", "much appreciated", "thank you all", "thanks again", "thank you again", "with thanks",
	"thank you for your help", "thanks for your help", "thank you for your answer", "thank you for your reply", "thanks for the reply", "thank you for the reply", "thanks for letting me know", "thank you for letting me know",
	"hello", "hi", "dear sirs", "good morning", "good afternoon", "good evening", "good day", "have a nice day", "have a good day", "have a great day", "goodbye", "bye", "cheers",
)
