package templates

import (
	"reflect"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

func TestGoldenDigests(t *testing.T) {
	d, err := ParseDigests()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range privacy.Languages {
		for _, name := range []string{Digest, Urgent} {
			subjectLine, body, err := d.Letter(name, lang, SampleDigest(name))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(body, "\n\n\n") || strings.HasPrefix(body, "\n") {
				t.Errorf("%s in %s: blank lines are not closed up", name, lang)
			}
			golden(t, "digests/"+name+"."+string(lang)+".txt", subjectPrefix+subjectLine+"\n\n"+body)
		}
		_, body, err := d.Letter(Digest, lang, DigestData{Day: SampleDigest(Digest).Day, From: "X"})
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "digests/empty."+string(lang)+".txt", body)
	}
}

// The letter goes through mail servers in the open: it has no room for what belongs
// to a person.
func TestDigestsHoldNothingPersonal(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[DigestData](), reflect.TypeFor[DigestItem]()} {
		for f := range fields(typ) {
			known := []string{"Number", "Kind", "URL", "From", "Assigned"}
			if f.Type.Kind() == reflect.String && !strings.Contains(strings.Join(known, " "), f.Name) {
				t.Errorf("%s.%s is a text that this test does not know", typ.Name(), f.Name)
			}
			if f.Type == reflect.TypeFor[privacy.Address]() || f.Type == reflect.TypeFor[privacy.Personal]() {
				t.Errorf("%s.%s holds personal data", typ.Name(), f.Name)
			}
		}
	}
}
