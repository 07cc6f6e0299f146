"""The registers and an application: consent comes first, silence waits, and what is not confirmed is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from applications import asking_again
from applications.models import Case, Consent, Draft, Lookup
from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.models import OutboxMessage
from tests.accounts.people import make_person, some_iin
from tests.applications import applying
from tests.applications.applying import Applicant

SLUG = "specialist-certificate"


def lookups(app: Flask) -> list[Lookup]:
    with app.app_context():
        return list(db.session.scalars(select(Lookup).order_by(Lookup.id)))


def filled(applicant: Applicant, at: applying.Ready) -> str:
    draft = applicant.begin(SLUG)
    applicant.fill(draft, at)
    return draft


def test_no_register_is_asked_before_the_consent(app: Flask) -> None:
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, applying.person(app))
    draft = applicant.begin(SLUG)
    applicant.answer(draft, "office", office=str(at.office_id))
    assert applicant.get(f"{draft}/data").headers["Location"].endswith("/consent")
    assert applicant.post(f"{draft}/data").status_code == 302
    assert lookups(app) == []
    refused = applicant.send(f"{draft}/consent")
    assert refused.status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Consent)).all() == []


def test_the_database_keeps_no_question_without_a_consent(context: Flask) -> None:
    with acting(SYSTEM):
        for consent_id in (None, 4711):
            db.session.add(
                Lookup(
                    draft_id=1,
                    consent_id=consent_id,
                    door="individuals",
                    state="found",
                    stand_in=True,
                    asked_at=now(),
                    answered_at=now(),
                )
            )
            with pytest.raises(IntegrityError):
                db.session.flush()
            db.session.rollback()


@pytest.mark.parametrize(("behaviour", "state"), [("not_found", "not_found"), ("differs", "differs")])
def test_unconfirmed_data_bring_the_texts_notice_before_there_is_a_case(
    make_app: Callable[..., Flask], behaviour: str, state: str
) -> None:
    app = make_app(door_behaviour=behaviour)
    at = applying.ready(app, SLUG)
    # Somebody of the book of invented people, so that there is a record that can differ.
    who = make_person(app, "910721490011", "asel@example.kz", proven=True)
    applicant = Applicant(app, who)
    draft = filled(applicant, at)
    page = applicant.get(f"{draft}/data").text
    assert "Your data are not confirmed" in page
    assert "service refused because the data are not confirmed in the “Individuals” database" in page
    assert [held.state for held in lookups(app)] == [state]
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    refused = applicant.client.post(f"{draft}/check", data={"csrf_token": token, "name": applying.NAME})
    assert refused.status_code == 409
    with app.app_context():
        assert db.session.scalars(select(Case)).all() == []
        assert db.session.scalars(select(Draft)).one().answers["contact"]["address"] == applying.ADDRESS


@pytest.mark.parametrize("behaviour", ["dead", "slow", "nonsense"])
def test_a_silent_register_makes_the_form_wait_and_the_sweep_asks_again(
    make_app: Callable[..., Flask], behaviour: str
) -> None:
    silent = make_app(door_behaviour=behaviour)
    at = applying.ready(silent, SLUG)
    who = applying.person(silent)
    applicant = Applicant(silent, who)
    draft = filled(applicant, at)
    page = applicant.get(f"{draft}/data").text
    assert "The register does not answer at present" in page
    assert "nothing of it is lost" in page
    assert [held.state for held in lookups(silent)] == ["waiting"]
    applicant.answer(draft, "data")
    assert [held.state for held in lookups(silent)] == ["waiting"], "asked again, it is still one question"
    awake = make_app()
    with awake.app_context(), acting(SYSTEM), frozen(now() + timedelta(minutes=20)):
        assert asking_again.ask_again() == 1
        mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == "mail")).all()
        assert any("register has answered" in (letter.payload or {})["subject"] for letter in mail)
    assert [held.state for held in lookups(awake)] == ["found"]
    assert "The register confirms your data" in applicant.get(f"{draft}/data").text
    assert applicant.submit(draft).status_code == 302


def test_a_register_that_is_not_connected_is_no_wall(make_app: Callable[..., Flask]) -> None:
    app = make_app(doors_not_connected=("individuals",))
    at = applying.ready(app, SLUG)
    applicant = Applicant(app, make_person(app, some_iin(), "olmeskhan@example.kz", proven=True))
    draft = filled(applicant, at)
    assert "taken as you entered them" in applicant.get(f"{draft}/data").text
    assert lookups(app) == []
    assert applicant.submit(draft).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Case)).one().person.checked == "by_hand"
