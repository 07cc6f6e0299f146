"""Where a case stands, as one short word that a case can store for ever.

For every room that keeps a case or asks about one. The words are:

- `new`: not submitted yet
- `s05`: at step s05, on the way to the result
- `x-test/s07`: on the way out by the exit x-test, at step s07
- `x-test`: left by that exit; the refusal is complete
- `issued`: the result is in the applicant's hands
- `withdrawn`, `annulled`: ended by the applicant; by the act that annulled the result
- `suspended:s05`: the clock stands by a recorded clause; `s05` goes on when it ends
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from regulations.model import Edition, Step

NEW = "new"
ISSUED = "issued"
WITHDRAWN = "withdrawn"
ANNULLED = "annulled"
_ENDS = frozenset({ISSUED, WITHDRAWN, ANNULLED})
_SUSPENDED = "suspended:"


class UnknownPlace(ValueError):
    """A procedure or place that this edition does not have: a fault of the caller, never of the applicant."""


@dataclass(frozen=True, slots=True)
class Place:
    step: str | None = None
    exit: str | None = None
    word: str | None = None  # new, issued, withdrawn, annulled
    suspended: bool = False

    def __str__(self) -> str:
        if self.word:
            return self.word
        where = "/".join(part for part in (self.exit, self.step) if part)
        return _SUSPENDED + where if self.suspended else where

    @property
    def ended(self) -> bool:
        return self.word in _ENDS or (self.exit is not None and self.step is None)

    def resumed(self) -> Place:
        return replace(self, suspended=False)


def parse(edition: Edition, procedure: str, place: str) -> Place:
    """The place as parts. Raises UnknownPlace when this procedure of this edition has no such place."""
    if all(known.id != procedure for known in edition.procedures):
        raise UnknownPlace(f"{edition.id} has no procedure {procedure!r}")
    if place == NEW or place in _ENDS:
        return Place(word=place)
    bare = place.removeprefix(_SUSPENDED)
    first, _, second = bare.partition("/")
    if any(way_out.id == first for way_out in edition.exits):
        parsed = Place(second or None, first, suspended=bare != place)
        known = not second or second in {step.id for step in way(edition, procedure, first)}
    else:
        parsed = Place(bare, suspended=bare != place)
        known = any(step.id == bare for step in edition.steps_of(procedure))
    if not known or (parsed.suspended and parsed.ended):
        raise UnknownPlace(f"{edition.id}, procedure {procedure!r}, has no place {place!r}")
    return parsed


def way(edition: Edition, procedure: str, exit_id: str) -> tuple[Step, ...]:
    """The steps that a refusal by this exit still passes, in order."""
    wanted = edition.exit(exit_id).way
    return tuple(step for step in edition.steps_of(procedure) if step.id in wanted)


def step_at(edition: Edition, procedure: str, place: str) -> Step | None:
    """The step that is due at this place; nothing when the case has not begun or has ended."""
    parsed = parse(edition, procedure, place)
    return edition.step(parsed.step) if parsed.step else None


def ended(edition: Edition, procedure: str, place: str) -> bool:
    return parse(edition, procedure, place).ended


def all_places(edition: Edition, procedure: str) -> tuple[str, ...]:
    """Every place this procedure has, in the order of the way and then of the exits."""
    places = [NEW, *(step.id for step in edition.steps_of(procedure)), ISSUED]
    steps = {step.id for step in edition.steps_of(procedure)}
    for way_out in edition.exits:
        if steps.intersection(way_out.leaves_from):
            places += [f"{way_out.id}/{step.id}" for step in way(edition, procedure, way_out.id)]
            places.append(way_out.id)
    return (*places, WITHDRAWN, ANNULLED)
