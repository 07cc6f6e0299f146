"""Placing a case in a published sitting: the step "notice of the test" is done by it, and the candidate is told.

Minimum notice, moves, retakes and waiting are the office's declared decisions, held for the person and the
specialty over all sittings. Over-booking and two halls at once are refused by the database besides.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from applications import office_rules
from applications.actions import course
from applications.lawful_day import demand_in_time
from applications.models import Case, CasePerson
from applications.terms import office_time
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l, current_language
from core.refusals import NotFound, Refusal
from exam import notices, office_settings
from exam.actions import admission, planning
from exam.models import Result, Sitting, SittingPlace
from regulations.clock import Term, due
from regulations.kinds import Need
from regulations.naming import amount_words
from regulations.verbs import Verb


def place(case_id: int, sitting_id: int, *, again: bool = False) -> SittingPlace:
    """Give the case a place and tell the candidate; `again` = the case waits at the test after an absence."""
    sitting, case = planning.locked(sitting_id), course.locked(case_id)
    _refuse_other_executor(case)
    refuse_unfit(case, sitting)
    found = _book(case, sitting, None)
    if again:
        notices.tell_of_test(case, sitting, ())
    else:
        moved = course.perform(
            case, Verb.NOTIFY_TEST, brings=course.With(new={"sitting": sitting.number, "slot": found.slot})
        )
        notices.tell_of_test(case, sitting, moved.notices)
    return found


def move(place_id: int, sitting_id: int, reason: str) -> SittingPlace:
    """Give the place back and another one instead, as often as the office allows; never once the desk has admitted."""
    asked = db.session.get(SittingPlace, place_id)
    if asked is None or asked.case_id is None:
        raise NotFound
    if sitting_id == asked.sitting_id:
        raise Refusal(_l("The case has its place in this very sitting."))
    # The desk admits and the hall begins under the lock of the sitting; two sittings are held in one order.
    sittings = {one.id: one for one in held_all(Sitting, (asked.sitting_id, sitting_id))}
    sitting = planning.locked(sitting_id)
    case = course.locked(asked.case_id)
    old = held(SittingPlace, place_id)
    _refuse_other_executor(case)
    if old.released_at is not None or old.outcome is not None:
        raise Refusal(_l("This place is given back or used already."))
    if sittings[old.sitting_id].begun_at is not None:
        raise Refusal(_l("The sitting has begun: a place is no longer moved."))
    if admission.admission_of(old.id) is not None:
        raise Refusal(
            _l("The candidate was admitted at the desk already: a place is no longer moved."),
            next_step=_l("Whoever does not sit the test is heard after it, and an official decides."),
        )
    moved = db.session.scalar(
        select(func.count(SittingPlace.id)).where(
            SittingPlace.case_id == case.id, SittingPlace.moved_from_id.is_not(None)
        )
    )
    allowed = office_settings.moves_allowed(case.office_id)
    if (moved or 0) >= allowed:
        raise Refusal(
            _l("By the office's decision a test is moved at most %(times)s times.", times=allowed),
            next_step=_l("Whoever does not come for a good reason is heard, and an official decides."),
        )
    refuse_unfit(case, sitting)
    release(old, reason)
    found = _book(case, sitting, old.id)
    notices.tell_of_move(case, sitting)
    return found


def release(found: SittingPlace, reason: str) -> None:
    """Give a place back, with the reason."""
    found.released_at, found.released_reason = now(), reason
    db.session.flush()
    record(
        "exam:place:release",
        subject=("case", found.case_id or 0),
        office_id=found.sitting.office_id,
        new={"sitting": found.sitting.number, "reason": reason},
    )


def refuse_unfit(case: Case, sitting: Sitting) -> None:
    """Say why this case has no place in this sitting; nothing when it has."""
    edition = course.edition_of(case)
    if sitting.published_at is None or sitting.annulled_at is not None or sitting.begun_at is not None:
        raise Refusal(_l("This sitting takes nobody: it is not published, has begun or was annulled."))
    if not fits(case, sitting):
        raise Refusal(_l("This sitting is for another service, specialty, category or language."))
    office_rules.demand(case.office_id, edition, Need.TEST, case.procedure)
    demand_in_time(case, sitting.starts_at, _l("Choose a sitting before that day, or plan one."))
    _refuse_short_notice(case, sitting)
    _refuse_early_retake(case, sitting)


def fits(case: Case, sitting: Sitting) -> bool:
    """Whether the sitting tests what the case asks for, in its language; a blueprint may serve all specialties."""
    return (
        sitting.kind == "test"
        and sitting.service == case.service
        and sitting.specialty_id in (None, case.specialty_id)
        and sitting.category in (None, case.category)
        and (case.test_language or case.language) in sitting.languages
    )


def _refuse_short_notice(case: Case, sitting: Sitting) -> None:
    minimum = office_settings.notice_minimum(case.office_id, course.edition_of(case))
    if minimum is None or minimum.value < 1:
        return
    earliest = due(Term(minimum, now()), office_time(case.office)).moment
    if sitting.starts_at < earliest:
        raise Refusal(
            _l(
                "By the office's decision the candidate is told at least %(term)s before the test.",
                term=amount_words(minimum).in_(current_language()),
            ),
            next_step=_l("Choose a later sitting."),
        )


def _refuse_early_retake(case: Case, sitting: Sitting) -> None:
    """After a negative result of the same person, service and specialty: whether and when again."""
    last = last_negative(case)
    if last is None:
        return
    edition = course.edition_of(case)
    if not office_settings.retake_allowed(case.office_id, edition):
        raise Refusal(
            _l("The person has a negative result, and by the office's decision the test is not retaken.")
        )
    wait = office_settings.retake_wait(case.office_id, edition)
    if wait is None or wait.value < 1:
        return
    earliest = due(Term(wait, last), office_time(case.office)).moment
    if sitting.starts_at < earliest:
        raise Refusal(
            _l(
                "The person was tested with a negative result; by the office's decision %(term)s must pass before"
                " a retake.",
                term=amount_words(wait).in_(current_language()),
            ),
            next_step=_l("Choose a later sitting."),
        )


def last_negative(case: Case) -> datetime | None:
    """When the person's last negative result for this service and specialty was entered, over all sittings."""
    if case.person.iin is None:
        return None
    replaced = select(Result.replaces_id).where(Result.replaces_id.is_not(None))
    return db.session.scalar(
        select(func.max(Result.entered_at))
        .join(Case, Case.id == Result.case_id)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .where(
            Result.verdict == "negative",
            Result.id.not_in(replaced),
            Case.id != case.id,
            Case.service == case.service,
            Case.specialty_id.is_not_distinct_from(case.specialty_id),
            CasePerson.iin == case.person.iin,
        )
    )


def _refuse_other_executor(case: Case) -> None:
    if case.executor_id not in (None, current_actor().account_id):
        raise Refusal(_l("The head has named another executor for this case."), status=403)


def _book(case: Case, sitting: Sitting, moved_from_id: int | None) -> SittingPlace:
    taken = set(
        db.session.scalars(
            select(SittingPlace.slot).where(
                SittingPlace.sitting_id == sitting.id, SittingPlace.released_at.is_(None)
            )
        )
    )
    slot = next((one for one in range(1, sitting.capacity + 1) if one not in taken), None)
    if slot is None:
        raise Refusal(_l("All places of this sitting are given."), next_step=_l("Choose another sitting."))
    found = SittingPlace(
        public_id=secrets.token_hex(16),
        sitting_id=sitting.id,
        kind=sitting.kind,
        capacity=sitting.capacity,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        slot=slot,
        case_id=case.id,
        iin=case.person.iin,
        language=case.test_language or case.language,
        booked_by=current_actor().account_id,
        booked_at=now(),
        moved_from_id=moved_from_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(found)
            db.session.flush()
    except IntegrityError as error:
        raise Refusal(
            _l("The case has a place already, or the person has another test at this time."),
            next_step=_l("Choose a sitting at another time."),
        ) from error
    record(
        "exam:place:book",
        subject=("case", case.id),
        office_id=sitting.office_id,
        new={"sitting": sitting.number, "slot": slot, "moved_from": moved_from_id},
    )
    return found
