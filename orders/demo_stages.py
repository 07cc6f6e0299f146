"""The demo's cases at every stage: what the texts have and no case of the demo shows yet is entered and carried there.

A stage is a step of a service at which a case can lie on a desk, the result of each of its procedures, each way out.
Nothing of it comes near a production installation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import select

from accounts.demo import NotForProduction
from accounts.models import Account
from applications.demo import working_morning
from applications.demo_filler import Filler
from applications.demo_plan import FRESH, Planned
from applications.models import Case
from core.clock import frozen, now
from core.database import db
from core.settings import Settings
from orders.demo_carrying import Carried, carry
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId, StepKind
from regulations.kinds import Role as Actor
from regulations.model import Edition, Exit
from regulations.places import ISSUED, way

# Where each service of the demo is given.
OFFICES = {
    "organ-tissue-blood-licence": "COM",
    "medical-licence": "HD-AKM",
    "pharmaceutical-licence": "HD-AKM",
    "narcotics-licence": "HD-AKM",
    "rural-pharmacy-attestation": "HD-AKM",
    "clinic-attachment": "CL-EKO-02",
}
# Whoever has been tested or evaluated came so many days ago; for the others a day goes by with every other step.
LONG_AGO = 26
_BEFORE = frozenset({StepKind.TEST, StepKind.EVALUATION})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: of which service and procedure, and as which place a case keeps it."""

    service: str
    procedure: str
    place: str


def fill_demo(settings: Settings) -> bool:
    """Bring a case to each stage that none shows and commit; False where all are shown, or nobody is there to do it."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if db.session.scalar(select(Account.id).where(Account.login == "invigilator-akmola")) is None:
        return False
    lacking = list(stages_lacking())
    filler, today = Filler(100), now()
    carried = [_entered(stage, filler, today) for stage in lacking]
    db.session.commit()
    carry(carried, settings)
    return bool(lacking)


def stages_lacking() -> Iterator[Stage]:
    """What the newest texts have and no case of the demo shows.

    A step or a way out that several procedures of a service share is shown by one of them; each has its own result.
    """
    cases = db.session.scalars(select(Case)).all()
    for service in catalogue().services():
        edition = catalogue().newest(service)
        mine = [case for case in cases if case.service == service]
        places = {case.place for case in mine}
        seen = {*places, *(place.partition("/")[0] for place in places)}
        issued = {case.procedure for case in mine if case.place == ISSUED}
        turn = count()
        for procedure in edition.procedures:
            for place in resting_places(edition, procedure.id):
                if place not in seen:
                    seen.add(place)
                    yield Stage(service, procedure.id, place)
            if procedure.id not in issued:
                yield Stage(service, procedure.id, ISSUED)
            for way_out in exits_of(edition, procedure.id):
                place = _place_on(edition, procedure.id, way_out, turn)
                if way_out.id not in seen:
                    seen.add(way_out.id)
                    yield Stage(service, procedure.id, place)


def resting_places(edition: Edition, procedure: str) -> list[str]:
    """The steps at which a case of this procedure can lie on a desk, and its result."""
    return [
        *(step.id for step in edition.steps_of(procedure) if rests_at(edition, procedure, step.id)),
        ISSUED,
    ]


def rests_at(edition: Edition, procedure: str, step_id: str) -> bool:
    """Whether a case stays there: the result of a test is entered with it, and a clinic gives its ticket at once."""
    steps = edition.steps_of(procedure)
    at = next(number for number, step in enumerate(steps) if step.id == step_id)
    before = steps[at - 1].kind if at else None
    at_once = {(StepKind.TEST, StepKind.RECORD_RESULT), (StepKind.REGISTER, StepKind.ISSUE)}
    return (before, steps[at].kind) not in at_once


def exits_of(edition: Edition, procedure: str) -> list[Exit]:
    """The ways out of one procedure; where a commission itself decides, nobody departs from its protocol."""
    steps = {
        step.id
        for step in edition.steps_of(procedure)
        if (step.kind, step.actor) != (StepKind.DECISION, Actor.COMMISSION)
    }
    return [one for one in edition.exits if steps.intersection(one.leaves_from)]


def _place_on(edition: Edition, procedure: str, way_out: Exit, turn: count[int]) -> str:
    """Where on a way out a case of the demo stands: at its end, or at one of its last steps, by turns."""
    steps = [
        step.id for step in way(edition, procedure, way_out.id) if step.kind is not StepKind.RECORD_RESULT
    ]
    if not steps:
        return way_out.id
    places = [way_out.id, *(f"{way_out.id}/{step}" for step in reversed(steps))]
    return places[next(turn) % len(places)]


def _entered(stage: Stage, filler: Filler, today: datetime) -> Carried:
    """Its application, so long ago that it can have come there by now."""
    edition = catalogue().newest(stage.service)
    ago = _days(edition, stage)
    planned = Planned(
        stage.service,
        OFFICES.get(stage.service, "TD-AKM"),
        ago,
        FRESH,
        stage.procedure,
        _channel(edition, stage),
    )
    came = working_morning(today, ago)
    with frozen(came):
        return Carried(filler.enter(planned), stage.place, came, today)


def _days(edition: Edition, stage: Stage) -> int:
    """How many days ago it came."""
    steps = edition.steps_of(stage.procedure)
    gate = next((number for number, step in enumerate(steps) if step.kind in _BEFORE), len(steps))
    first, _, second = stage.place.partition("/")
    leaves = next((one.leaves_from for one in edition.exits if one.id == first), ())
    here = second or first
    at = next((number for number, step in enumerate(steps) if step.id in {here, *leaves}), len(steps))
    if gate < len(steps) and at >= gate:
        return LONG_AGO
    return 1 + at // 2


def _channel(edition: Edition, stage: Stage) -> str:
    """A fee is paid on a portal; all others come to the chancery, where there is one."""
    cause = next((one.cause.value for one in edition.exits if one.id == stage.place), "")
    fee = any(step.id == stage.place and step.kind is StepKind.PAYMENT for step in edition.steps)
    if fee or cause == "payment":
        return ChannelId.EGOV_PORTAL.value
    open_here = {channel.id for channel in edition.channels if not channel.pre_registration_only}
    return ChannelId.CHANCERY.value if ChannelId.CHANCERY in open_here else ""
