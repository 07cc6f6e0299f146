"""What holders are told of their papers, and recipients of orders: to whom, when, with which facts."""

from __future__ import annotations

from applications import notices
from applications.models import Case
from core.languages import _, long_date, speaking
from orders.models import HearingInvitation, PaperStatus, ResultPaper
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


def tell_invited(paper: ResultPaper, invitation: HearingInvitation) -> None:
    """The holder is asked to come and be heard on the lowered result: place, day, hour, and what comes of it."""
    case = paper.case
    with speaking(case.language):
        notices.tell(
            case,
            "hearing",
            _("Document %(number)s: you are invited to be heard", number=paper.number),
            _(
                "The test result on which your document %(number)s rests was lowered. The document holds until "
                "an order ends it. Before anything is ordered, you are heard: %(day)s, %(hour)s, %(place)s. "
                "You may also answer in writing. Bring an identity document and whatever speaks for you.",
                number=paper.number,
                day=long_date(invitation.day),
                hour=invitation.hour,
                place=invitation.place,
            ),
        )
