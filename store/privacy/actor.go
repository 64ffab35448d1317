package privacy

// Actor is who caused an act. It names an operator by login, never a data subject
// by address, so that it may stand in the audit log.
type Actor string

const (
	// ActorSystem is the program acting by rule.
	ActorSystem Actor = "system"
	// ActorSubject is the data subject, by a proven letter or a confirmation.
	ActorSubject Actor = "subject"
)

// Operator returns the actor for the operator with this login.
func Operator(login string) Actor { return Actor("operator:" + login) }

// IsOperator reports whether a is a person who works the review queue.
func (a Actor) IsOperator() bool { return len(a) > 9 && a[:9] == "operator:" }
