"""Orders by their verbs: drafted of what the head decided, approved by others, signed once, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from accounts.actions import signing as sheets
from accounts.refused_facts import RefusedFact
from accounts.roles import Role
from accounts.signing_queries import places_of, sheet_of
from applications import queries
from applications.given_papers import SHEET
from applications.models import Case, CaseNotice, Refused
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.files import read_file
from core.models import OutboxMessage
from core.refusals import NotFound, Refusal
from exam.actions import correcting
from orders import order_queries
from orders.actions import order_route, order_signing, ordering, recording, refusing
from orders.actions.deciding import Departure, Ruling
from orders.models import Order, OrderLine, OrderLineSigned, OrderSigned, OrderVersion
from orders.models.order import KIND
from orders.office_settings import LAWYER_APPROVES
from orders.order_facts import differences, read_order
from tests.accounts.signing_hands import actor_of, sign_all, with_iin
from tests.applications import making as applying
from tests.exam.planners import decide
from tests.exam.test_what_the_database_holds import refused
from tests.orders.hands import REFUSAL, Decisive, at, decided_case, decisive
from tests.orders.ordering import approved, drafted, opened, signed

__all__ = ["at", "decisive"]
SERVICE = "specialist-certificate"


def both(at: Decisive) -> list[int]:
    """The first case is awarded and the second refused by the head."""
    return [decided_case(at).case_id, decided_case(at, 1).case_id]


def order_of(at: Decisive) -> Order:
    return drafted(at.official, "award", SERVICE, both(at))


def test_one_order_awards_and_refuses_many_and_each_case_goes_on_from_its_signature(
    decisive: Decisive,
) -> None:
    order = order_of(decisive)
    assert {one.id for one in order_queries.waiting_cases(order.office_id)} == set()
    row = signed(order, decisive.official, decisive.head)
    assert (row.number, row.signed_by) == (1, decisive.head.account_id)
    first, second = (db.session.get_one(Case, case.id) for case in decisive.cases[:2])
    assert (first.place, second.place) == ("s09", "x-test/s12")
    paper = db.session.scalars(select(Refused)).one()
    assert (paper.case_id, paper.ground, paper.exit) == (second.id, REFUSAL.ground, "x-test")
    assert paper.refused_by == decisive.head.account_id
    lines = db.session.execute(select(OrderLineSigned.case_id, OrderLineSigned.outcome)).all()
    assert set(lines) == {(first.id, "award"), (second.id, "refuse")}
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == "document_flow")).all()
    assert [one.payload["number"] for one in told if one.payload] in ([], [order.spelled_number])


def test_the_result_is_entered_after_the_order_and_the_refusal_is_given_out(decisive: Decisive) -> None:
    order = order_of(decisive)
    with acting(decisive.official), pytest.raises(Refusal):
        recording.record_results(order.id)
    signed(order, decisive.official, decisive.head)
    with acting(decisive.official):
        recording.record_results(order.id)
        with pytest.raises(Refusal):
            recording.record_results(order.id)
        with pytest.raises(Refusal):
            refusing.hand_over(decisive.cases[0].id)
    clerk = applying.staff(Role.CHANCERY_CLERK, decisive.closed.hall.office)
    with acting(clerk), pytest.raises(Refusal):
        refusing.hand_over(decisive.cases[1].id)
    refusal = queries.refusal_of(db.session.get_one(Case, decisive.cases[1].id))
    sheet = sheet_of(SHEET, refusal.id) if refusal else None
    assert sheet is not None, "it lies with whoever signed the order"
    sign_all(sheet.id)
    with acting(clerk):
        refusing.hand_over(decisive.cases[1].id)
    first, second = (db.session.get_one(Case, case.id) for case in decisive.cases[:2])
    assert (first.place, second.place, second.ended_at is None) == ("s10", "x-test", False)
    about = set(db.session.scalars(select(CaseNotice.about).where(CaseNotice.case_id == second.id)))
    assert "refusal" in about


def test_nothing_is_drafted_before_the_head_has_decided_and_nothing_of_another_office(
    decisive: Decisive,
) -> None:
    with acting(decisive.official), pytest.raises(Refusal):
        ordering.begin("award", SERVICE, [decisive.cases[0].id])
    decision = decided_case(decisive)
    stranger = applying.staff(Role.RESPONSIBLE_OFFICIAL, applying.service(SERVICE).provider)
    with acting(stranger), pytest.raises(NotFound):
        ordering.begin("award", SERVICE, [decision.case_id])
    with acting(decisive.official), pytest.raises(Refusal):
        ordering.begin("refusal", SERVICE, [decision.case_id])
    for kind, service in (
        ("award", None),
        ("commission", SERVICE),
        ("decree", SERVICE),
        ("award", "no-service"),
    ):
        with acting(decisive.official), pytest.raises(RefusedFact):
            ordering.begin(kind, service)


def test_an_award_on_a_result_that_was_taken_back_is_refused_at_each_step(decisive: Decisive) -> None:
    order = drafted(decisive.official, "award", SERVICE, [decided_case(decisive).case_id])
    sheet = opened(order, decisive.official, decisive.head)
    with acting(decisive.official):
        correcting.take_back(decisive.cases[0].id, "басқа адам тапсырды")
    db.session.commit()
    with pytest.raises(Refusal) as caught:
        sign_all(sheet)
    assert caught.value.clause
    db.session.rollback()
    with acting(decisive.head):
        order_route.call_back(order.id, "нәтиже өзгерді")
    with acting(decisive.official), pytest.raises(Refusal):
        order_route.send(order.id)
    assert db.session.scalar(select(OrderSigned.order_id)) is None


def test_the_drafter_neither_approves_nor_signs_the_own_order(decisive: Decisive) -> None:
    decide(decisive.closed.hall.office, "order_drafter_signs", False, service=SERVICE)
    case = decided_case(decisive).case_id
    order = drafted(decisive.official, "award", SERVICE, [case])
    with acting(decisive.official):
        order_route.send(order.id)
    with acting(decisive.official), pytest.raises(Refusal):
        order_route.approve(order.id)
    with acting(decisive.head):
        order_route.send_back(order.id, "Жобаны мен түзетемін")
        order_route.send(order.id)
    with acting(decisive.head), pytest.raises(Refusal) as caught:
        order_route.approve(order.id)
    assert caught.value.status == 403
    other = applying.staff(Role.HEAD, decisive.closed.hall.office)
    with acting(other):
        order_route.approve(order.id)
    with acting(decisive.official), pytest.raises(RefusedFact):
        order_signing.open_signing(order.id, decisive.head.grant_id or 0)
    with acting(decisive.official):
        order_signing.open_signing(order.id, other.grant_id or 0)


def test_where_the_office_has_decided_so_one_person_drafts_and_signs(decisive: Decisive) -> None:
    decide(decisive.closed.hall.office, "order_drafter_signs", True, service=SERVICE)
    case = decided_case(decisive).case_id
    order = drafted(decisive.official, "award", SERVICE, [case])
    with acting(decisive.official):
        order_route.send(order.id)
    with acting(decisive.head):
        order_route.call_back(order.id, "өзім жіберемін")
        order_route.send(order.id)
        order_route.approve(order.id)
        sheet = order_signing.open_signing(order.id, decisive.head.grant_id or 0)
    sign_all(sheet.id)
    assert order_queries.signed_of(order.id) is not None


def test_an_official_is_not_on_the_approval_route(decisive: Decisive) -> None:
    order = order_of(decisive)
    with acting(decisive.official):
        order_route.send(order.id)
        with pytest.raises(Refusal):
            order_route.approve(order.id)
        with pytest.raises(Refusal):
            order_route.send_back(order.id, "жоқ")


def test_the_lawyer_stands_on_the_route_where_the_office_wants_one(decisive: Decisive) -> None:
    office = decisive.closed.hall.office
    decide(office, LAWYER_APPROVES, True)
    lawyer = applying.staff(Role.LAWYER, office)
    order = order_of(decisive)
    with acting(decisive.official):
        order_route.send(order.id)
    with acting(decisive.head), pytest.raises(Refusal):
        order_route.approve(order.id)
    with acting(lawyer):
        order_route.approve(order.id)
        with pytest.raises(Refusal):
            order_route.approve(order.id)
    with acting(decisive.head):
        order_route.approve(order.id)
    assert order.state == "approved"
    assert order_queries.approved_as(order) == {"lawyer", "head"}


def test_a_returned_order_is_changed_and_its_versions_are_compared(decisive: Decisive) -> None:
    order = order_of(decisive)
    with acting(decisive.official):
        order_route.send(order.id)
        with pytest.raises(Refusal):
            ordering.put_in(order.id, [decisive.cases[0].id])
    with acting(decisive.head), pytest.raises(RefusedFact):
        order_route.send_back(order.id, "  ")
    with acting(decisive.head):
        order_route.send_back(order.id, "Екінші өтінішті бөлек бұйрыққа шығарыңыз")
    line = next(one for one in order_queries.lines_of(order.id) if one.outcome == "refuse")
    with acting(decisive.official):
        ordering.take_out(order.id, line.id)
        order_route.send(order.id)
    later, earlier = (read_order(one.facts) for one in order_queries.versions_of(order.id))
    found = differences(earlier, later)
    assert [one.what for one in found if one.what != "headings"] == ["taken_out"]
    waiting = order_queries.waiting_cases(order.office_id)
    assert [case.id for case in waiting] == [decisive.cases[1].id]
    second = drafted(decisive.official, "refusal", SERVICE, [decisive.cases[1].id])
    signed(second, decisive.official, decisive.head)
    assert second.number == 1


def test_numbers_leave_no_gap_and_a_refused_signature_returns_the_order(decisive: Decisive) -> None:
    order = drafted(decisive.official, "award", SERVICE, [decided_case(decisive).case_id])
    sheet = opened(order, decisive.official, decisive.head)
    place = places_of(sheet)[0]
    with_iin(place.account)
    with acting(actor_of(place)):
        sheets.refuse(sheet, "Қате бар")
    db.session.commit()
    assert (order.state, order.number, sheet_of(KIND, order.id)) == ("returned", 1, None)
    second = drafted(decisive.official, "refusal", SERVICE, [decided_case(decisive, 1).case_id])
    signed(second, decisive.official, decisive.head)
    assert second.number == 2
    signed(order, decisive.official, decisive.head)
    assert (order.number, db.session.get_one(OrderSigned, order.id).number) == (1, 1)


def test_an_order_that_is_sent_anew_keeps_its_number_and_takes_the_new_day(decisive: Decisive) -> None:
    order = drafted(decisive.official, "award", SERVICE, [decided_case(decisive).case_id])
    opened(order, decisive.official, decisive.head)
    first, number = order.day, order.number
    with acting(decisive.official):
        order_route.call_back(order.id, "түзету керек")
    refused(update(Order).where(Order.id == order.id).values(day=first + timedelta(days=3)))  # type: ignore[operator]  # its day is set
    with frozen(now() + timedelta(days=2)):
        opened(order, decisive.official, decisive.head)
    assert (order.number, order.day) == (number, first + timedelta(days=2))  # type: ignore[operator]  # its day is set
    refused(update(Order).where(Order.id == order.id).values(day=first))


def test_a_withdrawn_order_frees_its_cases_and_a_signed_one_is_not_withdrawn(decisive: Decisive) -> None:
    cases = both(decisive)
    order = drafted(decisive.official, "award", SERVICE, cases)
    opened(order, decisive.official, decisive.head)
    with acting(decisive.official), pytest.raises(RefusedFact):
        ordering.withdraw(order.id, "")
    with acting(decisive.official):
        ordering.withdraw(order.id, "қайта жасалады")
    db.session.commit()
    second = drafted(decisive.official, "award", SERVICE, cases)
    signed(second, decisive.official, decisive.head)
    assert second.number == 2
    for act in (ordering.withdraw, order_route.call_back):
        with acting(decisive.official), pytest.raises(Refusal):
            act(second.id, "қате")


def test_a_signed_order_is_altered_by_nobody_not_even_by_sql(decisive: Decisive) -> None:
    order = order_of(decisive)
    signed(order, decisive.official, decisive.head)
    for change in (
        update(Order).values(facts="{}"),
        update(Order).values(state="returned"),
        update(Order).values(signatory_id=decisive.official.account_id),
        delete(Order),
        update(OrderLine).values(outcome="award"),
        update(OrderLine).values(released_at=now()),
        delete(OrderLine),
        update(OrderVersion).values(facts="{}"),
        update(OrderSigned).values(number=7),
        delete(OrderSigned),
        update(OrderLineSigned).values(outcome="award"),
        delete(OrderLineSigned),
    ):
        refused(change)


def test_the_paper_says_everything_and_one_point_of_it_nothing_of_the_others(decisive: Decisive) -> None:
    order = order_of(decisive)
    row = signed(order, decisive.official, decisive.head)
    facts = read_order(order.facts or "")
    assert facts.number == order.spelled_number
    assert [line.item for line in facts.lines] == ["1.1", "2.1"]
    assert facts.lines[0].result is not None
    assert read_file(row.file).startswith(read_file(order.file))  # type: ignore[arg-type]  # it has its file
    own = facts.only("1.1")
    assert [line.case for line in own.lines] == [decisive.cases[0].id]
    assert facts.lines[1].case_number not in str(own)


def test_a_departure_is_stated_in_the_order(decisive: Decisive) -> None:
    ruling = Ruling(
        REFUSAL.outcome,
        REFUSAL.ground,
        REFUSAL.clause,
        REFUSAL.facts,
        departure=Departure("жасанды құжат", "11-тармақ"),
    )
    decided_case(decisive, 0, ruling)
    order = drafted(decisive.official, "award", SERVICE, [decisive.cases[0].id])
    line = order_queries.lines_of(order.id)[0]
    assert (line.outcome, line.departs, line.departure_clause) == ("refuse", True, "11-тармақ")
    signed(order, decisive.official, decisive.head)
    assert db.session.get_one(Case, decisive.cases[0].id).place == "x-decision/s12"


def test_an_approved_order_waits_for_whoever_is_head_today(decisive: Decisive) -> None:
    order = approved(order_of(decisive), decisive.official, decisive.head)
    for grant in (0, decisive.official.grant_id or 0):
        with acting(decisive.official), pytest.raises(RefusedFact):
            order_signing.open_signing(order.id, grant)
