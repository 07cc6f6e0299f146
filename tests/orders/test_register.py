"""The public register: certified facts and present status for everybody, and nothing by guessing or by copying."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app
from flask.testing import FlaskClient

from accounts.roles import Role
from core.clock import frozen, now
from core.database import db
from core.files import read_file
from orders import paper_proof, register
from orders.commands import verify_certificate
from orders.models import ResultPaper, ResultPaperSigned
from orders.paper_proof import NotGenuine, Proven, code_of, key_text, proven_by
from orders.paper_standing import Standing, may_follow, standing_of
from orders.status_list import make_list, newest_list, present_statuses
from tests.orders.papering import issued_licence, signed_licence
from tests.orders.signed_orders import changed

pytestmark = pytest.mark.usefixtures("context")

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PUBLIC_KEY = KEY.public_key().public_bytes_raw()
ADDRESS = "https://synaq.example/register/7K3M9QX2HD5RW8ZT4V6N2P8C01"
PROVEN = Proven(
    "7K3M9QX2HD5RW8ZT4V6N2P8C01", "LM-AST-2026-000123", "medical-licence", "«Шипа» ЖШС", date(2026, 4, 16), None,
    "ab" * 32,
)  # fmt: skip


def holder(paper: ResultPaper) -> str:
    return paper.case.person.name


def test_a_code_proves_its_facts_to_whoever_has_the_key() -> None:
    assert proven_by(code_of(ADDRESS, PROVEN, KEY), PUBLIC_KEY) == PROVEN


def test_one_changed_letter_anywhere_in_a_code_proves_nothing() -> None:
    code = code_of(ADDRESS, PROVEN, KEY)
    start = code.index("#") + 1
    for at in range(start, len(code)):
        changed = code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :]
        with pytest.raises(NotGenuine):
            proven_by(changed, PUBLIC_KEY)
    for broken in ("", "#", ADDRESS, code[:-1], code + "A", "".join(code.rsplit(".", 1))):
        with pytest.raises(NotGenuine):
            proven_by(broken, PUBLIC_KEY)


def test_a_code_of_another_key_proves_nothing() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    with pytest.raises(NotGenuine):
        proven_by(code_of(ADDRESS, PROVEN, other), PUBLIC_KEY)


@pytest.mark.parametrize(
    ("entries", "until", "found"),
    [
        ((), None, Standing.VALID),
        ((), date(2026, 4, 16), Standing.VALID),
        ((), date(2026, 4, 15), Standing.EXPIRED),
        (("suspended",), None, Standing.SUSPENDED),
        (("suspended",), date(2026, 4, 15), Standing.EXPIRED),
        (("suspended", "resumed"), None, Standing.VALID),
        (("revoked",), date(2026, 4, 15), Standing.REVOKED),
        (("suspended", "returned"), None, Standing.RETURNED),
        (("replaced",), None, Standing.REPLACED),
        (("annulled",), None, Standing.ANNULLED),
    ],
)
def test_the_status_follows_from_the_entries_and_the_last_day(
    entries: tuple[str, ...], until: date | None, found: Standing
) -> None:
    assert standing_of(entries, until, date(2026, 4, 16)) is found


def test_what_ended_is_followed_by_nothing_and_only_the_suspended_is_resumed() -> None:
    assert may_follow(["revoked"]) == ()
    assert "resumed" in may_follow(["suspended"])
    assert "suspended" not in may_follow(["suspended"])
    assert "resumed" not in may_follow([])


def test_number_and_name_together_show_facts_and_status_but_no_identifier(client: FlaskClient) -> None:
    _at, case, paper = issued_licence()
    person = case.person
    found = client.get(
        "/register/papers", query_string={"number": paper.number.lower(), "name": person.name.upper()}
    )
    page = found.get_data(as_text=True)
    assert found.status_code == 200
    assert paper.number in page
    assert person.name in page.replace("&#34;", '"')
    assert paper.register_id not in page, "whoever has no code does not get it here"
    assert not person.iin or person.iin not in page


def test_a_wrong_name_tells_as_little_as_a_number_that_was_never_given(client: FlaskClient) -> None:
    _at, _case, paper = issued_licence()
    answers = [
        client.get("/register/papers", query_string={"number": number, "name": "Басқа Біреу"}).get_data(
            as_text=True
        )
        for number in (paper.number, "LM-XXX-2026-999999")
    ]
    assert answers[0].replace(paper.number, "") == answers[1].replace("LM-XXX-2026-999999", "")


def test_the_code_opens_the_paper_and_an_unissued_one_is_not_found(client: FlaskClient) -> None:
    _at, _case, paper = issued_licence()
    _at, _case, signed = signed_licence()
    unissued = (signed.register_id, signed.number, holder(signed))
    page = client.get(f"/register/{paper.register_id}")
    assert page.status_code == 200
    assert paper.number in page.get_data(as_text=True)
    register_id, number, name = unissued
    assert client.get(f"/register/{register_id}").status_code == 404
    assert register.by_number(number, name) is None


def test_the_code_shows_what_became_of_a_paper_by_which_order(client: FlaskClient) -> None:
    at, _case, paper = issued_licence()
    official, head = at.actor(Role.RESPONSIBLE_OFFICIAL, at.provider), at.actor(Role.HEAD, at.provider)
    entry = changed(paper, "revoke", official, head)
    db.session.commit()
    number = entry.order_number or ""
    after = client.get(f"/register/{paper.register_id}").get_data(as_text=True)
    assert number in after
    assert entry.ground in after


def test_who_guesses_codes_is_stopped(client: FlaskClient) -> None:
    statuses = [client.get(f"/register/{number:026d}").status_code for number in range(45)]
    assert set(statuses[:40]) == {404}
    assert set(statuses[40:]) <= {404, 429}
    assert statuses[-1] == 429


def test_a_file_is_known_to_the_byte_and_not_kept(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    _at, _case, paper = issued_licence()
    pdf = read_file(db.session.get_one(ResultPaperSigned, paper.id).file)
    store = Path(current_app.extensions["synaq.settings"].data_folder) / "files"
    before = {one for one in store.rglob("*") if one.is_file()}

    def asked(content: bytes) -> str:
        answer = client.post("/register/papers/file", data={"file": (io.BytesIO(content), "paper.pdf")})
        return answer.get_data(as_text=True)

    assert paper.number in asked(pdf)
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1
    for attack in (bytes(changed), pdf + b"\n", pdf + pdf, pdf[:-1], b"%PDF-1.7\n"):
        assert paper.number not in asked(attack)
    assert {one for one in store.rglob("*") if one.is_file()} == before


def test_the_status_list_says_what_holds_and_names_nobody(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    _at, _case, paper = issued_licence()
    settings = app.extensions["synaq.settings"]
    assert make_list(settings) == 1
    assert make_list(settings) == 0, "once a day"
    text = client.get("/register/papers/list").get_data(as_text=True)
    key = client.get("/register/papers/key").get_data(as_text=True).strip()
    assert holder(paper) not in text
    assert paper.number not in text
    assert paper.register_id not in text
    body = paper_proof.read_list(text, paper_proof.key_bytes(key))
    assert paper_proof.status_in(body, paper.register_id) == "valid"
    assert paper_proof.status_in(body, "0" * 26) is None
    with pytest.raises(NotGenuine):
        paper_proof.read_list(text.replace("valid", "annul"), paper_proof.key_bytes(key))
    with frozen(now() + timedelta(days=1)):
        assert client.get("/register/papers/list").get_data(as_text=True) == text, (
            "until the next one is made"
        )
        assert make_list(settings) == 1
        newest = newest_list(settings)
        assert newest is not None
        assert newest.read_text(encoding="utf-8") != text
    assert list(present_statuses().values()) == ["valid"]


def test_the_command_line_checks_a_code_without_a_database(tmp_path: Path) -> None:
    code = code_of(ADDRESS, PROVEN, KEY)
    listed = tmp_path / "list.json"
    entry = paper_proof.list_entry(PROVEN.register_id)
    listed.write_text(paper_proof.signed_list({entry: "valid"}, now(), KEY), encoding="utf-8")
    runner = CliRunner()
    options = ["--key", key_text(PUBLIC_KEY)]
    proved = runner.invoke(verify_certificate, [code, *options, "--list", str(listed)])
    assert proved.exit_code == 0
    assert "LM-AST-2026-000123" in proved.output
    assert "valid" in proved.output
    file = tmp_path / "code.txt"
    file.write_text(code, encoding="utf-8")
    assert runner.invoke(verify_certificate, [str(file), *options]).exit_code == 0
    assert runner.invoke(verify_certificate, [code[:-2] + "AA", *options]).exit_code == 1
    listed.write_text(
        paper_proof.signed_list({entry: "revoked"}, now() - timedelta(days=1), KEY), encoding="utf-8"
    )
    assert runner.invoke(verify_certificate, [code, *options, "--list", str(listed)]).exit_code == 1
