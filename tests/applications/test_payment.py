"""The fee: asked of the gateway, shown by a slip; unanswered is never unpaid, and what is paid stays paid."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from accounts.models import OfficeSetting
from accounts.queries import today
from accounts.roles import Role
from applications import fees, office_rules, queries_counter
from applications.actions import chancery, course, payment
from applications.models import Case, CaseNotice, LatePayment, Payment, Refused
from core.actor import SYSTEM, Actor, acting
from core.clock import now
from core.database import db
from core.files import store_file
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from regulations.kinds import ChannelId, Need
from regulations.verbs import Verb
from tests.applications import making
from tests.applications.visitor import visitor
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


@pytest.mark.parametrize(
    "change",
    [
        "tiyn = 1",
        "case_id = case_id + 1",
        "reference = 'other'",
        "asked_at = '2020-01-01 00:00:00'",
        "id = id + 1",
    ],
)
def test_the_database_freezes_what_a_waiting_payment_asks_for(change: str) -> None:
    _at, case = due()
    begun(case)
    with pytest.raises(DBAPIError, match="as it was asked"):
        db.session.execute(text(f"UPDATE payment SET {change}"))
    db.session.rollback()


def paid_late() -> tuple[making.Service, Case, Payment]:
    """The applicant takes the application back, and then the gateway says that it was paid."""
    at, case = due()
    opened = begun(case)
    with acting(Actor(case.applicant_id, Role.APPLICANT, None, None, "x")):
        chancery.withdraw(case.id, "Ойымнан қайттым")
    with acting(SYSTEM):
        payment.note_paid(opened.id, "G-1")
    db.session.commit()
    return at, case, opened


def test_a_fee_that_arrives_after_the_end_moves_nothing_and_is_owed_back() -> None:
    at, case, opened = paid_late()
    place = case.place
    assert case.ended_at is not None
    late = db.session.get_one(LatePayment, opened.id)
    assert (late.office_id, late.returned_at) == (case.office_id, None)
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    assert [one.payment_id for one, _case in queries_counter.late_payments(clerk)] == [opened.id]
    day = today(case.office.zone)
    with acting(clerk):
        for wrong in (day + timedelta(days=1), day - timedelta(days=1)):
            with pytest.raises(Refusal):
                payment.return_late(opened.id, "ПП-5", wrong)
        payment.return_late(opened.id, "ПП-5", day)
        db.session.commit()
        with pytest.raises(Refusal):
            payment.return_late(opened.id, "ПП-6", day)
    assert queries_counter.late_payments(clerk) == []
    assert case.place == place
    subjects = db.session.scalars(select(CaseNotice.subject).where(CaseNotice.medium == "cabinet")).all()
    assert any("қайтарылды" in subject for subject in subjects)


def test_another_office_returns_nothing_and_a_fee_in_time_is_not_owed() -> None:
    _at, case, opened = paid_late()
    stranger = making.staff(Role.CHANCERY_CLERK, making.office("health_department"))
    with acting(stranger), pytest.raises(NotFound):
        payment.return_late(opened.id, "ПП-5", today(case.office.zone))
    assert queries_counter.late_payments(stranger) == []
    at, other = due()
    in_time = begun(other)
    with acting(SYSTEM):
        payment.note_paid(in_time.id, "G-2")
    db.session.commit()
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    with acting(clerk), pytest.raises(NotFound):
        payment.return_late(in_time.id, "ПП-5", today(other.office.zone))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE late_payment SET document_number = 'X'",
        "UPDATE late_payment SET office_id = office_id + 1",
        "UPDATE late_payment SET returned_at = noted_at, returned_by = 1, document_number = '',"
        " document_date = '2026-01-01'",
        "DELETE FROM late_payment",
    ],
)
def test_the_database_keeps_a_late_fee_until_a_document_returns_it(attack: str) -> None:
    paid_late()
    with pytest.raises(DBAPIError):
        db.session.execute(text(attack))
    db.session.rollback()


def test_an_official_sees_the_late_fee_and_enters_its_return(app: Flask) -> None:
    at, case, opened = paid_late()
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    address = f"/cases/{case.public_id}/payment/{opened.id}/return"
    day = today(case.office.zone).strftime("%d.%m.%Y")
    db.session.commit()
    desk = visitor(app, clerk, "en")
    assert address in desk.page("/payments")
    form = desk.page(address)
    assert desk.post(address, form, document_number="", document_date=day).status_code == 422
    assert desk.post(address, form, document_number="PO 5", document_date="01.01.2020").status_code == 422
    done = desk.post(address, form, document_number="PO 5", document_date=day)
    assert done.status_code == 200
    assert address not in done.text
    assert "Returned by document No. PO 5" in desk.page(address)
