"""What an organisation is told of its external evaluation: the order with its days, and each visit of the group."""

from __future__ import annotations

from applications import notices
from applications.models import Case
from commissions.models import Evaluation, Visit
from core.languages import gettext as _
from core.languages import long_date, speaking


def opened(case: Case, evaluation: Evaluation) -> dict[str, str]:
    """The facts for the notice that the text itself asks for after the order."""
    with speaking(case.language):
        return {
            "evaluation": _(
                "By order No. %(number)s of %(date)s the expert group evaluates from %(first)s to %(last)s.",
                number=evaluation.order_number,
                date=long_date(evaluation.order_date),
                first=long_date(evaluation.from_day),
                last=long_date(evaluation.until_day),
            )
        }


def tell_visit(evaluation: Evaluation, visit: Visit) -> None:
    """The day, the place and what the group wants to see; why, when the day was moved."""
    case = evaluation.case
    with speaking(case.language):
        said = [
            _("The expert group comes on %(day)s.", day=long_date(visit.day)),
            _("Place: %(place)s.", place=visit.place),
        ]
        if visit.programme:
            said.append(_("Programme: %(programme)s", programme=visit.programme))
        if visit.reason:
            said.insert(0, _("The visit was moved to another day. Reason: %(reason)s", reason=visit.reason))
        notices.tell(
            case,
            "evaluation",
            _("Application %(number)s: the external evaluation", number=case.number),
            "\n".join(said),
        )
