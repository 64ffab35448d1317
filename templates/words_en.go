package templates

import "medico-intech.kz/otinish/store/privacy"

var english = vocabulary{
	months: [12]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
	almatyTime: "Almaty time",
	authority:  "Ministry of Artificial Intelligence and Digital Development of the Republic of Kazakhstan",
	receipt:    "Keep this letter. Its receipt shows what we recorded about it, and that nobody changed the record later:",
	kinds: map[privacy.Kind]kindWords{
		privacy.KindUpdate: {
			matter: "updating personal data",
			asked:  "You ask us to update (change, supplement) your personal data.",
			next:   "A member of our staff will look at it. If a document that proves the change is needed, we will ask for it separately.",
		},
		privacy.KindWithdraw: {
			matter: "withdrawal of consent to the processing of personal data",
			asked:  "You withdraw your consent to the processing of your personal data.",
			next:   "A member of our staff will look at it. If a law orders us to keep some of the data, we will tell you which data, which law and until when.",
		},
		privacy.KindAccess: {
			matter: "information about the processing of personal data",
			asked:  "You ask for information about the processing of your personal data.",
			next:   "A member of our staff will prepare the answer. We send personal data only to the address that the data subject gave us before.",
		},
		privacy.KindBlock: {
			matter: "blocking of personal data",
			asked:  "You ask us to block your personal data.",
			next:   "A member of our staff will look at it. Blocked data are not used, changed or destroyed.",
		},
		privacy.KindUnblock: {
			matter: "unblocking of personal data",
			asked:  "You ask us to unblock your personal data.",
			next:   "A member of our staff will look at it.",
		},
		privacy.KindErase: {
			matter: "destruction of personal data",
			asked:  "You ask us to destroy your personal data.",
			next:   "A member of our staff will look at it. If a law orders us to keep some of the data, we will tell you which data, which law and until when.",
		},
		privacy.KindUnsubscribe: {
			matter: "an end to information letters",
			asked:  "You ask us to send you no more information letters.",
			next:   "If you wish to withdraw your consent to the processing of personal data altogether, say so in an answer to this letter.",
		},
		privacy.KindQuestion: {
			matter: "an explanation or a complaint about the processing of personal data",
			asked:  "You ask for an explanation or complain about the processing of personal data.",
			next:   "The member of our staff responsible for personal data will prepare the answer.",
		},
		privacy.KindAuthority: {
			matter: "a request of a state body",
			asked:  "You sent a request of a state body.",
			next:   "The request was passed to the member of our staff responsible.",
		},
		privacy.KindNone: {
			matter: "a request about personal data",
			asked:  "Your letter is about personal data, but we could not tell exactly what you ask.",
			next:   "A member of our staff will read your letter and ask you if anything is unclear.",
		},
	},
	fields: map[privacy.Field]string{
		privacy.FieldName:  "name",
		privacy.FieldPhone: "telephone number",
		privacy.FieldEmail: "e-mail address",
	},
	grounds: map[string]string{
		GroundRetention:  "a law orders us to keep these data",
		GroundObligation: "there is an unfulfilled obligation",
		GroundNoConsent:  "the law allows these data to be processed without consent",
		GroundClaim:      "a dispute is open or the limitation period has not ended",
		GroundOther:      "another ground provided by law",
	},
}
