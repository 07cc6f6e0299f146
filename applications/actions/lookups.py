"""What a register answered is written down; a question that nobody answered waits and is filled later."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, cast

from sqlalchemy import select

from accounts.models import Account
from applications.models import Case, CasePerson, Consent, Draft, Lookup
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held_where
from core.journal import record
from core.languages import gettext as _
from core.languages import speaking
from core.outbox import post
from gateways.answers import NotConnected, RegisterAnswer, Unanswered, kept, lookup_state
from gateways.asking import Waiting
from gateways.doors import doors
from gateways.records import Question
from regulations.catalogue import catalogue

REGISTERS = ("individuals", "legal_entities")


def question_about(applicant: Account | CasePerson, consent: Consent, service: str) -> Question:
    """What a register is asked about an applicant: never without the consent."""
    number = applicant.bin if applicant.kind == "organisation" else applicant.iin
    return Question(
        number=number or "",
        consent=f"consent {consent.id}",
        purpose=service,
        claimed_name=applicant.name,
    )


def note(
    draft: Draft, consent: Consent, door: str, stand_in: bool, answer: RegisterAnswer[Any]
) -> Lookup | None:
    """Write down what a register said about the applicant of a draft; silence waits. No door leaves no row."""
    if isinstance(answer, NotConnected):
        return None
    lookup = latest(draft)
    if lookup is None or lookup.state != "waiting":
        lookup = _asked(consent, door, stand_in)
        lookup.draft_id = draft.id
        db.session.add(lookup)
        db.session.flush()
    if not isinstance(answer, Unanswered):
        _answered(lookup, answer)
    record(
        "applications:lookup:ask",
        subject=("draft", draft.id),
        new={"door": door, "state": lookup.state, "consent": consent.id},
    )
    return lookup


def note_of_case(
    case: Case, consent: Consent, door: str, stand_in: bool, answer: RegisterAnswer[Any]
) -> Lookup | None:
    """Write down what a register said to whoever entered a case on paper; silence waits with the case."""
    if isinstance(answer, NotConnected):
        return None
    lookup = _asked(consent, door, stand_in)
    lookup.case_id = case.id
    db.session.add(lookup)
    db.session.flush()
    if not isinstance(answer, Unanswered):
        _answered(lookup, answer)
    record(
        "applications:lookup:ask",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"door": door, "state": lookup.state, "consent": consent.id},
    )
    return lookup


def _asked(consent: Consent, door: str, stand_in: bool) -> Lookup:
    return Lookup(
        consent_id=consent.id,
        door=door,
        state="waiting",
        stand_in=stand_in,
        asked_by=current_actor().account_id,
        asked_at=now(),
    )


def latest(draft: Draft) -> Lookup | None:
    """The last question to a register in a draft."""
    return db.session.scalar(
        select(Lookup).where(Lookup.draft_id == draft.id).order_by(Lookup.id.desc()).limit(1)
    )


def waiting(limit: int) -> Sequence[Waiting[tuple[str, Question]]]:
    """The questions that wait for an answer, the oldest first: those of drafts, and those of cases on paper."""
    found = [*_of_drafts(limit), *_of_cases(limit)]
    return sorted(found, key=lambda one: one.since)[:limit]


def _of_drafts(limit: int) -> list[Waiting[tuple[str, Question]]]:
    rows = db.session.execute(
        select(Lookup, Draft, Account, Consent)
        .join(Draft, Draft.id == Lookup.draft_id)
        .join(Account, Account.id == Draft.principal_id)
        .join(Consent, Consent.id == Lookup.consent_id)
        .where(Lookup.state == "waiting", Lookup.door.in_(REGISTERS), Draft.discarded_at.is_(None))
        .order_by(Lookup.asked_at)
        .limit(limit)
    )
    return [
        Waiting(lookup.id, lookup.asked_at, (lookup.door, question_about(account, consent, draft.service)))
        for lookup, draft, account, consent in rows
    ]


def _of_cases(limit: int) -> list[Waiting[tuple[str, Question]]]:
    """A case that has ended meanwhile is asked about all the same: its mark says how the data are known."""
    rows = db.session.execute(
        select(Lookup, Case.service, CasePerson, Consent)
        .join(Case, Case.id == Lookup.case_id)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .join(Consent, Consent.id == Lookup.consent_id)
        .where(Lookup.state == "waiting", Lookup.door.in_(REGISTERS), Lookup.draft_id.is_(None))
        .order_by(Lookup.asked_at)
        .limit(limit)
    )
    return [
        Waiting(lookup.id, lookup.asked_at, (lookup.door, question_about(person, consent, service)))
        for lookup, service, person, consent in rows
    ]


def put(asked: tuple[str, Question]) -> RegisterAnswer[Any]:
    """Ask a register again."""
    door, question = asked
    opened = doors()
    return opened.individuals.ask(question) if door == "individuals" else opened.legal_entities.ask(question)


def fill(row: Hashable, answer: RegisterAnswer[Any]) -> None:
    """Fill a question that waited, and tell whoever waits with it that they can go on."""
    lookup = held_where(Lookup, Lookup.id == cast(int, row), Lookup.state == "waiting")
    if lookup is None:
        return
    _answered(lookup, answer)
    draft = db.session.get(Draft, lookup.draft_id) if lookup.draft_id else None
    if lookup.case_id is not None:
        person = db.session.get(CasePerson, lookup.case_id)
        if person is not None and person.checked == "waiting":
            person.checked = "confirmed" if lookup.state == "found" else "by_hand"
    subject = ("draft", lookup.draft_id) if lookup.case_id is None else ("case", lookup.case_id)
    record(
        "applications:lookup:answer",
        subject=(subject[0], subject[1] or 0),
        new={"door": lookup.door, "state": lookup.state},
    )
    if draft is not None and draft.submitted_at is None:
        _tell(draft)


def _answered(lookup: Lookup, answer: RegisterAnswer[Any]) -> None:
    lookup.state = lookup_state(answer)
    lookup.answer = kept(answer)
    lookup.answered_at = now()
    db.session.flush()


def _tell(draft: Draft) -> None:
    author = db.session.get_one(Account, draft.author_id)
    if not author.email:
        return
    with speaking(author.language):
        title = catalogue().edition(draft.edition_id).title.in_(author.language)
        post(
            "mail",
            author.email,
            {
                "subject": _("The register has answered: you can go on with your application"),
                "body": _(
                    "Your application “%(service)s” waited for a register. It has answered: open your cabinet.",
                    service=title,
                ),
                "language": author.language,
            },
        )
