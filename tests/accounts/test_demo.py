"""The demo's invented offices and people: complete, quick, the same every time, and never in production."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from accounts import declared_settings
from accounts.demo import PASSWORD, NotForProduction, demo_logins, demo_secret, fill_demo, log_in_table, read
from accounts.identifiers import read_bin, read_iin
from accounts.models import Account, Mandate, Office, OfficeSetting, RoleGrant, Specialty
from accounts.office_services import PROVIDERS
from accounts.passwords import verify_password
from accounts.roles import GRANTED
from accounts.second_factor import code_now
from accounts.setting_book import SettingBook
from core import journal_proof
from core.clock import now
from core.database import db
from core.settings import Settings
from core.vault import unseal


@pytest.fixture
def filled(app: Flask) -> Flask:
    with app.app_context():
        said = list[str]()
        event.listen(db.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
        assert fill_demo(app.extensions["synaq.settings"])
        assert len(said) < 1_500, "somebody waits meanwhile"
    return app


def test_a_second_start_keeps_what_is_there(filled: Flask) -> None:
    with filled.app_context():
        before = db.session.scalar(select(func.count()).select_from(Account))
        assert not fill_demo(filled.extensions["synaq.settings"])
        assert db.session.scalar(select(func.count()).select_from(Account)) == before
        assert journal_proof.verify().holds


def test_production_refuses_it(app: Flask) -> None:
    held: Settings = app.extensions["synaq.settings"]
    with app.app_context(), pytest.raises(NotForProduction):
        fill_demo(replace(held, mode="production"))


def test_there_is_a_ready_log_in_for_every_role(filled: Flask) -> None:
    with filled.app_context():
        held: Settings = filled.extensions["synaq.settings"]
        roles = set(db.session.scalars(select(RoleGrant.role)))
        assert roles == {role.value for role in GRANTED}
        shown = {one.name: one for one in demo_logins()}
        for account in db.session.scalars(select(Account).where(Account.kind == "staff")):
            assert account.second_factor is not None
            assert unseal(held, account.second_factor) == demo_secret(account.login or "")
            assert len(code_now(demo_secret(account.login or ""), now())) == 6
        for name, one in shown.items():
            account = db.session.scalars(
                select(Account).where((Account.login == name) | (Account.iin == name))
            ).one()
            assert account.name == one.person
            assert one.password == PASSWORD
            assert verify_password(account.password, PASSWORD, held.password_cost)
        for one in shown.values():
            assert str(one.role)
    with filled.app_context():
        table = log_in_table()
    assert "System administrator" in table
    assert "synaq-demo-2026" in table


def test_the_numbers_of_invented_people_agree_with_themselves(filled: Flask) -> None:
    with filled.app_context():
        for account in db.session.scalars(select(Account)):
            if account.iin:
                read_iin(account.iin, date(2026, 1, 1))
            if account.bin:
                read_bin(account.bin)
        people = db.session.scalars(select(Account).where(Account.kind == "person")).all()
        assert sum(person.proven for person in people) >= 3
        assert sum(not person.proven for person in people) == 1
        kinds = db.session.scalars(select(Mandate.kind).where(Mandate.confirmed_at.is_not(None))).all()
        assert sorted(kinds) == ["organisation", "power_of_attorney"]


def test_the_offices_of_the_country_stand_in_their_tree(filled: Flask) -> None:
    with filled.app_context():
        kinds = Counter(db.session.scalars(select(Office.kind)))
        assert (kinds["committee"], kinds["territorial"], kinds["health_department"], kinds["akimat"]) == (
            1,
            20,
            20,
            20,
        )
        assert kinds["clinic"] > 5
        assert kinds["service_centre"] > 5
        zones = set(db.session.scalars(select(Office.zone)))
        assert {"Asia/Almaty", "Asia/Aqtobe", "Asia/Oral"} <= zones
        assert db.session.scalar(select(func.count()).select_from(Specialty)) == len(read("specialties"))


def test_every_setting_that_a_service_needs_is_decided_and_marked_as_demo(filled: Flask) -> None:
    with filled.app_context():
        rows = db.session.scalars(select(OfficeSetting)).all()
        assert all(row.is_demo and row.decision_number.startswith("DEMO-") for row in rows)
        for service, kinds in PROVIDERS.items():
            assert service in declared_settings.services()
            for office in db.session.scalars(select(Office).where(Office.kind.in_(kinds))):
                missing = [line.kind.key for line in SettingBook(office).lines(service) if line.is_missing]
                assert missing == [], (service, office.code)
