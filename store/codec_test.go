package store

import (
	"errors"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

func TestCodecKeepsNanosecondsAndTheZeroTime(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 9, 30, 0, 123456789, time.FixedZone("Almaty", 5*3600))
	b, err := c.encode(ReviewItem{Since: at})
	if err != nil {
		t.Fatal(err)
	}
	var got ReviewItem
	if err := c.decode(b, &got); err != nil || got.Since != at.UTC() || !got.DueAt.IsZero() {
		t.Error(got.Since, got.DueAt, err)
	}
	if again, _ := c.encode(got); string(again) != string(b) {
		t.Error("the same record has two encodings")
	}
}

// A field of a newer program would be lost at the next write.
func TestRecordWithAnUnknownFieldIsNotRead(t *testing.T) {
	c, err := newCodec()
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.encode(struct {
		What  string `cbor:"1,keyasint"`
		Later string `cbor:"99,keyasint"`
	}{DisposedOrdinary, "x"})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"unknown field": b, "cut off": b[:3], "empty": {}, "behind the end": append(b, 0)} {
		var d Disposition
		if err := c.decode(content, &d); !errors.Is(err, privacy.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysKeepTheOrderOfTime(t *testing.T) {
	times := []time.Time{
		{}, time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(0, -1), time.Unix(0, 0), time.Unix(0, 1),
		time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC), time.Date(2261, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i, at := range times[1:] {
		if timeKey(times[i]) >= timeKey(at) {
			t.Errorf("%v does not come before %v", times[i], at)
		}
	}
}

func TestIDsAreOursOnly(t *testing.T) {
	const good = "0195f3a0-1234-7abc-8def-0123456789ab"
	key, err := idKey(privacy.RequestID(good))
	if err != nil || keyID[privacy.RequestID](key) != good {
		t.Error(keyID[privacy.RequestID](key), err)
	}
	for _, bad := range []string{"", "x", good[1:], good + "0", "0195F3A0-1234-7abc-8def-0123456789ab", "0195f3a0_1234-7abc-8def-0123456789ab", "0195f3a0-1234-7abc-8def-0123456789ag"} {
		if _, err := idKey(privacy.RequestID(bad)); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
