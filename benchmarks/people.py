"""The people of a benchmark: applicants who log in, and a clerk with a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

import pyotp

from accounts.actions import grants, offices, registration, staff
from accounts.actions.offices import OfficeFacts
from accounts.actions.registration import Claim
from accounts.actions.staff import StaffFacts
from accounts.hours import usual_week
from accounts.identifiers import check_digit
from accounts.passwords import digest_password
from accounts.roles import Role
from accounts.second_factor import new_secret
from app import create_app
from benchmarks.browser import Browser
from core.actor import SYSTEM, acting
from core.clock import now
from core.database import db
from core.settings import Settings
from core.vault import seal

PASSWORD = "four words nobody guesses"
CLERK = "benchmark.clerk"
ADMINISTRATOR = "benchmark.administrator"


def some_iins() -> list[str]:
    """Numbers that contradict themselves nowhere, of people born on 1 January 1990."""
    found: list[str] = []
    for number in count(1):
        eleven = f"9001013{number:04d}"
        last = check_digit(eleven)
        if last is not None:
            found.append(f"{eleven}{last}")
        if len(found) == 64:
            return found
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class People:
    """Who may log in, all with the one password; staff with codes of the one secret."""

    applicants: tuple[str, ...]
    secret: str
    clerk: str = CLERK
    administrator: str = ADMINISTRATOR


def settle(settings: Settings) -> People:
    """Register the applicants and appoint the clerk, by the verbs that pages use."""
    app = create_app(settings)
    secret = new_secret()
    with app.app_context(), acting(SYSTEM):
        applicants = some_iins()
        for number, iin in enumerate(applicants):
            claim = Claim(
                email=f"applicant{number}@example.kz",
                password=PASSWORD,
                language="ru",
                surname="Ахметова",
                given_name="Гульнара",
            )
            registration.register_person(iin, claim, settings)
        office = offices.enter_office(_office())
        db.session.flush()
        for login, role in ((CLERK, Role.CHANCERY_CLERK), (ADMINISTRATOR, Role.ADMINISTRATOR)):
            person = staff.enter_staff(StaffFacts(login=login, surname="Серикова", given_name="Динара"))
            db.session.flush()
            order = grants.Order("1", date(2026, 1, 5))
            grants.grant_role(person, role, office.id, grants.Term(now().date()), order)
            password = digest_password(PASSWORD, settings.password_cost)
            staff.make_ready(person, password, seal(settings, secret))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return People(tuple(applicants), secret)


def _office() -> OfficeFacts:
    return OfficeFacts(
        code="BENCHMARK",
        kind="territorial",
        parent_id=None,
        name_kk="Өлшеу бөлімі",
        name_ru="Отдел измерений",
        name_en="Office of measuring",
        short_kk="Өлшеу",
        short_ru="Измерения",
        short_en="Measuring",
        zone="Asia/Almaty",
        hours=usual_week(),
    )


def log_in_as_staff(url: str, login: str, secret: str) -> Browser:
    """A browser in which somebody of the staff has logged in, with the second factor."""
    browser = Browser(url)
    browser.send("/log-in", name=login, password=PASSWORD)
    browser.send("/log-in/code", code=pyotp.TOTP(secret).now())
    return browser


def log_in_as_applicant(url: str, iin: str) -> Browser:
    """A browser in which an applicant has logged in."""
    browser = Browser(url)
    browser.send("/log-in", name=iin, password=PASSWORD)
    return browser
