"""One number, one transaction, one commit a request; refusals and faults become pages in three languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import text

from core import rates
from core.access import PUBLIC, RouteWithoutWord, check_every_route, permission
from core.database import apart, db
from core.languages import _l
from core.numbering import next_number
from core.refusals import Refusal

Make = Callable[..., Flask]


@pytest.fixture
def site(app: Flask) -> FlaskClient:
    """The application with a few pages that do what the tests need."""
    app.config["WTF_CSRF_ENABLED"] = False

    @app.post("/t/take")
    @permission(PUBLIC)
    def take() -> dict[str, int]:
        return {"number": next_number("tests", 1, 2026)}

    @app.post("/t/take-and-fail")
    @permission(PUBLIC)
    def take_and_fail() -> str:
        next_number("tests", 1, 2026)
        raise RuntimeError("a bug, with the secret Әсел in it")

    @app.post("/t/take-and-refuse")
    @permission(PUBLIC)
    def take_and_refuse() -> str:
        next_number("tests", 1, 2026)
        raise Refusal(_l("Too large"), clause="pt 5 2)", next_step=_l("Log in first"), status=409)

    @app.get("/t/write-on-get")
    @permission(PUBLIC)
    def write_on_get() -> str:
        next_number("tests", 1, 2026)
        return "written"

    @app.post("/t/limited")
    @permission(PUBLIC)
    def limited() -> str:
        rates.limit("tests", request.remote_addr or "", at_most=3, length=timedelta(minutes=15))
        return "done"

    @app.get("/t/address")
    @permission(PUBLIC)
    def address() -> str:
        return f"{request.remote_addr} {request.scheme}"

    @app.get("/t/signal")
    @permission(PUBLIC)
    def nonsense_sql() -> str:
        db.session.execute(text("SELECT * FROM there_is_no_such_table"))
        return ""

    return app.test_client()


def test_what_a_request_changes_is_committed_once_at_its_end(site: FlaskClient) -> None:
    assert [site.post("/t/take").json["number"] for _ in range(3)] == [1, 2, 3]  # type: ignore[index]  # JSON or it fails


@pytest.mark.parametrize(("path", "status"), [("/t/take-and-fail", 500), ("/t/take-and-refuse", 409)])
def test_a_request_that_fails_leaves_nothing_behind(site: FlaskClient, path: str, status: int) -> None:
    assert site.post(path).status_code == status
    assert site.post("/t/take").json == {"number": 1}


def test_a_get_cannot_write(site: FlaskClient) -> None:
    assert site.get("/t/write-on-get").status_code >= 500
    assert site.post("/t/take").json == {"number": 1}


def test_a_refusal_shows_sentence_clause_and_next_step(site: FlaskClient) -> None:
    page = site.post("/t/take-and-refuse", headers={"Accept-Language": "en"}).text
    for words in ("Too large", "pt 5 2)", "Log in first", "This cannot be done"):
        assert words in page
    assert "Somebody was here first" not in page, "nobody was: a rule says no"
    russian = site.post("/t/take-and-refuse", headers={"Accept-Language": "ru"}).text
    assert "пункт 5, подпункт 2)" in russian


def test_a_refusal_to_another_system_is_the_same_in_json(site: FlaskClient) -> None:
    told = site.post(
        "/t/take-and-refuse", headers={"Accept": "application/json", "Accept-Language": "en"}
    ).json
    assert told is not None
    assert (told["status"], told["sentence"], told["clause"]) == (409, "Too large", "pt 5 2)")


def test_a_fault_shows_a_number_to_quote_and_the_log_has_it_without_the_page_telling_more(
    capfd: pytest.CaptureFixture[str], site: FlaskClient
) -> None:
    answer = site.post("/t/take-and-fail")
    number = answer.headers["X-Request-Id"]
    assert number in answer.text
    assert "RuntimeError" not in answer.text
    assert "Әсел" not in answer.text
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    (fault,) = [line for line in logged if line["event"] == "fault"]
    assert fault["request"] == number
    assert fault["kind"] == "RuntimeError"
    assert any("test_web.py" in frame for frame in fault["frames"])
    assert "Әсел" not in str(logged), "a message may quote what somebody typed"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/t/take", 405), ("/t/signal", 500), ("/language/fr", 404)]
)
def test_every_kind_of_page_that_says_no_speaks_the_readers_language(
    site: FlaskClient, path: str, status: int, language: str
) -> None:
    answer = site.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f'lang="{language}"' in answer.text
    assert "<h1" in answer.text


def test_without_its_database_the_site_says_so_calmly(make_app: Make) -> None:
    app = make_app(database_url="postgresql://nobody@127.0.0.1:9/none")

    @app.get("/t/ask")
    @permission(PUBLIC)
    def ask() -> str:
        db.session.execute(text("SELECT 1"))
        return ""

    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, "away")  # type: ignore[index]  # JSON or it fails
    for language in ("kk", "ru", "en"):
        page = app.test_client().get("/t/ask", headers={"Accept-Language": language})
        assert page.status_code == 503
        assert f'lang="{language}"' in page.text


def test_nobody_else_of_the_machine_looks_into_the_data(app: Flask) -> None:
    assert app.extensions["synaq.settings"].data_folder.stat().st_mode & 0o077 == 0


def test_a_route_without_a_permission_word_does_not_start(app: Flask) -> None:
    app.add_url_rule("/t/forgotten", "forgotten", lambda: "")
    with pytest.raises(RouteWithoutWord, match="/t/forgotten"):
        check_every_route(app, frozenset())


def test_what_comes_too_often_is_refused_for_this_address_only(site: FlaskClient) -> None:
    seen = [site.post("/t/limited").status_code for _ in range(5)]
    assert seen == [200, 200, 200, 429, 429]
    assert site.post("/t/limited", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 200


def test_a_limit_holds_over_several_applications_on_one_database(make_app: Make) -> None:
    counts = []
    for app in (make_app(), make_app()):
        for _ in range(2):
            with app.app_context():
                counts.append(rates.count("tests", "somebody", timedelta(minutes=15)))
    assert counts == [1, 2, 3, 4]


def test_a_transaction_apart_refuses_to_throw_changes_away(context: Flask) -> None:
    next_number("tests", 1, 2026)
    db.session.info["changed"] = True
    with pytest.raises(RuntimeError, match="change afterwards"), apart():
        pass


@pytest.mark.parametrize(
    ("declared", "peer", "forwarded", "seen"),
    [
        ((), "10.0.0.1", "203.0.113.9", "10.0.0.1 http"),
        (("10.0.0.0/8",), "10.0.0.1", "203.0.113.9", "203.0.113.9 https"),
        (("10.0.0.0/8",), "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9 https"),
        (("10.0.0.0/8",), "192.0.2.7", "203.0.113.9", "192.0.2.7 http"),
        (("10.0.0.0/8",), "10.0.0.1", "nonsense", "10.0.0.1 https"),
    ],
)
def test_a_client_address_is_believed_only_from_declared_proxies(
    make_app: Make, declared: tuple[str, ...], peer: str, forwarded: str, seen: str
) -> None:
    app = make_app(trusted_proxies=declared)

    @app.get("/t/address")
    @permission(PUBLIC)
    def address() -> str:
        return f"{request.remote_addr} {request.scheme}"

    answer = app.test_client().get(
        "/t/address",
        headers={"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"},
        environ_base={"REMOTE_ADDR": peer},
    )
    assert answer.text == seen


def test_metrics_exist_only_for_whoever_has_the_token(make_app: Make) -> None:
    closed = make_app().test_client()
    assert closed.get("/metrics").status_code == 404
    opened = make_app(metrics_token="a-long-token").test_client()
    assert opened.get("/metrics").status_code == 404
    assert opened.get("/metrics", headers={"Authorization": "Bearer a-long-tokem"}).status_code == 404
    answer = opened.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert answer.status_code == 200
    assert "synaq_requests_total" in answer.text


def test_the_chosen_language_is_remembered_and_leads_nowhere_else(client: FlaskClient) -> None:
    answer = client.get("/language/ru?next=/style")
    assert (answer.status_code, answer.location) == (302, "/style")
    assert 'lang="ru"' in client.get("/style").text
    traps = ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)")
    for trap in (
        *traps,
        "/desk\r\nX: 1",
        "/desk\n",
        "/\t/evil.example",
        "/desk\u2028",
        "http://[",
        "/ /evil.example",
    ):
        assert client.get("/language/kk", query_string={"next": trap}).location == "/"


def test_pages_ask_no_other_host_and_carry_nothing_inline(client: FlaskClient) -> None:
    answer = client.get("/style")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    for forbidden in ("<style", "style=", "onclick=", "<script>", "http://", "https://"):
        assert forbidden not in answer.text.replace("http://www.w3.org", ""), forbidden


def test_static_files_may_be_kept_for_a_year_because_their_address_names_their_content(
    client: FlaskClient,
) -> None:
    page = client.get("/style").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    answer = client.get(address)
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    answer.close()


def test_a_form_without_its_token_is_refused_with_words(client: FlaskClient) -> None:
    answer = client.post("/log-in", data={"name": "clerk", "password": "x"})
    assert answer.status_code == 400
    assert "<h1" in answer.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("way", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_with_ten_megabytes_is_answered_by_a_page_that_says_so(
    app: Flask, way: str, language: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("language", language)
    pasted = "Ә" * 5_000_000
    body = (
        f"name={pasted}&password=x"
        if way.endswith("urlencoded")
        else f'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n{pasted}\r\n--b--\r\n'
    )
    answer = client.post("/log-in", data=body.encode(), content_type=f"{way}; boundary=b")
    assert answer.status_code == 413
    title = {"kk": "Көлемі тым үлкен", "ru": "Слишком большой объём", "en": "Too large"}[language]
    assert title in answer.text
    assert "<h2>" in answer.text, "and what to do now"
    assert len(answer.data) < 20_000
    assert "Ә" * 50 not in answer.text


def test_a_request_larger_than_any_file_may_be_is_answered_likewise_to_systems(app: Flask) -> None:
    sent = b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    answer = app.test_client().post(
        "/log-in",
        data=sent,
        content_type="multipart/form-data; boundary=b",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 413
    assert answer.json is not None
    assert answer.json["status"] == 413
    assert answer.json["next_step"]


def test_a_paste_that_fits_no_field_is_not_repeated_by_the_page(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/log-in", data={"name": "x" * 1_500_000, "password": "y" * 300})
    assert answer.status_code == 422
    assert len(answer.data) < 30_000
    assert "x" * 50 not in answer.text
