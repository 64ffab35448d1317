package classifier

// kazakhMobiles are codes of mobile numbers in Kazakhstan, of which every number is
// valid. The library knows more; what is not here is asked there.
const kazakhMobiles = "700 701 702 705 706 707 708 747 771 775 776 777 778 "

// kazakhMobile reads a mobile number of Kazakhstan in its usual spelling, eleven
// digits after +7 or 8 with blanks, hyphens and brackets between. The library reads
// the same in a hundred times the time, which a register of a million people feels.
func kazakhMobile(s string) (e164 string, ok bool) {
	digits := make([]byte, 2, 13)
	digits[0], digits[1] = '+', '7'
	n, plus := 0, len(s) > 0 && s[0] == '+'
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			if n++; n == 1 {
				if c != '7' && (c != '8' || plus) {
					return "", false
				}
				continue
			}
			if n > 11 {
				return "", false
			}
			digits = append(digits, c)
		case c == ' ' || c == '-' || c == '(' && n == 1 || c == ')' && n == 4 || c == '+' && i == 0:
		default:
			return "", false
		}
	}
	if n != 11 || !isKazakhMobile(string(digits[2:5])) {
		return "", false
	}
	return string(digits), true
}

func isKazakhMobile(code string) bool {
	for i := 0; i < len(kazakhMobiles); i += 4 {
		if kazakhMobiles[i:i+3] == code {
			return true
		}
	}
	return false
}
