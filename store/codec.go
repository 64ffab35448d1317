package store

import (
	"fmt"
	"reflect"

	"github.com/fxamacker/cbor/v2"

	"medico-intech.kz/otinish/store/privacy"
)

// codec turns records into bytes and back: CBOR in core deterministic encoding
// (RFC 8949 §4.2.1), times as text with nanoseconds in UTC, the zero time as null.
type codec struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

func newCodec() (codec, error) {
	eo := cbor.CoreDetEncOptions()
	eo.Time = cbor.TimeRFC3339NanoUTC
	enc, err := eo.EncMode()
	if err != nil {
		return codec{}, fmt.Errorf("make codec: %w", err)
	}
	// A field this program does not know means that a newer one wrote the record
	// without raising the schema number: dropping it silently at the next write
	// would lose data.
	dec, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TimeTag:           cbor.DecTagOptional,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		return codec{}, fmt.Errorf("make codec: %w", err)
	}
	return codec{enc, dec}, nil
}

// encode names the type only: a record's content is not for errors.
func (c codec) encode(record any) ([]byte, error) {
	b, err := c.enc.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", reflect.TypeOf(record), privacy.ErrBadInput)
	}
	return b, nil
}

// decode reports what cannot be read as damage, without repeating it.
func (c codec) decode(b []byte, record any) error {
	if err := c.dec.Unmarshal(b, record); err != nil {
		return fmt.Errorf("decode %s: %w", reflect.TypeOf(record).Elem(), privacy.ErrDamaged)
	}
	return nil
}
