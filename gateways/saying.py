"""What pages say about a door and its answer, in the reader's language; always whole sentences.

A page shows `stand_in_sentence` wherever a stand-in has answered, and `answer_sentence` beside the form: silence is
told as silence, with what happens now.
"""

from __future__ import annotations

from typing import Any

from core.languages import Text, _l, current_language
from core.languages import gettext as _
from gateways.answers import Differs, Found, NotConnected, NotFound, RegisterAnswer, Unanswered, Why
from gateways.breaker import BreakerState
from gateways.doors import Door
from gateways.payment import Declined, OpenAnswer, Opened, Paid, PaymentAnswer, Pending
from gateways.stand_in import TAKEN
from regulations.naming import systems

SYSTEMS = {
    "individuals": "individuals-db",
    "legal_entities": "legal-entities-db",
    "payment": "payment-gateway",
    "quality": "mqms",
    "document_flow": "edms",
    "elicensing": "elicensing",
    "service_centres": "con-iis",
    "signatures": "certification-authority",
}
_OWN_NAMES: dict[str, Text] = {"sms": _l("Text messages"), "mail": _l("Mail")}

FIELDS: dict[str, Text] = {
    "person_name": _l("the name"),
    "alive": _l("the record says that the person has died"),
    "organisation_name": _l("the name of the organisation"),
    "active": _l("the record says that the organisation has ended"),
}

REASONS: dict[Why, Text] = {
    Why.UNREACHABLE: _l("The system cannot be reached."),
    Why.UNTRUSTED: _l("The system could not prove that it is the right one."),
    Why.TOO_SLOW: _l("The system did not answer in time."),
    Why.BROKEN: _l("The system reports a fault of its own."),
    Why.BUSY: _l("The system is busy."),
    Why.NONSENSE: _l("The answer of the system could not be understood."),
    Why.TURNED_AWAY: _l("The system did not let Synaq in."),
    Why.REFUSED: _l("The system refused the message."),
    Why.RESTING: _l("The system failed several times and is tried again a little later."),
}

STATES: dict[BreakerState, Text] = {
    BreakerState.CLOSED: _l("Calls go through."),
    BreakerState.HALF_OPEN: _l("One call tries whether the system is back."),
    BreakerState.OPEN: _l("The system failed several times and is left alone for a while."),
}


def system_name(door: str) -> str:
    """What the system behind a door is called."""
    if door in _OWN_NAMES:
        return str(_OWN_NAMES[door])
    return systems()[SYSTEMS[door]].name.in_(current_language())


def answer_sentence(door: str, answer: RegisterAnswer[Any]) -> str:
    """What a register answered, and what follows from it."""
    system = system_name(door)
    match answer:
        case Found():
            return _("%(system)s: the data are confirmed.", system=system)
        case Differs(_facts, fields):
            listed = "; ".join(str(FIELDS[field]) for field in fields)
            return _(
                "%(system)s: the record under this number differs: %(fields)s. A person decides what is right.",
                system=system,
                fields=listed,
            )
        case NotFound():
            return _("%(system)s: there is no record under this number. Check the number.", system=system)
        case Unanswered():
            return _(
                "%(system)s: no answer at present. Nothing is lost: what was entered is kept, and Synaq asks again by "
                "itself.",
                system=system,
            )
        case NotConnected():
            return _not_connected(system)


def payment_sentence(answer: PaymentAnswer | OpenAnswer) -> str:
    """What the payment gateway answered; silence is never told as unpaid."""
    system = system_name("payment")
    match answer:
        case Paid():
            return _("%(system)s: the payment has been made.", system=system)
        case Opened():
            return _("%(system)s: the bill is ready to be paid.", system=system)
        case Pending():
            return _("%(system)s: no payment has been reported yet.", system=system)
        case Declined(reason):
            return _("%(system)s: the payment failed: %(reason)s", system=system, reason=reason)
        case Unanswered():
            return _(
                "%(system)s: no answer at present. This does not mean that nothing was paid: the payment waits, and "
                "Synaq asks again by itself.",
                system=system,
            )
        case NotConnected():
            return _(
                "%(system)s: not connected to this installation. Attach the payment slip; an official looks at it.",
                system=system,
            )


def door_sentence(name: str, door: Door) -> str | None:
    """What a page must say of the door itself, before anybody uses it; None where it is simply open."""
    system = system_name(name)
    if not door.connected:
        return _not_connected(system)
    if door.stand_in:
        return stand_in_sentence(name)
    return None


def proof_words(proof: str) -> str:
    """What proves that a message was taken, as it was kept; a stand-in's own word is said in the reader's language."""
    number = proof.removeprefix(TAKEN)
    return proof if number == proof else _("stand-in, number %(number)s", number=number)


def stand_in_sentence(name: str) -> str:
    """That no real system was asked."""
    return _(
        "%(system)s: a stand-in answers here. No real system was asked, and what it says is invented.",
        system=system_name(name),
    )


def _not_connected(system: str) -> str:
    return _("%(system)s: not connected to this installation. Enter it by hand.", system=system)
