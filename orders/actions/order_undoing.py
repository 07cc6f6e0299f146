"""A signed order annuls a point of an earlier one: decision and refusal end with it, the case goes back to its gate.

A lowering never acts by itself: nothing here happens but by an order of the head that says ground, clause and facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.actions import signing
from applications import notices
from applications.actions import course
from applications.models import Case, Refused
from core.clock import now
from core.database import db
from core.languages import _, _l, speaking
from core.refusals import Refusal
from orders.actions import drawing, standing
from orders.models import Order, OrderLine, ResultPaperIssued, ResultPaperSigned
from orders.models.papers import KIND
from orders.order_gates import current_decision
from regulations.places import ISSUED
from regulations.verbs import Verb


def hold_sheets(lines: Sequence[OrderLine]) -> None:
    """The sheets of unsigned papers that end with these lines: before their cases, as whoever signs a paper has it."""
    for line in lines:
        paper = drawing.live_paper(line.case_id) if line.outcome == "annul" else None
        if paper is not None:
            signing.hold_sheet(KIND, paper.id)


def annul(order: Order, line: OrderLine) -> None:
    """What the earlier point brought into being ends; the case is reopened where the order says so."""
    earlier = db.session.get_one(OrderLine, line.earlier_id)
    earlier.released_at = now()
    db.session.flush()
    if earlier.outcome == "evaluate":
        return
    case = course.locked(line.case_id)
    _end_paper(case, line)
    _end_decision(case, order)
    told = {"order": order.spelled_number, "line": line.id}
    if case.place == ISSUED:
        course.perform(case, Verb.ANNUL, brings=course.With(act_recorded=True, new=dict(told)))
    if line.reopen_at:
        course.perform(
            case,
            Verb.REOPEN,
            brings=course.With(act_recorded=True, reopen_at=line.reopen_at, new=dict(told)),
        )
    _tell(case, order)


def _end_decision(case: Case, order: Order) -> None:
    """The decision of the head and the motivated refusal are annulled by this very act."""
    act = f"№ {order.spelled_number}"
    decision = current_decision(case.id)
    if decision is not None:
        decision.annulled_at, decision.annulled_by_act = now(), act
    refused = db.session.scalar(
        select(Refused).where(Refused.case_id == case.id, Refused.annulled_at.is_(None))
    )
    if refused is not None:
        refused.annulled_at, refused.annulled_by_act = now(), act
    db.session.flush()


def _end_paper(case: Case, line: OrderLine) -> None:
    """An issued paper is annulled in the register, an unsigned one taken back; a signed one is issued first."""
    paper = drawing.live_paper(case.id)
    if paper is None:
        return
    if db.session.get(ResultPaperIssued, paper.id) is not None:
        standing.by_line(paper.id, "annulled", line)
    elif db.session.get(ResultPaperSigned, paper.id) is None:
        drawing.withdraw(paper.id, f"№ {line.order.spelled_number}: {line.ground}"[:500])
    else:
        raise Refusal(
            _l(
                "The result paper of application %(number)s is signed and not issued yet.", number=case.number
            ),
            next_step=_l("Once it is issued, it is annulled together with the award."),
        )


def _tell(case: Case, order: Order) -> None:
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the decision was annulled", number=case.number),
            _(
                "Order %(order)s has annulled the decision on your application %(number)s. Your cabinet shows what "
                "happens next.",
                order=order.spelled_number,
                number=case.number,
            ),
        )
