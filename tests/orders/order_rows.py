"""Orders and their lines as they would be written past the code."""

from __future__ import annotations

from typing import Any

from core.clock import now
from core.database import db
from exam.result_queries import current_result
from orders.models import HeadDecision, Order, OrderLine


def order_row(office_id: int, drafted_by: int, **changes: Any) -> Order:
    facts: dict[str, Any] = {
        "office_id": office_id,
        "kind": "award",
        "service": "specialist-certificate",
        "state": "draft",
        "template_key": "award/specialist-certificate",
        "template_edition": 1,
        "drafted_by": drafted_by,
        "drafted_as": "responsible_official",
        "drafted_at": now(),
    }
    return Order(**(facts | changes))


def line_row(order: Order, decision: HeadDecision, **changes: Any) -> OrderLine:
    """The line as it should be: on the decision and on the current result."""
    result = current_result(decision.case_id)
    refuses = decision.outcome == "refuse"
    facts: dict[str, Any] = {
        "order_id": order.id,
        "kind": order.kind,
        "position": 1,
        "case_id": decision.case_id,
        "outcome": decision.outcome,
        "decision_id": decision.id,
        "result_id": result.id if result else None,
        "verdict": result.verdict if result else None,
        "departs": decision.departs,
        "departure_ground": decision.departure_ground,
        "departure_clause": decision.departure_clause,
        "ground": decision.ground if refuses else "",
        "clause": decision.clause if refuses else "",
        "facts": decision.facts if refuses else "",
        "added_by": order.drafted_by,
        "added_at": now(),
    }
    return OrderLine(**(facts | changes))


def kept(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
