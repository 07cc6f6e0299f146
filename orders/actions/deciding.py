"""The head decides: award, or refuse with ground and clause; departing from the commission only with both stated."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from applications import notices, office_rules
from applications.actions import checking, course
from applications.models import Case
from commissions.models import Interview
from commissions.queries import interview_of
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from exam.models import Result
from exam.result_queries import current_result
from orders.models import HeadDecision
from regulations.kinds import Basis, Need, StepKind
from regulations.kinds import Role as Actor
from regulations.places import parse
from regulations.possible import Lead
from regulations.verbs import Outcome, Verb


@dataclass(frozen=True, slots=True)
class Departure:
    """Why the head departs from what was found before: the ground, and the clause that allows it."""

    ground: str
    clause: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided. A refusal says ground, clause and what was found; an award needs none of them."""

    outcome: Outcome
    ground: str = ""
    clause: str = ""
    facts: str = ""
    departure: Departure | None = None
    acting_order: str = ""
    # Which ground of the office's list it is.
    ground_id: str | None = None


def decide(case_id: int, ruling: Ruling) -> HeadDecision:
    """Award or refuse. Refusing what was found good, and awarding what was not, needs a stated ground and clause."""
    case = course.locked(case_id)
    actor = current_actor()
    if actor.role == Role.ACTING_HEAD and not ruling.acting_order:
        raise RefusedFact("acting_order", _l("An acting head names the order by which they act."))
    office_id = case.desk_office_id or case.office_id
    edition = course.edition_of(case)
    _refuse_against_the_commission(case, ruling.outcome)
    if ruling.outcome is Outcome.REFUSE:
        office_rules.demand(office_id, edition, Need.REFUSAL, case.procedure)
        _motivated(ruling)
    else:
        _refuse_contradiction(ruling)
        _demand_not_on_the_way_out(case)
        still_positive(case)
    departure = _departure(case, ruling)
    recommended, interview, result = _recommended(case), _heard(case), current_result(case.id)
    moved = course.perform(
        case,
        Verb.DECIDE,
        ruling.outcome,
        tag="orders:decision:decide",
        brings=course.With(
            recommended=recommended,
            departure_stated=departure is not None,
            new={"departs": departure is not None, "clause": ruling.clause},
        ),
    )
    left_by = moved.exit
    _end_overtaken(case)
    made = HeadDecision(
        case_id=case.id,
        office_id=office_id,
        outcome=ruling.outcome.value,
        exit=left_by.id if left_by else None,
        ground=ruling.ground,
        ground_id=ruling.ground_id if ruling.outcome is Outcome.REFUSE else None,
        clause=ruling.clause or (moved.step.source if moved.step else edition.result.source),
        facts=ruling.facts,
        departs=departure is not None,
        departure_ground=departure.ground if departure else None,
        departure_clause=departure.clause if departure else None,
        decided_by=actor.account_id,
        decided_as=actor.role,
        acting_order=ruling.acting_order,
        decided_at=now(),
        **_found(result, interview),
    )
    db.session.add(made)
    db.session.flush()
    if made.exit and left_by is not None and left_by.basis is not Basis.ORDER:
        motives = checking.Motives(ruling.ground, made.clause, ruling.facts, made.ground_id)
        checking.write_refusal(case, office_id, left_by.id, motives)
    notices.of_step(case, moved.notices)
    return made


def _end_overtaken(case: Case) -> None:
    """A decision whose test result was replaced ends with the one that comes after the new result."""
    earlier = db.session.scalar(
        select(HeadDecision).where(HeadDecision.case_id == case.id, HeadDecision.annulled_at.is_(None))
    )
    newer = select(Result.reason).where(Result.replaces_id == earlier.result_id) if earlier else None
    reason = db.session.scalar(newer) if newer is not None else None
    if earlier is not None and reason is not None:
        earlier.annulled_at, earlier.annulled_by_act = now(), reason[:200]
        db.session.flush()


def leads_of(case: Case) -> tuple[Lead, ...]:
    """What the reader's decision on the case can come to now, each with whether it departs; refused to others."""
    brings = course.With(recommended=_recommended(case))
    for one in course.what_now(case, current_actor(), brings):
        if one.verb is Verb.DECIDE:
            return one.leads
    raise Refusal(
        _l("This step is not due now, or it is not yours."),
        next_step=_l("Open the case: it shows what is due and who acts."),
    )


def still_positive(case: Case) -> None:
    """A corrected result does not move the case by itself: whoever awards asks whether it still stands."""
    edition = course.edition_of(case)
    gate = next((s for s in edition.steps_of(case.procedure) if s.kind is StepKind.TEST), None)
    result = current_result(case.id)
    if gate is not None and (result is None or result.verdict != "positive"):
        raise Refusal(
            _l("The current test result of application %(number)s is not positive.", number=case.number),
            clause=gate.gate.source if gate.gate else gate.source,
            next_step=_l("Open the result: it says how it was corrected."),
        )


def _demand_not_on_the_way_out(case: Case) -> None:
    """After a gate that was not passed the text leaves the refusal alone: no ground stated lets anybody award."""
    edition = course.edition_of(case)
    way_out = parse(edition, case.procedure, case.place).exit
    if way_out is not None:
        raise RefusedFact(
            "outcome",
            _l(
                "After what was found the text leaves only a refusal: nobody awards here (%(clause)s).",
                clause=edition.exit(way_out).source,
            ),
        )


def _refuse_contradiction(ruling: Ruling) -> None:
    """Whoever awards and names a ground of refusal has said two things; which of them counts is not guessed."""
    for field in ("ground", "facts"):
        if getattr(ruling, field):
            raise RefusedFact(
                field,
                _l("You award, and here stands what only a refusal says. Choose to refuse, or empty this."),
            )


def _motivated(ruling: Ruling) -> None:
    if not ruling.ground or not ruling.clause:
        raise RefusedFact("ground", _l("Choose the ground from the office's list."))
    if not ruling.facts:
        raise RefusedFact("facts", _l("Write which documents or facts do not meet the requirement, and how."))


def _departure(case: Case, ruling: Ruling) -> Departure | None:
    """What was stated, where it is needed; where the decision agrees with what was found, none is kept."""
    lead = next((one for one in leads_of(case) if one.outcome is ruling.outcome), None)
    if lead is None or not lead.needs_departure:
        return None
    stated = ruling.departure
    if stated is None or not stated.ground.strip():
        raise RefusedFact(
            "departure_ground",
            _l("This decision departs from what was found before. Say on which ground."),
        )
    if not stated.clause.strip():
        raise RefusedFact("departure_clause", _l("Name the clause that allows you to depart."))
    return stated


def _refuse_against_the_commission(case: Case, outcome: Outcome) -> None:
    """Where the text leaves the decision to the commission itself, what it found is what is entered."""
    edition, found = course.edition_of(case), _recommended(case)
    steps = edition.steps_of(case.procedure)
    decides = next(
        (one for one in steps if one.kind is StepKind.DECISION and one.actor is Actor.COMMISSION), None
    )
    if decides and found is not None and (found is Outcome.POSITIVE) is not (outcome is Outcome.AWARD):
        raise RefusedFact(
            "outcome",
            _l(
                "The commission has decided in its signed protocol: nobody departs from it (%(clause)s).",
                clause=decides.source,
            ),
        )


def _heard(case: Case) -> Interview | None:
    interview = interview_of(case.id)
    return interview if interview is not None and interview.decided_at is not None else None


def _recommended(case: Case) -> Outcome | None:
    interview = _heard(case)
    return Outcome(interview.decision) if interview and interview.decision else None


def _found(result: Result | None, interview: Interview | None) -> dict[str, object]:
    """The results on which a decision rests. A result that was taken back is none."""
    stands = result is not None and result.verdict != "void"
    return {
        "result_id": result.id if result is not None and stands else None,
        "verdict": result.verdict if result is not None and stands else None,
        "interview_id": interview.id if interview else None,
        "recommended": interview.decision if interview else None,
    }
