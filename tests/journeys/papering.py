"""Hands that bring a result to its paper over HTTP: draw it, sign it with a key of the demo, issue it, check it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from accounts.models import RoleGrant
from accounts.signing_queries import sheet_of
from applications.given_papers import SHEET
from applications.models import Case, Refused
from applications.queries import refusal_of
from core.database import db
from core.files import read_file
from core.settings import Settings
from gateways.signatures.enclosed import linked_addresses
from orders.actions.drawing import check_code, live_paper
from orders.commands import verify_certificate
from orders.models import ResultPaper, ResultPaperSigned
from orders.models.papers import KIND
from orders.paper_proof import key_bytes, proven_by
from orders.status_list import make_list
from tests.accounts.people import Somebody, Visitor
from tests.accounts.signing_hands import sign_over_http
from tests.gateways.test_pdf_signatures import pdfsig
from tests.journeys.offices import Staff


@dataclass(frozen=True)
class Drawn:
    """A paper as it lies in the office: where it is looked at, what it is called, what its QR code says."""

    id: int
    number: str
    holder: str
    code: str

    @property
    def address(self) -> str:
        return f"/result-papers/{self.id}"


def drawn_of(app: Flask, case: str) -> Drawn:
    """The paper of a case, by the case's address."""
    with app.app_context():
        paper: ResultPaper | None = live_paper(_case(case).id)
        assert paper is not None
        return Drawn(paper.id, paper.number, json.loads(paper.facts)["name"], check_code(paper))


def _case(public_id: str) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def grant_of(app: Flask, somebody: Somebody) -> str:
    """The role in which somebody signs, as a form names it."""
    with app.app_context():
        found = select(RoleGrant.id).where(RoleGrant.account_id == somebody.id)
        return str(db.session.scalars(found).one())


def draw(app: Flask, case: str, drafter: Staff, signer: Somebody, **typed: str) -> Drawn:
    """Read the paper first, then draw it and send it to whoever signs."""
    path = f"/cases/{case}/paper/draw"
    typed = {"signatory": grant_of(app, signer), **typed}
    preview = drafter.fill(path, act="preview", **typed)
    assert preview.data.startswith(b"%PDF"), preview.text
    answer = drafter.fill(path, act="draw", **typed)
    assert answer.status_code == 302, answer.text
    return drawn_of(app, case)


def sign(app: Flask, paper: Drawn) -> None:
    """Whoever the paper names signs it on the page, by the key that the demo makes for them."""
    _sign(app, KIND, paper.id)


def _sign(app: Flask, kind: str, subject: int) -> None:
    with app.app_context():
        sheet = sheet_of(kind, subject)
        assert sheet is not None
        sign_over_http(app, sheet.id)


def issue(clerk: Staff, paper: Drawn) -> None:
    """The signed paper is given out."""
    answer = clerk.fill(f"{paper.address}/issue")
    assert answer.status_code == 302, answer.text
    assert paper.number in clerk.get(paper.address).text
    public = clerk.get(f"/register/{paper.code.partition('#')[0].rsplit('/', 1)[1]}")
    assert public.headers["Cache-Control"] == "no-store", "with a name in its frame the page is one person's"


def send_refusal(app: Flask, case: str, drafter: Staff, signer: Somebody) -> None:
    """The refusal goes to the head and is signed."""
    hidden = drafter.hidden(f"/cases/{case}/refusal")
    answer = drafter.send(f"/cases/{case}/refusal/send", **hidden, signatory=grant_of(app, signer))
    assert answer.status_code == 302, answer.text
    sign_refusal(app, case)


def sign_refusal(app: Flask, case: str) -> None:
    """Whoever the refusal lies with signs it."""
    _sign(app, SHEET, _refused(app, case).id)


def sign_own_refusal(app: Flask, author: Staff, case: str) -> None:
    """From the page of the refusal to its sheet, and with the signature of its author out to the applicant."""
    with app.app_context():
        sheet = sheet_of(SHEET, _refused(app, case).id)
        assert sheet is not None
        address = f"/signing/{sheet.id}"
    page = author.get(f"/cases/{case}/refusal").text
    assert address in page
    assert author.get(f"/cases/{case}/refusal/file").data.startswith(b"%PDF")
    assert address in author.get("/desk").text, "it stands among what is to be done"
    sign_refusal(app, case)
    assert address not in author.get("/desk").text


def _refused(app: Flask, case: str) -> Refused:
    with app.app_context():
        refused: Refused | None = refusal_of(_case(case))
        assert refused is not None
        return refused


def refusal_verified(app: Flask, case: str, handed: bytes, number: str) -> None:
    """A stranger finds the refusal by its code and by its file, and by nothing else; it names order and point."""
    stranger = Visitor(app, "10.2.0.2")
    with app.app_context():
        refused = refusal_of(_case(case))
        assert refused is not None
        facts = json.loads(refused.paper.facts)
        address, ended = f"/register/{refused.paper.register_id}", refused.case.ended_at is not None
    page = stranger.get(address)
    assert (page.status_code == 200) is ended, "before it is handed out nobody finds it"
    if not ended:
        return
    assert facts["number"] in page.text
    assert facts["found"] not in page.text, "why stands on the paper alone"
    assert (facts["order"]["number"], facts["order"]["item"][:1]) == (number, "1")
    asked = {"number": facts["number"], "name": facts["name"]}
    assert "holds today" not in stranger.get("/register/papers", query_string=asked).text
    assert "unchanged to the byte" in brought(stranger, handed)
    code = next(one for one in linked_addresses(handed) if "#" in one)
    key = key_bytes(stranger.get("/register/papers/key").text.strip())
    assert proven_by(code, key).number == facts["number"]


def hand_over_refusal(clerk: Staff, case: str) -> bytes:
    """The refusal is handed out; what the applicant gets."""
    hidden = clerk.hidden(f"/cases/{case}/refusal")
    answer = clerk.send(f"/cases/{case}/refusal/hand-over", **hidden)
    assert answer.status_code == 302, answer.text
    handed: bytes = clerk.get(f"/cases/{case}/refusal/file").data
    return handed


def verified(app: Flask, paper: Drawn, folder: Path, *, searchable: bool = True) -> bytes:
    """A stranger checks the issued paper in every way there is; the signed file as it was given."""
    stranger = Visitor(app, "10.2.0.1")
    page = stranger.get(f"/register/{paper.code.partition('#')[0].rsplit('/', 1)[1]}").text
    assert paper.number in page
    assert "The paper was issued here and holds today." in page
    found = stranger.get("/register/papers", query_string={"number": paper.number, "name": paper.holder}).text
    assert ("holds today" in found) is searchable
    file = file_of(app, paper)
    _upload(stranger, paper, file)
    _offline(app, stranger, paper, folder)
    assert_signed(file, folder)
    return file


def file_of(app: Flask, paper: Drawn) -> bytes:
    """The signed file."""
    with app.app_context():
        return read_file(db.session.get_one(ResultPaperSigned, paper.id).file)


def _upload(stranger: Visitor, paper: Drawn, file: bytes) -> None:
    assert "unchanged to the byte" in brought(stranger, file)
    assert "changed after it was signed" in brought(stranger, file + b"\n")


def brought(stranger: Visitor, file: bytes) -> str:
    """What the register says of a file."""
    token = re.findall(r'name="csrf_token" value="([^"]+)"', stranger.get("/register/papers").text)[0]
    fields = {"csrf_token": token, "file": (BytesIO(file), "paper.pdf")}
    return stranger.client.post("/register/papers/file", data=fields).text


def _offline(app: Flask, stranger: Visitor, paper: Drawn, folder: Path) -> None:
    """`synaq verify certificate` with the published key and the signed list of the day, without any table."""
    settings: Settings = app.extensions["synaq.settings"]
    for old in (settings.data_folder / "register").glob("status-*.json"):
        old.unlink()
    with app.app_context():
        make_list(settings)
    listed = folder / "list.json"
    listed.write_bytes(stranger.get("/register/papers/list").data)
    key = stranger.get("/register/papers/key").text.strip()
    said = CliRunner().invoke(verify_certificate, [paper.code, "--key", key, "--list", str(listed)])
    assert said.exit_code == 0, said.output
    assert paper.number in said.output


def assert_signed(file: bytes, folder: Path, signatures: int = 1) -> None:
    """Another program finds the signature whole."""
    assert pdfsig(file, folder).count("Signature is Valid.") == signatures
