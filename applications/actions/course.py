"""The course of a case: the one verb that moves it, asked by every other verb of this and of the later rooms.

`perform` locks the case, asks the regulation whether the verb is lawful here and now for this actor, closes the
present step, opens the next one with its term on the right desk, and enters it in the journal. Nobody else sets
the place of a case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from accounts.models import Office
from accounts.roles import Role
from applications import office_rules
from applications.actions import neighbours
from applications.fees import payment_required
from applications.models import Assignment, Case, CaseStep
from applications.own_refusals import waiting_in
from applications.standing import acting_as, level_of, provider_level, roles_for
from applications.terms import Began, earlier, office_time, step_due
from core.actor import SYSTEM, Actor, current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l, current_language
from core.refusals import NotFound, Refusal
from regulations.bars import Forbidden
from regulations.catalogue import catalogue
from regulations.kinds import ChannelId
from regulations.kinds import Office as Level
from regulations.model import Edition, Step
from regulations.naming import bar_sentence
from regulations.path import Facts, Moved, due, move, roles_of
from regulations.places import NEW, parse
from regulations.possible import Possible, possible
from regulations.verbs import Outcome, Verb


class NotNow(Refusal):
    """The regulation forbids the verb here and now; the clause says which rule."""

    def __init__(self, forbidden: Forbidden) -> None:
        self.bar = forbidden.bar
        super().__init__(
            getattr(bar_sentence(forbidden), current_language()),
            clause=forbidden.clause,
            next_step=_l("Load the case again: it shows what has happened and what is due now."),
        )


class RefusalWaits(Refusal):
    """A refusal was written and not signed yet: until it is, or is called back, nothing else is done to the case."""

    def __init__(self) -> None:
        super().__init__(
            _l("A motivated refusal of this case is written and waits for its signature."),
            next_step=_l("Open the refusal: sign it, or call it back; then the case can go another way."),
        )


# What an applicant, an act or a recorded clause does is not kept waiting by a paper of the office.
_WHATEVER_WAITS = frozenset({Verb.WITHDRAW, Verb.ANNUL, Verb.REOPEN, Verb.SUSPEND, Verb.RESUME})


@dataclass(frozen=True, slots=True)
class With:
    """What a verb brings along besides its outcome."""

    recommended: Outcome | None = None
    departure_stated: bool = False
    act_recorded: bool = False
    reopen_at: str | None = None
    suspension: str | None = None
    new: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] | None = None


def locked(case_id: int) -> Case:
    """The case, locked until the commit; whoever comes second sees what the first one did."""
    return held(Case, case_id)


def edition_of(case: Case) -> Edition:
    """The text under which the case was begun, for ever."""
    return catalogue().edition(case.edition_id)


def perform(
    case: Case, verb: Verb, outcome: Outcome | None = None, *, tag: str = "", brings: With | None = None
) -> Moved:
    """Move the case by a verb, or refuse with the clause that forbids it. The case must be `locked`."""
    brings = brings or With()
    edition = edition_of(case)
    answer = lawful(case, verb, outcome, brings)
    before = case.place
    _close_step(case, answer, outcome, verb)
    case.gates = sorted((set(case.gates) | set(answer.establishes)) - set(answer.voids))
    case.place = answer.place
    open_step(case, edition)
    neighbours.tell_of_step(case, answer.step)
    record(
        tag or f"applications:case:{verb.value}",
        subject=("case", case.id),
        office_id=case.office_id,
        old={"place": before},
        new={
            "place": case.place,
            **({"step": answer.step.id} if answer.step else {}),
            **({"outcome": outcome.value} if outcome else {}),
            **brings.new,
        },
        personal=brings.personal,
    )
    return answer


def lawful(case: Case, verb: Verb, outcome: Outcome | None = None, brings: With | None = None) -> Moved:
    """Where the verb would take the case, or the refusal with the clause that forbids it; nothing is moved."""
    edition = edition_of(case)
    facts = facts_for(case, edition, current_actor(), verb, outcome, brings or With())
    answer = move(edition, case.procedure, case.place, verb, facts)
    if isinstance(answer, Forbidden):
        raise NotNow(answer)
    if verb not in _WHATEVER_WAITS:
        refused = waiting_in(case)
        if refused is not None and parse(edition, case.procedure, answer.place).exit != refused.exit:
            raise RefusalWaits
    return answer


def facts_for(
    case: Case, edition: Edition, actor: Actor, verb: Verb | None, outcome: Outcome | None, brings: With
) -> Facts:
    """What the regulation must know of the case and of who acts."""
    appointed = office_rules.appointed(case, edition)
    level = level_of(actor.office_id, case.office_id, case.committee_id, provider_level(edition))
    if actor.office_id is not None and level is None and verb is not Verb.SUBMIT:
        raise NotFound  # an office that has no part in the case does not learn that there is one
    here = parse(edition, case.procedure, case.place)
    actors = (
        [a for step in due(edition, case.procedure, here) for a in roles_of(step, appointed)]
        if here.step
        else []
    )
    role = None if actor == SYSTEM else acting_as(actor.role, tuple(actors))
    if actor != SYSTEM and role is None and verb not in {Verb.WITHDRAW, Verb.ANNUL, Verb.REOPEN, Verb.SUBMIT}:
        raise Refusal(_l("In your present role you do not act on this step of the case."), status=403)
    return Facts(
        outcome=outcome,
        passed=frozenset(case.gates),
        channel=ChannelId(case.channel),
        # Whether a fee is due is asked once, when the application comes in.
        payment_required=payment_required(case.office_id, edition, ChannelId(case.channel))
        if case.place == NEW
        else None,
        recommended=brings.recommended,
        departure_stated=brings.departure_stated,
        act_recorded=brings.act_recorded,
        reopen_at=brings.reopen_at,
        suspension=brings.suspension,
        role=role,
        office=level if actor.office_id is not None else None,
        appointed=appointed,
    )


def what_now(case: Case, actor: Actor, brings: With | None = None) -> tuple[Possible, ...]:
    """What this person may do to the case now: asked alike by page, button, API and verb."""
    edition = edition_of(case)
    level = level_of(actor.office_id, case.office_id, case.committee_id, provider_level(edition))
    if case.ended_at is not None or (actor.office_id is not None and level is None):
        return ()
    if waiting_in(case) is not None:
        return ()  # its refusal is signed or called back before anything else is done
    if case.executor_id not in (None, actor.account_id) and case.desk_role == actor.role:
        return ()  # the head has named somebody else
    try:
        facts = facts_for(case, edition, actor, None, None, brings or With())
    except Refusal:
        return ()
    found = possible(edition, case.procedure, case.place, facts)
    return tuple(one for one in found if one.barred is None)


def _close_step(case: Case, answer: Moved, outcome: Outcome | None, verb: Verb) -> None:
    actor = current_actor()
    for step in db.session.scalars(
        select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.ended_at.is_(None))
    ):
        step.ended_at = now()
        step.outcome = _how(step, answer, outcome, verb)
        step.actor_id = actor.account_id
        step.actor_role = actor.role
    performed = answer.step
    open_place = db.session.scalar(
        select(CaseStep.step).where(CaseStep.case_id == case.id).order_by(CaseStep.id.desc()).limit(1)
    )
    if performed is not None and open_place is not None and open_place != performed.id:
        # An optional step was passed over; the one that was performed instead has its own line.
        db.session.add(
            CaseStep(
                case_id=case.id,
                step=performed.id,
                place=case.place,
                office_id=case.desk_office_id,
                began_at=now(),
                ended_at=now(),
                outcome=outcome.value if outcome else "done",
                actor_id=actor.account_id,
                actor_role=actor.role,
            )
        )
    db.session.flush()


def _how(step: CaseStep, answer: Moved, outcome: Outcome | None, verb: Verb) -> str:
    if answer.step is not None and answer.step.id != step.step:
        return "passed_over"
    if verb in {Verb.WITHDRAW, Verb.ANNUL, Verb.REOPEN, Verb.SUSPEND}:
        return verb.value
    return outcome.value if outcome else "done"


def open_step(case: Case, edition: Edition) -> None:
    """Open the step at which the case now stands: its term, and the desk on which it lies."""
    place = parse(edition, case.procedure, case.place)
    moment = now()
    if place.ended or place.step is None:
        case.ended_at = moment
        case.desk_role = None
        case.desk_office_id = None
        case.executor_id = None
        case.due_at = None
        return
    step = edition.step(place.step)
    office = _office_of(case, step.office)
    limit = step_due(edition, case.procedure, step, _began(case), moment, office_time(office or case.office))
    term = limit.moment if limit else None
    db.session.add(
        CaseStep(
            case_id=case.id,
            step=step.id,
            place=case.place,
            office_id=office.id if office else None,
            began_at=moment,
            due_at=term,
        )
    )
    desk_role = _desk_role(case, edition, step)
    executor_id = _executor(case, office, desk_role)
    # Together and with nothing asked in between: a case that was reopened lies on a desk from the first moment.
    case.ended_at, case.desk_role, case.executor_id = None, desk_role, executor_id
    case.desk_office_id = office.id if office else None
    case.due_at = earlier(term, case.total_due_at)


def _office_of(case: Case, level: Level) -> Office | None:
    if level is Level.PORTAL:
        return None
    if level is Level.COMMITTEE and case.committee is not None:
        return case.committee
    return case.office


def _desk_role(case: Case, edition: Edition, step: Step) -> str:
    """Who is to act: the first role that the text names, or whom the office has appointed."""
    appointed = office_rules.appointed(case, edition) if step.actor_setting else {}
    roles = roles_for(roles_of(step, appointed))
    return roles[0].value if roles else Role.HEAD.value


def _executor(case: Case, office: Office | None, desk_role: str) -> int | None:
    if office is None or desk_role not in {Role.RESPONSIBLE_OFFICIAL, Role.COMMISSION_SECRETARY}:
        return None
    return db.session.scalar(
        select(Assignment.executor_id).where(
            Assignment.case_id == case.id, Assignment.office_id == office.id, Assignment.ended_at.is_(None)
        )
    )


def _began(case: Case) -> Began:
    rows = db.session.execute(
        select(CaseStep.step, CaseStep.began_at).where(CaseStep.case_id == case.id).order_by(CaseStep.id)
    )
    return Began(case.submitted_at, {row.step: row.began_at for row in rows})
