"""Signing on the pages: by the key that the demo keeps on the server, and by a program outside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select

from accounts.models import Account
from accounts.signing_models import SigningSheet
from accounts.signing_queries import places_of
from core.database import db
from gateways.signatures.demo_keys import DEMO_PASSPHRASE
from tests.accounts.people import Somebody
from tests.accounts.signing_hands import signature_of
from tests.journeys.hands import Hands
from tests.journeys.walk import Walk


def everybody_signs(walk: Walk, people: list[Somebody], folder: Path) -> None:
    """In the order of the paper: the first by a program outside, whoever comes after by the key here."""
    first, *others = [next(one for one in people if one.id == account) for account in _in_turn(walk)]
    sign_by_the_own_program(walk, first, folder)
    for one in others:
        sign_by_the_key_here(walk, one)


def _in_turn(walk: Walk) -> list[int]:
    """Who signs the newest paper, in this order."""
    with walk.app.app_context():
        sheet = db.session.scalars(select(SigningSheet).order_by(SigningSheet.id.desc())).first()
        assert sheet is not None
        return [one.account_id for one in places_of(sheet.id)]


def sign_by_the_key_here(walk: Walk, somebody: Somebody) -> None:
    """From the own desk to the paper, and the passphrase."""
    signer = _at_the_paper(walk, somebody)
    signer.page.fill('input[name="here-passphrase"]', DEMO_PASSPHRASE)
    signer.press('form[action$="/here"] button')
    assert not signer.finds('form[action$="/here"]')


def sign_by_the_own_program(walk: Walk, somebody: Somebody, folder: Path) -> None:
    """What is to be signed goes out as a file, and the signature comes back as a file."""
    signer = _at_the_paper(walk, somebody)
    signer.press('form[action$="/prepare"] button')
    covered = signer.download('main a[href$="/to-sign"]')
    signature = folder / "signature.cms"
    signature.write_bytes(made_outside(walk, somebody, covered))
    signer.page.set_input_files('input[name="signature"]', signature)
    signer.press('form[enctype="multipart/form-data"] button')
    assert not signer.finds('form[action$="/prepare"]')


def made_outside(walk: Walk, somebody: Somebody, covered: bytes) -> bytes:
    """By the person's key, in a thread of its own: the loop of this one belongs to the browsers."""

    def make() -> bytes:
        with walk.app.app_context():
            return signature_of(db.session.get_one(Account, somebody.id), covered)

    with ThreadPoolExecutor(1) as program:
        return program.submit(make).result()


def _at_the_paper(walk: Walk, somebody: Somebody) -> Hands:
    signer = walk.sits(somebody)
    signer.open("/desk")
    signer.press('main a[href^="/signing/"]')
    return signer
