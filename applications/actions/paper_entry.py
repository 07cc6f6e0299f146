"""An application on paper at the chancery: entered by the clerk for somebody, registered, and its receipt made.

The register is asked before anything is written, on the consent that was signed on paper. What it does not know is no
refusal (I36): the clerk enters the data by hand from the document, and the case is marked so. Where the register is
silent the case does not wait for it: its question does, and the sweep asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from applications.actions import chancery, course, front_office, lookups, submission
from applications.models import Case
from core.actor import current_actor
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from gateways.answers import Found, NotConnected, RegisterAnswer, Unanswered, lookup_state
from regulations.kinds import ChannelId
from regulations.setting_values import DocumentItem
from regulations.verbs import Verb


@dataclass(frozen=True, slots=True)
class Heard:
    """What a register answered to whoever entered the application."""

    door: str
    stand_in: bool
    reference: str
    answer: RegisterAnswer[Any]

    @property
    def needs_a_look(self) -> bool:
        """The register spoke, and did not confirm: a person compares with the document."""
        return not isinstance(self.answer, Found | Unanswered | NotConnected)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the clerk's desk besides the form: documents, sheets, the signed consent, the register's word."""

    brought: Sequence[DocumentItem]
    sheets: int
    consent: StoredFile | None = None
    heard: Heard | None = None
    by_hand: bool = False


def enter(entry: submission.Entry, desk: Desk) -> Case:
    """Enter the application and, where the text has nothing before it, register it and make the receipt."""
    actor = current_actor()
    if actor.office_id is None or actor.office_id != entry.office.id:
        raise NotFound
    if entry.channel is not ChannelId.CHANCERY:
        raise Refusal(_l("This service is not applied for at the chancery of the office."))
    if desk.heard is not None and desk.heard.needs_a_look and not desk.by_hand:
        raise Refusal(
            _l("The register does not confirm these data."),
            next_step=_l("Compare name and number with the document, then enter the data by hand."),
            status=422,
        )
    twin = submission.just_entered(entry, entry.office.id)
    if twin is not None:
        return twin
    person = replace(entry.person, checked=_checked(desk.heard))
    documents = [submission.on_paper(item) for item in desk.brought]
    case = submission.submit(replace(entry, person=person), documents)
    consent = front_office.note_consent(case, desk.consent)
    if desk.heard is not None:
        lookups.note_of_case(case, consent, desk.heard.door, desk.heard.stand_in, desk.heard.answer)
    if any(one.verb is Verb.REGISTER for one in course.what_now(case, actor)):
        chancery.register(case.id, desk.sheets)
    return case


def note_asked(heard: Heard, number: str) -> None:
    """A register was asked although nothing was entered in the end: the journal knows who asked about whom."""
    office_id = current_actor().office_id
    if office_id is None:
        raise NotFound
    record(
        "applications:lookup:ask",
        subject=("office", office_id),
        office_id=office_id,
        new={"door": heard.door, "state": lookup_state(heard.answer), "consent": heard.reference},
        personal={"number": number},
    )


def _checked(heard: Heard | None) -> str:
    """How the data are known: the register's yes, a question that waits, or the clerk's hand."""
    if heard is None:
        return "by_hand"
    if isinstance(heard.answer, Found):
        return "confirmed"
    return "waiting" if isinstance(heard.answer, Unanswered) else "by_hand"
