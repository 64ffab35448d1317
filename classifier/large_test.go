package classifier

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A letter of ten megabytes costs no more memory than one of two: what is read of a
// text has a cap (P16, P18).
func TestLargeLettersCostNoMoreMemory(t *testing.T) {
	text := ordinaryText()
	cost := func(megabytes int) uint64 {
		raw := []byte("From: a@posta.example\r\nSubject: letter\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
			strings.Repeat(text, megabytes<<20/len(text)))
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		Classify(message.Parse(raw))
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	cost(1) // the lexicon and the model are loaded once
	small, large := cost(2), cost(10)
	t.Logf("2 MB: %d kB, 10 MB: %d kB", small>>10, large>>10)
	if large > small+small/2+1<<20 {
		t.Errorf("ten megabytes cost %d kB, two %d kB", large>>10, small>>10)
	}
}

// A cheap letter must not hold a core: what is read of a line grows with the line, not
// with its square. The limit is a hundred times what it takes, and a tenth of what the
// square takes.
func TestLinesWithoutABlankAreReadOnce(t *testing.T) {
	for _, run := range []string{"-", "@", "*", ".", "(", "=", "_", "&", "8-", "a.", "8(", "-@", "a@b.kz!", "\u0301", "@x.kz", "7."} {
		started := time.Now()
		Classify(letter("", "Прошу обновить мой номер телефона.\n"+strings.Repeat(run, 60<<10/len(run))))
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%q: %s", run, took)
		}
	}
}

// What stands behind the last sentence that is judged is looked at by the word lists alone.
func TestCallsBehindTheLastSentence(t *testing.T) {
	long := strings.Repeat("Ауа райы жақсы. ", maxUnits)
	m := letter("Дербес деректерді жаңарту", "Телефонымды 8 701 555 22 33 деп өзгертіңіздер. "+long+"Маған 8 701 555 22 33 арқылы хабарласыңыздар.")
	if v := Classify(m); len(v) != 1 || v[0].Kind != privacy.KindUpdate {
		t.Errorf("%s", describe(v))
	}
}
