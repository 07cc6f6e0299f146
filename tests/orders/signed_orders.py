"""What papers rest on and what becomes of them, by the verbs of orders: awards, statuses, annulments, all signed."""

from __future__ import annotations

from applications.models import Case
from core.actor import Actor, acting
from core.database import db
from orders import order_queries
from orders.actions import order_mending, recording, standing
from orders.actions.order_mending import Mended
from orders.models import HeadDecision, OrderLineSigned, PaperStatus, ResultPaper
from regulations.kinds import StepKind
from tests.applications.test_course import kind_now
from tests.orders.ordering import drafted, signed

WHY = Mended("Лицензиаттың өтініші", "35-бап", "Өтініш келді")


def awarded(decision: HeadDecision, drafter: Actor, head: Actor) -> OrderLineSigned:
    """What the head decided stands in a signed order, and an awarded case has gone on to its paper."""
    case = db.session.get_one(Case, decision.case_id)
    signed(drafted(drafter, "award", case.service, [case.id]), drafter, head)
    if kind_now(case) is StepKind.RECORD_RESULT:
        with acting(drafter):
            recording.record_result(case.id)
        db.session.commit()
    return order_queries.signed_lines_of(case.id)[-1]


def changed(paper: ResultPaper, outcome: str, drafter: Actor, head: Actor) -> PaperStatus:
    """What a signed order makes of a paper."""
    order = drafted(drafter, "status", paper.kind)
    with acting(drafter):
        order_mending.change_status(order.id, paper.id, outcome, WHY)
    signed(order, drafter, head)
    return standing.entries_of(paper.id)[-1]


def annulled(line: OrderLineSigned, drafter: Actor, head: Actor, reopen_at: str = "") -> None:
    """A signed order annuls a signed line."""
    case = line.line.case
    order = drafted(drafter, "annulment", case.service)
    with acting(drafter):
        order_mending.mend(
            order.id, line.line_id, Mended("Апелляция қанағаттандырылды", "9-тармақ", "Шешім № 3", reopen_at)
        )
    signed(order, drafter, head)
