"""The verbs of administration: what they do, what they refuse, and what the journal says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import declared_settings
from accounts.actions import (
    api_tokens,
    calendar_days,
    grants,
    messages,
    office_settings,
    offices,
    specialties,
    staff,
)
from accounts.actions.grants import Order, Term
from accounts.actions.office_settings import Decision
from accounts.models import Account, ApiToken, LogIn, Office, ResetLink, RoleGrant
from accounts.queries import setting_row, setting_value
from accounts.refused_facts import RefusedFact, Stale
from accounts.roles import CONFLICTS, Role
from accounts.setting_book import SettingBook
from accounts.tokens import token_digest
from accounts.working_calendar import working_calendar
from core import outbox
from core.actor import acting
from core.clock import frozen, now
from core.database import db
from core.languages import speaking
from core.models import JournalEntry, OutboxMessage
from core.refusals import Refusal
from core.settings import Settings
from tests.accounts.house_of_offices import (
    ORDER,
    SINCE,
    House,
    build_house,
    enter_person,
    office_facts,
    staff_facts,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def house(app: Flask) -> House:
    return build_house(app)


@pytest.fixture
def inside(app: Flask, house: House) -> Iterator[House]:
    """The verbs, in the administrator's name, at one moment."""
    with app.app_context(), speaking("en"), frozen(NOW), acting(house.actor()):
        yield house
        db.session.rollback()


def refused(field: str, act: Callable[[], Any]) -> str:
    with pytest.raises(RefusedFact) as told:
        act()
    assert told.value.field == field
    return str(told.value)


def last_entry() -> JournalEntry:
    db.session.commit()
    return db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()


# Offices


def test_an_office_is_entered_changed_closed_and_opened_again_each_with_one_entry(inside: House) -> None:
    office = offices.enter_office(office_facts("HD", kind="health_department"))
    assert last_entry().tag == "accounts:office:enter"
    offices.change_office(
        office, office_facts("HD", kind="health_department", address="Петропавл"), office.version
    )
    entry = last_entry()
    assert (entry.tag, entry.chain) == ("accounts:office:change", office.id)
    assert entry.old == '{"address":"Көкшетау"}'
    assert entry.new == '{"address":"Петропавл"}'
    offices.close_office(office, TODAY)
    assert last_entry().tag == "accounts:office:close"
    offices.reopen_office(office)
    assert office.closed_on is None
    assert last_entry().tag == "accounts:office:reopen"


def test_a_change_that_changes_nothing_leaves_no_entry(inside: House) -> None:
    office = db.session.get_one(Office, inside.clinic)
    before = last_entry().id
    facts = office_facts("CL", kind="clinic", parent_id=inside.department)
    assert offices.change_office(office, facts, office.version) == {}
    assert last_entry().id == before


def test_an_office_change_decided_on_an_older_state_is_refused(inside: House) -> None:
    office = db.session.get_one(Office, inside.clinic)
    seen = office.version
    facts = office_facts("CL", kind="clinic", parent_id=inside.department)
    offices.change_office(office, replace(facts, address="Семей"), seen)
    with pytest.raises(Stale):
        offices.change_office(office, replace(facts, address="Өскемен"), seen)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("code", {"code": "  "}),
        ("code", {"code": "COM"}),
        ("kind", {"kind": "castle"}),
        ("short_ru", {"short_ru": " "}),
        ("hours", {"hours": {"mon": "09:00-18:00"}}),
        ("hours", {"hours": {}, "zone": "Asia/Almaty"}),
        ("hours", {"zone": "Mars/Olympus"}),
        ("parent_id", {"parent_id": 10**9}),
    ],
)
def test_an_office_that_cannot_be_one_is_refused_at_its_field(
    inside: House, field: str, changes: dict[str, Any]
) -> None:
    refused(field, lambda: offices.enter_office(office_facts(**({"code": "NEW"} | changes))))


def test_an_office_does_not_stand_under_itself_nor_under_one_of_its_own(inside: House) -> None:
    committee = db.session.get_one(Office, inside.committee)
    for parent in (inside.committee, inside.clinic):
        facts = office_facts("COM", kind="committee", parent_id=parent)
        refused("parent_id", partial(offices.change_office, committee, facts))


def test_an_office_closes_only_when_nothing_open_stands_under_it_and_nobody_works_there(
    inside: House,
) -> None:
    department = db.session.get_one(Office, inside.department)
    with pytest.raises(Refusal, match="1 open office"):
        offices.close_office(department, TODAY)
    offices.close_office(db.session.get_one(Office, inside.clinic), TODAY)
    with pytest.raises(Refusal, match="1 role is held"):
        offices.close_office(department, TODAY)
    clerk = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == inside.clerk)).one()
    grants.end_grant(clerk, TODAY)
    offices.close_office(department, TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="above this one is closed"):
        offices.reopen_office(db.session.get_one(Office, inside.clinic))


# Staff


def test_a_person_is_entered_invited_and_may_then_set_a_password(inside: House, settings: Settings) -> None:
    account = staff.enter_staff(staff_facts(" A.Seitkali ", email="A@Example.KZ"))
    assert (account.login, account.email, account.password) == ("a.seitkali", "a@example.kz", "")
    token = staff.invite(account, settings)
    link = db.session.scalars(select(ResetLink)).one()
    assert (link.token_digest, link.purpose) == (token_digest(token), "invitation")
    letter = db.session.scalars(select(OutboxMessage)).one()
    assert letter.recipient == "a@example.kz"
    assert token in (letter.payload or {})["body"]
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.tag == "accounts:staff:enter"))
    db.session.commit()
    assert all("Сейітқазин" not in (row.new or "") for row in entry), (
        "names stand in the part that can be erased"
    )


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("login", {"login": "ab"}),
        ("login", {"login": "ағыбай"}),
        ("login", {"login": "123456789012"}),
        ("login", {"login": "clerk"}),
        ("surname", {"surname": " "}),
        ("given_name", {"given_name": ""}),
        ("email", {"email": "nobody"}),
        ("iin", {"iin": "870615412301"}),
        ("language", {"language": "de"}),
    ],
)
def test_a_person_who_cannot_be_entered_is_refused_at_the_field(
    inside: House, field: str, changes: dict[str, Any]
) -> None:
    refused(field, lambda: staff.enter_staff(replace(staff_facts("new.one"), **changes)))


def test_a_change_of_a_person_is_kept_with_old_and_new_in_the_personal_part(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    staff.change_staff(clerk, staff_facts("clerk", surname="Қасымова"), clerk.version)
    entry = last_entry()
    assert entry.tag == "accounts:staff:change"
    assert entry.new == '{"changed":["surname"]}'
    assert clerk.sort_key.startswith(db.session.get_one(Account, inside.clerk).sort_key[:3])
    with pytest.raises(Stale):
        staff.change_staff(clerk, staff_facts("clerk"), clerk.version - 1)


def test_a_reset_password_ends_the_log_ins_and_sends_a_link(inside: House, settings: Settings) -> None:
    from accounts.actions import sign_in
    from accounts.actions.pace import Caller

    clerk = db.session.get_one(Account, inside.clerk)
    clerk.password = "digest"
    entered, _token = sign_in.begin(clerk, Caller("10.0.0.1"))
    staff.reset_password(clerk, settings)
    assert clerk.password == ""
    assert db.session.get_one(LogIn, entered.id).ended_how == "password"
    assert db.session.scalars(select(ResetLink.purpose)).all() == ["reset"]


def test_a_second_factor_is_taken_back_only_where_there_is_one_and_never_ones_own(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    with pytest.raises(Refusal, match="No second factor"):
        staff.reset_second_factor(clerk)
    clerk.second_factor = "sealed"
    staff.reset_second_factor(clerk)
    assert clerk.second_factor is None
    with pytest.raises(Refusal, match="one's own account"):
        staff.reset_second_factor(db.session.get_one(Account, inside.administrator))


def test_who_leaves_loses_roles_and_log_ins_and_comes_back_without_them(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    staff.close_staff(clerk, "ауысты", clerk.version)
    assert clerk.closed_at == NOW
    assert staff.live_grants(clerk) == []
    with pytest.raises(Refusal, match="closed"):
        staff.change_staff(clerk, staff_facts("clerk"))
    with pytest.raises(Refusal, match="account is open"):
        grants.grant_role(clerk, "chancery_clerk", inside.department, Term(TODAY), ORDER)
    staff.reopen_staff(clerk)
    assert [clerk.closed_at, clerk.password] == [None, ""]
    assert staff.live_grants(clerk) == []


def test_nobody_closes_their_own_account(inside: House) -> None:
    with pytest.raises(Refusal, match="one's own account"):
        staff.close_staff(db.session.get_one(Account, inside.administrator), "кетемін")


# Grants


def test_a_role_is_granted_by_an_order_and_the_journal_of_the_office_tells_it(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    grant = grants.grant_role(
        clerk, "lawyer", inside.committee, Term(TODAY, date(2027, 1, 31)), Order(" 7-ж ", TODAY)
    )
    assert (grant.order_number, grant.granted_by) == ("7-ж", inside.administrator)
    entry = last_entry()
    assert (entry.tag, entry.chain, entry.subject_id) == (
        "accounts:grant:give",
        inside.committee,
        str(clerk.id),
    )


def test_every_pair_of_conflicting_roles_is_refused_with_its_reason_in_either_order(inside: House) -> None:
    for number, pair in enumerate(CONFLICTS):
        for turn, (first, second) in enumerate(((pair.one, pair.other), (pair.other, pair.one))):
            account = enter_person(f"person-{number}-{turn}", (first.value, inside.department))
            told = refused(
                "role",
                partial(grants.grant_role, account, second.value, inside.clinic, Term(TODAY), ORDER),
            )
            assert str(pair.reason) in told


def test_conflicting_roles_may_follow_one_another_but_not_overlap_by_a_day(inside: House) -> None:
    account = enter_person("author", ("question_author", inside.committee))
    held = staff.live_grants(account)[0]
    grants.end_grant(held, TODAY)
    refused("role", lambda: grants.grant_role(account, "reviewer", inside.committee, Term(TODAY), ORDER))
    grants.grant_role(account, "reviewer", inside.committee, Term(TODAY + timedelta(days=1)), ORDER)


def test_nobody_grants_to_oneself(inside: House) -> None:
    me = db.session.get_one(Account, inside.administrator)
    with pytest.raises(Refusal, match="Nobody grants a role to oneself"):
        grants.grant_role(me, "lawyer", inside.department, Term(TODAY), ORDER)


@pytest.mark.parametrize(
    ("field", "role", "office", "term", "order"),
    [
        ("role", "applicant", "department", Term(TODAY), ORDER),
        ("role", "emperor", "department", Term(TODAY), ORDER),
        ("role", "chancery_clerk", "department", Term(TODAY), ORDER),
        ("office_id", "lawyer", "nowhere", Term(TODAY), ORDER),
        ("order_number", "lawyer", "department", Term(TODAY), Order("  ", SINCE)),
        ("order_date", "lawyer", "department", Term(TODAY), Order("1", TODAY + timedelta(days=1))),
        ("until_day", "lawyer", "department", Term(TODAY, TODAY - timedelta(days=1)), ORDER),
        ("until_day", "lawyer", "department", Term(SINCE, TODAY - timedelta(days=1)), ORDER),
    ],
)
def test_a_grant_that_cannot_be_is_refused_at_its_field(
    inside: House, field: str, role: str, office: str, term: Term, order: Order
) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    identity = getattr(inside, office, 10**9)
    refused(field, lambda: grants.grant_role(clerk, role, identity, term, order))


def test_applicants_get_no_roles(app: Flask, house: House) -> None:
    from tests.accounts.people import make_person, some_iin

    somebody = make_person(app, some_iin(), "a@b.kz")
    with (
        app.app_context(),
        speaking("en"),
        acting(house.actor()),
        pytest.raises(Refusal, match="only to staff"),
    ):
        grants.grant_role(
            db.session.get_one(Account, somebody.id), "head", house.department, Term(TODAY), ORDER
        )


def test_an_end_is_only_brought_forward_and_never_into_the_past(inside: House) -> None:
    grant = staff.live_grants(db.session.get_one(Account, inside.clerk))[0]
    refused("until_day", lambda: grants.end_grant(grant, TODAY - timedelta(days=1)))
    grants.end_grant(grant, TODAY + timedelta(days=30))
    refused("until_day", lambda: grants.end_grant(grant, TODAY + timedelta(days=31)))
    with pytest.raises(Stale):
        grants.end_grant(grant, TODAY, is_stale=True)
    grants.end_grant(grant, TODAY)
    with frozen(NOW + timedelta(days=1)), pytest.raises(Refusal, match="ended already"):
        grants.end_grant(grant, TODAY + timedelta(days=1))


def test_a_role_is_revoked_once_for_a_reason_by_a_person(inside: House) -> None:
    from core.actor import SYSTEM

    grant = staff.live_grants(db.session.get_one(Account, inside.clerk))[0]
    refused("reason", lambda: grants.revoke_grant(grant, "   "))
    with acting(SYSTEM), pytest.raises(Refusal, match="by a person"):
        grants.revoke_grant(grant, "себеп")
    grants.revoke_grant(grant, "себеп")
    assert (grant.revoked_by, grant.revoke_reason) == (inside.administrator, "себеп")
    with pytest.raises(Refusal, match="revoked already"):
        grants.revoke_grant(grant, "тағы")


def test_the_last_administrator_stays_until_another_is_named(inside: House) -> None:
    other = enter_person("second")
    mine = staff.live_grants(db.session.get_one(Account, inside.administrator))[0]
    for act in (partial(grants.revoke_grant, mine, "кетеді"), partial(grants.end_grant, mine, TODAY)):
        with pytest.raises(Refusal, match="last system administrator"):
            act()
    grants.grant_role(other, "administrator", inside.committee, Term(TODAY), ORDER)
    grants.revoke_grant(mine, "кетеді")


# Settings


def decision(number: str = "15-НҚ", from_day: date = TODAY, dated: date = SINCE) -> Decision:
    return Decision(number, dated, from_day)


def test_the_nearest_office_counts_then_the_service_then_the_newest(inside: House) -> None:
    committee, department = (
        db.session.get_one(Office, number) for number in (inside.committee, inside.department)
    )
    service = "specialist-certificate"

    def value(office: int) -> Any:
        return setting_value(office, "pass_mark", service, TODAY)

    assert value(inside.clinic) is None
    office_settings.decide("pass_mark", "", None, "50", decision())
    assert value(inside.clinic) == "50"
    office_settings.decide("pass_mark", service, None, "55", decision())
    assert value(inside.clinic) == "55"
    office_settings.decide("pass_mark", "", committee, "60", decision())
    assert value(inside.clinic) == "60", "the office above goes before every office, whatever the service"
    office_settings.decide("pass_mark", service, department, "70", decision(from_day=TODAY))
    office_settings.decide("pass_mark", service, department, "71", decision("16-НҚ"))
    assert value(inside.clinic) == "71"
    assert value(inside.committee) == "60"
    office_settings.decide(
        "pass_mark", service, department, "80", decision(from_day=TODAY + timedelta(days=1))
    )
    assert value(inside.clinic) == "71", "a decision does not hold before its day"
    assert setting_value(inside.clinic, "pass_mark", service, TODAY + timedelta(days=1)) == "80"
    row = setting_row(inside.clinic, "pass_mark", service, TODAY)
    assert row is not None
    line = SettingBook(db.session.get_one(Office, inside.clinic), TODAY)
    kind = declared_settings.find("pass_mark")
    assert kind is not None
    assert line.line(kind, service).row is row, "the page shows the decision that the rooms read"
    assert [coming.value for coming in line.line(kind, service).coming] == ["80"]
    assert [past.value for past in line.history(kind, service)] == ["80", "71", "70", "60", "55", "50"]


def test_a_withdrawn_decision_leaves_the_word_to_the_next_and_comes_back_by_a_new_one(inside: House) -> None:
    department = db.session.get_one(Office, inside.department)
    clinic = db.session.get_one(Office, inside.clinic)
    service = "specialist-certificate"
    kind = declared_settings.find("pass_mark")
    assert kind is not None

    def value(day: date = TODAY) -> Any:
        row = SettingBook(clinic, day).line(kind, service).row
        assert row is setting_row(inside.clinic, "pass_mark", service, day), "pages and rooms read alike"
        return row.value if row else None

    office_settings.decide("pass_mark", "", None, "50", decision())
    office_settings.decide("pass_mark", "", department, "60", decision())
    office_settings.decide("pass_mark", service, department, "70", decision())
    assert value() == "70"
    office_settings.withdraw("pass_mark", service, department, decision("16-НҚ"))
    assert value() == "60", "the office's decision for all services"
    office_settings.withdraw("pass_mark", "", department, decision("17-НҚ"))
    assert value() == "50", "the decision for every office"
    office_settings.withdraw("pass_mark", "", None, decision("18-НҚ", from_day=TODAY + timedelta(days=1)))
    assert value() == "50", "a withdrawal does not hold before its day"
    assert value(TODAY + timedelta(days=1)) is None
    office_settings.decide("pass_mark", service, department, "75", decision("19-НҚ"))
    assert value() == "75"
    assert "19-НҚ" in (last_entry().new or "")


def test_only_ones_own_standing_decision_is_withdrawn(inside: House) -> None:
    department = db.session.get_one(Office, inside.department)
    office_settings.decide("pass_mark", "", None, "50", decision())
    with pytest.raises(Refusal, match="no decision of this office"):
        office_settings.withdraw("pass_mark", "", department, decision("16-НҚ"))
    office_settings.decide("pass_mark", "", department, "60", decision(from_day=TODAY + timedelta(days=5)))
    refused("from_day", lambda: office_settings.withdraw("pass_mark", "", department, decision("16-НҚ")))
    later = decision("16-НҚ", from_day=TODAY + timedelta(days=5))
    refused("decision_number", lambda: office_settings.withdraw("pass_mark", "", department, decision(" ")))
    office_settings.withdraw("pass_mark", "", department, later)
    assert last_entry().tag == "accounts:setting:withdraw"
    with pytest.raises(Refusal, match="no decision of this office"):
        office_settings.withdraw("pass_mark", "", department, later)
    with pytest.raises(Refusal, match="Nobody asks"):
        office_settings.withdraw("favourite_colour", "", department, later)


def test_a_decision_is_told_with_the_one_before_it(inside: House) -> None:
    office_settings.decide("pass_mark", "", None, "50", decision())
    office_settings.decide("pass_mark", "", None, "65", decision("16-НҚ"), is_demo=True)
    entry = last_entry()
    assert (entry.tag, entry.subject_id) == ("accounts:setting:decide", "pass_mark")
    assert '"value":"50"' in (entry.old or "")
    assert '"demo":true' in (entry.new or "")


@pytest.mark.parametrize(
    ("field", "service", "value", "given"),
    [
        ("service", "clinic-attachment", "70", decision()),
        ("decision_number", "", "70", decision("  ")),
        (
            "decision_date",
            "",
            "70",
            decision(dated=TODAY + timedelta(days=1), from_day=TODAY + timedelta(days=1)),
        ),
        ("from_day", "", "70", decision(dated=TODAY, from_day=TODAY - timedelta(days=1))),
        ("value", "", "101", decision()),
        ("value", "", "жетпіс", decision()),
        ("value", "", True, decision()),
        ("value", "", None, decision()),
        ("value", "", {"value": 70}, decision()),
        ("value", "", 70.5, decision()),
    ],
)
def test_a_decision_that_cannot_be_is_refused_at_its_field(
    inside: House, field: str, service: str, value: Any, given: Decision
) -> None:
    refused(field, lambda: office_settings.decide("pass_mark", service, None, value, given))


def test_a_setting_nobody_asks_for_does_not_exist(inside: House) -> None:
    with pytest.raises(Refusal, match="Nobody asks"):
        office_settings.decide("favourite_colour", "", None, "blue", decision())


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("number_of_questions", 100, -1),
        ("test_retake_allowed", False, "no"),
        ("test_time", {"value": 90, "unit": "minute"}, {"value": 0, "unit": "minute"}),
        ("test_time", {"value": 90, "unit": "minute"}, {"value": 90, "unit": "fortnight"}),
        ("fee/issue", {"amount": "5000.50", "currency": "KZT"}, {"amount": "5000.505", "currency": "KZT"}),
        ("fee/issue", {"amount": "0", "currency": "KZT"}, {"amount": "5000", "currency": "USD"}),
        ("commission_quorum", "two_thirds", "three_quarters"),
        ("issuing_role", "chancery_clerk", "actor_not_named"),
        ("appeal_body", {"kk": "Сот", "ru": "Суд", "en": "Court"}, {"kk": "Сот", "ru": "", "en": "Court"}),
        (
            "refusal_grounds",
            [{"id": "a", "text": {"kk": "a", "ru": "б", "en": "c"}, "clause": "10 1)"}],
            [{"id": "a", "text": {"kk": "a", "ru": "б", "en": "c"}, "clause": ""}],
        ),
        (
            "document_list",
            [{"id": "a", "name": {"kk": "a", "ru": "б", "en": "c"}, "required": True, "note": None}],
            [],
        ),
    ],
)
def test_a_value_has_the_type_that_the_text_declares(inside: House, key: str, good: Any, bad: Any) -> None:
    office_settings.decide(key, "", None, good, decision())
    assert setting_value(inside.clinic, key, "", TODAY) == good
    refused("value", lambda: office_settings.decide(key, "", None, bad, decision()))


# Specialties, tokens, calendar, messages


def test_a_specialty_is_entered_changed_closed_and_put_back(inside: House) -> None:
    facts = specialties.SpecialtyFacts("M-001", "medical", "Терапия", "Терапия", "Therapy")
    row = specialties.enter_specialty(facts)
    refused("code", lambda: specialties.enter_specialty(facts))
    refused("branch", lambda: specialties.enter_specialty(replace(facts, code="X", branch="magic")))
    refused("name_en", lambda: specialties.enter_specialty(replace(facts, code="X", name_en=" ")))
    seen = row.version
    specialties.change_specialty(row, replace(facts, name_kk="Ішкі аурулар"), seen)
    with pytest.raises(Stale):
        specialties.change_specialty(row, facts, seen)
    specialties.close_specialty(row, TODAY)
    with pytest.raises(Refusal, match="closed already"):
        specialties.close_specialty(row, TODAY)
    specialties.reopen_specialty(row)
    assert row.closed_on is None


def test_a_token_is_kept_as_a_digest_lasts_a_year_at_most_and_is_revoked_once(inside: House) -> None:
    issued = api_tokens.issue_token("Е-лицензиялау", ["cases.read"], NOW + timedelta(days=30))
    db.session.commit()
    row = db.session.scalars(select(ApiToken)).one()
    assert row.token_digest == token_digest(issued.token)
    assert issued.token not in str(vars(row))
    assert all(issued.token not in (e.new or "") for e in db.session.scalars(select(JournalEntry)))
    refused("scopes", lambda: api_tokens.issue_token("x", [], NOW + timedelta(days=1)))
    refused("scopes", lambda: api_tokens.issue_token("x", ["everything"], NOW + timedelta(days=1)))
    refused("expires", lambda: api_tokens.issue_token("x", ["cases.read"], NOW))
    refused("expires", lambda: api_tokens.issue_token("x", ["cases.read"], NOW + timedelta(days=400)))
    refused("system", lambda: api_tokens.issue_token(" ", ["cases.read"], NOW + timedelta(days=1)))
    api_tokens.revoke_token(row)
    with pytest.raises(Refusal, match="revoked already"):
        api_tokens.revoke_token(row)


def test_terms_are_counted_by_the_newest_decree_on_a_day(inside: House) -> None:
    friday, saturday = date(2026, 11, 27), date(2026, 11, 28)
    decree = calendar_days.Decree("812", TODAY, "Ауыстыру")
    calendar_days.transfer_day(friday, saturday, decree)
    calendar = working_calendar()
    assert not calendar.is_working(friday)
    assert calendar.is_working(saturday)
    calendar_days.decree_day(friday, None, calendar_days.Decree("813", TODAY, "Күші жойылды"))
    assert working_calendar().is_working(friday), "the law's own calendar counts again"
    refused("worked", lambda: calendar_days.transfer_day(friday, friday, decree))
    refused("reason", lambda: calendar_days.decree_day(friday, True, calendar_days.Decree("1", TODAY, " ")))
    refused(
        "decision_number",
        lambda: calendar_days.decree_day(friday, True, calendar_days.Decree(" ", TODAY, "x")),
    )
    tomorrow = calendar_days.Decree("1", TODAY + timedelta(days=1), "x")
    refused("decision_date", lambda: calendar_days.decree_day(friday, True, tomorrow))


def test_a_stuck_message_is_put_back_with_its_key_and_no_other_is(inside: House) -> None:
    message = outbox.post("mail", "a@b.kz", {"subject": "x", "body": "y"})
    db.session.flush()
    with pytest.raises(Refusal, match="not stuck"):
        messages.send_again(message)
    message.state, message.attempts, key = "failed", 8, message.key
    messages.send_again(message)
    assert (message.state, message.attempts, message.key) == ("waiting", 0, key)
    message.state, message.payload = "perhaps_sent", None
    with pytest.raises(Refusal, match="destroyed"):
        messages.send_again(message)


def test_roles_that_act_by_themselves_cannot_be_granted(inside: House) -> None:
    clerk = db.session.get_one(Account, inside.clerk)
    for role in (Role.APPLICANT, Role.REPRESENTATIVE, Role.ORGANISATION):
        refused("role", partial(grants.grant_role, clerk, role.value, inside.clinic, Term(TODAY), ORDER))
    assert now() == NOW


def test_the_page_and_the_rooms_never_disagree_on_what_counts(inside: House) -> None:
    import random

    dice = random.Random(20261120)
    places = [
        None,
        *(
            db.session.get_one(Office, number)
            for number in (inside.committee, inside.department, inside.clinic)
        ),
    ]
    services = ["", "specialist-certificate", "forensic-expert-attestation"]
    for number in range(60):
        day = SINCE + timedelta(days=dice.randrange(3))
        paper = Decision(str(number + 1), SINCE, day)
        office_settings.decide("pass_mark", dice.choice(services), dice.choice(places), str(number), paper)
    kind = declared_settings.find("pass_mark")
    assert kind is not None
    for office in places[1:]:
        assert office is not None
        for day in (SINCE, SINCE + timedelta(days=1), TODAY):
            book = SettingBook(office, day)
            for service in services[1:]:
                assert book.line(kind, service).row is setting_row(office.id, "pass_mark", service, day)
