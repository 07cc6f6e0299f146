"""Planning a sitting: its room and time, its blueprint and sealed sets, who watches; then it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from accounts.queries import executors_at
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.numbering import next_number
from core.refusals import NotFound, Refusal
from exam import office_settings
from exam.actions import rooms
from exam.models import Invigilator, Sitting, SittingSet
from question_banks.blueprint_form import unpack_blueprint
from question_banks.models import BlueprintEdition, SealedSet


@dataclass(frozen=True, slots=True)
class Plan:
    """A sitting as it is planned. Service, specialty and category are those of its blueprint."""

    room_id: int
    edition_id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    languages: tuple[str, ...]
    shift: str = ""
    interview_note: str = ""
    kind: str = "test"


def plan(wanted: Plan) -> Sitting:
    """A new sitting, seen by nobody outside the office until it is published."""
    room = rooms.locked(wanted.room_id)
    office_id = room.office_id
    edition = db.session.get(BlueprintEdition, wanted.edition_id)
    if edition is None or not edition.is_current:
        raise RefusedFact("blueprint", _l("This blueprint is no longer in force. Choose another one."))
    _refuse_wrong_times(wanted, edition)
    seats = rooms.open_seats(room.id)
    if wanted.capacity > seats:
        raise RefusedFact(
            "capacity", _l("The hall has only %(seats)s seats: enter no more places.", seats=seats)
        )
    _refuse_taken_room(room.id, wanted)
    actor = current_actor()
    year = wanted.starts_at.year
    sitting = Sitting(
        office_id=office_id,
        number=f"{year}-{next_number('sitting', office_id, year):04d}",
        kind=wanted.kind,
        service=edition.blueprint.service,
        specialty_id=edition.blueprint.specialty_id,
        category=edition.blueprint.category,
        room_id=room.id,
        shift=wanted.shift,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        capacity=wanted.capacity,
        languages=list(wanted.languages),
        blueprint_edition_id=edition.id,
        grace_seconds=office_settings.grace_seconds(office_id),
        score_shown=office_settings.score_shown(office_id),
        interview_note=wanted.interview_note,
        planned_by=actor.account_id or 0,
        planned_at=now(),
    )
    db.session.add(sitting)
    db.session.flush()
    note(sitting, "plan", {"number": sitting.number, "starts_at": sitting.starts_at, "room": room.name})
    return sitting


def _refuse_wrong_times(wanted: Plan, edition: BlueprintEdition) -> None:
    if wanted.starts_at <= now():
        raise RefusedFact("starts", _l("This time has passed already."))
    content = unpack_blueprint(edition.content)
    if content.minutes is None:
        raise RefusedFact("blueprint", _l("This blueprint gives no time for the test. Choose another one."))
    if wanted.ends_at - wanted.starts_at < timedelta(minutes=content.minutes):
        raise RefusedFact(
            "ends",
            _l("The test takes %(minutes)s minutes: keep the hall for longer.", minutes=content.minutes),
        )
    unknown = set(wanted.languages) - set(content.languages)
    if not wanted.languages or unknown:
        raise RefusedFact("languages", _l("Choose among the languages of the blueprint."))


def _refuse_taken_room(room_id: int, wanted: Plan) -> None:
    taken = db.session.scalar(
        select(Sitting.number).where(
            Sitting.room_id == room_id,
            Sitting.annulled_at.is_(None),
            Sitting.closed_at.is_(None),
            Sitting.starts_at < wanted.ends_at,
            Sitting.ends_at > wanted.starts_at,
        )
    )
    if taken is not None:
        raise RefusedFact("starts", _l("At this time sitting %(number)s has the hall.", number=taken))


def locked(sitting_id: int) -> Sitting:
    """A sitting of the own office, held until the commit."""
    sitting = held(Sitting, sitting_id)
    if sitting.office_id != current_actor().office_id:
        raise NotFound
    return sitting


def name_set(sitting_id: int, set_id: int) -> None:
    """Name a sealed set whose papers are sat here; a set serves one sitting only."""
    sitting = locked(sitting_id)
    refuse_over(sitting)
    sealed = db.session.get(SealedSet, set_id)
    if sealed is None or sealed.blueprint_edition_id != sitting.blueprint_edition_id:
        raise Refusal(_l("This set was drawn by another blueprint. Choose a set of the sitting's blueprint."))
    if sealed.state == "given_up":
        raise Refusal(_l("This set was given up and is never opened."))
    if db.session.scalar(select(SittingSet.sitting_id).where(SittingSet.set_id == set_id)) is not None:
        raise Refusal(_l("This set serves another sitting. A set is used once."))
    db.session.add(
        SittingSet(
            sitting_id=sitting.id, set_id=set_id, named_by=current_actor().account_id or 0, named_at=now()
        )
    )
    db.session.flush()
    note(sitting, "name_set", {"set": sealed.number, "digest": sealed.digest})


def name_invigilator(sitting_id: int, account_id: int, *, chief: bool = False) -> None:
    """Name who watches over the hall; the first one named is the chief."""
    sitting = locked(sitting_id)
    refuse_over(sitting)
    if all(one.id != account_id for one in executors_at(sitting.office_id, {Role.INVIGILATOR})):
        raise Refusal(_l("This person is no invigilator of the office now."))
    if db.session.get(Invigilator, (sitting.id, account_id)) is not None:
        raise Refusal(_l("This invigilator is named already."))
    first = (
        db.session.scalar(select(Invigilator.account_id).where(Invigilator.sitting_id == sitting.id)) is None
    )
    db.session.add(
        Invigilator(
            sitting_id=sitting.id,
            account_id=account_id,
            chief=chief or first,
            named_by=current_actor().account_id or 0,
            named_at=now(),
        )
    )
    db.session.flush()
    note(sitting, "name_invigilator", {"account": account_id, "chief": chief or first})


def publish(sitting_id: int) -> Sitting:
    """From now on cases may be placed in it."""
    sitting = locked(sitting_id)
    refuse_over(sitting)
    if sitting.published_at is not None:
        raise Refusal(_l("This sitting is published already."))
    if sitting.starts_at <= now():
        raise Refusal(_l("Its time has passed: plan another sitting."))
    watched = db.session.scalar(select(func.count()).where(Invigilator.sitting_id == sitting.id))
    if not watched:
        raise Refusal(_l("Name an invigilator first: nobody is tested in a hall that nobody watches."))
    seats = rooms.open_seats(rooms.locked(sitting.room_id).id)
    if sitting.capacity > seats:
        raise Refusal(
            _l("The hall has only %(seats)s seats now, and the sitting is planned for more.", seats=seats),
            next_step=_l("Plan another sitting with as many places as the hall has seats."),
        )
    sitting.published_at, sitting.published_by = now(), current_actor().account_id
    db.session.flush()
    note(sitting, "publish", {"number": sitting.number})
    return sitting


def refuse_over(sitting: Sitting) -> None:
    """Nothing is planned any more in a sitting that has begun or does not count."""
    if sitting.annulled_at is not None:
        raise Refusal(_l("This sitting was annulled."))
    if sitting.begun_at is not None:
        raise Refusal(_l("This sitting has begun already."))


def note(sitting: Sitting, verb: str, new: dict[str, object]) -> None:
    """One entry of the journal on a sitting."""
    record(f"exam:sitting:{verb}", subject=("sitting", sitting.id), office_id=sitting.office_id, new=new)
