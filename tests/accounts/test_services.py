"""Which services are open: by the text itself, by a recorded decision, or only as a specimen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from accounts.actions import offices
from accounts.actions.office_settings import Decision, decide
from accounts.models import Office
from accounts.service_answers import OfficesOfThisInstallation
from accounts.services import CLOSED, OPENED_BY, decisions_on, edition_for, gives, is_open, opening
from core.database import db
from core.settings import Settings
from regulations.catalogue import SERVICES, Catalogue, InForce, NotInForce, Unopened, catalogue
from regulations.words import Words
from tests.accounts.house_of_offices import Browser, House, build_house, done, enter_person, office_facts

CERTIFICATE, ATTACHMENT = "specialist-certificate", "clinic-attachment"
ACT = {"kk": "№ 99 бұйрық", "ru": "Приказ № 99", "en": "Order No. 99"}
DAY = date(2025, 6, 2)


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


@pytest.fixture
def production(settings: Settings) -> Settings:
    """As production would answer; only the mode matters here."""
    return replace(settings, mode="production")


def open_by_decision(
    office_id: int | None, since: date = date(2025, 1, 6), service: str = CERTIFICATE
) -> None:
    office = db.session.get_one(Office, office_id) if office_id else None
    decide(OPENED_BY, service, office, ACT, Decision("7-ө", since, since))


def test_a_repealed_text_is_closed_in_production_until_a_decision_names_the_act_in_force(
    app: Flask, house: House, production: Settings
) -> None:
    with done(app, house.actor()):
        for service in SERVICES:
            assert is_open(service, house.department, DAY, production) is (service == ATTACHMENT)
        closed = opening(CERTIFICATE, house.department, DAY, production).standing
        assert isinstance(closed, NotInForce)
        assert closed.why is Unopened.ACT_REPEALED
        open_by_decision(house.department)
        opened = opening(CERTIFICATE, house.department, DAY, production)
        assert isinstance(opened.standing, InForce)
        assert opened.standing.decision is not None
        assert opened.standing.decision.act_in_force in ACT.values()
        assert not opened.specimen


def test_a_decision_opens_only_its_own_service_and_only_from_its_day(
    app: Flask, house: House, production: Settings
) -> None:
    with done(app, house.actor()):
        open_by_decision(house.department, since=DAY)
        assert is_open(CERTIFICATE, house.department, DAY, production)
        before = opening(CERTIFICATE, house.department, date(2025, 6, 1), production).standing
        assert isinstance(before, NotInForce)
        assert before.why is Unopened.NOT_YET
        assert not is_open("specialist-certificate-with-category", house.department, DAY, production)


def test_a_decision_of_the_office_above_or_for_all_offices_opens_the_service_below(
    app: Flask, house: House, production: Settings
) -> None:
    with done(app, house.actor()):
        open_by_decision(house.committee)
        assert is_open(CERTIFICATE, house.department, DAY, production)
        open_by_decision(None, service="medical-licence")
        assert is_open("medical-licence", house.clinic, DAY, production)


def test_an_offices_own_decision_closes_what_was_opened_above(
    app: Flask, house: House, production: Settings
) -> None:
    with done(app, house.actor()):
        open_by_decision(house.committee)
        office = db.session.get_one(Office, house.department)
        decide(CLOSED, CERTIFICATE, office, True, Decision("8-ө", date(2025, 3, 3), date(2025, 3, 3)))
        shut = opening(CERTIFICATE, house.department, DAY, production).standing
        assert isinstance(shut, NotInForce)
        assert shut.why is Unopened.CLOSED
        assert is_open(CERTIFICATE, house.department, date(2025, 2, 3), production)


@pytest.mark.parametrize("mode", ["demo", "test", "development"])
def test_where_nothing_has_legal_force_every_service_is_open_as_a_specimen(
    app: Flask, house: House, settings: Settings, mode: str
) -> None:
    with done(app, house.actor()):
        for service in SERVICES:
            opened = opening(service, house.department, DAY, replace(settings, mode=mode))
            assert opened.specimen
            assert opened.edition is not None


def test_a_service_that_nobody_knows_is_open_nowhere(app: Flask, house: House, settings: Settings) -> None:
    with done(app, house.actor()):
        assert edition_for("veterinary-licence", house.department, DAY, settings) is None
        assert decisions_on(CERTIFICATE, 0, DAY) == []


def test_people_apply_at_the_territorial_office_of_a_service_with_two_levels(
    app: Flask, house: House
) -> None:
    with done(app, house.actor()):
        committee = db.session.get_one(Office, house.committee)
        department = db.session.get_one(Office, house.department)
        clinic = db.session.get_one(Office, house.clinic)
        assert gives(department, "organisation-accreditation")
        assert not gives(committee, "organisation-accreditation")
        assert gives(committee, "organ-tissue-blood-licence")
        assert gives(clinic, ATTACHMENT)
        assert not gives(clinic, CERTIFICATE)


def test_the_public_pages_are_told_what_an_office_decided(
    app: Flask, house: House, settings: Settings
) -> None:
    with done(app, house.actor()):
        office = db.session.get_one(Office, house.department)
        decide("pass_mark", CERTIFICATE, office, "70", Decision("9-ө", DAY, DAY))
        book = OfficesOfThisInstallation(settings)
        assert [card.id for card in book.offices(CERTIFICATE)] == [house.department]
        told = book.answers(CERTIFICATE, house.department)
        assert told is not None
        assert [line.replace("\u00a0", " ") for line in told.answers["pass_mark"].lines] == ["70 %"]
        assert "9-ө" in told.answers["pass_mark"].decision
        assert book.answers(CERTIFICATE, house.clinic) is None
        assert book.answers(CERTIFICATE, 2**70) is None


def test_the_lawyer_sees_what_is_closed_in_production_and_what_is_unset(app: Flask, house: House) -> None:
    administrator = Browser(app, house.administrator, "administrator")
    page = administrator.see(f"/regulations?office={house.department}")
    assert "closed" in page
    assert "open as a specimen" in page
    with done(app, house.actor()):
        open_by_decision(house.department)
    page = administrator.see(f"/regulations/{CERTIFICATE}?office={house.department}")
    assert "open by decision" in page
    assert "Pass mark" in page
    assert "There is one edition." in page
    with done(app, house.actor()):
        office = db.session.get_one(Office, house.department)
        decide("pass_mark", CERTIFICATE, office, "70", Decision("9-ө", DAY, DAY))
    page = administrator.see(f"/regulations/{CERTIFICATE}?office={house.department}")
    assert "Pass mark" not in page


def test_a_lawyer_looks_only_into_the_own_office_and_those_below(app: Flask, house: House) -> None:
    with done(app, house.actor()):
        lawyer = enter_person("lawyer", ("lawyer", house.department)).id
    browser = Browser(app, lawyer, "lawyer")
    browser.see(f"/regulations?office={house.department}")
    assert browser.get(f"/regulations?office={house.committee}").status_code == 404
    assert browser.get("/regulations/no-such-service").status_code == 404


def test_the_editions_of_a_service_can_be_laid_side_by_side(app: Flask, house: House) -> None:
    administrator = Browser(app, house.administrator, "administrator")
    page = administrator.see(f"/regulations/{CERTIFICATE}/differences")
    assert "The two editions say the same, fact by fact." in page


def test_a_clerk_has_no_lawyers_view(app: Flask, house: House) -> None:
    assert Browser(app, house.clerk, "chancery_clerk").get("/regulations").status_code == 403


def test_an_office_without_services_is_told_so(app: Flask, house: House) -> None:
    with done(app, house.actor()):
        centre = offices.enter_office(office_facts("SC", kind="service_centre")).id
    page = Browser(app, house.administrator, "administrator").see(f"/regulations?office={centre}")
    assert "This office gives no service" in page


def test_two_editions_are_compared_fact_by_fact(
    app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = catalogue().newest(CERTIFICATE)
    later = replace(old.legal, date=date(2026, 1, 1), number="77")
    new = replace(old, edition="2026-77", legal=later, title=Words("Жаңа", "Новый", "New title"))
    texts = Catalogue({old.id: old, new.id: new})
    monkeypatch.setattr("accounts.views.lawyer.catalogue", lambda: texts)
    page = Browser(app, house.administrator, "administrator").see(f"/regulations/{CERTIFICATE}/differences")
    for words in ("New title", old.title.en, "legal.number", "144", "77"):
        assert words in page
    assert "differences" in page
