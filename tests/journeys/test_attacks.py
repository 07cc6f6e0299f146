"""Whoever tries to bend a case over HTTP fails, and nothing of the attempt is written."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import RoleGrant, Specialty
from accounts.roles import Role
from applications.models import Case, CaseStep
from core.database import db
from tests.accounts.people import Visitor, make_person, some_iin
from tests.journeys.offices import FAULT, Offices, employ


@pytest.fixture
def offices(app: Flask) -> Offices:
    return Offices(app, "specialist-certificate")


def trace(app: Flask) -> list[tuple[object, ...]]:
    """Everything of the case that a step would change."""
    with app.app_context():
        cases = db.session.execute(select(Case.place, Case.version, Case.executor_id, Case.registered_at))
        steps = db.session.execute(select(CaseStep.step, CaseStep.outcome).order_by(CaseStep.id))
        return [tuple(row) for row in (*cases, *steps)]


def test_no_step_is_skipped(app: Flask, offices: Offices) -> None:
    before = trace(app)
    head = offices.browser(Role.HEAD, offices.provider_id)
    official = offices.browser(Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    executor = str(offices.person(Role.RESPONSIBLE_OFFICIAL, offices.provider_id).id)
    for browser, path, fields in [
        (head, "assign", {"executor": executor, "resolution": "Қарауға"}),
        (official, "accept", {}),
        (official, "refuse", {"ground": "incomplete", "facts": FAULT}),
        (official, "forward", {}),
        (official, f"check/{offices.documents()[0]}", {"verdict": "accepted"}),
    ]:
        hidden = browser.hidden("/account") | {"version": "1"}
        answer = browser.send(f"{offices.address}/{path}", **hidden, **fields)
        assert answer.status_code in {403, 404, 409}, f"{path}: {answer.status_code}"
    assert trace(app) == before


def test_another_office_finds_nothing_and_changes_nothing(app: Flask, offices: Offices) -> None:
    other = Offices(app, "specialist-certificate")
    before = trace(app)
    for role, path, fields in [
        (Role.CHANCERY_CLERK, "register", {"sheets": "1"}),
        (Role.HEAD, "assign", {"executor": "1", "resolution": "Қарауға"}),
        (Role.RESPONSIBLE_OFFICIAL, "refuse", {"ground": "incomplete", "facts": FAULT}),
        (Role.RESPONSIBLE_OFFICIAL, "check", {}),
    ]:
        stranger = other.browser(role, other.provider_id)
        assert stranger.get(f"{offices.address}/{path}").status_code == 404
        hidden = stranger.hidden("/account") | {"version": "1"}
        if path != "check":
            assert stranger.send(f"{offices.address}/{path}", **hidden, **fields).status_code == 404
        assert stranger.get(offices.address).status_code == 404
    assert trace(app) == before


def test_whoever_comes_second_reads_who_was_first(app: Flask, offices: Offices) -> None:
    first = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    second = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    hidden = second.hidden(f"{offices.address}/register")
    offices.register()
    before = trace(app)
    late = second.send(f"{offices.address}/register", **hidden, sheets="9")
    assert late.status_code == 409
    assert "Chancery clerk" in late.text
    assert first.get(offices.address).status_code == 200
    assert trace(app) == before


@pytest.mark.parametrize("version", ["", "0", "999", "-1", "1 OR 1=1", "１"])
def test_a_changed_version_is_no_key(app: Flask, offices: Offices, version: str) -> None:
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    hidden = clerk.hidden(f"{offices.address}/register") | {"version": version}
    before = trace(app)
    assert clerk.send(f"{offices.address}/register", **hidden, sheets="1").status_code == 409
    assert trace(app) == before


def test_a_form_without_its_token_is_not_taken(app: Flask, offices: Offices) -> None:
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    hidden = clerk.hidden(f"{offices.address}/register")
    before = trace(app)
    del hidden["csrf_token"]
    assert clerk.send(f"{offices.address}/register", **hidden, sheets="1").status_code == 400
    assert trace(app) == before


def test_an_executor_from_elsewhere_cannot_be_slipped_in(app: Flask, offices: Offices) -> None:
    offices.register()
    other = Offices(app, "specialist-certificate")
    stranger = other.person(Role.RESPONSIBLE_OFFICIAL, other.provider_id)
    clerk = offices.person(Role.CHANCERY_CLERK, offices.provider_id)
    offices.person(Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    before = trace(app)
    for forged in (stranger.id, clerk.id, 0, -1, 10**12):
        answer = offices.whose().fill(f"{offices.address}/assign", executor=str(forged), resolution="Қарауға")
        assert answer.status_code in {409, 422}, forged
    assert trace(app) == before


def test_forged_documents_and_grounds_are_not_taken(app: Flask, offices: Offices) -> None:
    checker = offices.bring_to_check()
    other = Offices(app, "specialist-certificate")
    before = trace(app)
    for document in (*other.documents(), 0, 10**9):
        hidden = checker.hidden(f"{offices.address}/check")
        answer = checker.send(f"{offices.address}/check/{document}", **hidden, verdict="accepted")
        assert answer.status_code == 404, document
    offices.mark(checker, "faulty", FAULT)
    answer = checker.fill(f"{offices.address}/refuse", ground="because", facts=FAULT)
    assert answer.status_code == 422
    hidden = checker.hidden(f"{offices.address}/check")
    assert checker.send(f"{offices.address}/accept", **hidden).status_code == 409
    assert trace(app)[2:] == before[2:]


def test_an_official_whom_the_head_did_not_name_decides_nothing(app: Flask, offices: Offices) -> None:
    checker = offices.bring_to_check()
    second = employ(app, Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    meddler = type(checker)(app, "10.1.0.99")
    meddler.log_in(second)
    before = trace(app)
    hidden = checker.hidden(f"{offices.address}/check") | meddler.hidden("/account")
    for path, fields in [
        (f"check/{offices.documents()[0]}", {"verdict": "accepted"}),
        ("accept", {}),
    ]:
        assert meddler.send(f"{offices.address}/{path}", **hidden, **fields).status_code == 403
    assert trace(app) == before


def test_a_grant_that_has_ended_opens_no_case(app: Flask, offices: Offices) -> None:
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    hidden = clerk.hidden(f"{offices.address}/register")
    before = trace(app)
    with app.app_context():
        who = offices.person(Role.CHANCERY_CLERK, offices.provider_id).id
        db.session.execute(
            update(RoleGrant).where(RoleGrant.account_id == who).values(until_day=date(2021, 1, 1))
        )
        db.session.commit()
    assert clerk.get(f"{offices.address}/register").status_code == 403
    assert clerk.send(f"{offices.address}/register", **hidden, sheets="1").status_code == 403
    assert trace(app) == before


@pytest.mark.parametrize("forged", ["0" * 32, "%00", "..%2f..", "' OR '1'='1", "1"])
def test_a_forged_address_leads_nowhere(app: Flask, offices: Offices, forged: str) -> None:
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    for path in ("", "/register", "/telephonogram"):
        assert clerk.get(f"/cases/{forged}{path}").status_code == (400 if forged == "%00" else 404)


LATE_ACTS: list[tuple[Role, str, dict[str, str]]] = [
    (Role.CHANCERY_CLERK, "register", {"sheets": "9"}),
    (
        Role.CHANCERY_CLERK,
        "telephonogram",
        {"spoken_to": "Әйгерім", "spoken_at": "18.03.2026 10:30", "body": "x"},
    ),
    (Role.HEAD, "assign", {"resolution": "Қарауға"}),
    (Role.HEAD, "reassign", {"resolution": "Қарауға", "reason": "Демалыста"}),
    (Role.RESPONSIBLE_OFFICIAL, "check/0", {"verdict": "faulty", "fault": FAULT}),
    (Role.RESPONSIBLE_OFFICIAL, "accept", {}),
    (Role.RESPONSIBLE_OFFICIAL, "refuse", {"ground": "incomplete", "facts": FAULT}),
    (Role.RESPONSIBLE_OFFICIAL, "forward", {}),
]


@pytest.mark.parametrize(("role", "path", "fields"), LATE_ACTS, ids=[act[1] for act in LATE_ACTS])
def test_every_page_that_has_grown_old_says_who_acted_and_writes_nothing(
    app: Flask, offices: Offices, role: Role, path: str, fields: dict[str, str]
) -> None:
    offices.bring_to_check()
    late = offices.browser(role, offices.provider_id)
    executor = str(offices.person(Role.RESPONSIBLE_OFFICIAL, offices.provider_id).id)
    path = path.replace("check/0", f"check/{offices.documents()[0]}")
    hidden = late.hidden("/account") | {"version": "1"}
    before = trace(app)
    answer = late.send(f"{offices.address}/{path}", **hidden, **fields, executor=executor)
    assert answer.status_code == 409
    # The last act was the head's: the page says which, by whom and when.
    assert "somebody acted on this case" in answer.text
    assert "Head" in answer.text
    assert trace(app) == before


def test_an_application_that_a_clerk_entered_is_no_bait_for_an_unproven_claim(app: Flask) -> None:
    """Whoever merely says that a number is theirs finds nothing of what was entered under it on paper."""
    iin = some_iin(77)
    claimant = make_person(app, iin, "fisher@example.kz", proven=False)
    at = Offices(app, "specialist-certificate")
    clerk = at.browser(Role.CHANCERY_CLERK, at.provider_id)
    with app.app_context():
        specialty = Specialty(code="M", branch="medical", name_kk="m", name_ru="m", name_en="m")
        db.session.add(specialty)
        db.session.commit()
        chosen = str(specialty.id)
    entered = clerk.fill(
        "/paper/specialist-certificate",
        number=iin,
        name="Сейітова Әсел",
        language="kk",
        specialty=chosen,
        test="kk",
        interview="kk",
        brought="diploma",
        sheets="3",
        consented="y",
    )
    assert entered.status_code == 302, entered.text
    fisher = Visitor(app, "10.1.0.77")
    fisher.log_in(claimant)
    address = entered.headers["Location"]
    assert fisher.get(address).status_code in {403, 404}
    assert fisher.get(address.replace("/cases/", "/cabinet/")).status_code in {403, 404}
    with app.app_context():
        number = db.session.scalars(select(Case.number).order_by(Case.id.desc()).limit(1)).one()
    assert number not in fisher.get("/cabinet").text


def test_an_ended_grant_and_another_role_enter_nothing_on_paper(app: Flask, offices: Offices) -> None:
    clerk = offices.browser(Role.CHANCERY_CLERK, offices.provider_id)
    hidden = clerk.hidden("/paper/specialist-certificate")
    before = trace(app)
    official = offices.browser(Role.RESPONSIBLE_OFFICIAL, offices.provider_id)
    assert official.get("/paper").status_code == 403
    with app.app_context():
        who = offices.person(Role.CHANCERY_CLERK, offices.provider_id).id
        db.session.execute(
            update(RoleGrant).where(RoleGrant.account_id == who).values(until_day=date(2021, 1, 1))
        )
        db.session.commit()
    answer = clerk.send("/paper/specialist-certificate", **hidden, number=some_iin(78), name="x", sheets="1")
    assert answer.status_code == 403
    assert trace(app) == before
