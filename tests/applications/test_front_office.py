"""The front office: a whole set is taken with a receipt, an incomplete one refused on paper; files travel by list."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from applications import papers
from applications.actions import chancery, consignments, course, front_office, queue
from applications.models import Case, Consignment, ConsignmentItem, IncomingEntry, Paper, QueueSlot
from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.files import read_file
from core.models import OutboxMessage
from core.refusals import NotFound, Refusal
from regulations.verbs import Verb
from tests.applications import making
from tests.applications.counter import LISTED, LONG_NAME, WHOLE, Counter, counter, end_by_refusal
from tests.paper_reading import pages_of

pytestmark = pytest.mark.usefixtures("context")


def papers_of(case: Case, kind: str) -> list[Paper]:
    return list(db.session.scalars(select(Paper).where(Paper.case_id == case.id, Paper.kind == kind)))


@pytest.mark.parametrize("slug", ["medical-licence", "narcotics-licence"])
def test_the_receipt_of_the_front_office_has_the_six_data_of_the_text(slug: str) -> None:
    at = counter(slug)
    case = at.accept()
    (receipt,) = papers_of(case, "receipt")
    facts = json.loads(receipt.facts)
    assert facts["case"] == case.number
    assert facts["received"]["iso"]
    assert facts["service"]["ru"] == at.at.edition.title.ru
    assert [document["name"]["kk"] for document in facts["documents"]] == ["Өтініш", "Диплом"]
    assert facts["due"] or facts["computed"]
    assert facts["place"]["kk"] == at.centre.name_kk
    assert facts["received_by"]["name"] == at.inspector.name
    assert facts["name"] == LONG_NAME
    assert "+7 701 000 00 00" in facts["contacts"]
    assert receipt.office_id == at.centre.id


def test_the_centres_own_system_is_told_what_was_taken_and_handed_over() -> None:
    at = counter()
    case = at.accept()
    end_by_refusal(at, case)
    receipt = front_office.receipt_of(case)
    assert receipt is not None
    with acting(at.inspector):
        front_office.hand_over(case.id, papers.Given(LONG_NAME, "card 1", papers.paper_number(receipt)))
        db.session.commit()
    told = db.session.scalars(
        select(OutboxMessage.payload)
        .where(OutboxMessage.channel == "service_centres")
        .order_by(OutboxMessage.id)
    ).all()
    assert [str(one).count(case.number) for one in told] == [1, 1]


def test_the_result_is_due_when_the_office_has_decided_where_the_text_is_silent() -> None:
    at = counter()
    case = at.accept()
    assert case.total_due_at is not None
    assert json.loads(papers_of(case, "receipt")[0].facts)["due"]["iso"]


def test_an_incomplete_set_is_not_taken_and_the_refusal_names_what_is_missing() -> None:
    at = counter()
    with acting(at.inspector):
        with pytest.raises(Refusal):
            front_office.accept(at.entry(), LISTED, frozenset({"application"}))
        db.session.rollback()
        missing = front_office.missing_of(LISTED, frozenset({"application"}))
        paper = front_office.refuse_acceptance(
            at.at.edition, "issue", LONG_NAME, [item.name for item in missing], "ru"
        )
        db.session.commit()
    assert [item["ru"] for item in json.loads(paper.facts)["missing"]] == ["Диплом"]
    assert paper.case_id is None
    assert db.session.scalar(select(Case.id)) is None


def test_a_whole_set_cannot_be_refused() -> None:
    at = counter()
    with acting(at.inspector), pytest.raises(Refusal):
        front_office.refuse_acceptance(at.at.edition, "issue", LONG_NAME, [], "ru")


def test_consent_is_signed_on_paper_and_kept_in_its_words() -> None:
    at = counter()
    case = at.accept()
    assert len(papers_of(case, "consent")) == 1
    with acting(at.inspector):
        consent = front_office.take_consent(case.id, None)
        db.session.commit()
        assert consent.how == "on_paper"
        assert "охраняемую законом тайну" in consent.words
        with pytest.raises(Refusal):
            front_office.take_consent(case.id, None)


def test_nothing_is_sent_before_the_consent_is_signed() -> None:
    at = counter()
    case = at.accept()
    with acting(at.inspector), pytest.raises(Refusal, match=case.number):
        consignments.send(at.at.provider.id, [case.id], "Courier")


def send(at: Counter, case: Case) -> ConsignmentItem:
    with acting(at.inspector):
        sent = consignments.send(at.at.provider.id, [case.id], "Courier")
    db.session.commit()
    return db.session.scalars(select(ConsignmentItem).where(ConsignmentItem.consignment_id == sent.id)).one()


def test_files_travel_by_a_numbered_list_and_are_marked_where_they_arrive() -> None:
    at = counter()
    first, second = at.accept_with_consent(), at.accept_with_consent()
    with acting(at.inspector):
        sent = consignments.send(at.at.provider.id, [first.id, second.id], "Courier")
        db.session.commit()
    assert sent.number == 1
    assert sent.due_at is not None
    assert sent.due_at > now()
    items = db.session.scalars(select(ConsignmentItem).order_by(ConsignmentItem.id)).all()
    with acting(at.clerk):
        consignments.receive(items[0].id)
        db.session.commit()
        with pytest.raises(Refusal):
            consignments.receive(items[0].id)
    with acting(at.inspector), pytest.raises(NotFound):
        consignments.receive(items[1].id)
    with acting(at.inspector), pytest.raises(Refusal):
        consignments.send(at.at.provider.id, [first.id], "Courier")


def test_a_file_leaves_within_one_working_day() -> None:
    at = counter()
    case = at.accept_with_consent()
    by = consignments.to_send_by(case, at.centre)
    assert timedelta(0) < by - case.submitted_at < timedelta(days=12)


def test_registering_marks_the_file_on_the_list_and_gives_no_second_receipt() -> None:
    at = counter()
    case = at.accept_with_consent()
    item = send(at, case)
    with acting(at.clerk):
        chancery.register(case.id, sheets=4)
        db.session.commit()
    assert item.received_at is not None
    assert len(papers_of(case, "receipt")) == 1
    assert db.session.scalars(select(IncomingEntry)).one().office_id == at.at.provider.id


def test_files_of_another_front_office_cannot_be_sent() -> None:
    at, other = counter(), counter()
    case = at.accept_with_consent()
    with acting(other.inspector), pytest.raises(NotFound):
        consignments.send(at.at.provider.id, [case.id], "Courier")


def refused(at: Counter) -> Case:
    case = at.accept_with_consent()
    send(at, case)
    end_by_refusal(at, case)
    return case


def test_a_withdrawn_application_has_no_result_to_hand_over() -> None:
    at = counter()
    case = at.accept()
    with acting(SYSTEM):
        course.perform(course.locked(case.id), Verb.WITHDRAW)
    with acting(at.inspector), pytest.raises(Refusal):
        front_office.hand_over(case.id, papers.Given(LONG_NAME, "card 1", "2026-000001"))


def test_a_double_click_at_the_counter_is_one_case_with_one_receipt() -> None:
    at = counter()
    with acting(at.inspector):
        first = front_office.accept(at.entry(), LISTED, WHOLE)
        assert front_office.accept(at.entry(), LISTED, WHOLE).id == first.id
        db.session.commit()
    assert len(papers_of(first, "receipt")) == 1


def test_a_result_goes_back_and_is_handed_over_against_receipt_and_identity() -> None:
    at = counter("narcotics-licence")
    case = refused(at)
    with acting(at.clerk):
        back = consignments.send(at.centre.id, [case.id], "Courier")
        db.session.commit()
    assert back.to_office_id == at.centre.id
    receipt = front_office.receipt_of(case)
    assert receipt is not None
    number = papers.paper_number(receipt)
    with acting(at.inspector):
        for wrong in (
            papers.Given(LONG_NAME, "card 1", "2026-999999"),
            papers.Given("Somebody else", "card 1", number),
        ):
            with pytest.raises(Refusal):
                front_office.hand_over(case.id, wrong)
        db.session.rollback()
        front_office.hand_over(case.id, papers.Given(LONG_NAME, "жеке куәлік 012345678", number))
        db.session.commit()
        with pytest.raises(Refusal):
            front_office.hand_over(case.id, papers.Given(LONG_NAME, "card 1", number))
    assert len(papers_of(case, "handover")) == 1


def test_no_result_is_handed_over_before_there_is_one() -> None:
    at = counter()
    case = at.accept()
    with acting(at.inspector), pytest.raises(Refusal):
        front_office.hand_over(case.id, papers.Given(LONG_NAME, "card 1", "2026-000001"))


def test_the_courier_list_prints_every_file_with_its_long_name() -> None:
    at = counter()
    cases = [at.accept_with_consent() for _ in range(3)]
    with acting(at.inspector):
        sent = consignments.send(at.at.provider.id, [case.id for case in cases], "Курьер Ә. Ғ.")
        db.session.commit()
    paper = db.session.get_one(Paper, sent.paper_id)
    said = " ".join(pages_of(read_file(paper.file)))
    assert all(case.number in said for case in cases)


def booking(at: Counter, when: object, **changes: object) -> queue.Booking:
    facts: dict[str, object] = {"office": at.centre, "kind": "acceptance", "starts_at": when}
    facts |= {"service": "medical-licence", "name": LONG_NAME}
    return queue.Booking(**(facts | changes))  # type: ignore[arg-type]  # plain values of a test


def test_a_place_in_the_queue_is_held_by_one_visitor_a_counter_and_can_be_given_back() -> None:
    at = counter()
    free = queue.free_times(at.centre, now(), 7)
    with acting(at.inspector):
        held = [queue.book(booking(at, free[0])) for _ in range(3)]
        assert {slot.counter for slot in held} == {1, 2, 3}
        with pytest.raises(Refusal):
            queue.book(booking(at, free[0]))
        assert free[0] not in queue.free_times(at.centre, now(), 7)
        queue.cancel(held[1].id)
        assert queue.book(booking(at, free[0])).counter == 2
        db.session.commit()
    assert len(db.session.scalars(select(QueueSlot).where(QueueSlot.cancelled_at.is_(None))).all()) == 3


@pytest.mark.parametrize("decided", [None, 0])
def test_an_office_that_has_decided_no_counters_takes_no_bookings(decided: int | None) -> None:
    at = counter()
    free = queue.free_times(at.centre, now(), 7)[0]
    closed = making.office("service_centre", counters=decided)
    assert queue.free_times(closed, now(), 7) == []
    with acting(at.inspector), pytest.raises(Refusal, match="алдын ала жазбайды"):
        queue.book(booking(at, free, office=closed))


def test_one_counter_is_one_visitor_at_a_time() -> None:
    at = counter()
    narrow = making.office("service_centre", counters=1)
    free = queue.free_times(narrow, now(), 7)[0]
    with acting(at.inspector):
        queue.book(booking(at, free, office=narrow))
        with pytest.raises(Refusal):
            queue.book(booking(at, free, office=narrow))
    assert free not in queue.free_times(narrow, now(), 7)


def test_two_clicks_book_one_place() -> None:
    at = counter()
    free = queue.free_times(at.centre, now(), 7)[0]
    account = making.applicant()
    with acting(at.inspector):
        first = queue.book(booking(at, free, account_id=account.id))
        assert queue.book(booking(at, free, account_id=account.id)).id == first.id


def test_no_place_is_booked_at_night_or_for_yesterday() -> None:
    at = counter()
    free = queue.free_times(at.centre, now(), 7)[0]
    with acting(at.inspector):
        for wrong in (now() - timedelta(days=1), free + timedelta(minutes=7), free.replace(hour=3)):
            with pytest.raises(Refusal):
                queue.book(booking(at, wrong))


def test_a_stranger_cannot_give_somebody_elses_place_back() -> None:
    at, other = counter(), counter()
    with acting(at.inspector):
        slot = queue.book(booking(at, queue.free_times(at.centre, now(), 7)[0]))
    with acting(other.inspector), pytest.raises(NotFound):
        queue.cancel(slot.id, account_id=making.applicant().id)


def attack(statement: str, **values: object) -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(text(statement), values)
    db.session.rollback()


def test_the_database_keeps_received_marks_and_handovers_as_they_are() -> None:
    at = counter()
    case = at.accept_with_consent()
    item = send(at, case)
    with acting(at.clerk):
        consignments.receive(item.id)
        db.session.commit()
    attack("UPDATE consignment_item SET received_at = NULL, received_by = NULL WHERE id = :id", id=item.id)
    attack("UPDATE consignment_item SET case_id = case_id + 1 WHERE id = :id", id=item.id)
    attack("UPDATE consignment SET to_office_id = from_office_id WHERE id = :id", id=item.consignment_id)
    attack("DELETE FROM consent")
    attack("UPDATE case_paper SET facts = '{}'")
    assert db.session.scalar(select(Consignment.to_office_id)) == at.at.provider.id


def test_a_second_place_at_one_counter_is_refused_by_the_database() -> None:
    at = counter()
    with acting(at.inspector):
        slot = queue.book(booking(at, queue.free_times(at.centre, now(), 7)[0]))
        db.session.commit()
    values = {"office": slot.office_id, "counter": slot.counter, "id": slot.id}
    attack(
        "INSERT INTO queue_slot (office_id, kind, starts_at, counter, service, name, phone, booked_at)"
        " SELECT office_id, kind, starts_at, counter, service, name, phone, booked_at FROM queue_slot"
        " WHERE id = :id AND office_id = :office AND counter = :counter",
        **values,
    )


def test_the_path_of_a_refused_case_shows_the_courier_list_was_within_its_day(context: Flask) -> None:
    at = counter()
    with frozen(now()):
        case = at.accept_with_consent()
        item = send(at, case)
    consignment = db.session.get_one(Consignment, item.consignment_id)
    assert consignment.sent_at is not None
    assert consignment.due_at is not None
    assert consignment.sent_at <= consignment.due_at
    assert course.edition_of(case).service == "medical-licence"
    assert {item.id for item in LISTED} >= WHOLE
