"""What other systems were told of a case, as pages say it: which system, what, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from applications.actions.neighbours import is_owed
from applications.models import Case, Told
from core.database import db
from core.languages import Text, _, _l, current_language
from gateways.doors import doors
from gateways.saying import SYSTEMS, stand_in_sentence
from regulations.naming import systems

KINDS: dict[str, Text] = {
    "documents": _l("the documents as they were checked"),
    "incoming": _l("the line of the incoming journal"),
    "status": _l("where the request stands"),
    "result": _l("the result of the test"),
    "paper": _l("the certificate, licence or other result"),
    "evaluation": _l("the results of the external evaluation"),
    "acceptance": _l("what was taken at the counter"),
    "handed_over": _l("that the result was handed over"),
}
_DOORS = {system: door for door, system in SYSTEMS.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in another system; `kind` is that of its mark: ok, warn, bad or none."""

    told: Told
    system: str
    what: Text
    word: str
    kind: str
    proof: str
    stand_in: str
    is_owed: bool


def told_of(case: Case) -> list[Shown]:
    """All entries of a case in other systems, in the order in which they were caused."""
    rows = db.session.scalars(
        select(Told).options(joinedload(Told.message)).where(Told.case_id == case.id).order_by(Told.id)
    )
    return [shown(told) for told in rows]


def shown(told: Told) -> Shown:
    """One entry with what became of it."""
    word, kind, proof = _standing(told)
    door = _DOORS[told.system]
    is_stand_in = told.message is not None and doors().by_name()[door].stand_in
    return Shown(
        told=told,
        system=systems()[told.system].name.in_(current_language()),
        what=KINDS[told.kind],
        word=word,
        kind=kind,
        proof=proof,
        stand_in=stand_in_sentence(door) if is_stand_in else "",
        is_owed=is_owed(told),
    )


def _standing(told: Told) -> tuple[str, str, str]:
    if told.number_there is not None:
        return _("entered there by hand under number %(number)s", number=told.number_there), "ok", ""
    message = told.message
    if message is None:
        return _("not connected: to be entered there by hand"), "warn", ""
    if message.state == "sent":
        return _("received there"), "ok", message.proof or ""
    words = {
        "failed": (_("not taken there: to be entered by hand"), "bad"),
        "perhaps_sent": (_("perhaps received: look there, or enter it by hand"), "warn"),
    }
    waits = (
        (_("waits to be sent; it is tried again by itself"), "")
        if message.attempts
        else (_("on its way"), "")
    )
    word, kind = words.get(message.state, waits)
    return word, kind, message.fault or ""
