"""A set on paper travels from the service centre to the department: before real browsers, in Kazakh.

What becomes of an application of each family after that is walked beside it (`test_*_in_browser.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from accounts.demo import fill_demo, make_iin, read
from accounts.models import Office
from app import create_app
from applications.actions import course
from applications.models import Case
from core.database import db
from core.settings import load
from regulations.kinds import StepKind
from regulations.places import parse
from tests.browser.servers import Server
from tests.journeys.hands import Hands, log_in

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
