"""A text arranged for people: lanes and stations for the picture, the full table, the state of a case on its path.

For the author of the pages and of the command line. Pure: it arranges what the text says and adds no word
of its own; whoever draws decides how it looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulations.kinds import Commission, Office, Role, StepKind, TermStatus
from regulations.limits import StepSum, StepTerm, step_sum, term_of
from regulations.model import Amount, Contradiction, Edition, Exit, Procedure, Step
from regulations.naming import amount_words, name_of
from regulations.places import ISSUED, NEW, parse, way
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Lane:
    """One actor at one office: a lane of the picture."""

    key: str
    office: Office
    role: Role
    commission: Commission | None
    office_name: Words
    name: Words


@dataclass(frozen=True, slots=True)
class Station:
    """One step in its lane, with the exits that leave from it."""

    number: int
    step: Step
    lane: str
    term: StepTerm
    exits: tuple[Exit, ...]
    contradictions: tuple[Contradiction, ...]


def lane_key(step: Step) -> str:
    who = step.commission if step.actor is Role.COMMISSION else step.actor
    return f"{step.office}:{who}"


def lanes(edition: Edition, procedure: str) -> tuple[Lane, ...]:
    """The lanes of one procedure in the order in which the way first enters them."""
    found: dict[str, Lane] = {}
    for step in edition.steps_of(procedure):
        commission = step.commission if step.actor is Role.COMMISSION else None
        name = name_of(commission) if commission else name_of(step.actor)
        lane = Lane(lane_key(step), step.office, step.actor, commission, name_of(step.office), name)
        found.setdefault(lane.key, lane)
    return tuple(found.values())


def stations(edition: Edition, procedure: str) -> tuple[Station, ...]:
    """The steps of one procedure in order, each with its lane, its limit and the ways out."""
    return tuple(
        Station(
            number,
            step,
            lane_key(step),
            term_of(edition, procedure, step),
            tuple(way_out for way_out in edition.exits if step.id in way_out.leaves_from),
            edition.about(f"steps.{step.id}"),
        )
        for number, step in enumerate(edition.steps_of(procedure), 1)
    )


class Passing(StrEnum):
    DONE = "done"
    HERE = "here"
    TO_COME = "to_come"
    NOT_REACHED = "not_reached"  # the case left or ended before it


@dataclass(frozen=True, slots=True)
class Mark:
    step: Step
    passing: Passing
    term: StepTerm


def progress(edition: Edition, procedure: str, place: str) -> tuple[Mark, ...]:
    """The case as a row of stations. On the way out by an exit the row goes on with the steps of that exit."""
    here = parse(edition, procedure, place)
    steps = edition.steps_of(procedure)
    if here.exit:
        left_at = max(n for n, s in enumerate(steps) if s.id in edition.exit(here.exit).leaves_from)
        steps = steps[: left_at + 1] + way(edition, procedure, here.exit)
    at = _index(steps, here.step, here.exit is not None)
    if here.word == ISSUED or (here.exit and here.step is None):
        at = len(steps)
    if here.word == NEW:
        at = -1
    marks = []
    for number, step in enumerate(steps):
        passing = Passing.DONE if number < at else Passing.HERE if number == at else Passing.TO_COME
        if here.word not in (None, NEW, ISSUED):
            passing = Passing.NOT_REACHED
        marks.append(Mark(step, passing, term_of(edition, procedure, step)))
    return tuple(marks)


def _index(steps: tuple[Step, ...], step: str | None, last: bool) -> int:
    found = [number for number, candidate in enumerate(steps) if candidate.id == step]
    return (found[-1] if last else found[0]) if found else -1


def exits_of(edition: Edition, procedure: str) -> tuple[Exit, ...]:
    """The ways out that this procedure can take."""
    steps = {step.id for step in edition.steps_of(procedure)}
    return tuple(way_out for way_out in edition.exits if steps.intersection(way_out.leaves_from))


def limit_words(term: StepTerm) -> Words:
    """The limit as it is told to a person; what the text does not state is said to be unstated."""
    if term.amount is None:
        return name_of(term.status)
    return amount_words(term.amount)


@dataclass(frozen=True, slots=True)
class TotalReading:
    """The total term of a procedure: stated, inferred, or only the sum of its steps ("computed")."""

    status: TermStatus
    amount: Amount | None
    steps: StepSum
    spare_working_days: (
        int | None
    )  # what a total in working days leaves over the steps in days; below 0 = too tight
    setting: str | None
    quote: str | None
    clause: str


def total_of(edition: Edition, procedure: str) -> TotalReading:
    term, steps = edition.procedure(procedure).total_term, step_sum(edition, procedure)
    spare = None
    if term.amount and term.amount.unit == "working_day":
        spare = term.amount.value - steps.working_days
    return TotalReading(term.status, term.amount, steps, spare, term.setting, term.quote, term.source)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the full table: a fact, what the text says, and the clause."""

    path: str
    step: Step
    procedures: tuple[Procedure, ...]
    office: Words
    actor: Words
    kind: Words
    limit: Words
    quote: str | None
    clause: str
    exits: tuple[Exit, ...]
    contradictions: tuple[Contradiction, ...]


def full_table(edition: Edition) -> tuple[Row, ...]:
    """Every step of every procedure with its clause, as the text has them."""
    rows = []
    for step in edition.steps:
        term = term_of(edition, step.procedures[0], step)
        actor = (
            name_of(step.commission)
            if step.actor is Role.COMMISSION and step.commission
            else name_of(step.actor)
        )
        rows.append(
            Row(
                path=f"steps.{step.id}",
                step=step,
                procedures=tuple(p for p in edition.procedures if p.id in step.procedures),
                office=name_of(step.office),
                actor=actor,
                kind=name_of(step.kind),
                limit=limit_words(term) if term.amount else name_of(step.limit.status),
                quote=step.limit.quote,
                clause=step.source,
                exits=tuple(way_out for way_out in edition.exits if step.id in way_out.leaves_from),
                contradictions=edition.about(f"steps.{step.id}"),
            )
        )
    return tuple(rows)


def systems_asked(edition: Edition) -> tuple[str, ...]:
    """The neighbouring systems that the portal and front-office lists of this text name."""
    found = dict.fromkeys(name for route in edition.routes for item in route.items for name in item.systems)
    return tuple(found)


def needs_order(edition: Edition, procedure: str) -> bool:
    """Whether this procedure passes the signature of an order by the head."""
    return any(step.kind is StepKind.ORDER_SIGNATURE for step in edition.steps_of(procedure))
