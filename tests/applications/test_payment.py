"""The fee: asked of the gateway, shown by a slip; unanswered is never unpaid, and what is paid stays paid."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from accounts.models import OfficeSetting
from accounts.roles import Role
from applications import fees, office_rules
from applications.actions import course, payment
from applications.models import Case, Payment, Refused
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from regulations.kinds import ChannelId, Need
from regulations.verbs import Verb
from tests.applications import making
from tests.core.file_samples import png

pytestmark = pytest.mark.usefixtures("context")


def due(slug: str = "pharmaceutical-licence") -> tuple[making.Service, Case]:
    at = making.service(slug)
    case = making.apply(at, "issue", ChannelId.EGOV_PORTAL)
    assert case.place == "s00"
    return at, case


def begun(case: Case) -> Payment:
    with acting(SYSTEM):
        opened = payment.begin(case.id)
    db.session.commit()
    return opened


def slip() -> StoredFile:
    with acting(SYSTEM):
        return store_file(io.BytesIO(png()), "slip.png")


@pytest.mark.parametrize("slug", ["pharmaceutical-licence", "narcotics-licence"])
def test_a_paid_fee_brings_the_case_to_the_chancery(slug: str) -> None:
    _at, case = due(slug)
    opened = begun(case)
    assert opened.tiyn == 1_000_000
    with acting(SYSTEM):
        payment.note_paid(opened.id, "G-1")
        db.session.commit()
    assert case.place == "s01"
    assert opened.state == "paid"
    assert opened.paid_at is not None
    assert case.desk_role == "chancery_clerk"


def test_two_clicks_open_one_payment_and_one_answer_is_noted_once() -> None:
    _at, case = due()
    first, second = begun(case), begun(case)
    assert first.id == second.id
    with acting(SYSTEM):
        payment.note_paid(first.id, "G-1")
        payment.note_paid(first.id, "G-2")
        db.session.commit()
    assert first.gateway_number == "G-1"
    assert db.session.scalar(select(func.count(Payment.id))) == 1


def test_an_unanswered_gateway_leaves_the_case_waiting_and_nobody_may_call_it_unpaid() -> None:
    at, case = due()
    opened = begun(case)
    assert [one.id for one in payment.waiting_payments()] == [opened.id]
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)), pytest.raises(Refusal):
        payment.declare_unpaid(case.id, "No money came")
    assert case.place == "s00"
    assert opened.state == "waiting"


def test_a_declined_payment_keeps_the_case_and_another_one_may_be_made() -> None:
    _at, case = due()
    opened = begun(case)
    with acting(SYSTEM):
        payment.note_refused(opened.id, "The bank refused")
        db.session.commit()
    assert case.place == "s00"
    again = begun(case)
    assert again.id != opened.id
    assert again.reference != opened.reference


def test_a_slip_is_looked_at_by_an_official_of_the_office() -> None:
    at, case = due()
    stranger, _other = due()
    with acting(SYSTEM):
        brought = payment.attach_slip(case.id, slip())
        db.session.commit()
        with pytest.raises(Refusal):
            payment.attach_slip(case.id, slip())
        db.session.rollback()
    with acting(stranger.actor(Role.CHANCERY_CLERK, stranger.provider)), pytest.raises(NotFound):
        payment.accept_slip(brought.id)
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    with acting(clerk):
        payment.accept_slip(brought.id)
        db.session.commit()
        with pytest.raises(Refusal):
            payment.refuse_slip(brought.id, "Too late")
    assert brought.checked_by == clerk.account_id
    assert case.place == "s01"


def test_a_slip_that_proves_nothing_is_refused_with_the_reason_and_the_case_stays() -> None:
    at, case = due()
    with acting(SYSTEM):
        brought = payment.attach_slip(case.id, slip())
        db.session.commit()
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        payment.refuse_slip(brought.id, "Another person paid another fee")
        db.session.commit()
    assert brought.reason == "Another person paid another fee"
    assert case.place == "s00"


def test_the_service_is_refused_for_an_unpaid_fee_only_with_motives_and_appeal() -> None:
    at, case = due()
    opened = begun(case)
    with acting(SYSTEM):
        payment.note_refused(opened.id, "The bank refused")
        db.session.commit()
    with acting(at.actor(Role.CHANCERY_CLERK, at.provider)):
        refused = payment.declare_unpaid(case.id, "No payment within the time")
        db.session.commit()
    assert refused.exit == "x-payment"
    assert refused.appeal_body
    assert refused.appeal_term
    assert case.ended_at is not None
    assert db.session.scalars(select(Refused)).one().case_id == case.id


def test_a_late_answer_of_the_gateway_is_kept_and_moves_nothing() -> None:
    _at, case = due()
    opened = begun(case)
    with acting(SYSTEM):
        course.perform(course.locked(case.id), Verb.WITHDRAW)
        payment.note_paid(opened.id, "G-9")
        db.session.commit()
    assert case.place == "withdrawn"
    assert opened.state == "paid"


def test_nobody_is_asked_to_pay_an_amount_that_nobody_has_decided() -> None:
    at = making.service("pharmaceutical-licence")
    bare = making.office("health_department")
    case = making.apply(at, "issue", ChannelId.EGOV_PORTAL)
    assert bare.id != case.office_id
    assert fees.fee_in_tiyn(case) == 1_000_000
    with pytest.raises(Refusal):
        office_rules.demand(bare.id, at.edition, Need.PAYMENT, "issue", ChannelId.EGOV_PORTAL)


def test_an_office_that_asks_no_fee_on_a_channel_passes_the_case_to_the_chancery_at_once() -> None:
    at = making.service("pharmaceutical-licence")
    db.session.add(
        OfficeSetting(
            office_id=at.provider.id, key="fee_on_channel/egov-portal", service=at.edition.service, value=False,
            from_day=date(2020, 1, 2), decision_number="2", decision_date=date(2020, 1, 2),
            is_demo=True, set_at=now(),
        )
    )  # fmt: skip
    db.session.flush()
    case = making.apply(at, "issue", ChannelId.EGOV_PORTAL)
    assert case.place == "s01"


def attack(statement: object) -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(statement)  # type: ignore[call-overload]  # text and update alike
    db.session.rollback()


def test_the_database_keeps_what_is_paid_paid_and_never_forgets_a_payment() -> None:
    _at, case = due()
    opened = begun(case)
    with acting(SYSTEM):
        payment.note_paid(opened.id, "G-1")
        db.session.commit()
    attack(update(Payment).values(state="waiting", paid_at=None))
    attack(update(Payment).values(tiyn=1))
    attack(text("DELETE FROM payment"))
    attack(
        text(
            "INSERT INTO payment (case_id, reference, tiyn, state, asked_at, paid_at)"
            " SELECT case_id, 'another', tiyn, state, asked_at, paid_at FROM payment"
        )
    )
    attack(
        text(
            "INSERT INTO payment (case_id, reference, tiyn, state, asked_at)"
            " SELECT case_id, 'noslip', tiyn, 'slip_waits', asked_at FROM payment"
        )
    )
