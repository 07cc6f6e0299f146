"""What holders are told of their papers, and recipients of orders: to whom, when, with which facts."""

from __future__ import annotations

from applications import notices
from applications.models import Case
from core.languages import _, speaking
from orders.models import PaperStatus
from orders.paper_standing import CHANGED


def tell_standing(case: Case, entry: PaperStatus) -> None:
    """An order has changed the status of an issued paper."""
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the status of your document", number=case.number),
            _(
                "%(what)s Order %(order)s. Ground: %(ground)s",
                what=str(CHANGED[entry.status]),
                order=entry.order_number or "",
                ground=entry.ground,
            ),
        )
