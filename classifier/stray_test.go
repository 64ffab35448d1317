package classifier

import "testing"

// A number or an address that stands in a letter for another reason is no change.
func TestStrayValues(t *testing.T) {
	const ask, mail = "Здравствуйте! Прошу изменить мой e-mail на new.addr@mail.kz\n\n", "certain: email=new.addr@mail.kz"
	var cases []valueCase
	for _, end := range []string{
		"Айгерим\n8 705 111 22 33", "Спасибо!\nАйгерим, моб. 87051112233", "Айгерим Смагулова, 8 705 111 22 33", "Смагулова А.\n87051112233",
		"Заранее благодарю.\nАйгерим\nтел. 8 705 111 22 33", "Тел. для связи 8 705 111 22 33", "8 705 111 22 33", "Рахмет!\nАйгерим 87051112233",
		"Если что звоните 8 705 111 22 33", "Менеджер банка Ахметов 8 705 111 22 33 всё знает", "WhatsApp 8 705 111 22 33",
	} {
		cases = append(cases, valueCase{markRu, ask + end, mail})
	}
	checkValues(t, append(cases, []valueCase{
		{markRu, ask + "тел: 8 705 111 22 33", "doubtful contradictory: phone=+77051112233; email=new.addr@mail.kz"},
		{markEn, "E-mail: new.addr@mail.kz\n\nDana\n+7 705 111 22 33", mail},
		{markRu, "E-mail: new.addr@mail.kz\nВы мне звонили с номера 8 727 300 20 20", mail},
		{markRu, "Телефон: 8 701 555 22 33\n\nАйгерим\naigerim.work@mail.kz", "certain: phone=+77015552233"},
		{markRu, "Добавьте второй телефон 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Доп. телефон: 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Телефон директора 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Вопросы по тел. 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Позвоните мне 8 701 555 22 33", "doubtful other-matter no-value:"},
		{markKk, "Хабарласыңызшы: 8 701 555 22 33", "doubtful other-matter no-value:"},
		{markKk, "Қосымша нөмір: 8 701 555 22 33", "doubtful further no-value:"},
		// Both are given: both change.
		{markRu, "E-mail: new.addr@mail.kz\nТел.: 8 701 555 22 33", "certain: phone=+77015552233; email=new.addr@mail.kz"},
		{markRu, "Прошу обновить почту и телефон.\n\nnew.addr@mail.kz\n\n8 701 555 22 33", "certain: phone=+77015552233; email=new.addr@mail.kz"},
		{markRu, "Телефон для связи: 8 701 555 22 33", "certain: phone=+77015552233"},
	}...))
}
