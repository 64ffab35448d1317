package privacy

// Clue is one thing that was looked at to find out who wrote a message: a code, and what
// stands in its words, such as a domain and what was found of it. Whoever faces people
// words it in their language. Of personal data it holds domains alone.
type Clue struct {
	Code string `cbor:"1,keyasint" json:"code"`
	Args []Arg  `cbor:"2,keyasint,omitempty" json:"args,omitempty"`
}
