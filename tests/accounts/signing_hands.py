"""Hands that sign: open a sheet, sign it in order by the verbs with keys of the demo, refuse, withdraw."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app
from sqlalchemy import update

from accounts.actions import signing
from accounts.actions.signing import NewSheet, Place
from accounts.demo_signing import demo_subject
from accounts.models import Account, Office, RoleGrant
from accounts.queries import active_grants
from accounts.roles import Role
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDeed, SigningDone, SigningPlace, SigningSheet
from accounts.signing_queries import done_of, places_of
from accounts.signing_turns import seal, turn_of
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from gateways.doors import doors
from gateways.signatures.demo_keys import DEMO_PASSPHRASE, sign_with_demo_key
from gateways.signatures.door import SignatureDoor
from gateways.signatures.findings import Use
from regulations.words import Words
from tests.accounts.people import some_iin
from tests.exam.planners import AtDesk
from tests.gateways.signing import small_pdf

KIND = "specimen_sheet"
told: list[tuple[str, int]] = []

register(
    KIND,
    Hooks(
        when_signed=lambda sheet, _done: told.append(("signed", sheet.id)),
        when_refused=lambda sheet, _reason: told.append(("refused", sheet.id)),
    ),
)


def as_whom(number: int = 1) -> Words:
    return Words(f"Комиссия мүшесі {number}", f"Член комиссии {number}", f"Member {number} of the commission")


def opened(office: Office, actors: list[Actor], subject: int = 1, **changes: Any) -> SigningSheet:
    """A sheet of a specimen that these people sign in this order, each in the role in which they act."""
    wanted: dict[str, Any] = {
        "kind": KIND,
        "subject_id": subject,
        "office_id": office.id,
        "title": Words("Үлгі хаттама", "Протокол-образец", "Specimen minutes"),
        "document": small_pdf(),
        "name": "specimen.pdf",
        "places": tuple(
            Place(actor.account_id or 0, as_whom(number), Role(actor.role))
            for number, actor in enumerate(actors, start=1)
        ),
    }
    with acting(actors[0]):
        return signing.open_sheet(NewSheet(**(wanted | changes)))


def with_iin(account: Account) -> Account:
    """The account with an IIN, which whoever signs must have."""
    if account.iin is None:
        db.session.execute(
            update(Account).where(Account.id == account.id).values(iin=some_iin(2000 + account.id * 3))
        )
        db.session.refresh(account)
    return account


def actor_of(place: SigningPlace) -> Actor:
    """Whoever signs in this place, in the role that the place asks for."""
    grants = active_grants(place.account_id, now())
    held: RoleGrant = next((one for one in grants if place.role in {None, one.role}), grants[0])
    return Actor(place.account_id, held.role, held.office_id, held.id, place.account.name)


def signature_of(account: Account, covered: bytes) -> bytes:
    """The CMS that this person's own program would make."""
    settings = current_app.extensions["synaq.settings"]
    return sign_with_demo_key(settings, demo_subject(account), Use.SIGNING, covered, DEMO_PASSPHRASE)


def sign_next(place: SigningPlace, door: SignatureDoor | None = None) -> SigningDeed:
    """One signature, by whom the place names."""
    account, through = with_iin(place.account), door or doors().signatures
    with acting(actor_of(place)):
        turn = turn_of(place.sheet_id)
        prepared = turn.prepare(now())
        sealed = seal(turn, prepared, signature_of(account, prepared.covered), through)
        return signing.sign(turn, sealed, stand_in=through.stand_in)


def sign_all(sheet_id: int, door: SignatureDoor | None = None) -> SigningDone:
    """Everybody who has not signed yet signs in their turn."""
    done = len(db.session.get_one(SigningSheet, sheet_id, populate_existing=True).deeds)
    for place in places_of(sheet_id)[done:]:
        sign_next(place, door)
    found = done_of(sheet_id)
    assert found is not None
    return found


def sign_over_http(app: Flask, sheet_id: int) -> None:
    """Everybody who has not signed yet signs on the page, by the passphrase of the demo."""
    done = len(db.session.get_one(SigningSheet, sheet_id, populate_existing=True).deeds)
    ids = [with_iin(place.account).id for place in places_of(sheet_id)[done:]]
    db.session.commit()
    for account_id in ids:
        desk = AtDesk(app, account_id)
        page = desk.page(f"/signing/{sheet_id}")
        answer = desk.post(f"/signing/{sheet_id}/here", page, **{"here-passphrase": DEMO_PASSPHRASE})
        assert answer.status_code == 200, answer.text
