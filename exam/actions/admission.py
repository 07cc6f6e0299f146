"""Before the test: declarations of interest, papers fixed, doors opened, identity checked, seats given."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache

from sqlalchemy import func, select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l, long_moment
from core.refusals import NotFound, Refusal
from exam import hall_queries, queries
from exam.actions import planning
from exam.actions.reckoning import ReadPaper
from exam.device_codes import GOOD_FOR, code_digest, new_code
from exam.models import (
    Admission,
    Attempt,
    DeviceCode,
    ExamPaper,
    InterestDeclaration,
    Invigilator,
    Seat,
    Sitting,
    SittingPlace,
)
from question_banks.models import SealedPaper
from question_banks.released_papers import least_known_paper, questions_on, read_paper


@dataclass(frozen=True, slots=True)
class Identity:
    """The document that was looked at."""

    kind: str
    number: str


def watching(sitting_id: int) -> Sitting:
    """The sitting, held, for an invigilator who is named for it and has no conflict of interest."""
    sitting, account_id = held(Sitting, sitting_id), current_actor().account_id
    if db.session.get(Invigilator, (sitting.id, account_id)) is None:
        raise NotFound
    word = queries.declarations_of(sitting.id).get(account_id or 0)
    if word is None:
        raise Refusal(
            _l("Declare first whether you have a conflict of interest in this sitting."),
            next_step=_l("Open the sitting and make the declaration; it takes one answer."),
            status=403,
        )
    if word.has_conflict:
        raise Refusal(_l("You declared a conflict of interest: another invigilator acts here."), status=403)
    return sitting


def declare(sitting_id: int, conflict: str) -> None:
    """An invigilator's word: no conflict, or which."""
    account_id = current_actor().account_id
    if db.session.get(Invigilator, (sitting_id, account_id)) is None:
        raise NotFound
    sitting = db.session.get_one(Sitting, sitting_id)
    db.session.add(
        InterestDeclaration(
            sitting_id=sitting_id,
            account_id=account_id or 0,
            has_conflict=bool(conflict),
            words=conflict,
            declared_at=now(),
        )
    )
    db.session.flush()
    _note(sitting, "declare", {"conflict": bool(conflict)})


def fix_papers(sitting_id: int) -> int:
    """Give every place its paper: of those left, the one the person has seen least of; returns how many were given.

    Whoever is placed after the papers were fixed gets one of those left, then one in reserve.
    """
    sitting = planning.locked(sitting_id)
    planning.refuse_over(sitting)
    sets = [one.sealed_set for one in queries.sets_of(sitting.id) if one.sealed_set.state == "released"]
    if not sets:
        raise Refusal(
            _l("No set of this sitting is open yet."),
            next_step=_l("Two officials who hold its key release the set first."),
        )
    have = set(db.session.scalars(select(ExamPaper.place_id).where(ExamPaper.sitting_id == sitting.id)))
    without = [one for one in queries.places_of(sitting.id) if one.id not in have]
    if not without:
        raise Refusal(_l("Every place has its paper already."))
    used, read = _turns(sitting.id), cache(read_paper)
    for place in without:
        _fix(sitting, place, [one.id for one in sets], used, read)
    _note(sitting, "fix_papers", {"papers": len(without)})
    return len(without)


def _turns(sitting_id: int) -> dict[int, int]:
    """How many times each sealed paper was given in this sitting."""
    rows = db.session.execute(
        select(ExamPaper.sealed_paper_id, func.count())
        .where(ExamPaper.sitting_id == sitting_id)
        .group_by(ExamPaper.sealed_paper_id)
    )
    return {int(paper): int(times) for paper, times in rows}


def _fix(
    sitting: Sitting, place: SittingPlace, set_ids: list[int], used: dict[int, int], read: ReadPaper
) -> None:
    sealed = _choose(place, set_ids, used)
    turn = used.get(sealed.id, 0)
    used[sealed.id] = turn + 1
    questions = len(read(sealed.id).places)
    paper = ExamPaper(
        place_id=place.id,
        sitting_id=sitting.id,
        set_id=sealed.set_id,
        sealed_paper_id=sealed.id,
        turn=turn,
        questions=questions,
        fixed_by=current_actor().account_id,
        fixed_at=now(),
    )
    db.session.add(paper)
    db.session.flush()
    db.session.add(
        Attempt(
            public_id=secrets.token_hex(16),
            sitting_id=sitting.id,
            place_id=place.id,
            case_id=place.case_id,
            paper_id=paper.id,
            questions=questions,
            language=place.language,
        )
    )
    db.session.flush()


def _choose(place: SittingPlace, set_ids: list[int], used: dict[int, int]) -> SealedPaper:
    """A paper that nobody has yet, then one in reserve, then one in another order than those before it saw."""
    seen = questions_on(_sat_before(place))
    for reserves in (False, True):
        for set_id in set_ids:
            found = least_known_paper(set_id, seen, taken=used, reserves=reserves)
            if found is not None:
                return found
    most = max(used.values(), default=0)
    most_used = [paper for paper, times in used.items() if times == most]
    for set_id in set_ids:
        found = least_known_paper(set_id, seen, taken=most_used if len(most_used) < len(used) else ())
        if found is not None:
            return found
    raise Refusal(_l("The sets of this sitting hold no paper."))


def _sat_before(place: SittingPlace) -> list[int]:
    """The papers that the person was given before, in whatever sitting."""
    if place.iin is None:
        return []
    return list(
        db.session.scalars(
            select(ExamPaper.sealed_paper_id)
            .join(SittingPlace, SittingPlace.id == ExamPaper.place_id)
            .where(SittingPlace.iin == place.iin, SittingPlace.id != place.id)
        )
    )


def open_doors(sitting_id: int) -> None:
    """From now on candidates are admitted; every place must have its paper."""
    sitting = watching(sitting_id)
    if sitting.doors_at is not None:
        raise Refusal(_l("The doors are open already."))
    if sitting.published_at is None or sitting.annulled_at is not None:
        raise Refusal(_l("This sitting is not published or was annulled."))
    places = queries.places_of(sitting.id)
    with_paper = set(db.session.scalars(select(ExamPaper.place_id).where(ExamPaper.sitting_id == sitting.id)))
    if any(one.id not in with_paper for one in places):
        raise Refusal(
            _l("Some places have no paper yet: the doors open when all papers are fixed."),
            next_step=_l("Ask the official who plans the sitting to fix the papers."),
        )
    sitting.doors_at = now()
    db.session.flush()
    _note(sitting, "open_doors", {"places": len(places)})


def admit(place_id: int, seat_id: int, identity: Identity) -> str:
    """Identity checked, a seat given; returns the one-time code that opens the test there."""
    place, sitting = _place(place_id)
    _refuse_admitted(place)
    seat = db.session.get(Seat, seat_id)
    if seat is None or seat.room_id != sitting.room_id or seat.closed_on is not None:
        raise Refusal(_l("This is no seat of the hall."))
    if seat.id in hall_queries.seats_in_use(sitting.id):
        raise Refusal(_l("Somebody else sits there already."), next_step=_l("Choose another seat."))
    attempt = attempt_of(place)
    _add_admission(place, sitting, seat, identity, "")
    record(
        "exam:place:admit",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"place": place.slot, "seat": seat.label},
        personal={"document": identity.number},
    )
    return issue_code(attempt, seat, "admission")


def turn_away(place_id: int, reason: str) -> None:
    """Not admitted now, and why; who comes back with the right document can still be admitted."""
    place, sitting = _place(place_id)
    _refuse_admitted(place)
    _add_admission(place, sitting, None, Identity("", ""), reason)
    record(
        "exam:place:turn_away",
        subject=("sitting", sitting.id),
        office_id=sitting.office_id,
        new={"place": place.slot, "reason": reason},
    )


def begin(sitting_id: int) -> None:
    """The test begins: from now on admitted candidates may start."""
    sitting = watching(sitting_id)
    if sitting.begun_at is not None:
        raise Refusal(_l("This sitting has begun already."))
    if sitting.doors_at is None:
        raise Refusal(_l("Open the doors first."))
    if now() < sitting.starts_at:
        raise Refusal(
            _l(
                "The sitting begins at %(moment)s, not earlier.",
                moment=long_moment(sitting.starts_at, sitting.office.zone),
            )
        )
    sitting.begun_at = now()
    db.session.flush()
    _note(sitting, "begin", {})


def _place(place_id: int) -> tuple[SittingPlace, Sitting]:
    found = db.session.get(SittingPlace, place_id)
    if found is None:
        raise NotFound
    sitting = watching(found.sitting_id)
    place = held(SittingPlace, place_id)
    if place.released_at is not None or place.outcome is not None:
        raise Refusal(_l("This place was given back or has ended."))
    if sitting.doors_at is None or sitting.closed_at is not None or sitting.annulled_at is not None:
        raise Refusal(_l("The doors are closed."))
    return place, sitting


def admission_of(place_id: int) -> Admission | None:
    """How the candidate was admitted."""
    return db.session.scalar(select(Admission).where(Admission.place_id == place_id, Admission.admitted))


def _refuse_admitted(place: SittingPlace) -> None:
    if admission_of(place.id) is not None:
        raise Refusal(_l("This candidate is admitted already."))


def _add_admission(
    place: SittingPlace, sitting: Sitting, seat: Seat | None, identity: Identity, reason: str
) -> None:
    db.session.add(
        Admission(
            place_id=place.id,
            sitting_id=sitting.id,
            room_id=sitting.room_id,
            admitted=seat is not None,
            seat_id=seat.id if seat else None,
            document_kind=identity.kind,
            document_number=identity.number,
            reason=reason,
            decided_by=current_actor().account_id,
            decided_at=now(),
        )
    )
    db.session.flush()


def attempt_of(place: SittingPlace) -> Attempt:
    found = db.session.scalar(select(Attempt).where(Attempt.place_id == place.id))
    if found is None:
        raise Refusal(
            _l("This place has no paper yet."),
            next_step=_l("Ask the official who plans the sitting to fix the papers."),
        )
    return found


def issue_code(attempt: Attempt, seat: Seat | None, reason: str) -> str:
    """A one-time code; one that is still open is used up by it."""
    moment = now()
    for old in db.session.scalars(
        select(DeviceCode).where(DeviceCode.attempt_id == attempt.id, DeviceCode.used_at.is_(None))
    ):
        old.used_at = moment
    db.session.flush()
    code = new_code()
    db.session.add(
        DeviceCode(
            attempt_id=attempt.id,
            code_digest=code_digest(code),
            seat_id=seat.id if seat else None,
            reason=reason,
            issued_by=current_actor().account_id,
            issued_at=moment,
            expires_at=moment + GOOD_FOR,
        )
    )
    db.session.flush()
    return code


def _note(sitting: Sitting, verb: str, new: dict[str, object]) -> None:
    record(f"exam:sitting:{verb}", subject=("sitting", sitting.id), office_id=sitting.office_id, new=new)
