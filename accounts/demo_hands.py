"""The demo's people sign what names them, each in turn, with the keys that the demo makes for them."""

from __future__ import annotations

from sqlalchemy import select

from accounts.actions import signing
from accounts.demo_signing import demo_subject
from accounts.models import Account, RoleGrant
from accounts.signing_models import SigningPlace
from accounts.signing_queries import deeds_of, places_of
from accounts.signing_turns import seal, turn_of
from core.actor import Actor, acting
from core.clock import now
from core.database import db
from core.settings import Settings
from gateways.doors import doors
from gateways.signatures.demo_keys import DEMO_PASSPHRASE, sign_with_demo_key
from gateways.signatures.findings import Use


def sign_all(sheet_id: int, settings: Settings) -> None:
    """Whoever has not signed the sheet yet does, in the order in which it names them."""
    for place in places_of(sheet_id)[len(deeds_of(sheet_id)) :]:
        _sign(place, settings)


def _sign(place: SigningPlace, settings: Settings) -> None:
    door, account = doors().signatures, db.session.get_one(Account, place.account_id)
    with acting(_as_named(place, account)):
        turn = turn_of(place.sheet_id)
        prepared = turn.prepare(now())
        signature = sign_with_demo_key(
            settings, demo_subject(account), Use.SIGNING, prepared.covered, DEMO_PASSPHRASE
        )
        signing.sign(turn, seal(turn, prepared, signature, door), stand_in=door.stand_in)


def _as_named(place: SigningPlace, account: Account) -> Actor:
    """The person in the role that the sheet asks for, or in any where it asks for none."""
    held = select(RoleGrant).where(RoleGrant.account_id == account.id).order_by(RoleGrant.id)
    grants = db.session.scalars(held).all()
    grant = next((one for one in grants if place.role in {None, one.role}), grants[0])
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
