package intake

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
)

const (
	ack     = "acknowledgement "
	doubted = "request in-review doubtful"
)

// textAttacks: words that are not the writer's own, or not to be seen, in a letter
// of somebody whose address is proven; or words in a name that commands.
var textAttacks = []attack{
	{name: "mark in a quoted letter", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Re: сәлем", body: "Бұл не?\r\n\r\nOn Tuesday Mallory wrote:\r\n> " + markWithdraw + "\r\n> " + newPhone})},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in a quoted letter without quote signs", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Re: сәлем", body: "Бұл не?\r\n\r\n-----Original Message-----\r\nFrom: mallory\r\nSent: Tuesday\r\nTo: aigul\r\nSubject: x\r\n\r\n" + markWithdraw})},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "values in a quoted letter", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Төменде.\r\n\r\n> " + newPhone})},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in a forwarded letter", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Fwd: сәлем", body: "Қараңыз.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Mallory <" + mallory + ">\r\nDate: Tue, 24 Nov 2026 at 09:00\r\nSubject: x\r\nTo: aigul\r\n\r\n" + markWithdraw})},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in the subject line of a forwarded letter", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Fwd: " + markWithdraw, body: "Бұл не?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Mallory <" + mallory + ">\r\nDate: Tue, 24 Nov 2026 at 09:00\r\nSubject: " + markWithdraw + "\r\nTo: aigul\r\n\r\nсәлем"})},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in the signature", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Шот", body: "Шот қайда?\r\n-- \r\n" + markWithdraw})},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in the display name", in: []step{letter(mail{from: markWithdraw + " <" + aigul + ">", results: proven(aigul), subject: "Шот"})},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in other fields", in: []step{letter(mail{from: aigul, results: proven(aigul), subject: "Шот", header: []string{"X-Subject: " + markWithdraw, "Comments: " + markWithdraw, "Keywords: " + markWithdraw}})},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark hidden in HTML", in: []step{mime(aigul, "Сәлем", "Content-Type: text/html; charset=utf-8\n\n<p>Сәлем!</p><div style=\"display:none\">"+markWithdraw+"</div>\n")},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in white on white", in: []step{mime(aigul, "Сәлем", "Content-Type: text/html; charset=utf-8\n\n<body bgcolor=white><p>Сәлем!</p><font color=\"#ffffff\">"+markWithdraw+"</font>\n")},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "value hidden in HTML", in: []step{mime(aigul, markUpdate, "Content-Type: text/html; charset=utf-8\n\n<p>Сәлем!</p><span style=\"font-size:0\">"+newPhone+"</span>\n")},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in an HTML comment", in: []step{mime(aigul, "Сәлем", "Content-Type: text/html; charset=utf-8\n\n<p>Сәлем!</p><!-- "+markWithdraw+" --><script>"+markWithdraw+"</script>\n")},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in one of two forms", in: []step{mime(aigul, "Сәлем", "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"+markWithdraw+"\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Ертең кездесеміз бе, қай уақытта ыңғайлы?</p>\n--b--\n")},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in a mail within", in: []step{mime(aigul, "Сәлем", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nБұл не?\n--b\nContent-Type: message/rfc822\n\nFrom: "+aigul+"\nSubject: "+markWithdraw+"\n\n"+markWithdraw+"\n--b--\n")},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "nothing but a mail within", in: []step{mime(aigul, "Сәлем", "Content-Type: message/rfc822\n\nFrom: "+aigul+"\nSubject: "+markWithdraw+"\n\n"+markWithdraw+"\n")},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "mark in winmail.dat beside a text", in: []step{mime(aigul, "Сәлем", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nСәлем!\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"+winmail(markWithdraw)+"\n--b--\n")},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "winmail.dat of a stranger", in: []step{mime("aigul@p0sta.example", "Сәлем", "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"+winmail(markUpdate+"\r\n"+newPhone)+"\n")},
		found: "proven dmarc-pass", became: "request in-review no-record", left: "nothing-held aigul@p0sta.example"},
	{name: "mark in an attached text", in: []step{mime(aigul, "Сәлем", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nСәлем!\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: attachment; filename=a.txt\n\n"+markWithdraw+"\n--b--\n")},
		found: "proven dmarc-pass", became: "ordinary", left: noLetter},
	{name: "mark in the name of a file", in: []step{mime(aigul, "Сәлем", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nСәлем!\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\""+markWithdraw+".pdf\"\n\nx\n--b--\n")},
		found: "proven dmarc-pass", became: "request in-review doubtful", left: ack + aigul},
	{name: "update with a file that may say otherwise", in: []step{mime(aigul, markUpdate, "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"+newPhone+"\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nx\n--b--\n")},
		found: "proven dmarc-pass", became: "request in-review attachment", left: ack + aigul},
	{name: "part without an end", in: []step{mime(aigul, markUpdate, "Content-Type: multipart/mixed; boundary=b\n\n--c\nContent-Type: text/plain; charset=utf-8\n\n"+newPhone+"\n")},
		found: "proven dmarc-pass", became: doubted, left: ack + aigul},
	{name: "authority phishing", in: []step{letter(mail{from: "prokuratura@evil.example", results: proven(mallory), subject: "Запрос прокуратуры", body: "Прокуратура требует предоставить персональные данные гражданина " + aigul + "."})},
		found: "proven dmarc-pass", became: "request in-review authority", left: noLetter},
	{name: "authority phishing in Kazakh, unproven", in: []step{letter(mail{from: "info@prokuror.gov.example", subject: "Сұрау салу", body: "Прокуратура азаматтың дербес деректерін ұсынуыңызды талап етеді."})},
		found: "unproven no-results", became: "request in-review authority", left: noLetter},
	{name: "authority phishing with a mark", in: []step{letter(mail{from: "prokuratura@evil.example", results: proven(mallory), subject: markUpdate, body: "Прокуратура требует предоставить персональные данные гражданина.\r\n" + newPhone})},
		found: "proven dmarc-pass", became: "request in-review authority", left: noLetter},
	{name: "somebody else's data asked for", in: []step{letter(mail{from: mallory, results: proven(mallory), subject: "Мен туралы қандай деректеріңіз бар?", body: "Мен " + aigul + " боламын."})},
		found: "proven dmarc-pass", became: "request in-review kind", left: ack + mallory},
}

// floodAttacks: letters that are to make us write, and write again.
var floodAttacks = []attack{
	{name: "mail bomb in a victim's name", in: []step{times(30, func(i int) mail {
		return mail{from: aigul, subject: markUpdate, body: newPhone + "\r\n" + strings.Repeat("а", i)}
	})},
		found: "unproven no-results", became: "request in-review over-limit", left: "10 × " + asksAigul},
	{name: "mail bomb by tokens that are not ours", in: []step{times(30, func(i int) mail { return mail{from: aigul, subject: fmt.Sprint("Re: ", i), body: guesses(i)} })},
		found: "unproven no-results", became: "ordinary", left: noLetter},
	{name: "mail bomb at an address that did not write", in: []step{times(15, func(int) mail {
		return update(mallory, proven(mallory), "Reply-To: "+aigul, "Disposition-Notification-To: "+aigul)
	})},
		found: "unproven reply-to-differs", became: "request in-review over-limit", left: "10 × " + asksMallory},
	{name: "answering machine", before: []step{letter(update("robot@corp.example", proven("robot@corp.example")))}, in: []step{machine("robot@corp.example", 30)},
		found: "proven dmarc-pass", became: "request in-review over-limit", left: "9 × acknowledgement robot@corp.example"},
	{name: "answering machine that says so", in: []step{times(15, func(int) mail { return update(aigul, proven(aigul), "Auto-Submitted: auto-generated") })},
		found: "proven dmarc-pass", became: "automatic Auto-Submitted: auto-generated", left: noLetter},
	{name: "a portal on behalf of a person", in: []step{letter(update("robot@corp.example", proven("robot@corp.example"), "Reply-To: "+aigul, "Auto-Submitted: auto-generated"))},
		found: "unproven reply-to-differs", became: "request in-review automatic", left: noLetter},
	{name: "bounce of our letter with a mark", in: []step{letter(update(aigul, proven(aigul), "Return-Path: <>"))},
		found: "proven dmarc-pass", became: "automatic null return path", left: noLetter},
	{name: "list letter with a mark", in: []step{letter(update(aigul, proven(aigul), "List-Id: <talk.evil.example>"))},
		found: "proven dmarc-pass", became: "request in-review automatic", left: noLetter},
	{name: "changing addresses, the same words", in: []step{times(60, func(i int) mail { return update(fmt.Sprintf("r%d@corp%d.example", i, i), "") })},
		found: "unproven no-results", became: "request in-review over-limit", left: "50 × confirmation-question, to as many addresses"},
	{name: "no address to answer", in: []step{letter(update("undisclosed", proven(mallory)))},
		found: "contradicted no-from", became: noAddress, left: noLetter},
}

// winmail is a text as Outlook packs it (MS-OXTNEF), in base64.
func winmail(text string) string {
	little := binary.LittleEndian
	var wide []byte
	for _, u := range utf16.Encode([]rune(text + "\x00")) {
		wide = little.AppendUint16(wide, u)
	}
	props := little.AppendUint32(nil, 1)                // one property:
	props = little.AppendUint32(props, 0x1000<<16|0x1F) // the body, in UTF-16
	props = little.AppendUint32(little.AppendUint32(props, 1), uint32(len(wide)))
	props = append(append(props, wide...), make([]byte, -len(wide)&3)...)
	b := append(little.AppendUint32(nil, 0x223E9F78), 1, 0, 1)
	b = little.AppendUint32(little.AppendUint32(b, 0x00069003), uint32(len(props)))
	return base64.StdEncoding.EncodeToString(append(append(b, props...), 0, 0))
}
