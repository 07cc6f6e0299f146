"""On what a line of an order rests: the decision, the current result, the signed protocol item, the report.

For the drafter, who adds cases; for the signatory, before whose signature everything is asked again. The database asks
the same by triggers; here each thing that is missing has its sentence and its clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from applications.actions import course
from applications.models import Case
from commissions import protocol_queries
from commissions.evaluation_queries import current_report
from commissions.models import EvaluationReport, ProtocolItem, ProtocolItemSigned
from core.database import db
from core.languages import Text, _l
from core.refusals import Refusal
from exam.models import Result
from exam.result_queries import current_result
from orders.models import HeadDecision, OrderLine, TextDemand
from orders.result_kinds import category_fits
from regulations.kinds import StepKind
from regulations.model import Edition
from regulations.verbs import Outcome


@dataclass(frozen=True, slots=True)
class Gates:
    """What stands behind a case now."""

    demand: TextDemand
    decision: HeadDecision | None
    result: Result | None
    item: ProtocolItem | None
    report: EvaluationReport | None

    @property
    def outcome(self) -> str:
        """What an order would say of the case: as the head decided; where the text has no decision, award."""
        return self.decision.outcome if self.decision else Outcome.AWARD.value


def gates_of(case: Case) -> Gates:
    """Everything on which a line of this case could rest."""
    edition = course.edition_of(case)
    demand = db.session.get(TextDemand, (edition.id, case.procedure))
    if demand is None or not demand.by_order:
        raise Refusal(
            _l("The text of this service knows no order on application %(number)s.", number=case.number),
            clause=edition.result.source,
        )
    return Gates(
        demand=demand,
        decision=current_decision(case.id),
        result=current_result(case.id) if demand.test else None,
        item=signed_item(case.id) if demand.interview != "none" else None,
        report=current_report(case.id) if demand.evaluation else None,
    )


def current_decision(case_id: int) -> HeadDecision | None:
    """What the head decided on a case and nothing has annulled."""
    return db.session.scalar(
        select(HeadDecision).where(HeadDecision.case_id == case_id, HeadDecision.annulled_at.is_(None))
    )


def signed_item(case_id: int) -> ProtocolItem | None:
    """The decision of a signed protocol that takes effect on a case; the newest one."""
    return db.session.scalar(
        select(ProtocolItem)
        .join(ProtocolItemSigned, ProtocolItemSigned.item_id == ProtocolItem.id)
        .where(ProtocolItemSigned.case_id == case_id)
        .order_by(ProtocolItem.id.desc())
        .limit(1)
    )


def demand_gates(case: Case, gates: Gates) -> None:
    """Refuse what lacks a gate that its text demands, with the clause of that gate."""
    edition = course.edition_of(case)
    if gates.demand.decision and gates.decision is None:
        raise _lacking(
            case,
            edition,
            StepKind.DECISION,
            _l("The head has not decided on application %(number)s.", number=case.number),
        )
    if gates.decision is not None and gates.decision.interview_id is not None and not _heard(gates):
        raise _lacking(
            case,
            edition,
            StepKind.INTERVIEW,
            _l("The protocol on application %(number)s is not signed.", number=case.number),
        )
    if gates.outcome == Outcome.AWARD:
        _demand_award(case, edition, gates)
    elif gates.decision is not None and _replaced(gates.decision):
        raise _lacking(
            case,
            edition,
            StepKind.TEST,
            _l(
                "The test result on which the refusal of application %(number)s rests was replaced.",
                number=case.number,
            ),
        )


def demand_category(case: Case, edition: Edition) -> None:
    """A certificate with category is awarded and drawn only where one was applied for, and named only there."""
    if not category_fits(case.service, case.category):
        raise Refusal(
            _l(
                "Application %(number)s and its service do not fit together: a certificate with category is of an "
                "application that names the second, first or highest one, and no other paper is.",
                number=case.number,
            ),
            clause=edition.result.source,
            next_step=_l("The applicant applies for the service that is meant."),
        )


def _demand_award(case: Case, edition: Edition, gates: Gates) -> None:
    demand_category(case, edition)
    if gates.demand.test and (gates.result is None or gates.result.verdict != "positive"):
        raise _lacking(
            case,
            edition,
            StepKind.TEST,
            _l("The current test result of application %(number)s is not positive.", number=case.number),
        )
    if gates.demand.interview != "none" and not _carries(gates):
        raise _lacking(
            case,
            edition,
            StepKind.INTERVIEW,
            _l("No signed protocol carries an award on application %(number)s.", number=case.number),
        )
    if gates.demand.evaluation and gates.report is None:
        raise _lacking(
            case,
            edition,
            StepKind.EVALUATION,
            _l("The external evaluation of application %(number)s is not finished.", number=case.number),
        )


def _heard(gates: Gates) -> bool:
    return (
        gates.decision is not None
        and gates.item is not None
        and gates.item.interview_id == gates.decision.interview_id
    )


def _carries(gates: Gates) -> bool:
    """The item takes effect, nothing has replaced what it rests on, and it is positive or knowingly departed from."""
    if gates.item is None or protocol_queries.rests_on_replaced(gates.item.interview):
        return False
    departs = gates.decision is not None and gates.decision.departs
    return gates.item.decision == "positive" or (gates.demand.interview == "heard" and departs)


def _replaced(decision: HeadDecision) -> bool:
    if decision.result_id is None:
        return False
    return db.session.scalar(select(Result.id).where(Result.replaces_id == decision.result_id)) is not None


def _lacking(case: Case, edition: Edition, kind: StepKind, sentence: Text) -> Refusal:
    step = next((one for one in edition.steps_of(case.procedure) if one.kind is kind), None)
    clause = (step.gate.source if step.gate else step.source) if step else edition.result.source
    return Refusal(
        sentence,
        clause=clause,
        next_step=_l("Open the case: it shows what has happened and what is due now."),
    )


def line_on(gates: Gates, case: Case) -> OrderLine:
    """A line of this case with all its keys; order and position come from whoever adds it."""
    decision, refuses = gates.decision, gates.outcome == Outcome.REFUSE
    return OrderLine(
        case_id=case.id,
        outcome=gates.outcome,
        decision_id=decision.id if decision else None,
        result_id=gates.result.id if gates.result else None,
        verdict=gates.result.verdict if gates.result else None,
        item_id=gates.item.id if gates.item else None,
        item_decision=gates.item.decision if gates.item else None,
        report_id=gates.report.id if gates.report else None,
        departs=decision.departs if decision else False,
        departure_ground=decision.departure_ground if decision else None,
        departure_clause=decision.departure_clause if decision else None,
        ground=decision.ground if decision and refuses else "",
        clause=decision.clause if decision and refuses else "",
        facts=decision.facts if decision and refuses else "",
    )
