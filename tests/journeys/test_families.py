"""One journey for each family of services, before a real browser, in the three languages together.

The certificate is the journey of `test_certificate_in_browser`; here stand two levels, the licence with its fee, the
service centre with a set on paper, and the clinic. Everybody acts at their own browser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from accounts.demo import fill_demo, make_bin, make_iin, read
from accounts.models import Account, Office
from app import create_app
from applications.actions import course
from applications.models import Case
from core.database import db
from core.settings import load
from regulations.kinds import StepKind
from regulations.places import parse
from tests.browser.servers import Server
from tests.journeys.hands import Hands, apply, log_in

Enter = Callable[[str, str], Hands]


@pytest.fixture(scope="module")
def demo(server: Server) -> Iterator[Flask]:
    """The demo's people and offices, and the application in this process, to look at what became of a case."""
    settings = load(server.environment)
    app = create_app(settings)
    with app.app_context():
        fill_demo(settings)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def enter(demo: Flask, new_page: Callable[..., Page]) -> Enter:
    """Somebody of the demo sits down at a browser of their own."""
    return lambda name, language: log_in(new_page(), name, language)


def office(app: Flask, code: str) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Office.id).where(Office.code == code)).one())


def the_case(app: Flask, slug: str) -> tuple[str, str, str, StepKind | None]:
    """Number, address, language and kind of the present step of the one case of a service."""
    with app.app_context():
        case = db.session.scalars(select(Case).where(Case.service == slug)).one()
        edition = course.edition_of(case)
        step = parse(edition, case.procedure, case.place).step
        return case.number, case.public_id, case.language, edition.step(step).kind if step else None


def account(app: Flask, login: str) -> int:
    with app.app_context():
        return db.session.scalars(select(Account.id).where(Account.login == login)).one()


def test_an_organisation_is_accredited_at_two_levels_in_russian(
    demo: Flask, enter: Enter, tmp_path: Path
) -> None:
    slug = "organisation-accreditation"
    organisation = read("applicants")["organisation"]
    director = enter(make_bin(organisation["registered"]), "ru")
    apply(director, slug, tmp_path, office(demo, "TD-AKM"))
    number, case, language, _kind = the_case(demo, slug)
    assert language == "ru"
    clerk = enter("clerk", "ru")
    clerk.open("/desk")
    clerk.press(f'main a[href="/cases/{case}"]')
    clerk.send()
    clerk.fill(sheets="9")
    clerk.send()
    head = enter("head", "ru")
    head.open(f"/cases/{case}/assign")
    head.page.check(f'main input[name="executor"][value="{account(demo, "official")}"]')
    head.fill(resolution="Рассмотреть")
    head.send()
    official = enter("official", "ru")
    official.open(f"/cases/{case}/check")
    while not official.finds(f'form[action="/cases/{case}/accept"]'):
        official.press('button[name="verdict"][value="accepted"]')
    official.press(f'form[action="/cases/{case}/accept"] button')
    assert "Передано другим системам" in official.text()
    official.press(f'main a[href="/cases/{case}/forward"]')
    official.send()
    committee = enter("clerk-committee", "ru")
    committee.open("/desk")
    assert number in committee.text()
    assert the_case(demo, slug)[3] is StepKind.REGISTER


def test_a_licence_is_paid_for_at_the_gateway_and_then_registered_in_english(
    demo: Flask, enter: Enter, tmp_path: Path
) -> None:
    slug = "pharmaceutical-licence"
    svetlana = read("applicants")["people"][2]["person"]
    applicant = enter(make_iin(svetlana, 503), "en")
    apply(applicant, slug, tmp_path, office(demo, "HD-AKM"))
    _number, case, language, kind = the_case(demo, slug)
    assert (language, kind) == ("en", StepKind.PAYMENT)
    applicant.send()
    applicant.press(f'form[action="/cases/{case}/payment/begin"] button')
    applicant.press(f'form[action="/cases/{case}/payment/ask"] button')
    assert the_case(demo, slug)[3] is StepKind.REGISTER
    clerk = enter("clerk-akmola", "en")
    clerk.open(f"/cases/{case}/register")
    clerk.fill(sheets="4")
    clerk.send()
    assert clerk.download('main a[href^="/papers/"]').startswith(b"%PDF")
    assert the_case(demo, slug)[3] is StepKind.ASSIGN


def test_a_set_on_paper_travels_from_the_service_centre_to_the_department_in_kazakh(
    demo: Flask, enter: Enter
) -> None:
    slug = "medical-licence"
    inspector = enter("centre", "kk")
    provider = office(demo, "HD-NKO")
    inspector.open(f"/front-office/take?service={slug}&procedure=duplicate&provider={provider}")
    inspector.fill(number=make_iin(read("people")[25], 850), name="Қасымова Әлия", phone="+7 701 000 00 10")
    for box in inspector.page.locator('main input[name="brought"]').all():
        box.check()
    inspector.press('button[name="act"][value="take"]')
    number, case, language, _kind = the_case(demo, slug)
    assert language == "kk"
    inspector.page.check("#signed")
    inspector.press(f'form[action="/front-office/cases/{case}/consent"] button')
    inspector.open("/consignments")
    inspector.page.locator('main input[type=checkbox][name="case"]').first.check()
    inspector.page.locator('main input[name="courier"]').first.fill("Курьер")
    inspector.send()
    clerk = enter("clerk-north", "kk")
    clerk.open("/consignments")
    clerk.press('main a[href^="/consignments/"]')
    assert number in clerk.text()
    clerk.press('main form[action*="/receive"] button')
    inspector.open("/consignments")
    inspector.press('main a[href^="/consignments/"]')
    assert inspector.finds(".task .tag-ok")


def test_a_clinic_takes_documents_and_gives_the_ticket_in_russian(demo: Flask, enter: Enter) -> None:
    slug = "clinic-attachment"
    specialist = enter("statistics", "ru")
    specialist.open("/clinic/arrive")
    specialist.fill(number=make_iin(read("people")[26], 851), name="Климов Пётр", phone="+7 701 000 00 11")
    for box in specialist.page.locator('main input[name="brought"]').all():
        box.check()
    specialist.send()
    _number, case, language, _kind = the_case(demo, slug)
    assert language == "ru"
    specialist.press(f'form[action="/clinic/cases/{case}/ticket"] button')
    assert re.search(r"/papers/[0-9a-f]+$", specialist.page.url)
    assert specialist.download('main a[href$="/file"]').startswith(b"%PDF")
    assert the_case(demo, slug)[3] is None
