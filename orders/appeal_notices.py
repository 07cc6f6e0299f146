"""What the applicant is told of an appeal: that it came and under which number, where it lies, how it was decided."""

from __future__ import annotations

import json

from applications import notices
from applications.models import Case
from core.languages import _, current_language, long_date, speaking
from orders.appeal_words import AGAINST, DECIDED
from orders.models import Appeal, AppealDecision


def body_of(appeal: Appeal) -> str:
    """Who hears it, in the reader's language, as it was named when the appeal came."""
    return str(json.loads(appeal.body)[current_language()])


def tell_received(appeal: Appeal) -> None:
    """The receipt: number, day, against what."""
    case = appeal.case
    with speaking(case.language):
        said = _(
            "Your appeal against %(against)s on application %(number)s has the number %(appeal)s and came on %(day)s. "
            "It is heard by: %(body)s. You may take it back until it is decided.",
            against=str(AGAINST[appeal.against]),
            number=case.number,
            appeal=appeal.spelled_number,
            day=long_date(appeal.came_on),
            body=body_of(appeal),
        )
        if appeal.lateness is not None:
            said += " " + _(
                "It came after the term; whether the term is restored is decided together with it."
            )
        _tell(case, appeal, said)


def tell_registered(appeal: Appeal) -> None:
    """The chancery has registered it."""
    case = appeal.case
    with speaking(case.language):
        _tell(case, appeal, _("Appeal %(appeal)s is registered. It is heard by: %(body)s.",
                              appeal=appeal.spelled_number, body=body_of(appeal)))  # fmt: skip


def tell_passed_on(appeal: Appeal) -> None:
    """It went to the body outside, by which document."""
    case = appeal.case
    with speaking(case.language):
        _tell(
            case,
            appeal,
            _(
                "Appeal %(appeal)s was passed on to %(body)s by document %(document)s of %(day)s.",
                appeal=appeal.spelled_number,
                body=body_of(appeal),
                document=appeal.passed_number or "",
                day=long_date(appeal.passed_on) if appeal.passed_on else "",
            ),
        )


def tell_decided(appeal: Appeal, decision: AppealDecision) -> None:
    """How it was decided, why, by which clause; and that a granted one is carried out by an act of its own."""
    case = appeal.case
    with speaking(case.language):
        said = _(
            "Appeal %(appeal)s: %(outcome)s. Reasons: %(reasons)s. Clause: %(clause)s.",
            appeal=appeal.spelled_number,
            outcome=str(DECIDED[decision.outcome]),
            reasons=decision.reasons.rstrip("."),
            clause=decision.clause.rstrip("."),
        )
        if decision.outcome == "granted":
            said += " " + _("The office now carries it out by an act of its own; you are told of it.")
        _tell(case, appeal, said)


def tell_signed(appeal: Appeal) -> None:
    """The decision bears the signatures of those who heard the appeal."""
    case = appeal.case
    with speaking(case.language):
        _tell(
            case,
            appeal,
            _(
                "The decision on appeal %(appeal)s is signed by those who heard it; you find it in your cabinet.",
                appeal=appeal.spelled_number,
            ),
        )


def tell_carried_out(appeal: Appeal) -> None:
    """The act exists; the case goes on."""
    case = appeal.case
    with speaking(case.language):
        _tell(
            case,
            appeal,
            _(
                "Appeal %(appeal)s is carried out. Your cabinet shows where application %(number)s stands now.",
                appeal=appeal.spelled_number,
                number=case.number,
            ),
        )


def _tell(case: Case, appeal: Appeal, said: str) -> None:
    subject = _("Application %(number)s: appeal %(appeal)s", number=case.number, appeal=appeal.spelled_number)
    notices.tell(case, "appeal", subject, said)
