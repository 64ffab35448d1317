package message

import (
	"bytes"
	"math"
	"strings"
)

// colour is 0xRRGGBB, or one of the below.
type colour int32

const (
	black colour = 0x000000
	white colour = 0xFFFFFF

	unknown    colour = -1 // a picture, a name that is not known
	inherited  colour = -2 // as around it
	seeThrough colour = -3 // text of no colour at all
)

// like reports whether text of colour c is not to be told from its background.
func (c colour) like(paper colour) bool {
	if c == seeThrough {
		return true
	}
	if c < 0 || paper < 0 {
		return false
	}
	const near = 16 // of 256; the eye needs more
	for shift := 0; shift <= 16; shift += 8 {
		if d := int(c>>shift&0xFF) - int(paper>>shift&0xFF); d > near || d < -near {
			return false
		}
	}
	return true
}

// colours that mails name.
var colours = map[string]colour{
	"white": white, "black": black, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "ghostwhite": 0xF8F8FF, "whitesmoke": 0xF5F5F5,
	"floralwhite": 0xFFFAF0, "mintcream": 0xF5FFFA, "azure": 0xF0FFFF, "window": white, "windowtext": black,
	"gray": 0x808080, "grey": 0x808080, "silver": 0xC0C0C0, "red": 0xFF0000, "blue": 0x0000FF, "navy": 0x000080, "green": 0x008000,
	"yellow": 0xFFFF00, "orange": 0xFFA500, "purple": 0x800080, "maroon": 0x800000, "teal": 0x008080, "lime": 0x00FF00,
	"inherit": inherited, "initial": inherited, "currentcolor": inherited, "none": inherited, "unset": inherited, "transparent": seeThrough,
}

// readColour reads "#fff", "#ffffff", "rgb(255, 255, 255)" or a name; of several
// words, as a background has, the first that is one.
func readColour(value []byte) colour {
	s := strings.ToLower(string(bytes.TrimSpace(value)))
	s, _, _ = strings.Cut(s, "!")
	if strings.Contains(s, "url(") || strings.Contains(s, "var(") || strings.Contains(s, "gradient(") {
		return unknown
	}
	if inner, ok := strings.CutPrefix(s, "rgb"); ok {
		return readRGB(inner)
	}
	if inner, ok := strings.CutPrefix(s, "hsl"); ok {
		return readHSL(inner)
	}
	for word := range strings.FieldsSeq(s) {
		if hex, ok := strings.CutPrefix(word, "#"); ok {
			return readHex(hex)
		}
		if c, ok := colours[word]; ok {
			return c
		}
	}
	return unknown
}

func readHex(s string) colour {
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	if len(s) < 6 {
		return unknown
	}
	var c colour
	for i := 0; i < 6; i += 2 {
		v, ok := hexByte(s[i], s[i+1])
		if !ok {
			return unknown
		}
		c = c<<8 | colour(v)
	}
	return c
}

// readRGB reads what follows "rgb": "(255,255,255)", "a(0,0,0,0)".
func readRGB(s string) colour {
	parts, clear := colourParts(s)
	switch {
	case len(parts) < 3:
		return unknown
	case clear:
		return seeThrough
	}
	var c colour
	for _, p := range parts[:3] {
		n, ok := number([]byte(p))
		if !ok || n < 0 || n > 255 {
			return unknown
		}
		c = c<<8 | colour(n)
	}
	return c
}

// colourParts splits what follows the name of a colour function; clear says that
// the fourth part makes it see-through.
func colourParts(s string) (parts []string, clear bool) {
	s = strings.Trim(strings.TrimPrefix(s, "a"), "() ")
	parts = strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(parts) > 3 {
		alpha, ok := number([]byte(parts[3]))
		clear = ok && alpha == 0
	}
	return parts, clear
}

// readHSL reads what follows "hsl": "(0,0%,100%)" (CSS Color 4 §7.1).
func readHSL(s string) colour {
	parts, clear := colourParts(s)
	var n [3]float64
	for i := range n {
		if i >= len(parts) {
			return unknown
		}
		v, ok := number([]byte(parts[i]))
		if !ok {
			return unknown
		}
		n[i] = v
	}
	if clear {
		return seeThrough
	}
	hue, saturation, light := n[0], min(max(n[1]/100, 0), 1), min(max(n[2]/100, 0), 1)
	channel := func(offset float64) colour {
		k := math.Mod(offset+hue/30, 12)
		if k < 0 {
			k += 12
		}
		v := light - saturation*min(light, 1-light)*max(-1, min(k-3, 9-k, 1))
		return colour(math.Round(v * 255))
	}
	return channel(0)<<16 | channel(8)<<8 | channel(4)
}
