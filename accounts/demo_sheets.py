"""The demo's paper to try signing on: invented, signed by three people of the department in order, without effect."""

from __future__ import annotations

from sqlalchemy import select

from accounts.actions import signing
from accounts.demo import NotForProduction
from accounts.models import Account, RoleGrant
from accounts.roles import Role
from accounts.signing_hooks import Hooks, register
from accounts.signing_models import SigningDone, SigningSheet
from accounts.signing_queries import sheet_of
from core.actor import Actor, acting
from core.database import db
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from core.settings import Settings
from regulations.words import Words

KIND = "specimen"
SIGNERS = (
    ("head", Role.HEAD, Words("Департамент басшысы", "Руководитель департамента", "Head of the department")),
    (
        "secretary",
        Role.COMMISSION_SECRETARY,
        Words("Комиссия хатшысы", "Секретарь комиссии", "Secretary of the commission"),
    ),
    (
        "member",
        Role.COMMISSION_MEMBER,
        Words("Комиссия төрағасы", "Председатель комиссии", "Chair of the commission"),
    ),
)


def _nothing_follows(_sheet: SigningSheet, _done: SigningDone) -> None:
    """A specimen has no effect."""


register(KIND, Hooks(_nothing_follows))


def fill_demo(settings: Settings) -> bool:
    """Send the specimen to be signed and commit; False where it has been."""
    if settings.is_production:
        raise NotForProduction("demo data are not for production")
    if sheet_of(KIND, 1) is not None:
        return False
    actors = [_actor(login, role) for login, role, _capacity in SIGNERS]
    places = tuple(
        signing.Place(actor.account_id or 0, capacity, role)
        for actor, (_login, role, capacity) in zip(actors, SIGNERS, strict=True)
    )
    with acting(actors[0]):
        signing.open_sheet(
            signing.NewSheet(
                kind=KIND,
                subject_id=1,
                office_id=actors[0].office_id or 0,
                title=Words(
                    "Үлгі құжат: қол қойып көріңіз",
                    "Образец документа: попробуйте подписать",
                    "A specimen: try to sign it",
                ),
                document=render_pdf("core/example", EXAMPLE_FACTS, specimen=True),
                name="үлгі.pdf",
                places=places,
            )
        )
        db.session.commit()
    return True


def _actor(login: str, role: Role) -> Actor:
    account, grant = db.session.execute(
        select(Account, RoleGrant)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.login == login, RoleGrant.role == role.value)
    ).one()
    return Actor(account.id, grant.role, grant.office_id, grant.id, account.name)
