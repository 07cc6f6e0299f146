"""Named reads of this room, each starting from what the reader may see: sittings, halls, cases that wait for a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.queries import offices_above, offices_below
from accounts.roles import Role
from applications.models import Case
from applications.queries import READ_BELOW, may_see
from core.actor import Actor
from core.clock import now
from core.database import db
from core.listing import Listed, listed
from core.refusals import NotFound
from exam.models import (
    InterestDeclaration,
    Invigilator,
    Room,
    Seat,
    Sitting,
    SittingPlace,
    SittingSet,
)
from question_banks.models import BlueprintEdition, BlueprintPlan, SealedSet
from regulations.catalogue import catalogue
from regulations.kinds import StepKind
from regulations.places import parse

MOST_WAITING = 300
KEPT_IN_SIGHT = timedelta(days=30)


def sittings_seen(actor: Actor) -> ColumnElement[bool]:
    """The sittings of one's office; those of the offices below for who reads them; an invigilator's own."""
    if actor.office_id is None:
        return false()
    if actor.role == Role.INVIGILATOR:
        return Sitting.id.in_(
            select(Invigilator.sitting_id).where(Invigilator.account_id == actor.account_id)
        )
    offices = offices_below(actor.office_id) if actor.role in READ_BELOW else {actor.office_id}
    return Sitting.office_id.in_(offices)


def sittings(actor: Actor, *, past: bool = False, page: int = 1) -> Listed[Sitting]:
    """The sittings that somebody may see: those to come and just over, or the older ones."""
    since = now() - KEPT_IN_SIGHT
    when = Sitting.starts_at < since if past else Sitting.starts_at >= since
    order = Sitting.starts_at.desc() if past else Sitting.starts_at
    return listed(
        select(Sitting)
        .options(joinedload(Sitting.office), joinedload(Sitting.room), joinedload(Sitting.specialty))
        .where(sittings_seen(actor), when)
        .order_by(order, Sitting.id),
        page,
    )


def find_sitting(sitting_id: int, actor: Actor) -> Sitting:
    """One sitting by its number in the address."""
    sitting = db.session.scalar(
        select(Sitting)
        .options(joinedload(Sitting.office), joinedload(Sitting.room), joinedload(Sitting.specialty))
        .where(Sitting.id == sitting_id, sittings_seen(actor))
    )
    if sitting is None:
        raise NotFound
    return sitting


def rooms(office_id: int) -> Sequence[Room]:
    """The halls of an office that are in use."""
    return db.session.scalars(
        select(Room).where(Room.office_id == office_id, Room.closed_on.is_(None)).order_by(Room.name)
    ).all()


def find_room(room_id: int, actor: Actor) -> Room:
    room = db.session.scalar(select(Room).where(Room.id == room_id, Room.office_id == actor.office_id))
    if room is None:
        raise NotFound
    return room


def seats_of(room_id: int) -> Sequence[Seat]:
    """The seats of a hall in the order in which they were entered."""
    return db.session.scalars(select(Seat).where(Seat.room_id == room_id).order_by(Seat.id)).all()


def seats_by_room(room_ids: Sequence[int]) -> dict[int, int]:
    """How many seats each hall has."""
    rows = db.session.execute(
        select(Seat.room_id, func.count())
        .where(Seat.room_id.in_(room_ids), Seat.closed_on.is_(None))
        .group_by(Seat.room_id)
    )
    return {int(room): int(count) for room, count in rows}


def blueprints_in_force(office_id: int) -> Sequence[BlueprintEdition]:
    """The blueprints of tests by which this office may plan: its own and those of the offices above it."""
    return db.session.scalars(
        select(BlueprintEdition)
        .join(BlueprintPlan, BlueprintPlan.id == BlueprintEdition.blueprint_id)
        .options(joinedload(BlueprintEdition.blueprint).joinedload(BlueprintPlan.specialty))
        .where(
            BlueprintEdition.is_current,
            BlueprintPlan.purpose == "test",
            BlueprintPlan.closed_on.is_(None),
            BlueprintPlan.office_id.in_(offices_above(office_id)),
        )
        .order_by(BlueprintPlan.code)
    ).all()


def sets_for(sitting: Sitting) -> Sequence[SealedSet]:
    """The sealed sets that may still be named for a sitting."""
    used = select(SittingSet.set_id)
    return db.session.scalars(
        select(SealedSet)
        .where(
            SealedSet.blueprint_edition_id == sitting.blueprint_edition_id,
            SealedSet.state != "given_up",
            SealedSet.id.not_in(used),
            SealedSet.office_id.in_(offices_above(sitting.office_id)),
        )
        .order_by(SealedSet.sealed_at)
    ).all()


def sets_of(sitting_id: int) -> Sequence[SittingSet]:
    """The sealed sets of a sitting."""
    return db.session.scalars(
        select(SittingSet)
        .options(joinedload(SittingSet.sealed_set))
        .where(SittingSet.sitting_id == sitting_id)
        .order_by(SittingSet.set_id)
    ).all()


def invigilators_of(sitting_id: int) -> Sequence[Invigilator]:
    """Who watches over a sitting, the chief first."""
    return db.session.scalars(
        select(Invigilator)
        .options(joinedload(Invigilator.account))
        .where(Invigilator.sitting_id == sitting_id)
        .order_by(Invigilator.chief.desc(), Invigilator.named_at)
    ).all()


def declarations_of(sitting_id: int) -> dict[int, InterestDeclaration]:
    """The last word of each invigilator on conflicts of interest."""
    rows = db.session.scalars(
        select(InterestDeclaration)
        .where(InterestDeclaration.sitting_id == sitting_id)
        .order_by(InterestDeclaration.id)
    )
    return {row.account_id: row for row in rows}


def places_of(sitting_id: int) -> Sequence[SittingPlace]:
    """The places that are given in a sitting, in their order."""
    return db.session.scalars(
        select(SittingPlace)
        .options(joinedload(SittingPlace.case).joinedload(Case.person))
        .where(SittingPlace.sitting_id == sitting_id, SittingPlace.released_at.is_(None))
        .order_by(SittingPlace.slot)
    ).all()


def given_by_sitting(sitting_ids: Sequence[int]) -> dict[int, int]:
    """How many places are given in each sitting."""
    rows = db.session.execute(
        select(SittingPlace.sitting_id, func.count())
        .where(SittingPlace.sitting_id.in_(sitting_ids), SittingPlace.released_at.is_(None))
        .group_by(SittingPlace.sitting_id)
    )
    return {int(sitting): int(count) for sitting, count in rows}


def open_place_of(case_id: int) -> SittingPlace | None:
    """The place that a case has now."""
    return db.session.scalar(
        select(SittingPlace)
        .options(joinedload(SittingPlace.sitting).joinedload(Sitting.room))
        .where(
            SittingPlace.case_id == case_id,
            SittingPlace.released_at.is_(None),
            SittingPlace.outcome.is_(None),
        )
    )


def all_places_of(case_id: int) -> Sequence[SittingPlace]:
    """Every place that a case ever had, the newest first."""
    return db.session.scalars(
        select(SittingPlace)
        .options(joinedload(SittingPlace.sitting).joinedload(Sitting.room))
        .where(SittingPlace.case_id == case_id)
        .order_by(SittingPlace.id.desc())
    ).all()


def waiting_places() -> ColumnElement[bool]:
    """The case stands where a place in a sitting is wanted: at the notice of a test, or at the test without a place."""
    wanted: list[ColumnElement[bool]] = []
    held = select(SittingPlace.case_id).where(
        SittingPlace.released_at.is_(None), SittingPlace.outcome.is_(None), SittingPlace.case_id.is_not(None)
    )
    for edition in catalogue().editions.values():
        for step in edition.steps:
            if step.kind is StepKind.NOTIFY_TEST:
                wanted.append((Case.edition_id == edition.id) & (Case.place == step.id))
            elif step.kind is StepKind.TEST:
                wanted.append(
                    (Case.edition_id == edition.id) & (Case.place == step.id) & Case.id.not_in(held)
                )
    return or_(*wanted) if wanted else false()


def waiting_cases(actor: Actor) -> Sequence[Case]:
    """The cases of the office that wait for a place in a sitting, those due soonest first."""
    return db.session.scalars(
        select(Case)
        .options(joinedload(Case.person), joinedload(Case.office), joinedload(Case.specialty))
        .where(Case.ended_at.is_(None), may_see(actor), Case.office_id == actor.office_id, waiting_places())
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
        .limit(MOST_WAITING)
    ).all()


def stands_at(case: Case, kind: StepKind) -> bool:
    """Whether the case stands at a step of this kind."""
    edition = catalogue().edition(case.edition_id)
    here = parse(edition, case.procedure, case.place)
    return here.step is not None and edition.step(here.step).kind is kind


def published_sittings(office_id: int) -> Sequence[Sitting]:
    """The sittings of an office that still take cases."""
    return db.session.scalars(
        select(Sitting)
        .options(joinedload(Sitting.office), joinedload(Sitting.room), joinedload(Sitting.specialty))
        .where(
            Sitting.office_id == office_id,
            Sitting.published_at.is_not(None),
            Sitting.begun_at.is_(None),
            Sitting.annulled_at.is_(None),
            Sitting.starts_at > now(),
        )
        .order_by(Sitting.starts_at)
    ).all()
