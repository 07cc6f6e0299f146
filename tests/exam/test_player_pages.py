"""The candidate's pages at the server: who opens them, what comes, what stays hidden, and the way without scripts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.actor import SYSTEM, acting
from core.clock import frozen, now
from core.database import db
from core.languages import _l
from core.refusals import Refusal
from exam.actions import devices, from_the_page, rehearsing
from exam.attempt_reading import counted_answers
from exam.device_codes import code_digest
from exam.models import (
    ApartEntry,
    Attempt,
    AttemptDevice,
    AttemptEvent,
    DeviceCode,
    HallMessage,
    Invigilator,
    MessageRead,
    ProblemReport,
    SittingPlace,
)
from exam.player_page import render_player
from question_banks.content import LanguageText, Question
from tests.exam import making

CANARY = "АҚҚУ-КАНАРЕЙКА"
SECRET_PARTS = ("explanation", "feedback:", "accepted:", "hint", "point:", "criterion:", "level:")


def words(answer: TestResponse) -> str:
    data = answer.get_data()
    return (gzip.decompress(data) if answer.headers.get("Content-Encoding") == "gzip" else data).decode()


def with_canaries(question: Question) -> Question:
    """The question with a canary in everything that tells or explains a key, and in a language nobody released."""
    texts = {
        language: replace(
            held,
            parts={
                **{
                    name: f"{CANARY} {words}" if name.startswith(SECRET_PARTS) else words
                    for name, words in held.parts.items()
                },
                "explanation": CANARY,
                "feedback:b": CANARY,
                "feedback:true": CANARY,
            },
        )
        for language, held in question.texts.items()
    }
    unreleased = LanguageText(state="draft", parts=dict.fromkeys(question.texts["ru"].parts, CANARY))
    return replace(question, texts={**texts, "en": unreleased})


@pytest.fixture
def canaries(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = making.questions_of_every_kind
    monkeypatch.setattr(
        making, "questions_of_every_kind", lambda number: [with_canaries(one) for one in plain(number)]
    )


@pytest.fixture
def run(app: Flask) -> Callable[..., list[str]]:
    """A sitting that runs; the tokens of its candidates."""

    def make(candidates: int = 1, **given: Any) -> list[str]:
        with app.app_context():
            hall = making.running(candidates, **given)
            return [making.token_of(one.id, 1) for one in hall.attempts]

    return make


def sit(client: FlaskClient, token: str) -> dict[str, str]:
    """Sit down with a token; the header that acts need."""
    client.set_cookie("synaq_test", token, path="/exam/test")
    return {"Authorization": f"Bearer {token}"}


def attempt_of(app: Flask, token: str) -> Attempt:
    return db.session.get_one(Attempt, int(token.split(".", maxsplit=1)[0]))


def issue(app: Flask, code: str, attempt_id: int, hours: int = 1) -> None:
    with app.app_context():
        moment = now()
        db.session.add(
            DeviceCode(
                attempt_id=attempt_id,
                code_digest=code_digest(code),
                reason="transfer",
                issued_at=moment - timedelta(hours=2),
                expires_at=moment + timedelta(hours=hours),
            )
        )
        db.session.commit()


def typed(client: FlaskClient, code: str) -> TestResponse:
    page = words(client.get("/exam/open"))
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    return client.post("/exam/open", data={"csrf_token": csrf, "code": code})


def test_a_code_opens_the_test_once_and_the_computer_before_lets_go(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (first,) = run()
    issue(app, "7QK4-M2XD", int(first.split(".")[0]))
    answer = typed(client, " 7qk4 m2xd ")
    assert answer.status_code == 302
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/exam/test" in cookie
    state = client.get("/exam/test/state").get_json()
    assert (state["phase"], state["token"].split(".")[1]) == ("running", "2")
    other = app.test_client()
    acts = sit(other, first)
    assert other.get("/exam/test/state").get_json()["phase"] == "moved"
    assert other.post("/exam/test/finish", headers=acts, json={}).status_code == 404
    assert other.get("/exam/test/paper/kk").status_code == 404
    assert typed(app.test_client(), "7QK4-M2XD").status_code == 409


def test_a_code_that_is_unknown_or_too_old_opens_nothing(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    issue(app, "7QK4-M2XD", int(token.split(".")[0]), hours=-1)
    for code in ("", "7QK4-M2XD", "AAAA-AAAA"):
        answer = typed(client, code)
        assert answer.status_code == 422
        assert "Set-Cookie" not in answer.headers or "synaq_test" not in answer.headers["Set-Cookie"]


@pytest.mark.usefixtures("canaries")
def test_no_byte_of_a_session_tells_a_key_or_speaks_an_unreleased_language(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    acts = sit(client, token)
    told = [client.get(f"/exam/test{path}") for path in ("", "/state", "/paper/kk", "/messages")]
    told += [client.get(f"/exam/test/plain/{number}") for number in range(1, 9)]
    told += [
        client.post("/exam/test/plain/2/answer", data={"token": token, "answer": ["1", "2"]}),
        client.post("/exam/test/facts", headers=acts, json={"sent_ms": 1, "facts": []}),
        client.post("/exam/test/start", headers=acts, json={}),
        client.post("/exam/test/plain/finish", data={"token": token}),
        client.post("/exam/test/finish", headers=acts, json={}),
        client.get("/exam/test/state"),
        client.get("/exam/test/plain/1"),
    ]
    assert {one.status_code for one in told} == {200, 302}
    for one in told:
        assert CANARY not in words(one)
        assert "36.6" not in words(one), "the accepted number of a numeric question"
        assert "correct" not in words(one)
        assert one.headers["Cache-Control"] == "no-store"
    assert "Морфин" in words(told[2])
    assert client.get("/exam/test/paper/en").status_code == 404
    assert client.get("/exam/test/paper/ru").status_code == 404, (
        "this blueprint lets nobody change the language"
    )


def test_the_names_of_options_are_their_places(client: FlaskClient, run: Callable[..., list[str]]) -> None:
    (token,) = run()
    sit(client, token)
    paper = words(client.get("/exam/test/paper/kk"))
    assert 'value="1"' in paper
    for key in ('value="a"', 'value="b"', '"p1"', '"c1"', '"i1"', '"g1a"'):
        assert key not in paper


def test_the_questions_come_when_the_test_runs_and_not_before(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        hall = making.hall(1)
        making.fix_papers(hall)
        making.open_doors(hall)
        making.admit(hall)
        db.session.commit()
        attempt_id = hall.attempts[0].id
        sitting_id = hall.sitting.id
    issue(app, "7QK4-M2XD", attempt_id)
    typed(client, "7QK4-M2XD")
    state = client.get("/exam/test/state").get_json()
    assert state["phase"] == "waiting"
    assert "token" not in state
    assert client.get("/exam/test/paper/kk").status_code == 404
    with app.app_context():
        hall.sitting = db.session.get_one(type(hall.sitting), sitting_id)
        making.begin(hall)
        db.session.commit()
    state = client.get("/exam/test/state").get_json()
    assert state["phase"] == "ready"
    assert client.get("/exam/test/paper/kk").status_code == 404
    acts = {"Authorization": f"Bearer {state['token']}"}
    started = client.post("/exam/test/start", headers=acts, json={}).get_json()
    assert started["phase"] == "running"
    assert 3_590_000 < started["clock"]["left_ms"] <= 3_600_000
    assert [one["number"] for one in started["order"]] == list(range(1, 9))
    again = client.post("/exam/test/start", headers=acts, json={}).get_json()
    assert again["clock"]["version"] == started["clock"]["version"]
    assert client.get("/exam/test/paper/kk").status_code == 200


def test_candidates_of_one_paper_meet_it_in_different_orders_and_from_the_same_bytes(
    app: Flask, run: Callable[..., list[str]]
) -> None:
    tokens = run(2)
    clients = [app.test_client() for _ in tokens]
    for one, token in zip(clients, tokens, strict=True):
        sit(one, token)
    orders = [
        [place["number"] for place in one.get("/exam/test/state").get_json()["order"]] for one in clients
    ]
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])
    papers = [one.get("/exam/test/paper/kk").get_data() for one in clients]
    assert papers[0] == papers[1]


def test_a_cookie_alone_changes_nothing_and_a_false_token_finds_nothing(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    mine, other = run(2)
    sit(client, mine)
    forged = mine.split(".")[0] + ".1." + other.split(".")[2]
    for path in ("start", "finish", "facts", "read", "problem"):
        for header in ({}, {"Authorization": f"Bearer {forged}"}, {"Authorization": "Bearer x"}):
            assert client.post(f"/exam/test/{path}", headers=header, json={}).status_code == 404
    assert client.post("/exam/test/plain/1/answer", data={"answer": "1"}).status_code == 404
    client.set_cookie("synaq_test", forged, path="/exam/test")
    for path in ("", "/state", "/paper/kk", "/plain/1", "/messages", f"/image/{'0' * 64}"):
        assert client.get(f"/exam/test{path}").status_code == 404
    with app.app_context():
        assert attempt_of(app, mine).ended_at is None


def test_without_scripts_each_form_saves_and_the_end_gives_the_receipt(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    sit(client, token)
    forms: dict[int, dict[str, Any]] = {
        1: {"answer": "2"},
        2: {"answer": ["1", "3"]},
        3: {"answer": "false"},
        4: {"answer.1": "2", "answer.3": "1"},
        5: {"answer.1": "2", "answer.2": "1", "answer.3": "3"},
        6: {"answer.number": "36,6"},
        7: {"answer": "жүрек"},
        8: {"answer.1": "1", "answer.2": "жүрек", "answer.3": "4"},
    }
    for at, fields in forms.items():
        assert client.post(f"/exam/test/plain/{at}/answer", data={"token": token} | fields).status_code == 302
    client.post("/exam/test/plain/1/answer", data={"token": token, "answer": "3"})
    page = words(client.get("/exam/test/plain/1"))
    assert 'value="3" checked' in page
    with app.app_context():
        kept = counted_answers(int(token.split(".")[0]))
        assert {number: json.loads(one.value) for number, one in kept.items()} == {
            1: "3", 2: ["1", "3"], 3: False, 4: {"1": "2", "3": "1"}, 5: ["2", "1", "3"],
            6: {"number": "36,6"}, 7: "жүрек", 8: {"1": "1", "2": "жүрек", "3": "4"},
        }  # fmt: skip
    asked = client.post("/exam/test/plain/finish", data={"token": token})
    assert asked.status_code == 200
    client.post("/exam/test/plain/finish", data={"token": token, "sure": "yes"})
    with app.app_context():
        attempt = attempt_of(app, token)
        assert attempt.ended_how == "finished"
        assert attempt.receipt_code is not None
        assert attempt.receipt_code in words(client.get("/exam/test/plain/1"))
    late = client.post("/exam/test/plain/1/answer", data={"token": token, "answer": "1"})
    assert late.status_code == 409
    assert "бөлек сақталды" in words(late)
    assert kept_apart(app, token) == [(10, 1, '"1"', "after_end")]


def kept_apart(app: Flask, token: str) -> list[tuple[int, int, str, str]]:
    """What is kept apart of an attempt: number, question, value and why."""
    with app.app_context():
        rows = db.session.scalars(
            select(ApartEntry)
            .where(ApartEntry.attempt_id == int(token.split(".", maxsplit=1)[0]))
            .order_by(ApartEntry.epoch, ApartEntry.sequence)
        )
        return [(row.sequence, row.question, row.value, row.why) for row in rows]


def test_a_plain_answer_after_the_time_is_kept_apart_and_does_not_count(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    for _again in range(2):
        with frozen(now() + timedelta(hours=2)):
            late = client.post("/exam/test/plain/1/answer", data={"token": token, "answer": "1"})
        assert late.status_code == 409
    assert kept_apart(app, token) == [
        (1, 1, '"1"', "after_deadline"),
        (2, 1, '"1"', "after_deadline"),
    ]
    with app.app_context():
        assert counted_answers(int(token.split(".")[0])) == {}


def test_a_plain_answer_of_a_computer_that_was_left_is_kept_apart(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    with app.app_context():
        attempt = attempt_of(app, token)
        device = db.session.get_one(AttemptDevice, (attempt.id, 1))
        device.ended_at, device.ended_reason = now(), "ауыстыру"
        db.session.flush()
        with acting(SYSTEM):
            devices.begin_device(attempt, 2, None, "", "")
        db.session.commit()
    late = client.post("/exam/test/plain/1/answer", data={"token": token, "answer": "1"})
    assert late.status_code == 409
    assert kept_apart(app, token) == [(1, 1, '"1"', "ended_epoch")]
    assert client.post("/exam/test/plain/finish", data={"token": token}).status_code == 404


def test_finishing_twice_gives_the_same_code(client: FlaskClient, run: Callable[..., list[str]]) -> None:
    (token,) = run()
    acts = sit(client, token)
    codes = {
        client.post("/exam/test/finish", headers=acts, json={}).get_json()["ended"]["receipt_code"]
        for _ in range(2)
    }
    assert len(codes) == 1


def test_a_page_that_floods_fills_no_table_and_goes_on_with_its_test(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_the_page, "MOST_FACTS_OF_A_TEST", 5)
    (token,) = run()
    acts = sit(client, token)
    flood = {"sent_ms": 2, "facts": [{"kind": "focus_lost", "began_ms": 1, "ended_ms": 2}] * 3}
    for _ in range(4):
        assert client.post("/exam/test/facts", headers=acts, json=flood).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AttemptEvent)) == 5


def test_facts_read_marks_and_reports_are_kept(
    app: Flask, client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    acts = sit(client, token)
    with app.app_context():
        attempt = attempt_of(app, token)
        invigilator = db.session.scalar(select(Invigilator.account_id))
        db.session.add(
            HallMessage(sitting_id=attempt.sitting_id, words="Бес минут", sent_by=invigilator, sent_at=now())
        )
        db.session.commit()
    (message,) = client.get("/exam/test/messages").get_json()["messages"]
    assert (message["words"], message["read"]) == ("Бес минут", False)
    facts = [
        {"kind": "focus_lost", "began_ms": 4_000, "ended_ms": 9_000},
        {"kind": "language", "began_ms": 1, "language": "ru"},
    ]
    for path, told in (
        ("facts", {"sent_ms": 10_000, "facts": facts}),
        ("read", {"message": message["id"]}),
        ("read", {"message": message["id"]}),
        ("problem", {"question": 2, "language": "kk", "words": "Екі жауап бірдей."}),
    ):
        assert client.post(f"/exam/test/{path}", headers=acts, json=told).status_code == 200
    assert client.post("/exam/test/read", headers=acts, json={"message": 999}).status_code == 404
    assert client.post("/exam/test/read", headers=acts, json={"message": 10**30}).status_code == 400
    nul = {"question": 1, "language": "kk", "words": "a\0b"}
    assert client.post("/exam/test/problem", headers=acts, json=nul).status_code == 400
    wrong = {"question": 99, "language": "kk", "words": "x"}
    assert client.post("/exam/test/problem", headers=acts, json=wrong).status_code == 404
    deep = {"data": b"[" * 50_000, "content_type": "application/json"}
    for path in ("facts", "read", "problem"):
        assert client.post(f"/exam/test/{path}", headers=acts, **deep).status_code == 400
    broken = {"sent_ms": 1, "facts": [{"kind": "focus_lost"}]}
    assert client.post("/exam/test/facts", headers=acts, json=broken).status_code == 400
    with app.app_context():
        events = db.session.scalars(select(AttemptEvent).order_by(AttemptEvent.id)).all()
        assert [one.kind for one in events] == ["focus_lost", "language"]
        assert events[0].ended_at is not None
        assert events[0].ended_at - events[0].began_at == timedelta(seconds=5)
        assert db.session.scalar(select(func.count()).select_from(MessageRead)) == 1
        assert db.session.scalar(select(ProblemReport.words)) == "Екі жауап бірдей."


def test_the_players_files_may_be_kept_for_a_year_and_pages_never(
    client: FlaskClient, run: Callable[..., list[str]]
) -> None:
    (token,) = run()
    sit(client, token)
    page = words(client.get("/exam/test"))
    address = page.split('<script type="module" src="')[1].split('"')[0]
    script = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert script.status_code == 200
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in script.headers.get("Vary", "")
    assert client.get(address.replace("/main.js", "/../secret")).status_code == 404


def test_anybody_may_check_a_workstation(client: FlaskClient) -> None:
    assert client.get("/exam/check").status_code == 200
    assert client.get("/exam/check/ping").get_json()["now_ms"] > 0


def test_anybody_may_rehearse_and_nobody_keeps_the_others_out(app: Flask) -> None:
    with app.app_context():
        hall = making.hall(0, kind="rehearsal", capacity=3)
        making.open_doors(hall)
        making.begin(hall)
        db.session.commit()

    def rehearse(client: FlaskClient, address: str = "192.0.2.1") -> TestResponse:
        page = words(client.get("/exam/rehearsal"))
        csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
        asks = {"REMOTE_ADDR": address}
        return client.post("/exam/rehearsal", data={"csrf_token": csrf}, environ_overrides=asks)

    first, second = app.test_client(), app.test_client()
    assert rehearse(first, "192.0.2.7").status_code == 302
    for _ in range(4):
        assert rehearse(app.test_client()).status_code == 302, "one address holds one place after the other"
    assert rehearse(second, "192.0.2.9").status_code == 302
    with app.app_context():
        rows = select(AttemptDevice.address, SittingPlace.released_at).join(
            Attempt, Attempt.id == AttemptDevice.attempt_id
        )
        held = db.session.execute(rows.join(SittingPlace, SittingPlace.id == Attempt.place_id)).all()
    assert sorted(address for address, gone in held if gone is None) == [
        "192.0.2.1",
        "192.0.2.7",
        "192.0.2.9",
    ]
    state = first.get("/exam/test/state").get_json()
    assert state["phase"] == "ready"
    acts = {"Authorization": f"Bearer {state['token']}"}
    assert first.post("/exam/test/start", headers=acts, json={}).get_json()["phase"] == "running"
    ended = first.post("/exam/test/finish", headers=acts, json={}).get_json()["ended"]
    assert ended["score_shown"] == "rehearsal"
    assert rehearse(second).status_code == 302
    assert second.get("/exam/test/state").get_json()["phase"] == "ready"


def test_a_rehearsal_that_is_refused_holds_no_place(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often somebody asks, and whatever was begun before the refusal."""
    with app.app_context():
        hall = making.hall(0, kind="rehearsal", capacity=2)
        making.open_doors(hall)
        making.begin(hall)
        db.session.commit()

    def refuse(*_facts: object) -> None:
        raise Refusal(_l("No rehearsal is open now."))

    monkeypatch.setattr(rehearsing, "begin_device", refuse)
    client = app.test_client()
    for _ in range(4):
        csrf = words(client.get("/exam/rehearsal")).split('name="csrf_token" value="')[1].split('"')[0]
        assert client.post("/exam/rehearsal", data={"csrf_token": csrf}).status_code == 409
    with app.app_context():
        assert db.session.scalars(select(SittingPlace)).all() == []


def test_without_an_open_rehearsal_the_page_says_so(client: FlaskClient) -> None:
    page = words(client.get("/exam/rehearsal"))
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/exam/rehearsal", data={"csrf_token": csrf}).status_code == 409


def test_a_page_that_is_rendered_once_carries_each_candidates_own_name_and_seat(app: Flask) -> None:
    def page(candidate: str, seat: str) -> str:
        packed = render_player(
            base="/t", language="kk", languages=("kk",), candidate=candidate, seat=seat, plain="/t/plain/1"
        )
        return gzip.decompress(packed).decode()

    with app.test_request_context("/"):
        first, second, without = page("Ә <b>", "12"), page("Омаров", "7"), page("Омаров", "")
    assert "<b>Ә &lt;b&gt;</b>" in first
    assert "<span>12-орын</span>" in first
    assert "<b>Омаров</b>" in second
    assert "<span>7-орын</span>" in second
    assert "-орын" not in without
    assert "\ue000" not in first + second + without
