"""The public register: certified facts and present status for everybody, and nothing by guessing or by copying."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import thread_time

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts.roles import Role
from accounts.signing_models import SigningSheet
from core.clock import frozen, now
from core.database import db
from core.files import read_file
from core.languages import speaking
from gateways.doors import doors
from gateways.signatures.authority import make_authority
from gateways.signatures.enclosed import linked_addresses
from orders import paper_proof, register, register_file
from orders.commands import verify_certificate
from orders.daily_files import KEPT
from orders.models import ResultPaper, ResultPaperSigned
from orders.paper_proof import NotGenuine, Proven, code_of, key_text, proven_by
from orders.paper_standing import Standing, may_follow, standing_of
from orders.result_facts import public_facts
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


def test_the_proof_of_one_paper_behind_the_address_of_another_proves_nothing() -> None:
    other = replace(PROVEN, register_id="0" * 26, name="Басқа Біреу")
    theirs = code_of(ADDRESS.replace(PROVEN.register_id, other.register_id), other, KEY)
    assert proven_by(theirs, PUBLIC_KEY).name == other.name
    mixed = f"{ADDRESS}#{theirs.partition('#')[2]}"
    with pytest.raises(NotGenuine):
        proven_by(mixed, PUBLIC_KEY)


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
    assert entry.ground not in after, (
        "why stands in the order; a stranger learns which order and what it made"
    )


def test_what_is_the_same_for_everybody_is_kept_by_caches_and_what_somebody_asked_is_not(
    app: Flask, client: FlaskClient
) -> None:
    _at, _case, paper = issued_licence()
    app.extensions["synaq.doors"].signatures.authority()
    make_list(app.extensions["synaq.settings"])
    db.session.commit()

    def kept(address: str, **asked: str) -> tuple[str, str]:
        answer = client.get(address, query_string=asked)
        assert answer.status_code == 200, address
        return answer.headers["Cache-Control"], answer.headers.get("Vary", "")

    for name in ("key", "roots", "list", "check/check.js", "check/check.css", "check/key.js"):
        assert kept(f"/register/papers/{name}")[0] == "public, max-age=3600"
    assert kept(f"/register/{paper.register_id}") == ("public, max-age=60", "Cookie, Accept-Language")
    assert kept("/register/papers", number=paper.number, name=holder(paper))[0] == "no-store"
    assert b"BEGIN CERTIFICATE" in client.get("/register/papers/roots").data


def test_who_guesses_codes_is_stopped(client: FlaskClient) -> None:
    answers = [client.get(f"/register/{number:026d}") for number in range(45)]
    statuses = [one.status_code for one in answers]
    assert set(statuses[:40]) == {404}
    assert set(statuses[40:]) <= {404, 429}
    assert statuses[-1] == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


def test_who_reads_codes_from_papers_is_not_counted_as_a_guesser(client: FlaskClient) -> None:
    _at, _case, paper = issued_licence()
    for _try in range(45):
        client.get(f"/register/{_try:026d}")
    assert client.get(f"/register/{paper.register_id}").status_code == 200
    assert client.get(f"/register/{paper.register_id.lower()}").status_code == 200, "typed in small letters"


def test_a_wrong_code_is_answered_for_whoever_holds_a_paper(client: FlaskClient) -> None:
    with speaking("en"):
        answer = client.get(f"/register/{'Z' * 26}", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "No paper with this code was issued" in answer.text
    assert "your desk" not in answer.text


def test_where_a_patient_lives_is_in_no_public_part() -> None:
    facts = {"kind": "clinic-attachment", "name": "Сейітова Әйгерім", "activity": "Абай көшесі, 1"}
    assert public_facts(facts) == {"name": "Сейітова Әйгерім"}
    assert public_facts(facts | {"kind": "medical-licence"})["activity"] == "Абай көшесі, 1"


def test_a_file_is_told_by_signature_digest_and_status_and_not_kept(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    _at, _case, paper = issued_licence()
    pdf = read_file(db.session.get_one(ResultPaperSigned, paper.id).file)
    store = Path(current_app.extensions["synaq.settings"].data_folder) / "files"
    before = {one for one in store.rglob("*") if one.is_file()}

    def asked(content: bytes) -> str:
        with speaking("en"):
            answer = client.post("/register/papers/file", data={"file": (io.BytesIO(content), "paper.pdf")})
        return answer.get_data(as_text=True)

    page = asked(pdf)
    assert paper.number in page
    for word in ("The signature is valid", "unchanged to the byte", "see below"):
        assert word in page
    page = asked(pdf + b"\nadded")
    assert "changed after it was signed" in page, "known by its code, and told apart from what was issued"
    assert "Something was added to the document after it was signed." in page
    assert paper.number in page
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1
    for attack in (bytes(changed), pdf[:-1]):
        assert "unchanged to the byte" not in asked(attack)
    for foreign in (b"%PDF-1.7\n", b"no paper"):
        page = asked(foreign)
        assert "The file is unknown here" in page
        assert paper.number not in page
    assert {one for one in store.rglob("*") if one.is_file()} == before


def bring(client: FlaskClient, content: bytes) -> TestResponse:
    """Post a file as a browser does; the client's own way leaves a file open behind large ones."""
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="paper.pdf"\r\n\r\n'
    return client.post(
        "/register/papers/file",
        data=head + content + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n" + b"\0" * 6_000_000, "larger than any paper"),
        (b"%PDF-1.7\n" + b"a" * 4_000_000, "no whole PDF"),
        (b"%PDF-1.7\nxref\n" + b"\0" * 4_000_000 + b"startxref\n9\n%%EOF\n", "no whole PDF"),
        (b"%PDF-1.7\nxref\n/Encrypt 1 0 R\nstartxref\n9\n%%EOF\n", "protected by a password"),
    ],
)
def test_a_file_made_to_be_read_for_long_is_put_aside_soon(
    app: Flask, client: FlaskClient, content: bytes, sentence: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    doors().signatures.check_pdf(b"%PDF-1.7\n", ())  # what reads PDF is loaded at the first one
    began = thread_time()
    with speaking("en"):
        answer = bring(client, content)
    assert sentence in answer.get_data(as_text=True)
    assert thread_time() - began < 4, "seconds of the processor"


def test_files_are_read_one_at_a_time_while_no_transaction_is_open(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    _at, _case, paper = issued_licence()
    pdf = read_file(db.session.get_one(ResultPaperSigned, paper.id).file)
    db.session.commit()
    found: list[tuple[int, bool]] = []

    def while_read(document: bytes) -> list[str]:
        open_here = db.session().in_transaction()
        monkeypatch.setattr(register_file, "linked_addresses", linked_addresses)
        with app.app_context():
            found.append((bring(app.test_client(), pdf).status_code, open_here))
        return linked_addresses(document)

    monkeypatch.setattr(register_file, "linked_addresses", while_read)
    assert bring(client, pdf).status_code == 200
    assert found == [(503, False)]
    assert bring(client, pdf).status_code == 200, "the next one has its turn"


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
    for day in range(2, 12):
        with frozen(now() + timedelta(days=day)):
            assert make_list(settings) == 1
    assert len(list(newest.parent.glob("status-*"))) == KEPT, "a week of them is kept"


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
    assert proved.output.splitlines()[-1] == "Proved: the register has written these facts."
    assert "valid" in proved.output
    file = tmp_path / "code.txt"
    file.write_text(code, encoding="utf-8")
    odd = tmp_path / "odd"
    odd.write_bytes(bytes(range(128, 256)))
    for told in ([str(odd), *options], [str(tmp_path / "none"), *options], [code, "--key", "short"],
                 [code, *options, "--list", str(odd)]):  # fmt: skip
        answer = runner.invoke(verify_certificate, told)
        assert (answer.exit_code, answer.exception.__class__) == (1, SystemExit), answer.output
        assert answer.output.startswith("Error: ")
    assert runner.invoke(verify_certificate, [str(file), *options]).exit_code == 0
    assert runner.invoke(verify_certificate, [code[:-2] + "AA", *options]).exit_code == 1
    listed.write_text(
        paper_proof.signed_list({entry: "revoked"}, now() - timedelta(days=1), KEY), encoding="utf-8"
    )
    revoked = runner.invoke(verify_certificate, [code, *options, "--list", str(listed)])
    assert (revoked.exit_code, "Proved" in revoked.output) == (1, False)


def test_the_command_line_checks_the_pdf_itself_and_says_what_cannot_be_said(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    _at, _case, paper = issued_licence()
    make_list(app.extensions["synaq.settings"])
    listed, key, roots = tmp_path / "list.json", "", tmp_path / "roots.pem"
    listed.write_bytes(client.get("/register/papers/list").data)
    roots.write_bytes(client.get("/register/papers/roots").data)
    key = client.get("/register/papers/key").text.strip()
    pdf = read_file(db.session.get_one(ResultPaperSigned, paper.id).file)

    def said(document: bytes, *options: str) -> tuple[int, str]:
        file = tmp_path / "paper.pdf"
        file.write_bytes(document)
        answer = app.test_cli_runner().invoke(
            args=["verify", "certificate", str(file), "--key", key, *options]
        )
        assert isinstance(answer.exception, (SystemExit, type(None))), answer.exception
        return answer.exit_code, answer.output

    code, text = said(pdf, "--list", str(listed), "--roots", str(roots))
    assert code == 0, text
    assert "The file is the one that was issued, to the byte." in text
    assert said(pdf + b"\nadded")[0] == 1
    assert said(pdf + b"\n", "--list", str(listed))[0] == 1, (
        "the signature lets an empty line pass, the digest does not"
    )
    assert said(b"%PDF-1.7\n") == (1, "Error: not proved: the PDF carries no code of the register\n")
    unsigned = read_file(
        db.session.get_one(
            SigningSheet, db.session.get_one(ResultPaperSigned, paper.id).sheet_id
        ).unsigned_file
    )
    no_signature = "Error: not proved: the signature does not hold: There is no signature in it.\n"
    assert said(unsigned) == (1, no_signature)
    elsewhere = make_authority(tmp_path / "other" / "authority", now(), "http://127.0.0.1:9")
    roots.write_bytes(elsewhere.bundle)
    code, text = said(pdf, "--roots", str(roots))
    assert code == 1
    assert "does not come from an authority that is trusted here" in text
    shutil.rmtree(app.extensions["synaq.settings"].data_folder / "keys" / "authority")
    code, text = said(pdf)
    assert code == 2, "a machine that trusts nobody says nothing for and nothing against"
    assert "give --roots" in text
    assert "Proved" not in text, "the verdict comes last, and there is none"
    assert not (app.extensions["synaq.settings"].data_folder / "keys" / "authority").exists()
    answer = app.test_cli_runner().invoke(args=["verify", "paper", str(tmp_path / "paper.pdf")])
    assert answer.exit_code == 2
    assert not (app.extensions["synaq.settings"].data_folder / "keys" / "authority").exists()
    assert said(unsigned) == (1, no_signature), "that there is none is seen by whoever trusts nobody"
