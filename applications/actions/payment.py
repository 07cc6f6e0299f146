"""The fee: asked of the gateway or shown by a slip. What is unanswered waits; it is never taken for unpaid.

The gateway is asked outside of the writing: `begin` makes the payment with its reference, the door is asked by the
page or by the sweeper, and what it said is noted here under the case's lock.
"""

from __future__ import annotations

import secrets
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.queries import today
from accounts.refused_facts import RefusedFact
from applications import fees, notices
from applications.actions import checking, course
from applications.models import Case, LatePayment, Payment, Refused
from core.actor import SYSTEM, acting, current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l, long_date, speaking
from core.languages import gettext as _
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from regulations.kinds import StepKind
from regulations.places import parse
from regulations.verbs import Outcome, Verb

OPEN = ("waiting", "slip_waits")


def begin(case_id: int) -> Payment:
    """Open the payment of a case, or find the one that is open: two clicks are one payment."""
    case = course.locked(case_id)
    _at_payment(case)
    present = _open_payment(case)
    if present is not None:
        return present
    payment = Payment(
        case_id=case.id,
        reference=f"{case.number}-{secrets.token_hex(4)}"[:40],
        tiyn=fees.fee_in_tiyn(case),
        state="waiting",
        asked_at=now(),
    )
    db.session.add(payment)
    db.session.flush()
    record(
        "applications:payment:begin",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"payment": payment.id, "reference": payment.reference, "tiyn": payment.tiyn},
    )
    return payment


def begun(case: Case) -> Payment:
    """The payment under way; the gateway is asked of nothing else."""
    present = _open_payment(case)
    if present is None or present.state != "waiting":
        raise Refusal(
            _l("No payment through the gateway is under way."), next_step=_l("Begin the payment first.")
        )
    return present


def note_paid(payment_id: int, gateway_number: str) -> Payment:
    """The gateway says paid. A late answer to a case that has gone on moves nothing; after its end it is owed back."""
    case, payment = _locked(payment_id)
    if payment.state == "paid":
        return payment
    before = payment.state
    payment.state, payment.paid_at, payment.gateway_number = "paid", now(), gateway_number
    db.session.flush()
    _entered(case, payment, "paid", before, {"gateway_number": gateway_number})
    _go_on(case, payment)
    return payment


def note_refused(payment_id: int, reason: str) -> Payment:
    """The gateway says that this payment was not made. The applicant may begin another; the case stays."""
    case, payment = _locked(payment_id)
    if payment.state != "waiting":
        return payment
    payment.state, payment.reason = "refused", reason[:300]
    _entered(case, payment, "refused", "waiting", {"reason": payment.reason})
    return payment


def attach_slip(case_id: int, slip: StoredFile) -> Payment:
    """The applicant, or a clerk for them, brings the scanned slip; an official looks at it."""
    case = course.locked(case_id)
    payment = begin(case_id)
    if payment.state == "slip_waits":
        raise Refusal(
            _l("A slip has been handed in already and is being checked."),
            next_step=_l("Wait for the official's answer; you will be told."),
        )
    payment.slip_id, payment.state = slip.id, "slip_waits"
    _entered(case, payment, "slip", "waiting", {"digest": slip.digest})
    return payment


def accept_slip(payment_id: int) -> Payment:
    """The official has looked at the slip and finds the fee paid."""
    case, payment = _slip_to_check(payment_id)
    payment.state, payment.paid_at = "paid", now()
    payment.checked_by = current_actor().account_id
    db.session.flush()
    _entered(case, payment, "slip_accepted", "slip_waits", {})
    _go_on(case, payment)
    return payment


def refuse_slip(payment_id: int, reason: str) -> Payment:
    """The slip proves nothing: say why. The case stays, and the applicant may pay or bring another one."""
    case, payment = _slip_to_check(payment_id)
    payment.state, payment.reason = "refused", reason[:300]
    payment.checked_by = current_actor().account_id
    _entered(case, payment, "slip_refused", "slip_waits", {"reason": payment.reason})
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the payment slip was not accepted", number=case.number),
            _(
                "The payment slip for application %(number)s was not accepted: %(reason)s. Pay through the gateway "
                "or bring another slip.",
                number=case.number,
                reason=payment.reason,
            ),
        )
    return payment


def declare_unpaid(case_id: int, facts: str) -> Refused:
    """Refuse the service because nothing was paid. Never while the gateway owes an answer or a slip is unread."""
    case = course.locked(case_id)
    _office_of(case)
    _at_payment(case)
    if _open_payment(case) is not None:
        raise Refusal(
            _l("A payment of this case has not been answered yet. Unanswered is not unpaid."),
            next_step=_l("Wait for the gateway's answer, or look at the slip first."),
        )
    edition = course.edition_of(case)
    step = edition.step(parse(edition, case.procedure, case.place).step or "")
    way_out = edition.exit(step.gate.fails_to) if step.gate and step.gate.fails_to else None
    if way_out is None:
        raise Refusal(_l("The text has no refusal for a fee that was not paid."))
    motives = checking.Motives(way_out.ground.in_(case.language), way_out.source, facts)
    moved = course.perform(case, Verb.PAY, Outcome.UNPAID, brings=course.With(new={"clause": motives.clause}))
    refused = checking.write_refusal(case, case.office_id, way_out.id, motives)
    notices.of_step(case, moved.notices)
    return refused


def waiting_payments(limit: int = 50) -> list[Payment]:
    """What the gateway still owes an answer, the longest-waiting first."""
    return list(
        db.session.scalars(
            select(Payment)
            .where(Payment.state == "waiting")
            .order_by(Payment.asked_at, Payment.id)
            .limit(limit)
        )
    )


def is_at_payment(case: Case) -> bool:
    """Whether the fee is what the case waits for now."""
    edition = course.edition_of(case)
    here = parse(edition, case.procedure, case.place)
    return here.step is not None and not here.exit and edition.step(here.step).kind is StepKind.PAYMENT


def _at_payment(case: Case) -> None:
    if not is_at_payment(case):
        raise Refusal(
            _l("No payment is due on this case now."),
            next_step=_l("Load the case again: it shows what has happened and what is due now."),
        )


def _open_payment(case: Case) -> Payment | None:
    return db.session.scalar(select(Payment).where(Payment.case_id == case.id, Payment.state.in_(OPEN)))


def _locked(payment_id: int) -> tuple[Case, Payment]:
    """Case first, as every verb locks it; then the payment as it is now."""
    case_id = db.session.scalar(select(Payment.case_id).where(Payment.id == payment_id))
    if case_id is None:
        raise NotFound
    case = course.locked(case_id)
    payment = db.session.scalars(
        select(Payment).where(Payment.id == payment_id).execution_options(populate_existing=True)
    ).one()
    return case, payment


def _slip_to_check(payment_id: int) -> tuple[Case, Payment]:
    case, payment = _locked(payment_id)
    _office_of(case)
    if payment.state != "slip_waits":
        raise Refusal(_l("This slip has been decided on already."))
    return case, payment


def _office_of(case: Case) -> None:
    if current_actor().office_id != case.office_id:
        raise NotFound


def _keep_late(case: Case, payment: Payment) -> None:
    """The case has ended before its fee arrived: nothing moves, and the office owes the fee back."""
    db.session.add(LatePayment(payment_id=payment.id, office_id=case.office_id, noted_at=now()))
    db.session.flush()
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the fee arrived after the end", number=case.number),
            _(
                "The fee for application %(number)s arrived after the case had ended. Nothing was done for it: the "
                "office returns it and tells you by which document.",
                number=case.number,
            ),
        )


def return_late(payment_id: int, document_number: str, document_date: date) -> LatePayment:
    """The fee that arrived after the end has gone back: by this document, of this day."""
    case, payment = _locked(payment_id)
    _office_of(case)
    late = db.session.get(LatePayment, payment.id, populate_existing=True)
    if late is None:
        raise NotFound
    if late.returned_at is not None:
        raise Refusal(_l("The return of this fee has been entered already."))
    if document_date > today(case.office.zone):
        raise RefusedFact("document_date", _l("The document is dated in the future."))
    if (
        payment.paid_at is not None
        and document_date < payment.paid_at.astimezone(ZoneInfo(case.office.zone)).date()
    ):
        raise RefusedFact("document_date", _l("The document is older than the payment."))
    late.document_number, late.document_date = document_number, document_date
    late.returned_by, late.returned_at = current_actor().account_id, now()
    db.session.flush()
    record(
        "applications:payment:returned",
        subject=("case", case.id),
        office_id=case.office_id,
        new={"payment": payment.id, "document": document_number, "dated": document_date.isoformat()},
    )
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the fee is returned", number=case.number),
            _(
                "The fee for application %(number)s that arrived after the end is returned by document "
                "No. %(document)s of %(day)s.",
                number=case.number,
                document=document_number,
                day=long_date(document_date),
            ),
        )
    return late


def _go_on(case: Case, payment: Payment) -> None:
    """The gate holds: the case goes to the chancery. The fact moves it, whoever noted it."""
    if case.ended_at is not None:
        _keep_late(case, payment)
    if not is_at_payment(case):
        return
    with acting(SYSTEM):
        moved = course.perform(case, Verb.PAY, Outcome.PAID)
    notices.of_step(case, moved.notices)
    with speaking(case.language):
        notices.tell(
            case,
            "status",
            _("Application %(number)s: the fee is paid", number=case.number),
            _(
                "The fee for application %(number)s is paid. The chancery registers the application next.",
                number=case.number,
            ),
        )


def _entered(case: Case, payment: Payment, what: str, before: str, new: dict[str, str | None]) -> None:
    record(
        f"applications:payment:{what}",
        subject=("case", case.id),
        office_id=case.office_id,
        old={"payment": payment.id, "state": before},
        new={"payment": payment.id, "state": payment.state, **new},
    )
