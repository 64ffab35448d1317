package message

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func typedIn(subject, body string) *Message {
	return parse("From: a@b.kz\r\nSubject: " + subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body)
}

// Russian and Kazakh typed while the Latin layout was on are read as they were meant,
// word by word, and it is said.
func TestWrongLayout(t *testing.T) {
	for typed, want := range map[string]string{
		"Jnpsd cjukfcbz yf j,hf,jnre gthcjyfkmys[ lfyys[": "Отзыв согласия на обработку персональных данных",
		"Jnpsd cjukfcbz":              "Отзыв согласия",
		"JNPSD CJUKFCBZ YF J,HF,JNRE": "ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ",
		"JNPSD CJUKFCBZ YF J<HF<JNRE": "ОТЗЫВ СОГЛАСИЯ НА ОБРАБОТКУ",
		"Ghjie ghtrhfnbnm j,hf,jnre vjb[ lfyys[? cdj` cjukfcbt jnpsdf./":                          "Прошу прекратить обработку моих данных, своё согласие отзываю.",
		"Plhfdcndeqnt? gjvtyzqnt ntktajy yf +7 701 390-28-84? gj;fkeqcnf/":                        "Здравствуйте, поменяйте телефон на +7 701 390-28-84, пожалуйста.",
		"Yjdsq flhtc gjxns^ aidana.o@post.example/ Cnfhsq elfkbnt/":                               "Новый адрес почты: aidana.o@post.example. Старый удалите.",
		"Elfkbnt lfyyst c cfqnf https://ulgi.example/a?b=c gj;fkeqcnf":                            "Удалите данные с сайта https://ulgi.example/a?b=c пожалуйста",
		"Gj;fkeqcnf? yt gbibnt vyt d WhatsApp b yf e-mail? pdjybnt dtxthjv gj cnfhjve yjvthe? OK": "Пожалуйста, не пишите мне в WhatsApp и на e-mail? звоните вечером по старому номеру, OK",
		"Vjz lfnf hj;ltybz 12/03/1984? lj 5-uj vfhnf bcghfdmnt/":                                  "Моя дата рождения 12/03/1984, до 5-го марта исправьте.",
		"Rjl jnrfpf AB12CD34 jnghfdbkf tuj rfr dctulf gjxnjq":                                     "Код отказа AB12CD34 отправила его как всегда почтой",
		"Ghjie dytcnb bpvtytybz d vjb lfyyst.":                                                    "Прошу внести изменения в мои данные.",
		"Lth,tc lthtrnthl3 ;f4fhne":                                                               "Дербес деректерді жаңарту",
		"Lth,tc lthtrnthl3 -4lteut rtk3c3vl3 0fqnfhsg fke":                                        "Дербес деректерді өңдеуге келісімді қайтарып алу",
		"C2ktvtnc3p ,t! Ntktajy y-v3h3v -puthl3, ;f4fcs 8 701 445 81 20.":                         "Сәлеметсіз бе! Телефон нөмірім өзгерді, жаңасы 8 701 445 81 20.",
		")fqshks r8y6 fns-;-y3v _vthjdf ltg ;fpsks4sp7":                                           "Қайырлы күн, аты-жөнім Өмерова деп жазылыңыз.",
		"Ghbdtn! Lf? z cjukfcty? yj xnj ,eltn c lfyysvb^ «kbxysq rf,bytn»&":                       "Привет! Да, я согласен, но что будет с данными: «личный кабинет»?",
	} {
		m := typedIn("x", typed+"\n")
		if m.Text != want+"\n" || !slices.Equal(m.Notes, []Note{NoteLayout}) || len(m.Damage) > 0 {
			t.Errorf("%q:\n got %q %v %v\nwant %q", typed, m.Text, m.Notes, m.Damage, want)
		}
		if m := typedIn("Re: "+typed, "x"); !strings.Contains(typed, "«") && (m.SubjectLine != "Re: "+want || !slices.Equal(m.Notes, []Note{NoteLayout}) || m.Text != "x") {
			t.Errorf("subject line %q: %q %v", typed, m.SubjectLine, m.Notes)
		}
	}
}

// What is meant in Latin letters, or is no language at all, stays as it stands.
func TestNoWrongLayout(t *testing.T) {
	for _, text := range []string{
		"Dear Sir or Madam, please withdraw my consent to the processing of my personal data.", "Why? Try my gym.", "Cuthbert Lyle, Tomiris J.",
		"Nymphs by crypts: shyly dry my lynx, Lynn. Psst! Hmm, brrr, pfft, tsk.", "SMS PDF HTML XML VPN HTTP TCP DNS LLP GmbH CRM BBQ",
		"Sehr geehrte Damen und Herren, ich widerrufe meine Einwilligung. Schwarzrechtsschutz, Sprachrhythmus!",
		"Kişisel verilerimin işlenmesine verdiğim izni geri alıyorum.", "Lutfen telefon numarami guncelleyin, yeni numaram budur.",
		"Derbes derekterdi janartu: telefon nomirim ozgerdi", "Derbes derekterdi óńdeýge kelisimdi qaıtaryp alý", "Jeke derekterdi óshiriñizder, ötinemin",
		"Otzyv soglasiya na obrabotku personalnyh dannyh", "Zdravstvuyte, proshu izmenit moy nomer", "vstrch vzglyad vskr vspln",
		"Strč prst skrz krk. Zmrzl, zvlhl, ztvrdl.", "Przepraszam, chrząszcz brzmi w trzcinie. Szczebrzeszyn.", "W Szczebrzeszynie chrzaszcz brzmi w trzcinie",
		"aGVsbG8gd29ybGQgdGhpcyBpcyBiYXNlNjQ= TWFueSBoYW5kcyBtYWtlIGxpZ2h0IHdvcms=", "xkcd qwrtp zxcvb nmhgf", "qwerty asdfgh zxcvbn", "QWERTYUIOP ASDFGHJKL ZXCVBNM",
		"Jnpsd cjukfcbz HTTPS SMTP XML GmbH VPN LLP", "gthcjyfkmys[", "Gfhjkm: gthcjyfkmysq7Xy9kQ",
		"dtysty dylsy vlsty", "brndty vtrdy ktrty", // which read as well as they sound
		"ghbdtn", "Gfhjkm: Ghbdtn123", "Password: Tr0ub4dor&3, Kx7#mQ2!vBnR", "SKU TX-4410-BQ, TX-4411-BR, part HJK-88/2, VLT 6000",
		"func (k *marker) put(s, n int) { k.out = append(k.out, r[s:n]...); if err != nil { return err } }", "for (i=0; i<n; i++) { sum[i] += x[i]*y[i]; }",
		"#include <stdio.h>\nint main(void) { printf(\"%d\\n\", 5); }", "SELECT * FROM t WHERE x = 5;", "gcc -Wall -O2 -o x x.c && ./x", "d41d8cd98f00b204e9800998ecf8427e",
		"kz.medico.x, cn, dc=kz", "Lf", "lf, jr", "https://ulgi.example/jnpsd/cjukfcbz?gthcjyfkmys[", "jnpsd@cjukfcbz.kz gthcj@yfkmys.kz",
		"Прошу jnpsd cjukfcbz и удалить мои данные из вашей базы, спасибо", "Дербес деректерді жаңарту: lth,tc", "н-м3р3мд3 жа4арту",
		"My password is jnpsd cjukfcbz and I would like you to change it", "I typed Jnpsd cjukfcbz by mistake, sorry",
	} {
		if m := typedIn(text, text); slices.Contains(m.Notes, NoteLayout) || strings.Contains(text, "\n") == (m.SubjectLine == text) || m.Text != text {
			t.Errorf("%q: %q %q %v", text, m.SubjectLine, m.Text, m.Notes)
		}
		if best := likeliestLayout(text); best != nil { // nor without the look before
			t.Errorf("%q: %q", text, best.out)
		}
	}
}

// Of letters drawn by lot few read like words; nothing is made of more of them.
func TestLettersDrawnByLot(t *testing.T) {
	lot := rand.New(rand.NewPCG(1, 2))
	for _, letters := range []string{"abcdefghijklmnopqrstuvwxyz", "bcdfghjklmnpqrstvwxz", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"} {
		for words, most := range map[int]int{2: 12, 5: 1} {
			taken := 0
			for range 4000 {
				text := ""
				for range words * 6 {
					text += string(letters[lot.IntN(len(letters))])
					if len(text)%7 == 6 {
						text += " "
					}
				}
				if likeliestLayout(text) != nil {
					taken++
				}
			}
			if taken > most {
				t.Errorf("%d words of %s: %d of 4000", words, letters, taken)
			}
		}
	}
}

// Only the writer's words are exchanged; ranges, sections and lines stay in their places.
func TestWrongLayoutPlaces(t *testing.T) {
	const quote = "> Jnpsd cjukfcbz yf j,hf,jnre lfyys[\n"
	m := parse("From: a@b.kz\r\nSubject: Re: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" +
		"Ghjie elfkbnm vjb lfyyst/\n" + quote + "Cgfcb,j pf gjvjom/\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Bpdbybnt pf j;blfybt</p><blockquote>old</blockquote>\r\n--b--\r\n")
	checkRanges(t, m)
	want := "Прошу удалить мои данные.\n" + quote + "Спасибо за помощь.\n"
	if first := m.Text[m.Sections[0].Start:m.Sections[0].End]; strings.TrimRight(first, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("first part %q", first)
	}
	if second := m.Text[m.Sections[1].Start:m.Sections[1].End]; second != "Извините за ожидание\nold\n" {
		t.Errorf("second part %q", second)
	}
	if got := show(m); got != "OQOOQ" || m.Sections[1].End != len(m.Text) {
		t.Errorf("%s, %+v of %d", got, m.Sections, len(m.Text))
	}
}

// Of the letters that the classifier learns from and is measured with none is changed that
// was not typed so.
func TestNothingElseIsTakenForTyped(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "classifier", "testdata", "corpus", "work", "*.eml"))
	texts, _ := filepath.Glob("../../classifier/testdata/*/*.txt")
	if len(files) < 100 || len(texts) < 20 {
		t.Fatalf("%d letters, %d files of texts", len(files), len(texts))
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(name, ".eml") + ".want")
		if err != nil {
			t.Fatal(err)
		}
		typed := bytes.Contains(want, []byte("wrong-layout")) && strings.Contains(name, "-ru-layout-")
		if m := Parse(raw); slices.Contains(m.Notes, NoteLayout) != typed {
			t.Errorf("%s: %q %q", name, m.SubjectLine, m.Text)
		}
	}
	for _, name := range texts {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if _, text, ok := strings.Cut(line, " | "); ok && likeliestLayout(text) != nil {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}
