"""Between the payment door and the verbs: the bill, what an answer comes to, and the chore that asks again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from applications.actions import payment
from applications.models import Case, Payment
from core.database import db
from gateways.asking import Waiting, waiting_chore
from gateways.doors import doors
from gateways.payment import Bill, Declined, Paid, PaymentAnswer
from regulations.catalogue import catalogue


def bill_of(case: Case, held: Payment) -> Bill:
    """What the gateway is asked to collect, under a reference that never changes."""
    title = catalogue().edition(case.edition_id).title.in_(case.language)
    return Bill(
        reference=held.reference,
        tiyn=held.tiyn,
        payer_number=case.person.iin or case.person.bin or "",
        purpose=f"{case.number}: {title}"[:300],
    )


def note(payment_id: int, answer: PaymentAnswer) -> None:
    """Only the gateway's own yes and no move a payment; everything else leaves it waiting."""
    match answer:
        case Paid(gateway_number):
            payment.note_paid(payment_id, gateway_number)
        case Declined(reason):
            payment.note_refused(payment_id, reason)


def _waiting(most: int) -> Sequence[Waiting[Bill]]:
    held = {one.id: one for one in payment.waiting_payments(most)}
    cases = {
        case.id: case
        for case in db.session.scalars(
            select(Case)
            .options(joinedload(Case.person))
            .where(Case.id.in_({one.case_id for one in held.values()}))
        )
    }
    return [Waiting(one.id, one.asked_at, bill_of(cases[one.case_id], one)) for one in held.values()]


def _put(bill: Bill) -> PaymentAnswer:
    return doors().payment.ask(bill)


def _fill(row: Hashable, answer: PaymentAnswer) -> None:
    note(cast(int, row), answer)


# A payment is asked about for as long as it waits: silence never becomes "unpaid".
ask_again = waiting_chore("waiting payments", _waiting, _put, _fill, give_up_after=None)
