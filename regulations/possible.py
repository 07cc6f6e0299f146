"""What may be done to this case now, by whom, under which clause, within which limit, and where it leads.

For the page, the button, the API and the verb alike: all four ask here, so that none offers what another
refuses. What is due but barred is answered too, together with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from regulations.bars import Bar, Forbidden
from regulations.kinds import Office, Role, StepKind
from regulations.limits import StepTerm, term_of
from regulations.model import Edition, Exit, Step
from regulations.path import Facts, Moved, barred_at, due, move, possible_outcomes, roles_of, verb_at
from regulations.places import parse, step_at
from regulations.verbs import Outcome, Verb


@dataclass(frozen=True, slots=True)
class Lead:
    """One end that a verb can have: where the case stands then, and by which exit it leaves if it does."""

    outcome: Outcome | None
    place: str
    exit: Exit | None
    needs_departure: bool = False  # lawful only with a stated ground and clause for departing


@dataclass(frozen=True, slots=True)
class Possible:
    verb: Verb
    step: Step
    roles: tuple[Role, ...]
    setting: str | None  # the office setting that names the role, where the text names nobody
    office: Office
    clause: str
    term: StepTerm
    leads: tuple[Lead, ...]
    barred: Forbidden | None
    passes_over: tuple[str, ...]  # optional steps that are left out by doing this


def possible(edition: Edition, procedure: str, place: str, facts: Facts) -> tuple[Possible, ...]:
    """The verbs of the steps that are due at this place; empty when the case has not begun, has ended or is suspended.

    Withdrawing, annulling and reopening are asked with `move` itself: they belong to no step.
    """
    here = parse(edition, procedure, place)
    if here.step is None or here.suspended:
        return ()
    found: list[Possible] = []
    for step in due(edition, procedure, here):
        barred = barred_at(edition, procedure, here, step, facts)
        verb = verb_at(step, here)
        found.append(
            Possible(
                verb=verb,
                step=step,
                roles=roles_of(step, facts.appointed),
                setting=step.actor_setting,
                office=step.office,
                clause=step.source,
                term=term_of(edition, procedure, step),
                leads=() if barred else _leads(edition, procedure, place, verb, step, facts),
                barred=barred,
                passes_over=tuple(earlier.step.id for earlier in found),
            )
        )
    return tuple(found)


def holding_office(edition: Edition, procedure: str, place: str) -> Office | None:
    """The level whose staff act on the case now; the other level only reads. Nothing when nobody acts."""
    step = step_at(edition, procedure, place)
    return step.office if step else None


def _leads(
    edition: Edition, procedure: str, place: str, verb: Verb, step: Step, facts: Facts
) -> tuple[Lead, ...]:
    leads: list[Lead] = []
    for outcome in possible_outcomes(step, parse(edition, procedure, place)) or (None,):
        asked = replace(facts, outcome=outcome)
        answer = move(edition, procedure, place, verb, asked)
        departs = isinstance(answer, Forbidden) and answer.bar is Bar.DEPARTURE_UNSTATED
        if departs and step.kind is StepKind.DECISION:
            answer = move(edition, procedure, place, verb, replace(asked, departure_stated=True))
        if isinstance(answer, Moved):
            leads.append(Lead(outcome, answer.place, answer.exit, departs))
    return tuple(leads)
