"""Results told to the e-licensing portal, pulled by it, and the register as a list without names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.roles import Role
from applications.models import Case
from core.clock import frozen, now
from core.database import db
from core.models import OutboxMessage
from orders import register_export
from orders.api import SETTLED
from orders.daily_files import KEPT
from orders.models import ResultPaper
from orders.portal_paper import is_genuine
from orders.register import SEARCHABLE
from orders.register_key import register_key
from tests.applications import making, systems
from tests.applications.systems import System, said
from tests.orders.papering import issued_licence, signed_licence
from tests.orders.signed_orders import changed


def papers_told() -> list[dict[str, object]]:
    messages = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.channel == "elicensing").order_by(OutboxMessage.id)
    )
    return [one.payload for one in messages if one.payload and one.payload["kind"] == "paper"]


def suspend(at: making.Service, paper: ResultPaper) -> None:
    db.session.rollback()  # what was read before may only read
    changed(
        paper,
        "suspend",
        at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider),
        at.actor(Role.HEAD, at.provider),
    )


def test_an_issued_result_is_told_signed_and_told_again_when_an_order_changes_it(context: None) -> None:
    at, case, paper = issued_licence()
    (told,) = papers_told()
    assert (told["number"], told["status"], told["case_number"]) == (paper.number, "valid", case.number)
    key = register_key(current_app.extensions["synaq.settings"]).public_key().public_bytes_raw()
    assert is_genuine(told, key)
    assert is_genuine(told | {"key": "b7e1", "recipient": "elicensing"}, key), (
        "what travels along is not of it"
    )
    for attack in ({"status": "revoked"}, {"number": "LM-OTHER"}, {"signature": "AAAA"}):
        assert not is_genuine(told | attack, key)
    assert not is_genuine(told, bytes(32))
    suspend(at, paper)
    assert [one["status"] for one in papers_told()] == ["valid", "suspended"]


def test_a_signed_paper_that_nobody_has_issued_is_told_to_nobody(context: None) -> None:
    signed_licence()
    assert papers_told() == []


def test_where_the_portal_is_not_connected_or_no_channel_of_the_text_nothing_is_told(
    make_app: Callable[..., Flask],
) -> None:
    with make_app(doors_not_connected=("elicensing",)).app_context():
        issued_licence()
        assert papers_told() == []
    with make_app().app_context():
        issued_licence("narcotics-licence")
        assert papers_told() == []


def test_results_are_pulled_as_they_stand_and_taking_them_twice_is_taking_them_once(
    app: Flask, context: None
) -> None:
    at, case, first = issued_licence()
    _at, _case, second = issued_licence("pharmaceutical-licence")
    token, stranger = systems.token_for(None), systems.token_for(making.office("territorial"))
    reader = systems.token_for(at.provider, ["cases.read"])
    db.session.commit()
    system = System(app.test_client(), token)
    assert said(system.get("/results")) == {"results": [], "more": False}, (
        "an earlier one may yet be committed"
    )

    def pulled(asked: str = "", pulls: str | None = token) -> dict[str, Any]:
        with frozen(now() + SETTLED):
            found: dict[str, Any] = said(System(app.test_client(), pulls).get(f"/results{asked}"))
        return found

    whole = pulled()
    assert [one["number"] for one in whole["results"]] == [first.number, second.number]
    assert whole == pulled()
    (one, _other) = whole["results"]
    assert one["id"] == first.register_id
    assert (one["status"], one["holder"], one["order"]) == ("valid", case.person.name, None)
    assert said(system.get(f"/results/{first.register_id}")) == one
    assert system.get(f"/results/{first.register_id}/file").data.startswith(b"%PDF")
    page = pulled("?limit=1")
    assert page["more"] is True
    assert page["results"] == [one]
    suspend(at, first)
    later = pulled(f"?since={whole['results'][-1]['changed_at'].replace('+', '%2B')}")
    assert [(each["number"], each["status"]) for each in later["results"]] == [
        (second.number, "valid"), (first.number, "suspended"),
    ]  # fmt: skip
    assert pulled("?service=medical-licence")["results"][0]["number"] == first.number
    assert pulled(pulls=stranger)["results"] == []
    assert System(app.test_client(), stranger).get(f"/results/{first.register_id}").status_code == 404
    assert System(app.test_client(), reader).get("/results").status_code == 403
    assert System(app.test_client(), None).get("/results").status_code == 401
    assert system.get("/results?since=yesterday").status_code == 422


def test_a_system_applies_and_reads_and_neither_decides_orders_nor_draws(app: Flask, context: None) -> None:
    writes = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        and rule.methods
        and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    }
    assert writes == {"/api/v1/cases"}
    _at, case, _paper = issued_licence()
    bearer = {"Authorization": f"Bearer {systems.token_for(None)}"}
    db.session.commit()
    for path in (f"/cases/{case.public_id}/decide", "/orders/new", f"/cases/{case.public_id}/paper/draw"):
        assert app.test_client().post(path, headers=bearer).status_code in {302, 400, 401, 403}, path


def taken(client: FlaskClient, kind: str) -> str:
    """The list as a browser takes it, to its end."""
    with client.get(f"/register/papers/export.{kind}") as answer:
        assert "public" in answer.headers["Cache-Control"]
        return answer.get_data(as_text=True)


def test_the_list_of_the_register_names_nobody_and_is_made_once_a_day(app: Flask, context: None) -> None:
    at, case, paper = issued_licence()
    suspend(at, paper)
    signed_licence("pharmaceutical-licence")
    settings = current_app.extensions["synaq.settings"]
    client = app.test_client()
    assert client.get("/register/papers/export.csv").status_code == 404
    assert register_export.make_export(settings) == 1
    assert register_export.make_export(settings) == 0, "once a day"
    for day in range(1, 12):
        with frozen(now() - timedelta(days=day)):
            register_export.make_export(settings)
    newest = register_export.newest_export(settings, "csv")
    assert newest is not None
    assert len(list(newest.parent.glob("papers-*"))) == 2 * KEPT, "a week of them is kept, in both forms"
    answer = taken(client, "csv")
    (row,) = list(csv.DictReader(io.StringIO(answer)))
    assert (row["number"], row["status"], row["kind"]) == (paper.number, "suspended", "medical-licence")
    told = json.loads(taken(client, "json"))
    assert [tuple(one.values()) for one in told] == [tuple(row.values())]
    person = db.session.get_one(Case, case.id).person
    for secret in (person.name, person.iin or person.bin or "?", paper.register_id):
        assert secret not in answer
    assert "/register/papers/export.csv" in client.get("/register/papers").text


def test_the_list_gives_the_day_by_the_clock_of_the_office(context: None) -> None:
    """A paper of half past one in the morning is of that day, although it is still the day before in Greenwich."""
    with frozen(datetime.combine(now().date(), time(20, 30), UTC)):
        _at, _case, paper = issued_licence()
        (row,) = register_export.rows()
        day = now().astimezone(ZoneInfo(paper.office.zone)).date()
        assert day > now().date()
    assert row["issued"] == day.isoformat()


def test_tickets_are_not_in_the_list() -> None:
    assert "clinic-attachment" not in SEARCHABLE
