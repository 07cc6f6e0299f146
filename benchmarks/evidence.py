"""The evidence file of a case: read and made, and proved without the database, each beside its floor.

The case has a signed request, a test, the record of its hall, an interview with its signed protocol. What it costs to
read the same files, digest them and put them together is the floor of making; to check the same signatures and to
print the same pages again that of proving.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from app import create_app
from applications.models import Case
from benchmarks.ground import Ground
from benchmarks.rounds import Measured, Subject
from commissions.protocol_facts import read_facts
from commissions.protocol_paper import ENCLOSED, protocol_pdf
from core.actor import Actor
from core.database import db, reading
from core.files import read_file
from core.languages import speaking
from core.models import StoredFile
from core.pdf import render_pdf
from core.settings import Settings
from desks.chain.checking import checks_of
from desks.chain.evidence_file import opened, written
from desks.chain.proof import prove_all
from desks.chain.whole import chain_of
from gateways.doors import doors
from gateways.signatures.enclosed import enclosed_files
from gateways.signatures.findings import Expected
from orders.register_key import register_key
from tests.applications import making as applying
from tests.commissions import hearing as commission
from tests.desks.chain_hands import interviewed
from tests.exam import making
from tests.exam.test_results import closed_hall

FILES, SIGNATURES = "files read, digested, zipped", "signatures and pages alone"
GOAL = 0.8


@contextmanager
def evidence(ground: Ground) -> Iterator[list[Subject]]:
    """One case; each subject again and again, one after the other."""
    app = create_app(ground.settings(ground.databases.fresh()))
    with app.app_context():
        making.SERVICE, making.DECLARED_HOW = commission.SERVICE, "signed"
        case, _protocol = interviewed(commission.hearing_of(closed_hall(app)))
        reader = applying.staff(Role.HEAD, case.office)
        db.session.commit()
        settings = app.extensions["synaq.settings"]
        key, identity = register_key(settings), case.public_id
        file = _made(identity, reader, settings, key)
        held = dict(opened(file).evidence.files)
        digests = [sha256(one).hexdigest() for one in held.values()]
        stored = db.session.scalars(select(StoredFile).where(StoredFile.digest.in_(digests))).all()
        db.session.expunge_all()
    yield [
        Subject(FILES, again(app, lambda: _zipped([read_file(one) for one in stored], held)), unit="files a second"),
        Subject("evidence made", again(app, lambda: _made(identity, reader, settings, key)), (FILES,), None,
                "files a second"),
        Subject(SIGNATURES, again(app, lambda: _floor(held)), unit="files a second"),
        Subject("evidence proved", again(app, lambda: _proved(file)), (SIGNATURES,), GOAL, "files a second"),
    ]  # fmt: skip
    with app.app_context():
        db.engine.dispose()


def _made(identity: str, reader: Actor, settings: Settings, key: Ed25519PrivateKey) -> bytes:
    case = db.session.scalars(select(Case).where(Case.public_id == identity)).one()
    chain = chain_of(case, reader, settings)
    return written(chain.evidence(), list(chain.links.values()), key)


def _zipped(files: list[bytes], others: dict[str, bytes]) -> bytes:
    """What no way of making it could save: the bytes, their digests, the container."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name, data in others.items():
            file.writestr(name, data + sha256(data).digest())
    return kept.getvalue() + b"".join(sha256(one).digest() for one in files)


def _proved(file: bytes) -> None:
    with speaking("kk"):
        found = opened(file)
        assert all(line.holds != "no" for line in found.lines)
        assert all(one.holds == "yes" for one in prove_all(found.evidence, checks_of()))


def _floor(held: dict[str, bytes]) -> None:
    """The two things in it that cost something: signatures checked, pages of protocol and hall record printed."""
    document, request = held["protocol/protocol.pdf"], held["application/request.json"]
    facts = read_facts(enclosed_files(document)[ENCLOSED].decode())
    door = doors().signatures
    door.check_pdf(document, [Expected()] * len(facts.signatories))
    door.check(request, held["application/request.cms.pem"], Expected())
    assert document.startswith(protocol_pdf(facts))
    text = held["record/facts.json"]
    told = json.loads(text) | {"digest": sha256(text).hexdigest()}
    assert (
        render_pdf("exam/hall_record", told, specimen=facts.specimen, language="ru")
        == held["record/record.pdf"]
    )


def again(app: Flask, work: Callable[[], object]) -> Callable[[float], Measured]:
    """As often as the time allows, each with a session of its own."""

    def measure(seconds: float) -> Measured:
        with app.app_context(), reading():
            work()
            began, spent, made = time.perf_counter(), time.process_time(), 0
            while time.perf_counter() - began < seconds or not made:
                work()
                db.session.remove()
                made += 1
            passed = time.perf_counter() - began
        return Measured(made / passed, cpu_ms=(time.process_time() - spent) * 1000 / made)

    return measure
