"""What a step of the text enters in another system goes there through the outbox; a dead door blocks nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from accounts.roles import Role
from applications import notices
from applications.actions import chancery, checking, course, neighbours
from applications.models import Case, CaseNotice, IncomingEntry, Told
from core import outbox
from core.actor import SYSTEM, Actor, acting
from core.database import db
from core.models import OutboxMessage
from core.refusals import NotFound, Refusal
from regulations.kinds import ChannelId, StepKind
from regulations.places import parse
from tests.applications import making
from tests.applications.visitor import visitor

ACCREDITATION = "organisation-accreditation"
ORGANS = "organ-tissue-blood-licence"


@dataclass
class Brought:
    """A case that has come so far, and who works on it."""

    number: str
    case_id: int
    public_id: str
    clerk: Actor
    official: Actor


def registered(slug: str) -> Brought:
    """An application that the clerk has registered."""
    at = making.service(slug)
    procedure = at.edition.procedures[0].id
    case = making.apply(at, procedure, ChannelId.EGOV_PORTAL)
    clerk = at.actor(Role.CHANCERY_CLERK, at.provider)
    official = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider)
    head = at.actor(Role.HEAD, at.provider)
    with acting(clerk):
        chancery.register(case.id, 12)
    with acting(head):
        chancery.assign(case.id, official.account_id or 0, "Қарауға")
    db.session.commit()
    return Brought(case.number, case.id, case.public_id, clerk, official)


def checked(slug: str = ACCREDITATION) -> Brought:
    """And whose documents the official has found in order."""
    brought = registered(slug)
    case = db.session.get_one(Case, brought.case_id)
    with acting(brought.official):
        for document in chancery.documents_of(case):
            checking.mark_document(case.id, document.id, None)
        checking.accept(case.id)
    db.session.commit()
    return brought


def messages(channel: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.channel == channel).order_by(OutboxMessage.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def told(case_id: int, system: str) -> list[Told]:
    return list(
        db.session.scalars(
            select(Told).where(Told.case_id == case_id, Told.system == system).order_by(Told.id)
        )
    )


def test_at_the_check_the_data_go_to_quality_management_and_a_notice_to_the_applicant(app: Flask) -> None:
    with app.app_context():
        brought = checked()
        (message,) = messages("quality")
        assert message.payload is not None
        assert (message.payload["kind"], message.payload["case_number"]) == ("documents", brought.number)
        assert message.payload["documents"] == [making.THREE["kk"]]
        (entry,) = told(brought.case_id, "mqms")
        assert entry.message_id == message.id
        abouts = db.session.scalars(
            select(CaseNotice.about).where(CaseNotice.case_id == brought.case_id)
        ).all()
        assert "check_outcome" in abouts
        with acting(SYSTEM):
            outbox.work()
        assert [one.state for one in messages("quality")] == ["sent"]
        proof = messages("quality")[0].proof or ""
    page = visitor(app, brought.official, "en").page(f"/cases/{brought.public_id}")
    assert "Told to other systems" in page
    assert "received there" in page
    assert proof in page
    assert "a stand-in answers here" in page


def test_the_registration_of_organs_is_recorded_in_the_document_flow(app: Flask) -> None:
    with app.app_context():
        brought = registered(ORGANS)
        (message,) = messages("document_flow")
        entry = db.session.scalars(select(IncomingEntry)).one()
        assert message.payload is not None
        assert message.payload["incoming_number"] == f"{entry.year}-{entry.number:06d}"
        assert (message.payload["sheets"], message.office_id) == (12, entry.office_id)
        assert [one.kind for one in told(brought.case_id, "edms")] == ["incoming"]


def test_the_portals_system_hears_where_the_request_stands_when_the_text_has_it_so(app: Flask) -> None:
    with app.app_context():
        brought = registered(ORGANS)
        assert [(one.step, one.kind) for one in told(brought.case_id, "elicensing")] == [("s01", "status")]
        (message,) = messages("elicensing")
        assert message.payload is not None
        assert message.payload["status"] == "register"


@pytest.mark.parametrize("behaviour", ["dead", "slow", "nonsense", "not_found"])
def test_a_door_that_fails_blocks_no_case(make_app: Callable[..., Flask], behaviour: str) -> None:
    app = make_app(door_behaviour=behaviour)
    with app.app_context():
        brought = checked()
        with acting(SYSTEM):
            outbox.work()
        case = db.session.get_one(Case, brought.case_id)
        here = parse(course.edition_of(case), case.procedure, case.place)
        assert here.step is not None
        assert course.edition_of(case).step(here.step).kind is StepKind.FORWARD
        (message,) = messages("quality")
        assert message.state == ("failed" if behaviour == "not_found" else "waiting")
    page = visitor(app, brought.official, "en").page(f"/cases/{brought.public_id}")
    said = "to be entered by hand" if behaviour == "not_found" else "tried again by itself"
    assert said in page


def test_where_a_door_leads_nowhere_the_official_enters_it_there_and_notes_the_number(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(doors_not_connected=("quality", "elicensing"))
    with app.app_context():
        brought = checked()
        assert messages("quality") == []
        (entry,) = told(brought.case_id, "mqms")
        address = f"/cases/{brought.public_id}/told/{entry.id}"
    official = visitor(app, brought.official, "en")
    page = official.page(f"/cases/{brought.public_id}")
    assert "not connected: to be entered there by hand" in page
    assert address in page
    form = official.page(address)
    assert official.post(address, form, number_there=" ").status_code == 422
    done = official.post(address, form, number_there="Q-77")
    assert "entered there by hand under number Q-77" in done.text
    assert "under number Q-77." in done.text, "the history tells it"
    again = official.post(address, form, number_there="Q-78")
    assert again.status_code == 409


def test_an_optional_record_is_owed_by_nobody(make_app: Callable[..., Flask]) -> None:
    app = make_app(doors_not_connected=("document_flow",))
    with app.app_context():
        brought = registered(ORGANS)
        assert told(brought.case_id, "edms") == []


def test_a_stranger_notes_nothing_and_what_is_on_its_way_is_not_entered_twice(app: Flask) -> None:
    with app.app_context():
        brought = checked()
        case = db.session.get_one(Case, brought.case_id)
        (entry,) = told(brought.case_id, "mqms")
        stranger = making.staff(Role.RESPONSIBLE_OFFICIAL, making.office("territorial"))
        with acting(stranger), pytest.raises(NotFound):
            neighbours.note_by_hand(case, entry.id, "Q-1")
        with acting(brought.official), pytest.raises(Refusal):
            neighbours.note_by_hand(case, entry.id, "Q-1")
        with acting(brought.official), pytest.raises(NotFound):
            neighbours.note_by_hand(case, entry.id + 4711, "Q-1")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE case_told SET system = 'edms'",
        "UPDATE case_told SET number_there = NULL, entered_by = NULL, entered_at = NULL",
        "UPDATE case_told SET number_there = 'X'",
        "UPDATE case_told SET message_id = NULL, number_there = 'X', entered_by = 1, entered_at = told_at",
        "DELETE FROM case_told",
    ],
)
def test_the_database_keeps_what_was_told(app: Flask, attack: str) -> None:
    with app.app_context():
        checked()
        with pytest.raises(DBAPIError):
            db.session.execute(text(attack))
        db.session.rollback()


def test_a_notice_that_the_text_gives_to_the_portals_system_goes_there_too(app: Flask) -> None:
    with app.app_context():
        at = making.service("specialist-certificate")
        case = making.apply(at, at.edition.procedures[0].id, ChannelId.EGOV_PORTAL)
        told_there = [
            notice
            for step in at.edition.steps
            for notice in step.notices
            if any("elicensing" in rule.media for rule in notice.media)
        ]
        assert told_there
        with acting(SYSTEM):
            notices.of_step(case, tuple(told_there[:1]))
        db.session.commit()
        (message,) = [one for one in messages("elicensing") if (one.payload or {})["kind"] == "notice"]
        kept = db.session.scalars(select(CaseNotice).where(CaseNotice.medium == "elicensing")).one()
        assert kept.message_id == message.id
        assert (message.payload or {})["about"] == told_there[0].about.value
