"""The test result is entered after the order, where the text of the service has that step only then."""

from __future__ import annotations

from collections.abc import Sequence

from applications import notices
from applications.actions import course
from applications.models import Case
from core.holding import held_all
from core.languages import _l
from core.refusals import Refusal
from exam.actions import telling
from exam.queries import stands_at
from exam.result_queries import current_result
from orders import order_queries
from orders.actions.ordering import locked
from orders.models import Order
from regulations.kinds import StepKind
from regulations.verbs import Verb


def record_results(order_id: int) -> list[Case]:
    """Enter the test results of all whom a signed order awards, where their text has that step after the order."""
    order = locked(order_id)
    _demand_signed(order)
    waiting = waiting_for_results(order)
    if not waiting:
        raise Refusal(_l("No result of this order waits to be entered."))
    for case in held_all(Case, [case.id for case in waiting]):
        _record(case)
    return list(waiting)


def record_result(case_id: int) -> None:
    """Enter the test result of one case that stands at that step after its order."""
    case = course.locked(case_id)
    if not stands_at(case, StepKind.RECORD_RESULT):
        raise Refusal(
            _l("The result of application %(number)s is not to be entered now.", number=case.number)
        )
    _record(case)


def _record(case: Case) -> None:
    result = current_result(case.id)
    moved = course.perform(
        case, Verb.RECORD_RESULT, brings=course.With(new={"result": result.id if result else None})
    )
    if result is not None and moved.step is not None:
        telling.tell_confirmed(case, moved.step, result)
    notices.of_step(case, moved.notices)


def waiting_for_results(order: Order) -> Sequence[Case]:
    """The cases of an order that stand at the entry of their result."""
    cases = [line.case for line in order_queries.lines_of(order.id)]
    return [case for case in cases if case.ended_at is None and stands_at(case, StepKind.RECORD_RESULT)]


def _demand_signed(order: Order) -> None:
    if order_queries.signed_of(order.id) is None:
        raise Refusal(_l("This order is not signed."))
