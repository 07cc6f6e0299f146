"""What follows when everybody has signed a protocol: its decisions take effect, and the cases go on.

By digest: an item that is not what the facts say takes no effect. A decision whose test result was replaced since is
held back, the case stays where it is and the protocol's page says so; the other decisions do not wait for it.
"""

from __future__ import annotations

from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from applications.actions import course
from applications.models import Case
from commissions import protocol_queries
from commissions.actions.protocols import KIND
from commissions.models import MeetingProtocol, ProtocolItem, ProtocolItemSigned, ProtocolSigned
from commissions.proceedings import Heard
from commissions.protocol_facts import digest_of, outcome_of, read_facts
from core.actor import SYSTEM, acting
from core.database import db
from core.holding import held, held_all
from core.journal import record
from exam.queries import stands_at
from regulations.kinds import StepKind
from regulations.verbs import Outcome, Verb


def when_signed(sheet: SigningSheet, done: SigningDone) -> None:
    """Write down that the protocol is signed, and give each case what was decided on it."""
    # A protocol that was sent is not drawn anew: what its facts name can be held before it.
    sent = db.session.get_one(MeetingProtocol, sheet.subject_id)
    held_all(Case, [heard.case for heard in read_facts(sent.facts).proceedings.heard])
    found = held(MeetingProtocol, sheet.subject_id)
    facts = read_facts(found.facts)
    db.session.add(ProtocolSigned(protocol_id=found.id, sheet_id=sheet.id))
    db.session.flush()
    _note(found, "protocol:sign", digest=found.digest, signed=done.digest)
    items = {one.interview_id: one for one in protocol_queries.items_of(found.id)}
    for heard in facts.proceedings.heard:
        item = items.get(heard.interview)
        if item is not None and item.digest == digest_of(heard):
            _take_effect(found, item, heard)
        elif outcome_of(heard) is Outcome.ABSENT:
            _move(found, course.locked(heard.case), Outcome.ABSENT)


def _take_effect(found: MeetingProtocol, item: ProtocolItem, heard: Heard) -> None:
    case = course.locked(item.case_id)
    outcome = outcome_of(heard)
    if protocol_queries.rests_on_replaced(item.interview) or outcome is None or not _waits(case):
        _note(found, "protocol_item:hold_back", case=case.id, candidate_position=item.position)
        return
    db.session.add(
        ProtocolItemSigned(
            item_id=item.id, protocol_id=found.id, case_id=item.case_id, decision=item.decision
        )
    )
    db.session.flush()
    _move(found, case, outcome)


def _waits(case: Case) -> bool:
    return case.ended_at is None and stands_at(case, StepKind.INTERVIEW)


def _move(found: MeetingProtocol, case: Case, outcome: Outcome) -> None:
    """The signatures move the case, not whoever happened to give the last one: the system writes down what follows."""
    if not _waits(case):
        return
    with acting(SYSTEM):
        course.perform(
            case,
            Verb.INTERVIEW,
            outcome,
            tag="commissions:interview:record",
            brings=course.With(new={"protocol": found.spelled_number}),
        )


def _note(found: MeetingProtocol, what: str, **new: object) -> None:
    record(
        f"commissions:{what}",
        subject=("commission_meeting", found.meeting_id),
        office_id=found.office_id,
        new={"protocol": found.spelled_number, **new},
    )


register(KIND, Hooks(when_signed=when_signed))
