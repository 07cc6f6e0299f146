"""Who acts for whom: asked for by either side, decided at a desk, ended by either side."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.actions import mandates
from accounts.models import Account, Mandate
from accounts.queries import active_mandates, today
from core.actor import Actor, acting
from core.clock import frozen, now
from core.database import db
from core.models import JournalEntry, OutboxMessage
from core.refusals import Refusal
from tests.accounts.people import (
    Somebody,
    Visitor,
    make_organisation,
    make_person,
    make_staff,
    some_iin,
    working,
)

PRINCIPAL, AGENT = some_iin(), some_iin(2230, "900301", 3)


def document(**changed: object) -> mandates.Document:
    told: dict[str, object] = {
        "kind": "power_of_attorney",
        "title": "power of attorney No. 215",
        "dated": date(2026, 3, 2),
        "from_day": date(2026, 3, 2),
    }
    return mandates.Document(**(told | changed))  # type: ignore[arg-type]  # the test's own table


def answers(number: str = AGENT, name: str = "Әбілқайыров", **changed: str) -> dict[str, str]:
    return {
        "number": number,
        "name": name,
        "kind": "power_of_attorney",
        "document": "power of attorney No. 215",
        "dated": "02.03.2026",
        "from_day": "02.03.2026",
        "until_day": "",
        "services": "specialist-certificate",
    } | changed


def two(app: Flask) -> tuple[Somebody, Somebody]:
    """Both identified: who is represented, and who represents."""
    return (
        make_person(app, PRINCIPAL, "aigul@example.kz", proven=True),
        make_person(app, AGENT, "dauren@example.kz", proven=True, surname="Әбілқайыров", given_name="Дәурен"),
    )


def the_mandate(app: Flask) -> Mandate:
    with app.app_context():
        return db.session.scalars(select(Mandate)).one()


def test_a_mandate_counts_from_its_confirmation_at_a_desk_until_it_is_ended(app: Flask) -> None:
    principal, agent = two(app)
    clerk = make_staff(app, "kense", "chancery_clerk")
    asking, acting_one, at_desk = Visitor(app), Visitor(app), Visitor(app)
    asking.log_in(principal)
    assert asking.post("/representation/principal", **answers()).headers["Location"] == "/representation"
    assert "waits for the desk" in asking.get("/representation").text
    mandate = the_mandate(app)
    assert (mandate.services, mandate.until_day, mandate.confirmed_at) == (
        ["specialist-certificate"],
        None,
        None,
    )

    acting_one.log_in(agent)
    assert acting_one.post(f"/act-for/{mandate.id}").status_code == 404, "nobody has confirmed it yet"

    at_desk.log_in(clerk)
    found = at_desk.post("/representations-to-confirm", number=AGENT)
    assert "power of attorney No. 215" in found.text
    assert at_desk.post(f"/representations-to-confirm/{mandate.id}", act="confirm").status_code == 302
    assert at_desk.get(f"/representations-to-confirm/{mandate.id}").status_code == 404, "it is decided"

    assert acting_one.post(f"/act-for/{mandate.id}").status_code == 302
    page = acting_one.get("/account").text
    assert "You act for Қайырбекова Өлмесхан." in page
    assert "Representative" in page
    assert acting_one.post("/act-for-oneself").status_code == 302
    assert "You act for" not in acting_one.get("/account").text
    acting_one.post(f"/act-for/{mandate.id}")

    asking.post(f"/representation/{mandate.id}/end", reason="moved to another town")
    assert "You act for" not in acting_one.get("/account").text, "the next page is the agent's own"
    assert acting_one.post(f"/act-for/{mandate.id}").status_code == 404
    assert "moved to another town" in acting_one.get("/representation").text
    with app.app_context():
        tags = [tag for tag in db.session.scalars(select(JournalEntry.tag)) if ":mandate:" in tag]
        told = [letter.recipient for letter in db.session.scalars(select(OutboxMessage))]
    assert tags == ["accounts:mandate:ask", "accounts:mandate:confirm", "accounts:mandate:end"]
    assert told.count("dauren@example.kz") == 4, "identified, asked, confirmed, ended"


def test_a_representative_may_ask_too_and_the_person_represented_is_told(app: Flask) -> None:
    principal, agent = two(app)
    visitor = Visitor(app)
    visitor.log_in(agent)
    answer = visitor.post("/representation/agent", **answers(PRINCIPAL, "қайырбекова", kind="by_law"))
    assert answer.status_code == 302
    mandate = the_mandate(app)
    assert (mandate.principal_id, mandate.agent_id, mandate.kind) == (principal.id, agent.id, "by_law")
    with app.app_context():
        last = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
        assert last is not None
        assert last.recipient == "aigul@example.kz"


def test_an_organisation_names_its_authorised_person_however_its_name_is_quoted(app: Flask) -> None:
    organisation = make_organisation(app)
    _, agent = two(app)
    visitor = Visitor(app)
    visitor.log_in(agent)
    given = answers(organisation.name, '"ДЕНСАУЛЫҚ" жшс', kind="organisation")
    assert visitor.post("/representation/agent", **given).status_code == 302
    of_organisation = Visitor(app)
    of_organisation.log_in(organisation)
    assert of_organisation.get("/representation/agent").status_code == 404
    assert "By power of attorney" not in of_organisation.get("/representation/principal").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "Басқа"}, "Nobody with this number and this name has been identified"),
        ({"number": some_iin(8000)}, "Nobody with this number and this name has been identified"),
        ({"number": PRINCIPAL, "name": "Қайырбекова"}, "Nobody needs a mandate to act for themselves."),
        ({"kind": "organisation"}, "An organisation acts through its authorised person"),
        ({"until_day": "01.03.2026"}, "run out or ends before it begins"),
        ({"until_day": "01.06.2026"}, "run out or ends before it begins"),
        ({"dated": "02.03.2126"}, "lies in the future"),
        ({"dated": "32.03.2026"}, "Type the day as day, month and year"),
        ({"dated": ""}, "Type the date of the document."),
        ({"kind": ""}, "Choose on what the representation rests."),
        ({"document": " "}, "Say which document it is"),
    ],
)
def test_what_cannot_be_is_said_and_stays_typed(app: Flask, changed: dict[str, str], sentence: str) -> None:
    principal, _ = two(app)
    visitor = Visitor(app)
    with frozen(datetime(2026, 11, 20, 4, 0, tzinfo=UTC)):
        visitor.log_in(principal)
        answer = visitor.post("/representation/principal", **answers(**changed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{answers(**changed)["number"]}"' in answer.text
    with app.app_context():
        assert db.session.scalars(select(Mandate)).all() == []


def test_the_same_document_is_entered_once(app: Flask) -> None:
    principal, _ = two(app)
    visitor = Visitor(app)
    visitor.log_in(principal)
    assert visitor.post("/representation/principal", **answers()).status_code == 302
    again = visitor.post("/representation/principal", **answers())
    assert "entered already" in again.text


def test_only_who_has_been_identified_names_a_representative(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.log_in(make_person(app, PRINCIPAL, "aigul@example.kz"))
    two_sides = visitor.get("/representation/principal")
    assert two_sides.status_code == 409
    assert "Be identified at a desk" in two_sides.text
    assert "You must have been identified" in visitor.get("/representation").text


def test_an_unproven_claim_to_a_number_cannot_be_named(app: Flask) -> None:
    principal = make_person(app, PRINCIPAL, "aigul@example.kz", proven=True)
    make_person(app, AGENT, "claims@example.kz", surname="Әбілқайыров")
    visitor = Visitor(app)
    visitor.log_in(principal)
    assert "has been identified" in visitor.post("/representation/principal", **answers()).text


def test_a_refused_mandate_says_why_and_gives_no_right(app: Flask) -> None:
    principal, agent = two(app)
    clerk = make_staff(app, "kense", "responsible_official")
    asking, at_desk = Visitor(app), Visitor(app)
    asking.log_in(principal)
    asking.post("/representation/principal", **answers())
    at_desk.log_in(clerk)
    mandate = the_mandate(app)
    assert at_desk.post(f"/representations-to-confirm/{mandate.id}", reason=" ").status_code == 422
    at_desk.post(f"/representations-to-confirm/{mandate.id}", reason="the notary's seal is missing")
    page = asking.get("/representation").text
    assert "not confirmed" in page
    assert "the notary&#39;s seal is missing" in page
    with app.app_context():
        assert list(active_mandates(agent.id, now())) == []


def test_strangers_cannot_end_or_see_a_mandate(app: Flask) -> None:
    principal, _ = two(app)
    asking, stranger = Visitor(app), Visitor(app)
    asking.log_in(principal)
    asking.post("/representation/principal", **answers())
    mandate = the_mandate(app)
    stranger.log_in(make_person(app, some_iin(8000), "stranger@example.kz", proven=True))
    assert stranger.get(f"/representation/{mandate.id}/end").status_code == 404
    assert stranger.post(f"/representation/{mandate.id}/end", reason="so").status_code == 404
    assert stranger.get(f"/representations-to-confirm/{mandate.id}").status_code == 403


def test_a_mandate_holds_from_its_first_day_to_its_last(app: Flask) -> None:
    principal, agent = two(app)
    clerk = make_staff(app, "kense", "chancery_clerk")
    with working(app), acting(Actor(clerk.id, "chancery_clerk")):
        first = today() + timedelta(days=2)
        told = document(from_day=first, until_day=first + timedelta(days=1), dated=today())
        sides = (db.session.get_one(Account, principal.id), db.session.get_one(Account, agent.id))
        mandates.confirm(mandates.ask(*sides, told))
    with app.app_context():
        days = [bool(active_mandates(agent.id, now() + timedelta(days=number))) for number in range(6)]
    assert days == [False, False, True, True, False, False]


def test_two_desks_decide_once(app: Flask) -> None:
    principal, agent = two(app)
    clerk = make_staff(app, "kense", "chancery_clerk")
    with working(app), acting(Actor(clerk.id, "chancery_clerk")):
        sides = (db.session.get_one(Account, principal.id), db.session.get_one(Account, agent.id))
        mandate = mandates.ask(*sides, document())
        mandates.confirm(mandate)
        for verb in (mandates.confirm, lambda held: mandates.refuse(held, "late")):
            with pytest.raises(Refusal, match="confirmed already"):
                verb(mandate)
        mandates.end(mandate, "done")
        with pytest.raises(Refusal, match="has ended already"):
            mandates.end(mandate, "again")
