"""Stopping, leaving and going back: withdraw, suspend, resume, annul, reopen.

For the applicant who goes, and for the rooms that undo something: a granted appeal or a corrected result
brings a case back to a gate, never further on than it stood, and only by an act of the right kind.
"""

from __future__ import annotations

from regulations.bars import Bar, Forbidden
from regulations.kinds import Basis, StepKind
from regulations.model import Edition, Step
from regulations.moves import Facts, Moved, moved
from regulations.places import ANNULLED, ISSUED, NEW, WITHDRAWN, Place
from regulations.verbs import Verb


def act_needed(edition: Edition, here: Place) -> Basis | None:
    """The kind of act that alone can undo what stands here: a refusal by order is annulled by order."""
    if here.word == ISSUED:
        return edition.result.basis
    return edition.exit(here.exit).basis if here.exit else None


def reopenable(edition: Edition, procedure: str) -> tuple[str, ...]:
    """The steps at which a case can be reopened: its gates, its decision, and the notice of a new sitting."""
    kinds = {StepKind.DECISION, StepKind.NOTIFY_TEST}
    return tuple(step.id for step in edition.steps_of(procedure) if step.gate or step.kind in kinds)


def withdraw(edition: Edition, here: Place) -> Moved | Forbidden:
    """The applicant may go at any moment until the result is signed; no text of the twelve says otherwise."""
    if here.word == NEW:
        return Forbidden(Bar.NOT_SUBMITTED, edition.start.source)
    if here.ended:
        return Forbidden(Bar.ENDED, end_clause(edition, here))
    step = edition.step(here.step or "")
    if step.kind is StepKind.ISSUE and not here.exit and edition.result.basis is not Basis.ACCEPTANCE:
        return Forbidden(Bar.RESULT_SIGNED, step.source, step=step)
    return moved(edition, Place(word=WITHDRAWN), None, edition.start.source)


def suspend(edition: Edition, here: Place, verb: Verb, facts: Facts) -> Moved | Forbidden:
    if here.step is None:
        return Forbidden(Bar.ENDED if here.ended else Bar.NOT_SUBMITTED, end_clause(edition, here))
    step = edition.step(here.step)
    if verb is Verb.RESUME:
        if not here.suspended:
            return Forbidden(Bar.NOT_SUSPENDED, step.source, step=step)
        return moved(edition, here.resumed(), None, step.source)
    clause = next((s for s in edition.suspensions if s.id == facts.suspension), None)
    if clause is None:
        return Forbidden(Bar.NO_SUSPENSION_CLAUSE, step.source, step=step)
    if here.suspended:
        return Forbidden(Bar.SUSPENDED, clause.source, step=step)
    return moved(edition, Place(here.step, here.exit, suspended=True), None, clause.source)


def undo(edition: Edition, procedure: str, here: Place, verb: Verb, facts: Facts) -> Moved | Forbidden:
    """A granted appeal or a corrected result: only by an act of the same kind, and only back to a gate."""
    clause = end_clause(edition, here)
    if here.word in (NEW, WITHDRAWN):
        return Forbidden(Bar.NOTHING_TO_UNDO, clause)
    if (verb is Verb.ANNUL) is not (here.word == ISSUED):
        return Forbidden(Bar.ANNUL_FIRST if here.word == ISSUED else Bar.NOTHING_TO_UNDO, clause)
    if not facts.act_recorded:
        return Forbidden(Bar.ACT_NOT_RECORDED, clause)
    if verb is Verb.ANNUL:
        return moved(edition, Place(word=ANNULLED), None, clause)
    steps = [step.id for step in edition.steps_of(procedure)]
    limit = _furthest(edition, procedure, here, steps)
    if facts.reopen_at not in reopenable(edition, procedure) or steps.index(facts.reopen_at or "") > limit:
        return Forbidden(Bar.NOT_A_GATE, clause)
    step = edition.step(facts.reopen_at or "")
    after = steps[steps.index(step.id) :]
    voids = tuple(s.id for s in edition.steps_of(procedure) if s.gate and s.id in after)
    return moved(edition, Place(step.id), step, step.source, voids=voids, performed=False)


def _furthest(edition: Edition, procedure: str, here: Place, steps: list[str]) -> int:
    """No case is reopened further on than it ever stood."""
    if here.word == ANNULLED:
        return len(steps) - 1
    if here.exit:
        return max(steps.index(s.id) for s in left_from(edition, procedure, here.exit))
    return steps.index(here.step or "")


def left_from(edition: Edition, procedure: str, exit_id: str) -> tuple[Step, ...]:
    leaves = edition.exit(exit_id).leaves_from
    return tuple(step for step in edition.steps_of(procedure) if step.id in leaves)


def end_clause(edition: Edition, here: Place) -> str:
    if here.exit:
        return edition.exit(here.exit).source
    if here.step:
        return edition.step(here.step).source
    return edition.result.source if here.word == ISSUED else edition.start.source
