"""Who acts for whom: the verbs by which a mandate is asked for, confirmed, refused and ended.

Either side may ask; nothing follows from it until somebody at a desk has seen the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, update

from accounts import notices
from accounts.models import Account, Mandate
from accounts.queries import person_by_identifier, today
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import Text, _l
from core.refusals import Refusal
from core.sorting import fold

KINDS: dict[str, Text] = {
    "power_of_attorney": _l("By power of attorney"),
    "by_law": _l("By law: parent, guardian, trustee"),
    "organisation": _l("Authorised person of an organisation"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """On what a mandate rests: which document, for which services (none named: for all), from when until when."""

    kind: str
    title: str
    dated: date
    from_day: date
    until_day: date | None = None
    services: list[str] = field(default_factory=list)


def find_other_side(digits: str, name: str) -> Account:
    """The identified person or organisation of this number and name.

    Both must be right, and one sentence answers all that is wrong: nobody finds out here who has an account.
    """
    found = person_by_identifier(digits)
    known_as = "" if found is None else found.organisation_name or found.surname
    if found is None or found.closed_at is not None or _letters(known_as) != _letters(name):
        raise Refusal(
            _l("Nobody with this number and this name has been identified in Synaq."),
            next_step=_l("Check both. The other side must register first and be identified at a desk."),
            status=422,
        )
    return found


def _letters(name: str) -> str:
    """A name without its quotation marks and spaces, which everybody types differently."""
    return "".join(character for character in fold(name) if character.isalnum())


def ask(principal: Account, agent: Account, document: Document) -> Mandate:
    """Ask that the agent may act for the principal; it waits for the desk."""
    asker = current_actor().account_id
    if not (principal.proven and agent.proven):
        raise Refusal(
            _l("Both sides must have been identified before one can act for the other."),
            next_step=_l("Be identified at a desk with your document first."),
        )
    if principal.id == agent.id:
        raise Refusal(_l("Nobody needs a mandate to act for themselves."), status=422)
    if agent.kind == "organisation":
        raise Refusal(_l("A representative is a person: name somebody by the IIN."), status=422)
    if (document.kind == "organisation") != (principal.kind == "organisation"):
        raise Refusal(
            _l("An organisation acts through its authorised person; a person does not."), status=422
        )
    if document.dated > today():
        raise Refusal(_l("The date of the document lies in the future."), status=422)
    if document.until_day is not None and document.until_day < max(document.from_day, today()):
        raise Refusal(_l("This document has run out or ends before it begins."), status=422)
    _refuse_repeat(principal, agent, document)
    mandate = Mandate(
        kind=document.kind,
        principal_id=principal.id,
        agent_id=agent.id,
        services=document.services,
        from_day=document.from_day,
        until_day=document.until_day,
        document=document.title,
        document_date=document.dated,
        created_at=now(),
    )
    db.session.add(mandate)
    db.session.flush()
    record(
        "accounts:mandate:ask",
        subject=("mandate", mandate.id),
        new={
            "kind": mandate.kind,
            "principal": principal.id,
            "agent": agent.id,
            "services": mandate.services,
            "from": mandate.from_day.isoformat(),
            "until": mandate.until_day.isoformat() if mandate.until_day else None,
        },
        personal={"document": document.title, "dated": document.dated.isoformat()},
    )
    other = agent if asker == principal.id else principal
    notices.mandate(
        other,
        mandate,
        _l("A representation was asked for"),
        _l(
            "A representation that concerns you was entered. It begins when an office has confirmed the document."
        ),
    )
    return mandate


def _refuse_repeat(principal: Account, agent: Account, document: Document) -> None:
    twin = db.session.scalar(
        select(Mandate.id).where(
            Mandate.principal_id == principal.id,
            Mandate.agent_id == agent.id,
            Mandate.kind == document.kind,
            Mandate.ended_at.is_(None),
            Mandate.document == document.title,
            Mandate.document_date == document.dated,
        )
    )
    if twin is not None:
        raise Refusal(_l("A mandate with this document has been entered already."), status=422)


def confirm(mandate: Mandate) -> None:
    """Somebody at a desk has seen the document: from its first day on the agent acts for the principal."""
    _refuse_decided(mandate)
    if not (mandate.principal.proven and mandate.agent.proven):
        raise Refusal(_l("Both sides must have been identified before one can act for the other."))
    if mandate.until_day is not None and mandate.until_day < today():
        raise Refusal(_l("This document has run out or ends before it begins."))
    _decide(mandate, confirmed_at=now(), confirmed_by=current_actor().account_id)
    record("accounts:mandate:confirm", subject=("mandate", mandate.id), new={"agent": mandate.agent_id})
    _tell_both(
        mandate, _l("A representation was confirmed"), _l("An office has confirmed this representation.")
    )


def refuse(mandate: Mandate, reason: str) -> None:
    """The document does not carry the mandate; both sides are told why."""
    _refuse_decided(mandate)
    _decide(mandate, ended_at=now(), ended_reason=reason)
    record("accounts:mandate:refuse", subject=("mandate", mandate.id), personal={"reason": reason})
    _tell_both(
        mandate,
        _l("A representation was not confirmed"),
        _l(
            "An office has not confirmed this representation. A new one can be asked for with the right document."
        ),
        reason,
    )


def end(mandate: Mandate, reason: str) -> None:
    """Either side ends the mandate; it takes effect with the agent's next request."""
    if mandate.ended_at is not None:
        raise Refusal(_l("This mandate has ended already."))
    _decide(mandate, ended_at=now(), ended_reason=reason)
    record("accounts:mandate:end", subject=("mandate", mandate.id), personal={"reason": reason})
    _tell_both(mandate, _l("A representation has ended"), _l("This representation has ended."), reason)


def _refuse_decided(mandate: Mandate) -> None:
    if mandate.ended_at is not None:
        raise Refusal(_l("This mandate has ended already."))
    if mandate.confirmed_at is not None:
        raise Refusal(_l("This mandate has been confirmed already."))


def _decide(mandate: Mandate, **values: object) -> None:
    """Of two who decide at the same moment, only one does."""
    decided = db.session.scalar(
        update(Mandate)
        .where(
            Mandate.id == mandate.id,
            Mandate.ended_at.is_(None),
            # Whoever has just seen it waiting does not decide on one that was confirmed meanwhile.
            *([Mandate.confirmed_at.is_(None)] if mandate.confirmed_at is None else []),
        )
        .values(**values)
        .returning(Mandate.id)
    )
    if decided is None:
        raise Refusal(_l("Somebody else has decided on this mandate just now."))
    db.session.refresh(mandate)


def _tell_both(mandate: Mandate, subject: Text, sentence: Text, reason: str = "") -> None:
    for account in (mandate.principal, mandate.agent):
        notices.mandate(account, mandate, subject, sentence, reason)
