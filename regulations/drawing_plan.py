"""What the picture of a path shows, before anybody decides where: bands of lanes, rows of steps, gates and exits.

For the two drawings, the wide one and the one for a telephone, which must not disagree. Pure: a text, a
procedure and a language in, plain strings out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from regulations import drawing_words as said
from regulations.kinds import Basis, LimitStatus, Office, Role
from regulations.model import Edition, Exit
from regulations.naming import actor_name, amount_words, name_of
from regulations.reading import Lane, Station, lanes, limit_words, stations, total_of


class Bracket(StrEnum):
    """Where a step stands in the stretch that one limit covers."""

    ALONE = "alone"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"

    @property
    def opens(self) -> bool:
        return self in (Bracket.ALONE, Bracket.FIRST)

    @property
    def closes(self) -> bool:
        return self in (Bracket.ALONE, Bracket.LAST)


@dataclass(frozen=True, slots=True)
class DrawnExit:
    name: str
    notes: tuple[str, ...]  # what kind of refusal, by which act, through which steps


@dataclass(frozen=True, slots=True)
class DrawnStep:
    number: int
    lane: int  # of its band, from the left
    name: str
    who: str
    notes: tuple[str, ...]
    term: str
    term_notes: tuple[str, ...]
    stated: bool
    shared: str  # "within step 3", where the limit is that of another step
    bracket: Bracket
    question: str  # empty: no gate and no exit
    exits: tuple[DrawnExit, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The steps at one office; `offices` are the headings over the lanes, each with how many lanes it spans."""

    offices: tuple[tuple[str, int], ...]
    lanes: tuple[str, ...]
    steps: tuple[DrawnStep, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    bands: tuple[Band, ...]
    start: str
    end: str
    total: str  # empty: the text states none


def plan(edition: Edition, procedure: str, language: str) -> Plan:
    """The picture of one procedure in words."""
    found = stations(edition, procedure)
    total = total_of(edition, procedure).amount
    return Plan(
        bands=tuple(_band(edition, procedure, run, language) for run in _runs(found)),
        start=said.APPLICATION.in_(language),
        end=(edition.result.name or said.NAMELESS_RESULT).in_(language),
        total=said.ALTOGETHER.in_(language).format(total=_held(amount_words(total).in_(language)))
        if total
        else "",
    )


def _runs(found: tuple[Station, ...]) -> list[list[Station]]:
    """The way cut where it passes from one office to another; the portal is no office of its own."""
    runs: list[list[Station]] = []
    for station in found:
        held = {s.step.office for s in runs[-1]} - {Office.PORTAL} if runs else set()
        if not runs or (held and station.step.office not in (*held, Office.PORTAL)):
            runs.append([])
        runs[-1].append(station)
    return runs


def _band(edition: Edition, procedure: str, run: list[Station], language: str) -> Band:
    keys = {station.lane for station in run}
    here = [lane for lane in lanes(edition, procedure) if lane.key in keys]
    return Band(
        offices=_headings(here, language),
        lanes=tuple(lane.name.in_(language) for lane in here),
        steps=tuple(_step(edition, procedure, run, at, here, language) for at in range(len(run))),
    )


def _headings(here: list[Lane], language: str) -> tuple[tuple[str, int], ...]:
    headings: list[tuple[str, int]] = []
    for number, lane in enumerate(here):
        if number and lane.office is here[number - 1].office:
            headings[-1] = (headings[-1][0], headings[-1][1] + 1)
        else:
            headings.append((lane.office_name.in_(language), 1))
    return tuple(headings)


def _step(
    edition: Edition, procedure: str, run: list[Station], at: int, here: list[Lane], language: str
) -> DrawnStep:
    station = run[at]
    step, term = station.step, station.term
    lane = next(number for number, lane in enumerate(here) if lane.key == station.lane)
    numbers = _numbers(edition, procedure)
    shared = step.limit.status is LimitStatus.SHARED
    notes = [name_of(step.commission)] if step.commission and step.actor is not Role.COMMISSION else []
    notes += [said.OPTIONAL] if step.optional else []
    if step.channels:
        channels = ", ".join(small(name_of(channel).in_(language)) for channel in step.channels)
        notes.append(said.ONLY_BY.filled(channels=channels))
    return DrawnStep(
        number=station.number,
        lane=lane,
        name=step.name.in_(language),
        who=here[lane].name.in_(language),
        notes=tuple(note.in_(language) for note in notes),
        term=_held(limit_words(term).in_(language)) if term.amount else limit_words(term).in_(language),
        term_notes=_term_notes(station, language),
        stated=term.amount is not None,
        shared=said.INSIDE.in_(language).format(step=numbers[term.runs_from]) if shared else "",
        bracket=_bracket(run, at),
        question=_question(station, language),
        exits=tuple(_exit(edition, procedure, way_out, language) for way_out in station.exits),
    )


def _term_notes(station: Station, language: str) -> tuple[str, ...]:
    notes = []
    if station.term.counted_from in said.COUNTED_FROM and station.term.amount:
        notes.append(said.COUNTED_FROM[station.term.counted_from])
    if station.step.limit.status is LimitStatus.SUSPECT:
        notes.append(name_of(LimitStatus.SUSPECT))
    return tuple(note.in_(language) for note in notes)


def _bracket(run: list[Station], at: int) -> Bracket:
    """Neighbours that run from the same step share one bracket."""
    leader = run[at].term.runs_from
    before = at > 0 and run[at - 1].term.runs_from == leader
    after = at + 1 < len(run) and run[at + 1].term.runs_from == leader
    if before:
        return Bracket.MIDDLE if after else Bracket.LAST
    return Bracket.FIRST if after else Bracket.ALONE


def _question(station: Station, language: str) -> str:
    gate = station.step.gate
    if gate:
        return said.QUESTIONS[gate.fact].in_(language)
    return said.DECIDED.in_(language) if station.exits else ""


def _exit(edition: Edition, procedure: str, way_out: Exit, language: str) -> DrawnExit:
    notes = [name_of(way_out.form).in_(language), _resting(way_out, language)]
    if way_out.signed_by and way_out.basis is not Basis.HEAD_SIGNATURE:
        notes.append(said.SIGNED_BY.in_(language).format(who=small(name_of(way_out.signed_by).in_(language))))
    numbers = [number for step, number in _numbers(edition, procedure).items() if step in way_out.way]
    if numbers:
        onward = said.BY_WAY if len(numbers) == 1 else said.BY_WAYS
        notes.append(onward.in_(language).format(steps=joined(numbers)))
    return DrawnExit(way_out.name.in_(language), tuple(note for note in notes if note))


def _resting(way_out: Exit, language: str) -> str:
    """By whom or on what act the refusal is given."""
    if way_out.basis in (Basis.ACT_OF_ACTOR, Basis.SYSTEM_NOTICE):
        sent = way_out.basis is Basis.SYSTEM_NOTICE and way_out.by_system
        who = way_out.by_system if sent or not way_out.by else way_out.by.value
        form = said.SENT_BY if sent else said.GIVEN_BY
        return form.in_(language).format(who=small(actor_name(who).in_(language))) if who else ""
    return said.RESTS_ON.in_(language).format(act=small(name_of(way_out.basis).in_(language)))


def _numbers(edition: Edition, procedure: str) -> dict[str, int]:
    return {step.id: number for number, step in enumerate(edition.steps_of(procedure), 1)}


def small(text: str) -> str:
    """A name inside a line begins small, unless it is an abbreviation or a name in quotes."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _held(amount: str) -> str:
    """The number and its unit stay on one line."""
    return amount.replace(" ", "\u00a0", 1)


def joined(numbers: list[int]) -> str:
    """`7–9, 13`: ascending numbers with their runs joined."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)
