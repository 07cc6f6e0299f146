"""What a verb is told of a case and what it answers: the facts going in, the lawful move coming out.

For `path` and for every verb that asks it; kept apart so that going on and going back are answered alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regulations.kinds import ChannelId, NoticeAbout, Office, Role
from regulations.model import Edition, Exit, Notice, Step
from regulations.places import Place
from regulations.verbs import Outcome


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the case at this moment, as plain values. Unknown is never taken as fulfilled."""

    outcome: Outcome | None = None  # what the verb comes to
    passed: frozenset[str] = frozenset()  # the gates (step ids) whose fact holds now
    channel: ChannelId | None = None  # for submit
    payment_required: bool | None = (
        None  # for submit: the office's setting for the channel; None = as the text has it
    )
    recommended: Outcome | None = None  # for decide, where the commission recommends: positive or negative
    departure_stated: bool = False  # for decide: ground and clause of a departure are recorded
    act_recorded: bool = False  # for reopen and annul: the act of the right kind is recorded
    reopen_at: str | None = None  # for reopen: the step
    suspension: str | None = None  # for suspend: the id of the clause
    role: Role | None = None  # who acts; None = not asked here
    office: Office | None = None  # the level of the actor's office; None = not asked here
    appointed: Mapping[str, Role] = field(default_factory=dict)  # office settings that name a role


@dataclass(frozen=True, slots=True)
class Moved:
    """The verb is lawful. The caller stores `place`, adds `establishes` to the gates passed and removes `voids`."""

    place: str
    step: Step | None  # the step performed
    exit: Exit | None  # the exit on which the case is now
    establishes: tuple[str, ...]
    voids: tuple[str, ...]
    notices: tuple[Notice, ...]  # what the applicant must now be told
    clause: str
    ended: bool


def moved(
    edition: Edition,
    place: Place,
    step: Step | None,
    clause: str,
    establishes: tuple[str, ...] = (),
    voids: tuple[str, ...] = (),
    performed: bool = True,
) -> Moved:
    way_out = edition.exit(place.exit) if place.exit else None
    notices = _notices(step, way_out, place) if step is not None and performed else ()
    return Moved(
        str(place), step if performed else None, way_out, establishes, voids, notices, clause, place.ended
    )


def _notices(step: Step, way_out: Exit | None, place: Place) -> tuple[Notice, ...]:
    """What the applicant is told after this step: on the way out nothing of a result, at its end the refusal itself."""
    if way_out is None:
        return step.notices
    leaving = step.id in way_out.leaves_from
    own = (
        ()
        if leaving
        else tuple(n for n in step.notices if not n.after_pass and n.about is not NoticeAbout.RESULT)
    )
    return own + tuple(
        n for n in way_out.notices if (n.at_once and leaving) or (not n.at_once and place.ended)
    )
