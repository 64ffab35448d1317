package message

import "golang.org/x/text/encoding/charmap"

// The two charsets for Kazakh that golang.org/x/text knows by name only. Both are
// windows-1251 with some letters changed.

// kz1048 is KZ-1048, also STRK1048-2002 (IANA registration of 2006).
func kz1048(b byte) rune {
	switch b {
	case 0x8d:
		return 'Қ'
	case 0x8e:
		return 'Һ'
	case 0x9d:
		return 'қ'
	case 0x9e:
		return 'һ'
	case 0xa1:
		return 'Ұ'
	case 0xa2:
		return 'ұ'
	case 0xa3:
		return 'Ә'
	case 0xa5:
		return 'Ө'
	case 0xaa:
		return 'Ғ'
	case 0xaf:
		return 'Ү'
	case 0xb4:
		return 'ө'
	case 0xba:
		return 'ғ'
	case 0xbc:
		return 'ә'
	case 0xbd:
		return 'Ң'
	case 0xbe:
		return 'ң'
	case 0xbf:
		return 'ү'
	}
	return charmap.Windows1251.DecodeByte(b)
}

// ptcp154 is PTCP154, also Cyrillic-Asian (IANA registration of 2002).
func ptcp154(b byte) rune {
	switch b {
	case 0x80:
		return 'Җ'
	case 0x81:
		return 'Ғ'
	case 0x82:
		return 'Ӯ'
	case 0x83:
		return 'ғ'
	case 0x86:
		return 'Ҷ'
	case 0x87:
		return 'Ү'
	case 0x88:
		return 'Ҳ'
	case 0x89:
		return 'ү'
	case 0x8a:
		return 'Ҡ'
	case 0x8b:
		return 'Ӣ'
	case 0x8c:
		return 'Ң'
	case 0x8d:
		return 'Қ'
	case 0x8e:
		return 'Һ'
	case 0x8f:
		return 'Ҹ'
	case 0x90:
		return 'җ'
	case 0x98:
		return 'ҳ'
	case 0x99:
		return 'ҷ'
	case 0x9a:
		return 'ҡ'
	case 0x9b:
		return 'ӣ'
	case 0x9c:
		return 'ң'
	case 0x9d:
		return 'қ'
	case 0x9e:
		return 'һ'
	case 0x9f:
		return 'ҹ'
	case 0xa4:
		return 'Ө'
	case 0xa5:
		return 'Ҙ'
	case 0xa6:
		return 'Ұ'
	case 0xaa:
		return 'Ә'
	case 0xad:
		return 'ӯ'
	case 0xaf:
		return 'Ҝ'
	case 0xb1:
		return 'ұ'
	case 0xb4:
		return 'ҙ'
	case 0xb5:
		return 'ө'
	case 0xba:
		return 'ә'
	case 0xbd:
		return 'Ҫ'
	case 0xbe:
		return 'ҫ'
	case 0xbf:
		return 'ҝ'
	}
	return charmap.Windows1251.DecodeByte(b)
}
