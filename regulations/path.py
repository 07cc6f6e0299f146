"""What may follow what: (edition, where the case stands, verb, facts) -> the next place, or the clause that forbids it.

For every verb of every later room: it asks here before it changes anything, and stores what `Moved` says.
Pure: nothing is looked up, no time is read. A case never leaves its edition. Two things guard each gate:
the case can only stand where the steps before were performed, and every verb after a gate asks again
whether the gate's fact still holds now (`Facts.passed`), so that a corrected result blocks all that follows.
"""

from __future__ import annotations

from collections.abc import Mapping

from regulations.bars import Bar, Forbidden
from regulations.going_back import act_needed, end_clause, left_from, reopenable, suspend, undo, withdraw
from regulations.kinds import Office, Role, StepKind
from regulations.model import Edition, Exit, Step
from regulations.moves import Facts, Moved, moved
from regulations.places import ISSUED, NEW, Place, parse, way
from regulations.verbs import FAILING, VERB_OF, Outcome, Verb, outcomes_of

__all__ = [
    "Facts",
    "Moved",
    "act_needed",
    "barred_at",
    "due",
    "gates_before",
    "move",
    "possible_outcomes",
    "reopenable",
    "roles_of",
    "verb_at",
]


def move(edition: Edition, procedure: str, place: str, verb: Verb, facts: Facts) -> Moved | Forbidden:
    """The one question. Raises UnknownPlace for a place the procedure does not have."""
    here = parse(edition, procedure, place)
    match verb:
        case Verb.SUBMIT:
            return _submit(edition, procedure, here, facts)
        case Verb.WITHDRAW:
            return withdraw(edition, here)
        case Verb.SUSPEND | Verb.RESUME:
            return suspend(edition, here, verb, facts)
        case Verb.ANNUL | Verb.REOPEN:
            return undo(edition, procedure, here, verb, facts)
    if here.word == NEW:
        return Forbidden(Bar.NOT_SUBMITTED, edition.start.source)
    if here.ended:
        return Forbidden(Bar.ENDED, end_clause(edition, here))
    if here.suspended:
        return Forbidden(Bar.SUSPENDED, edition.step(here.step or "").source)
    step = next((s for s in due(edition, procedure, here) if verb_at(s, here) is verb), None)
    if step is None:
        waiting = edition.step(here.step or "")
        return Forbidden(Bar.NOT_NOW, waiting.source, step=waiting)
    barred = barred_at(edition, procedure, here, step, facts)
    return barred or _perform(edition, procedure, here, step, facts)


def due(edition: Edition, procedure: str, here: Place) -> tuple[Step, ...]:
    """The steps that may be performed at this place: the one that is due, and the next when it may be passed over."""
    steps = way(edition, procedure, here.exit) if here.exit else edition.steps_of(procedure)
    start = next((number for number, step in enumerate(steps) if step.id == here.step), len(steps))
    found: list[Step] = []
    for step in steps[start:]:
        found.append(step)
        if not step.optional:
            break
    return tuple(found)


def verb_at(step: Step, here: Place) -> Verb:
    """The verb of a step. On the way out nothing is forwarded: there the official sends the refusal instead."""
    if here.exit and step.kind is StepKind.FORWARD:
        return Verb.REFUSE
    return VERB_OF[step.kind]


def possible_outcomes(step: Step, here: Place) -> tuple[Outcome, ...]:
    """What the step can come to at this place: on the way out a decision only refuses, and nothing else is examined."""
    if not here.exit:
        return outcomes_of(step)
    return (Outcome.REFUSE,) if step.kind is StepKind.DECISION else ()


def gates_before(edition: Edition, procedure: str, step_id: str) -> tuple[Step, ...]:
    """The gated steps that stand before this one on the way to the result."""
    gated: list[Step] = []
    for step in edition.steps_of(procedure):
        if step.id == step_id:
            break
        if step.gate:
            gated.append(step)
    return tuple(gated)


def roles_of(step: Step, appointed: Mapping[str, Role]) -> tuple[Role, ...]:
    """Who may perform the step at this office. Where the text names nobody, only whom the office appointed."""
    if step.actor_setting:
        role = appointed.get(step.actor_setting)
        return (role,) if role else ()
    named = dict.fromkeys((step.actor, *step.also, *((step.acts_as,) if step.acts_as else ())))
    return (*named, Role.REPRESENTATIVE) if step.actor is Role.APPLICANT else tuple(named)


def barred_at(edition: Edition, procedure: str, here: Place, step: Step, facts: Facts) -> Forbidden | None:
    """Why this actor may not perform this due step now; nothing when he may (the outcome is not looked at)."""
    roles = roles_of(step, facts.appointed)
    if facts.office is not None and step.office is not Office.PORTAL and facts.office is not step.office:
        return Forbidden(Bar.OTHER_OFFICE, step.source, step=step)
    if facts.role is not None and not roles and step.actor_setting:
        return Forbidden(Bar.NOBODY_APPOINTED, step.source, step=step, setting=step.actor_setting)
    if facts.role is not None and facts.role not in roles:
        return Forbidden(Bar.OTHER_ROLE, step.source, step=step)
    if here.exit:
        gate = next(
            (s for s in left_from(edition, procedure, here.exit) if s.gate and s.id in facts.passed), None
        )
        return Forbidden(Bar.GATE_PASSED_SINCE, _gate_clause(gate), step=gate) if gate else None
    gate = next((s for s in gates_before(edition, procedure, step.id) if s.id not in facts.passed), None)
    return Forbidden(Bar.GATE_NOT_PASSED, _gate_clause(gate), step=gate) if gate else None


def _submit(edition: Edition, procedure: str, here: Place, facts: Facts) -> Moved | Forbidden:
    channel = edition.channel(facts.channel) if facts.channel else None
    if here.word != NEW:
        return Forbidden(Bar.SUBMITTED_ALREADY, edition.start.source)
    if channel is None:
        return Forbidden(Bar.CHANNEL_NOT_OPEN, edition.channels[0].source)
    if channel.pre_registration_only:
        return Forbidden(Bar.CHANNEL_ONLY_BOOKS, channel.source)
    steps = edition.steps_of(procedure)
    first = steps[0]
    waived: tuple[str, ...] = ()
    if first.kind is StepKind.PAYMENT:
        required = channel.id in first.channels if facts.payment_required is None else facts.payment_required
        if not required:
            first, waived = steps[1], (first.id,)
    return moved(edition, Place(first.id), None, edition.start.source, establishes=waived)


def _perform(edition: Edition, procedure: str, here: Place, step: Step, facts: Facts) -> Moved | Forbidden:
    outcome, possible = facts.outcome, possible_outcomes(step, here)
    if (outcome is None) is not (not possible) or (outcome is not None and outcome not in possible):
        return Forbidden(Bar.OUTCOME_NEEDED if possible else Bar.OUTCOME_FOREIGN, step.source, step=step)
    if here.exit:
        return _onward(edition, procedure, here, step)
    if outcome is Outcome.ABSENT:
        return moved(edition, Place(_again(edition, procedure, step).id), step, step.source, voids=(step.id,))
    if step.kind is StepKind.DECISION:
        barred = _departure(edition, procedure, step, facts)
        if barred:
            return barred
        if outcome is Outcome.REFUSE:
            return _leave(edition, procedure, step, _exit_from(edition, step))
    if step.gate and outcome in FAILING and step.gate.fails_to:
        return _leave(edition, procedure, step, edition.exit(step.gate.fails_to))
    return _onward(edition, procedure, here, step)


def _departure(edition: Edition, procedure: str, step: Step, facts: Facts) -> Forbidden | None:
    """The head may depart from what was found before, but only with a stated ground and clause.

    Where the gates alone were found positive, awarding agrees with them. Where the commission recommends
    without being a gate, what it recommends must be known.
    """
    if step.actor is not Role.HEAD:
        return None
    earlier = edition.steps_of(procedure)
    recommends = any(s.kind is StepKind.INTERVIEW and s.gate is None for s in earlier[: earlier.index(step)])
    if recommends and facts.recommended is None:
        return Forbidden(Bar.RECOMMENDATION_UNKNOWN, step.source, step=step)
    if facts.departure_stated:
        return None
    negative = recommends and facts.recommended is Outcome.NEGATIVE
    agreed = Outcome.REFUSE if negative else Outcome.AWARD
    return None if facts.outcome is agreed else Forbidden(Bar.DEPARTURE_UNSTATED, step.source, step=step)


def _again(edition: Edition, procedure: str, step: Step) -> Step:
    """Where an absent candidate waits: before the notice of a new sitting, or at the same step."""
    steps = edition.steps_of(procedure)
    before = [s for s in steps[: steps.index(step)] if s.kind is StepKind.NOTIFY_TEST]
    return before[-1] if before and step.kind is StepKind.TEST else step


def _exit_from(edition: Edition, step: Step) -> Exit:
    return next(way_out for way_out in edition.exits if step.id in way_out.leaves_from)


def _leave(edition: Edition, procedure: str, step: Step, way_out: Exit) -> Moved:
    stations = way(edition, procedure, way_out.id)
    place = Place(stations[0].id if stations else None, way_out.id)
    voids = (step.id,) if step.gate else ()
    return moved(edition, place, step, way_out.source, voids=voids)


def _onward(edition: Edition, procedure: str, here: Place, step: Step) -> Moved:
    steps = way(edition, procedure, here.exit) if here.exit else edition.steps_of(procedure)
    rest = steps[steps.index(step) + 1 :]
    if here.exit:
        place = Place(rest[0].id if rest else None, here.exit)
        return moved(edition, place, step, step.source)
    place = Place(rest[0].id) if rest else Place(word=ISSUED)
    return moved(edition, place, step, step.source, establishes=(step.id,) if step.gate else ())


def _gate_clause(step: Step) -> str:
    return step.gate.source if step.gate else step.source
