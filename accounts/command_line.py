"""What the commands of accounts share: one transaction in somebody's name, people and offices by their words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from sqlalchemy import select

from accounts.models import Account, Office
from accounts.queries import active_grants, today
from accounts.roles import ROLE_NAMES, Role
from core.actor import SYSTEM, Actor, acting
from core.clock import now
from core.database import db
from core.languages import speaking
from core.refusals import Refusal

DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])
BY = click.option(
    "--as", "by", metavar="LOGIN", help="The administrator who answers for it; else the system does."
)


@contextmanager
def carried_out(by: str | None = None) -> Iterator[None]:
    """One transaction in the name of an administrator, or of the system; a refusal ends the command."""
    with in_the_name_of(SYSTEM if by is None else holder(by, Role.ADMINISTRATOR)):
        yield


@contextmanager
def in_the_name_of(actor: Actor) -> Iterator[None]:
    """One transaction in somebody's name; a refusal ends the command with its sentence."""
    with speaking("en"), acting(actor):
        try:
            yield
            db.session.commit()
        except Refusal as refusal:
            db.session.rollback()
            told = [str(part) for part in (refusal.sentence, refusal.next_step) if part]
            raise click.ClickException(" ".join(told)) from refusal


def holder(login: str, role: Role) -> Actor:
    """A member of staff in a role that he holds now."""
    account = person(login)
    held = next((g for g in active_grants(account.id, now()) if g.role == role.value), None)
    if held is None or account.closed_at is not None:
        with speaking("en"):
            raise click.ClickException(f"{login} is no {str(ROLE_NAMES[role]).lower()}")
    return Actor(account.id, held.role, held.office_id, held.id, account.name)


def person(login: str) -> Account:
    """A member of staff by log-in name."""
    found = db.session.scalar(select(Account).where(Account.login == login.casefold()))
    if found is None:
        raise click.ClickException(f"nobody has the log-in name {login}")
    return found


def office(code: str) -> Office:
    """An office by its code."""
    found = db.session.scalar(select(Office).where(Office.code == code))
    if found is None:
        raise click.ClickException(f"no office has the code {code}")
    return found


def day(given: datetime | None) -> date:
    return given.date() if given else today()
