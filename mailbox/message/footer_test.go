package message

import "testing"

// What the program of a list puts under a letter is not its writer's; what people write
// about lists is, also below such a footer.
func TestFootersOfLists(t *testing.T) {
	const ruler = "_______________________________________________\n"
	cases := []struct {
		name, body, want string
		listed           bool
	}{
		{"Mailman", "new\n" + ruler + "Old-radios mailing list\nOld-radios@lists.oddbits.example\nhttps://lists.oddbits.example/old-radios\n", "OSSSS", true},
		{"Mailman 3", "new\n" + ruler + "radio mailing list -- radio@oddbits.example\nTo unsubscribe send an email to radio-leave@oddbits.example\n", "OSSS", true},
		{"Mailman, Russian", "new\n" + ruler + "Radio список рассылки\nradio@oddbits.example\n", "OSSS", true},
		{"Mailman, Kazakh", "жаңа\n" + ruler + "Radio тарату тізімі\nradio@oddbits.example\n", "OSSS", true},
		{"Yahoo", "new\n\n------------------------ Yahoo! Groups Sponsor ---------------------~-->\nkettles\n---------------------------------------------------------------------~->\n\n" +
			"To unsubscribe from this group, send an email to:\na-unsubscribe@groups.example\n\n\nYour use of Yahoo! Groups is subject to the terms\n", "OSSSSSS", true},
		{"majordomo", "new\n-\nTo unsubscribe from this list: send the line \"unsubscribe x\" in\nthe body of a message to majordomo@oddbits.example\n", "OOSS", true},
		{"ezmlm", "new\n\n---------------------------------------------------------------------\nTo unsubscribe, e-mail: dev-unsubscribe@oddbits.example\nFor additional commands, e-mail: dev-help@oddbits.example\n", "OSSS", true},
		{"Google Groups: a shared mailbox may be one", "new\n\n-- \nYou received this message because you are subscribed to the Google Groups \"info\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to info+unsubscribe@oddbits.example.\n", "OSSS", false},
		{"Google Groups, Russian", "new\n\nВы получили это сообщение, поскольку подписаны на группу \"info\".\nЧтобы отменить подписку на эту группу и больше не получать от неё сообщения, напишите сюда.\n", "OSS", false},
		{"below a footer", "new\n" + ruler + "Old-radios mailing list\n\nPlease take me off\n", "OSSO", true},
		{"nothing but the list's page", "new\n\nhttp://oddbits.example/mailman/listinfo/radio\n", "OS", true},
		{"its page with words behind", "new\n--\nhttp://oddbits.example/mailman/listinfo/radio for (un)subscription information.\nList maintainer: a@oddbits.example\n", "OSSS", true},
		{"a person names its page", "Please take me off oddbits.example/mailman/listinfo/radio\n", "O", false},
		{"a person about a list", "To unsubscribe from your newsletter I pressed the link, in vain.\nTake me off the mailing list\n", "OO", false},
		{"a person under a ruler", "Hello\n-----------------------\nPlease take me off your mailing list.\n", "OOO", false},
		{"a person who rules much", ruler + "Удалите мой адрес\n" + ruler, "OOO", false},
		{"nothing but a footer", ruler + "Old-radios mailing list\n", "SS", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want || m.Listed != c.listed {
				t.Errorf("%s, listed %t, want %s of %q", got, m.Listed, c.want, m.Text)
			}
		})
	}
}
