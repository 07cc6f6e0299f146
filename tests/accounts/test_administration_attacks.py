"""Whoever reaches the tables without the verbs still cannot bend a grant, a decision or a decree."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.actions import calendar_days, grants, office_settings, staff
from accounts.models import Account, Office, RoleGrant
from accounts.queries import today
from accounts.roles import CONFLICTS
from core.actor import acting
from core.database import db
from core.languages import speaking
from core.refusals import Refusal
from tests.accounts.house_of_offices import ORDER, SINCE, House, build_house, done, enter_person
from tests.databases import Database

INSERT = (
    "INSERT INTO role_grant (account_id, role, office_id, from_day, until_day, order_number, order_date, granted_by,"
    " granted_at) VALUES (:account, :role, :office, '2021-01-01', :until, :number, '2021-01-01', :by,"
    " '2021-01-01 00:00:00')"
)


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


@pytest.fixture
def inside(app: Flask, house: House) -> Iterator[House]:
    with app.app_context(), speaking("en"), acting(house.actor()):
        yield house
        db.session.rollback()


def fails(statement: str, **values: object) -> None:
    with pytest.raises(DatabaseError):
        db.session.execute(text(statement), values)
    db.session.rollback()


def insert(account: int, role: str, office: int, **changes: object) -> dict[str, object]:
    given = {"account": account, "role": role, "office": office, "until": None, "number": "1", "by": None}
    return given | changes


def test_every_conflicting_pair_is_refused_by_the_database_itself(inside: House) -> None:
    for number, pair in enumerate(CONFLICTS):
        account = enter_person(f"attacked-{number}", (pair.one.value, inside.clinic))
        db.session.commit()
        fails(INSERT, **insert(account.id, pair.other.value, inside.department))
        other_way = enter_person(f"turned-{number}", (pair.other.value, inside.clinic))
        db.session.commit()
        fails(INSERT, **insert(other_way.id, pair.one.value, inside.department))


def test_a_grant_without_an_order_to_oneself_or_of_an_unknown_role_is_refused(inside: House) -> None:
    fails(INSERT, **insert(inside.clerk, "lawyer", inside.clinic, number=""))
    fails(INSERT, **insert(inside.clerk, "lawyer", inside.clinic, by=inside.clerk))
    fails(INSERT, **insert(inside.clerk, "emperor", inside.clinic))
    fails(INSERT, **insert(inside.clerk, "applicant", inside.clinic))
    fails(INSERT, **insert(inside.clerk, "lawyer", inside.clinic, until="2020-12-31"))
    fails(INSERT, **insert(inside.clerk, "lawyer", 10**9))


@pytest.mark.parametrize(
    "change",
    [
        "role = 'head'",
        "office_id = (SELECT min(id) FROM office)",
        "account_id = (SELECT min(id) FROM account)",
        "from_day = '2019-01-01'",
        "order_number = '99'",
        "order_date = '2019-01-01'",
        "granted_at = '2019-01-01 00:00:00'",
        "granted_by = (SELECT min(id) FROM account)",
        "revoked_at = '2021-01-01 00:00:00'",
        "until_day = '2019-01-01'",
    ],
)
def test_of_a_grant_nothing_but_its_end_is_rewritten(inside: House, change: str) -> None:
    fails(f"UPDATE role_grant SET {change} WHERE account_id = :who", who=inside.clerk)


def test_a_revoked_grant_does_not_come_back_and_an_ended_one_is_not_lengthened(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    ended = grants.grant_role(clerk, "lawyer", inside.clinic, grants.Term(SINCE, today()), ORDER)
    grants.revoke_grant(staff.live_grants(clerk)[0], "себеп")
    db.session.commit()
    fails(
        "UPDATE role_grant SET revoked_at = NULL, revoked_by = NULL, revoke_reason = NULL WHERE account_id = :who"
        " AND revoked_at IS NOT NULL",
        who=inside.clerk,
    )
    fails("UPDATE role_grant SET until_day = NULL WHERE id = :id", id=ended.id)
    fails("UPDATE role_grant SET until_day = '2099-01-01' WHERE id = :id", id=ended.id)


def test_grants_accounts_and_conflicts_are_never_deleted(inside: House) -> None:
    for table in ("role_grant", "account", "role_conflict"):
        fails(f"DELETE FROM {table}")
    fails("UPDATE role_conflict SET one = 'lawyer'")


def test_decisions_and_decrees_are_written_once(inside: House) -> None:
    office_settings.decide("pass_mark", "", None, "70", office_settings.Decision("1", SINCE, SINCE))
    calendar_days.decree_day(SINCE, True, calendar_days.Decree("1", SINCE, "себеп"))
    db.session.commit()
    fails("UPDATE office_setting SET is_demo = NOT is_demo")
    fails("DELETE FROM office_setting")
    fails("UPDATE calendar_day SET works = NULL")
    fails("DELETE FROM calendar_day")


def test_the_verbs_say_no_before_the_database_has_to(inside: House) -> None:
    account = enter_person("author", ("question_author", inside.committee))
    with pytest.raises(Refusal, match="approved by another person"):
        grants.grant_role(account, "reviewer", inside.clinic, grants.Term(SINCE), ORDER)
    assert db.session.get_one(Office, inside.clinic) is not None, "the transaction goes on after a refusal"


def _at_once(app: Flask, house: House, acts: list[tuple[str, str]]) -> list[str]:
    """Two administrators grant to one person at the same moment; says what became of each."""
    ready, told = threading.Barrier(len(acts)), ["?"] * len(acts)

    def work(index: int, by: str, role: str) -> None:
        with app.app_context():
            admin = db.session.scalars(select(Account).where(Account.login == by)).one()
            from core.actor import Actor

            with speaking("en"), acting(Actor(admin.id, "administrator", house.committee)):
                clerk = db.session.get_one(Account, house.clerk)
                db.session.rollback()
                ready.wait(10)
                try:
                    grants.grant_role(clerk, role, house.department, grants.Term(SINCE), ORDER)
                    db.session.commit()
                    told[index] = "granted"
                except Refusal as refusal:
                    told[index] = str(refusal)
                    db.session.rollback()
                finally:
                    db.session.remove()

    threads = [threading.Thread(target=work, args=(n, by, role)) for n, (by, role) in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return told


def test_two_administrators_cannot_pass_each_other_with_conflicting_roles(
    app: Flask, house: House, database: Database
) -> None:
    with done(app):
        enter_person("second", ("administrator", house.committee))
    told = _at_once(app, house, [("admin", "question_author"), ("second", "reviewer")])
    assert sorted(word == "granted" for word in told) == [False, True], told
    assert any("must not meet in one person" in word for word in told), told
    with app.app_context():
        roles = set(db.session.scalars(select(RoleGrant.role).where(RoleGrant.account_id == house.clerk)))
    assert not {"question_author", "reviewer"} <= roles


def test_two_administrators_cannot_send_each_other_away(app: Flask, house: House) -> None:
    with done(app):
        second = enter_person("second", ("administrator", house.committee)).id
    ready, told = threading.Barrier(2), []

    def work(me: int, other: int) -> None:
        from core.actor import Actor

        with app.app_context(), speaking("en"), acting(Actor(me, "administrator", house.committee)):
            ready.wait(10)
            try:
                grants.revoke_grant(staff.live_grants(db.session.get_one(Account, other))[0], "кет")
                db.session.commit()
                told.append("revoked")
            except Refusal as refusal:
                told.append(str(refusal))
                db.session.rollback()
            finally:
                db.session.remove()

    pair = [(house.administrator, second), (second, house.administrator)]
    threads = [threading.Thread(target=work, args=ids) for ids in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(word == "revoked" for word in told) == [False, True], told
