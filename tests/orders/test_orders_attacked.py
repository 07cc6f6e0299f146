"""Orders attacked where they are signed: by whom is not head any more, by another paper, by rows past the code."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from accounts.models import RoleGrant
from accounts.queries import today
from accounts.signing_models import SigningDone
from accounts.signing_queries import sheet_of
from accounts.signing_turns import turn_of
from core.actor import acting
from core.clock import now
from core.database import db
from core.refusals import Refusal
from orders.actions import order_route
from orders.models import Order, OrderLine, OrderLineSigned, OrderSigned
from orders.models.order import KIND
from tests.exam.test_what_the_database_holds import refused, refused_row
from tests.orders.hands import Decisive, at, decided_case, decisive
from tests.orders.order_rows import line_row
from tests.orders.ordering import drafted, opened, signed

__all__ = ["at", "decisive"]
SERVICE = "specialist-certificate"


def one_order(at: Decisive) -> Order:
    return drafted(at.official, "award", SERVICE, [decided_case(at).case_id])


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_whoever_is_not_head_any_more_signs_nothing(decisive: Decisive, ended: str) -> None:
    order = one_order(decisive)
    sheet = opened(order, decisive.official, decisive.head)
    gone: dict[str, Any] = (
        {"revoked_at": now(), "revoked_by": decisive.official.account_id, "revoke_reason": "ауысты"}
        if ended == "revoked"
        else {"until_day": today().replace(year=2021)}
    )
    db.session.execute(update(RoleGrant).where(RoleGrant.id == decisive.head.grant_id).values(gone))
    db.session.commit()
    with acting(decisive.head), pytest.raises(Refusal):
        turn_of(sheet)
    assert db.session.scalar(select(OrderSigned.order_id)) is None


def signed_row(order: Order, sheet: int, **changes: Any) -> OrderSigned:
    facts: dict[str, Any] = {
        "order_id": order.id, "sheet_id": sheet, "file_id": order.file_id, "digest": "0" * 64, "year": order.year,
        "number": order.number, "day": order.day, "signed_at": now(), "signed_by": order.signatory_id,
    }  # fmt: skip
    return OrderSigned(**(facts | changes))


def test_nothing_is_signed_past_the_sheet_and_no_line_past_its_order(decisive: Decisive) -> None:
    order = one_order(decisive)
    sheet = opened(order, decisive.official, decisive.head)
    (line,) = db.session.scalars(select(OrderLine))
    assert order.file is not None
    refused_row(signed_row(order, sheet, digest=order.file.digest))
    refused_row(
        OrderLineSigned(line_id=line.id, order_id=order.id, case_id=line.case_id, outcome=line.outcome)
    )
    done = SigningDone(
        sheet_id=sheet, kind=KIND, subject_id=order.id, file_id=order.file.id, digest=order.file.digest, done_at=now()
    )  # fmt: skip
    refused_row(done)


def test_a_line_of_one_order_takes_no_effect_by_the_signature_of_another(decisive: Decisive) -> None:
    first = one_order(decisive)
    second = drafted(decisive.official, "refusal", SERVICE, [decided_case(decisive, 1).case_id])
    row = signed(second, decisive.official, decisive.head)
    line = db.session.scalars(select(OrderLine).where(OrderLine.order_id == first.id)).one()
    for facts in (
        {"order_id": row.order_id, "outcome": "award"},
        {"order_id": first.id, "outcome": "award"},
        {"order_id": row.order_id, "outcome": "refuse"},
    ):
        refused_row(OrderLineSigned(line_id=line.id, case_id=line.case_id, **facts))
    refused_row(line_row(second, decided_case_of(first), position=2))


def decided_case_of(order: Order) -> Any:
    return db.session.scalars(select(OrderLine).where(OrderLine.order_id == order.id)).one().decision


def test_while_it_is_being_signed_nothing_of_it_changes(decisive: Decisive) -> None:
    order = one_order(decisive)
    opened(order, decisive.official, decisive.head)
    for change in (
        update(Order).values(facts="{}"),
        update(Order).values(digest="1" * 64),
        update(Order).values(file_id=None),
        update(Order).values(state="returned"),
        update(Order).values(signatory_id=decisive.official.account_id),
        update(OrderLine).values(outcome="refuse"),
    ):
        refused(change)
    with acting(decisive.official):
        order_route.call_back(order.id, "қате табылды")
    assert sheet_of(KIND, order.id) is None
