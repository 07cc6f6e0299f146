"""What may follow what: (edition, where the case stands, verb, facts) -> the next place, or the clause that forbids it.

For every verb of every later room: it asks here before it changes anything, and stores what `Moved` says.
Pure: nothing is looked up, no time is read. A case never leaves its edition. Two things guard each gate:
the case can only stand where the steps before were performed, and every verb after a gate asks again
whether the gate's fact still holds now (`Facts.passed`), so that a corrected result blocks all that follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regulations.bars import Bar, Forbidden
from regulations.kinds import Basis, ChannelId, NoticeAbout, Office, Role, StepKind
from regulations.model import Edition, Exit, Notice, Step
from regulations.places import ANNULLED, ISSUED, NEW, WITHDRAWN, Place, parse, way
from regulations.verbs import FAILING, VERB_OF, Outcome, Verb, outcomes_of


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


def move(edition: Edition, procedure: str, place: str, verb: Verb, facts: Facts) -> Moved | Forbidden:
    """The one question. Raises UnknownPlace for a place the procedure does not have."""
    here = parse(edition, procedure, place)
    match verb:
        case Verb.SUBMIT:
            return _submit(edition, procedure, here, facts)
        case Verb.WITHDRAW:
            return _withdraw(edition, here)
        case Verb.SUSPEND | Verb.RESUME:
            return _suspend(edition, here, verb, facts)
        case Verb.ANNUL | Verb.REOPEN:
            return _undo(edition, procedure, here, verb, facts)
    if here.word == NEW:
        return Forbidden(Bar.NOT_SUBMITTED, edition.start.source)
    if here.ended:
        return Forbidden(Bar.ENDED, _end_clause(edition, here))
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
            (s for s in _left_from(edition, procedure, here.exit) if s.gate and s.id in facts.passed), None
        )
        return Forbidden(Bar.GATE_PASSED_SINCE, _gate_clause(gate), step=gate) if gate else None
    gate = next((s for s in gates_before(edition, procedure, step.id) if s.id not in facts.passed), None)
    return Forbidden(Bar.GATE_NOT_PASSED, _gate_clause(gate), step=gate) if gate else None


def act_needed(edition: Edition, here: Place) -> Basis | None:
    """The kind of act that alone can undo what stands here: a refusal by order is annulled by order."""
    if here.word == ISSUED:
        return edition.result.basis
    return edition.exit(here.exit).basis if here.exit else None


def reopenable(edition: Edition, procedure: str) -> tuple[str, ...]:
    """The steps at which a case can be reopened: its gates, its decision, and the notice of a new sitting."""
    kinds = {StepKind.DECISION, StepKind.NOTIFY_TEST}
    return tuple(step.id for step in edition.steps_of(procedure) if step.gate or step.kind in kinds)


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
    return _moved(edition, Place(first.id), None, edition.start.source, establishes=waived)


def _withdraw(edition: Edition, here: Place) -> Moved | Forbidden:
    """The applicant may go at any moment until the result is signed; no text of the twelve says otherwise."""
    if here.word == NEW:
        return Forbidden(Bar.NOT_SUBMITTED, edition.start.source)
    if here.ended:
        return Forbidden(Bar.ENDED, _end_clause(edition, here))
    step = edition.step(here.step or "")
    if step.kind is StepKind.ISSUE and not here.exit and edition.result.basis is not Basis.ACCEPTANCE:
        return Forbidden(Bar.RESULT_SIGNED, step.source, step=step)
    return _moved(edition, Place(word=WITHDRAWN), None, edition.start.source)


def _suspend(edition: Edition, here: Place, verb: Verb, facts: Facts) -> Moved | Forbidden:
    if here.step is None:
        return Forbidden(Bar.ENDED if here.ended else Bar.NOT_SUBMITTED, _end_clause(edition, here))
    step = edition.step(here.step)
    if verb is Verb.RESUME:
        if not here.suspended:
            return Forbidden(Bar.NOT_SUSPENDED, step.source, step=step)
        return _moved(edition, here.resumed(), None, step.source)
    clause = next((s for s in edition.suspensions if s.id == facts.suspension), None)
    if clause is None:
        return Forbidden(Bar.NO_SUSPENSION_CLAUSE, step.source, step=step)
    if here.suspended:
        return Forbidden(Bar.SUSPENDED, clause.source, step=step)
    return _moved(edition, Place(here.step, here.exit, suspended=True), None, clause.source)


def _undo(edition: Edition, procedure: str, here: Place, verb: Verb, facts: Facts) -> Moved | Forbidden:
    """A granted appeal or a corrected result: only by an act of the same kind, and only back to a gate."""
    clause = _end_clause(edition, here)
    if here.word in (NEW, WITHDRAWN):
        return Forbidden(Bar.NOTHING_TO_UNDO, clause)
    if (verb is Verb.ANNUL) is not (here.word == ISSUED):
        return Forbidden(Bar.ANNUL_FIRST if here.word == ISSUED else Bar.NOTHING_TO_UNDO, clause)
    if not facts.act_recorded:
        return Forbidden(Bar.ACT_NOT_RECORDED, clause)
    if verb is Verb.ANNUL:
        return _moved(edition, Place(word=ANNULLED), None, clause)
    steps = [step.id for step in edition.steps_of(procedure)]
    limit = _furthest(edition, procedure, here, steps)
    if facts.reopen_at not in reopenable(edition, procedure) or steps.index(facts.reopen_at or "") > limit:
        return Forbidden(Bar.NOT_A_GATE, clause)
    step = edition.step(facts.reopen_at or "")
    after = steps[steps.index(step.id) :]
    voids = tuple(s.id for s in edition.steps_of(procedure) if s.gate and s.id in after)
    return _moved(edition, Place(step.id), step, step.source, voids=voids, performed=False)


def _furthest(edition: Edition, procedure: str, here: Place, steps: list[str]) -> int:
    """No case is reopened further on than it ever stood."""
    if here.word == ANNULLED:
        return len(steps) - 1
    if here.exit:
        return max(steps.index(s.id) for s in _left_from(edition, procedure, here.exit))
    return steps.index(here.step or "")


def _perform(edition: Edition, procedure: str, here: Place, step: Step, facts: Facts) -> Moved | Forbidden:
    outcome, possible = facts.outcome, possible_outcomes(step, here)
    if (outcome is None) is not (not possible) or (outcome is not None and outcome not in possible):
        return Forbidden(Bar.OUTCOME_NEEDED if possible else Bar.OUTCOME_FOREIGN, step.source, step=step)
    if here.exit:
        return _onward(edition, procedure, here, step)
    if outcome is Outcome.ABSENT:
        return _moved(
            edition, Place(_again(edition, procedure, step).id), step, step.source, voids=(step.id,)
        )
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
    return _moved(edition, place, step, way_out.source, voids=voids)


def _onward(edition: Edition, procedure: str, here: Place, step: Step) -> Moved:
    steps = way(edition, procedure, here.exit) if here.exit else edition.steps_of(procedure)
    rest = steps[steps.index(step) + 1 :]
    if here.exit:
        place = Place(rest[0].id if rest else None, here.exit)
        return _moved(edition, place, step, step.source)
    place = Place(rest[0].id) if rest else Place(word=ISSUED)
    return _moved(edition, place, step, step.source, establishes=(step.id,) if step.gate else ())


def _moved(
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


def _left_from(edition: Edition, procedure: str, exit_id: str) -> tuple[Step, ...]:
    leaves = edition.exit(exit_id).leaves_from
    return tuple(step for step in edition.steps_of(procedure) if step.id in leaves)


def _gate_clause(step: Step) -> str:
    return step.gate.source if step.gate else step.source


def _end_clause(edition: Edition, here: Place) -> str:
    if here.exit:
        return edition.exit(here.exit).source
    if here.step:
        return edition.step(here.step).source
    return edition.result.source if here.word == ISSUED else edition.start.source
