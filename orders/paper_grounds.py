"""The signed act on which a result paper rests: the line of an order, or the protocol in which a commission decided.

For the verb that draws the paper. That the act stands is asked by the database as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from applications.models import Case
from commissions.models import ProtocolItemSigned
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from orders.models import OrderLine, OrderLineSigned
from orders.result_facts import Ground
from regulations.kinds import Basis
from regulations.model import Edition


@dataclass(frozen=True, slots=True)
class Grounds:
    """On which rows a paper rests, and how it names the act."""

    told: Ground
    line_id: int | None = None
    item_id: int | None = None

    def keys(self) -> dict[str, object]:
        """The columns of the paper that point at them."""
        return {
            "line_id": self.line_id,
            "line_outcome": "award" if self.line_id is not None else None,
            "item_id": self.item_id,
            "item_decision": "positive" if self.item_id is not None else None,
        }


def award_of(case_id: int) -> OrderLineSigned | None:
    """The line of a signed order that awards the case its result, while nothing has annulled it."""
    return db.session.scalar(
        select(OrderLineSigned)
        .join(OrderLine, OrderLine.id == OrderLineSigned.line_id)
        .where(
            OrderLineSigned.case_id == case_id,
            OrderLineSigned.outcome == "award",
            OrderLine.released_at.is_(None),
        )
    )


def grounds_of(case: Case, edition: Edition) -> Grounds:
    """The act that the text demands, where it is there; refused while it is not."""
    basis = edition.result.basis
    if basis is Basis.ORDER:
        return _by_order(case, edition)
    if edition.service == "rural-pharmacy-attestation":
        item = _found_positive(case.id)
        if item is None:
            raise Refusal(
                _l("The protocol on which this paper rests has not been signed."),
                clause=edition.result.source,
                next_step=_l("Have the protocol of the meeting signed first."),
            )
        return Grounds(Ground(basis), item_id=item.item_id)
    return Grounds(Ground(basis))


def _found_positive(case_id: int) -> ProtocolItemSigned | None:
    """The newest decision of a commission that took effect, if it was positive."""
    newest = db.session.scalar(
        select(ProtocolItemSigned)
        .where(ProtocolItemSigned.case_id == case_id)
        .order_by(ProtocolItemSigned.item_id.desc())
        .limit(1)
    )
    return newest if newest is not None and newest.decision == "positive" else None


def _by_order(case: Case, edition: Edition) -> Grounds:
    line = award_of(case.id)
    if line is None:
        raise Refusal(
            _l("The order on which this paper rests has not been signed."),
            clause=edition.result.source,
            next_step=_l("Draw the order up and have it signed first."),
        )
    number = line.line.order.spelled_number
    told = Ground(Basis.ORDER, number, line.signed.day, on_paper=line.signed.on_paper)
    return Grounds(told, line_id=line.line_id)
