"""The operator's verbs of staff and roles, on the same actions as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from flask.cli import with_appcontext

from accounts import grant_queries
from accounts.actions import grants, staff
from accounts.command_line import BY, DAY, carried_out, day, office, person
from accounts.models import Account, RoleGrant
from accounts.roles import GRANTED
from core.database import reading
from core.journal_erasing import erase_personal
from core.languages import speaking
from core.settings import Settings
from core.views import settings

ROLES = click.Choice([role.value for role in GRANTED])


@click.command("people")
@click.argument("words", nargs=-1)
@with_appcontext
def list_people(words: tuple[str, ...]) -> None:
    """Print the open staff accounts whose name, log-in name or e-mail holds all WORDS."""
    with reading(), speaking("en"):
        page, printed, count = 1, 0, 1
        while printed < count:
            rows, count = grant_queries.staff(grant_queries.Sought(" ".join(words)), page)
            held = grant_queries.live_grants_of([row.id for row in rows])
            for row in rows:
                roles = (
                    ", ".join(f"{grant.role} at {grant.office.code}" for grant in held[row.id]) or "no role"
                )
                click.echo(f"{row.login}  {row.name}  ({roles})")
            printed, page = printed + len(rows), page + 1
            if not rows:
                break


def _person_options(command: Any) -> Any:
    for option in (
        click.option("--surname", required=True),
        click.option("--given-name", required=True),
        click.option("--patronymic", default=""),
        click.option("--email", default="", help="Where the link for the first password is sent."),
        click.option("--language", type=click.Choice(["kk", "ru", "en"]), default="kk", show_default=True),
    ):
        command = option(command)
    return command


@click.command("create-administrator")
@click.argument("login")
@_person_options
@click.option(
    "--office", "office_code", metavar="CODE", required=True, help="The office where the role is held."
)
@click.option("--order", default="0", show_default=True, help="Number of the order of appointment.")
@click.option("--order-date", type=DAY, help="Its date; today when not given.")
@with_appcontext
def create_administrator(
    login: str, office_code: str, order: str, order_date: datetime | None, **facts: str
) -> None:
    """Enter the first system administrator LOGIN and print the link by which the password is set.

    The link works once, for three days. At the first log-in the second factor is set up.
    """
    with carried_out():
        account = staff.create_administrator(
            staff.StaffFacts(login=login, **facts),
            office(office_code).id,
            grants.Order(order, day(order_date)),
        )
        _print_link(account, settings())


def _print_link(account: Account, held: Settings) -> None:
    """Operators often have no mail yet: the link is printed besides being sent."""
    click.echo(f"{held.public_address}/password/{staff.invite(account, held)}")


@click.command("enter")
@click.argument("login")
@_person_options
@BY
@with_appcontext
def enter(login: str, by: str | None, **facts: str) -> None:
    """Enter the member of staff LOGIN. Grant a role and invite them afterwards."""
    with carried_out(by):
        account = staff.enter_staff(staff.StaffFacts(login=login, **facts))
        click.echo(f"entered {account.login}: {account.name}")


@click.command("invite")
@click.argument("login")
@BY
@with_appcontext
def invite(login: str, by: str | None) -> None:
    """Send LOGIN the link for the first password, and print it."""
    with carried_out(by):
        _print_link(person(login), settings())


@click.command("grant")
@click.argument("login")
@click.argument("role", type=ROLES)
@click.argument("office_code", metavar="OFFICE")
@click.option("--order", required=True, help="Number of the order on which the role rests.")
@click.option("--order-date", type=DAY, help="Its date; today when not given.")
@click.option("--from", "from_day", type=DAY, help="First day; today when not given.")
@click.option("--until", "until_day", type=DAY, help="Last day; without one until it is ended.")
@BY
@with_appcontext
def grant(
    login: str,
    role: str,
    office_code: str,
    order: str,
    order_date: datetime | None,
    from_day: datetime | None,
    until_day: datetime | None,
    by: str | None,
) -> None:
    """Grant LOGIN the role ROLE at the office with the code OFFICE.

    synaq accounts grant a.seitkali chancery_clerk TD-AKM --order 12-ж --order-date 2025-12-29
    """
    with carried_out(by):
        grants.grant_role(
            person(login),
            role,
            office(office_code).id,
            grants.Term(day(from_day), until_day.date() if until_day else None),
            grants.Order(order, day(order_date)),
        )
        click.echo(f"{login} holds {role} at {office_code} from {day(from_day)}")


def _held(login: str, role: str, office_code: str) -> RoleGrant:
    account, place = person(login), office(office_code)
    found = [g for g in staff.live_grants(account) if g.role == role and g.office_id == place.id]
    if not found:
        raise click.ClickException(f"{login} does not hold {role} at {office_code}")
    return found[0]


@click.command("end-grant")
@click.argument("login")
@click.argument("role", type=ROLES)
@click.argument("office_code", metavar="OFFICE")
@click.option("--on", "until_day", type=DAY, required=True, help="The last day of the role.")
@BY
@with_appcontext
def end_grant(login: str, role: str, office_code: str, until_day: datetime, by: str | None) -> None:
    """Say on which day LOGIN's role ROLE at OFFICE ends."""
    with carried_out(by):
        grants.end_grant(_held(login, role, office_code), until_day.date())
        click.echo(f"{login} holds {role} at {office_code} until {until_day:%Y-%m-%d}")


@click.command("revoke")
@click.argument("login")
@click.argument("role", type=ROLES)
@click.argument("office_code", metavar="OFFICE")
@click.option("--reason", required=True)
@click.option("--as", "by", metavar="LOGIN", required=True, help="The administrator who revokes it.")
@with_appcontext
def revoke(login: str, role: str, office_code: str, reason: str, by: str) -> None:
    """Take LOGIN's role ROLE at OFFICE away at once."""
    with carried_out(by):
        grants.revoke_grant(_held(login, role, office_code), reason)
        click.echo(f"{login} no longer holds {role} at {office_code}")


@click.command("erase-names")
@click.argument("subject_kind", metavar="KIND")
@click.argument("subject_id", metavar="ID")
@click.option("--ground", required=True, help="The act or the request on which the names are erased.")
@click.option("--as", "by", metavar="LOGIN", required=True, help="The administrator who answers for it.")
@with_appcontext
def erase_names(subject_kind: str, subject_id: str, ground: str, by: str) -> None:
    """Erase the names in the journal's entries about one thing, such as `case 17`, whose term is over.

    What was done, when and by whom stays and stays provable; the erasure is entered with its ground. Not to be undone.
    """
    with carried_out(by):
        gone = erase_personal(subject_kind, subject_id, ground, settings().retain_names_days)
        click.echo(f"names erased from {gone} entries about {subject_kind} {subject_id}")


@click.command("close")
@click.argument("login")
@click.option("--reason", required=True)
@click.option("--as", "by", metavar="LOGIN", required=True, help="The administrator who closes it.")
@with_appcontext
def close(login: str, reason: str, by: str) -> None:
    """Close LOGIN's account: its roles are revoked, its log-ins end."""
    with carried_out(by):
        staff.close_staff(person(login), reason)
        click.echo(f"{login} is closed")


COMMANDS: tuple[click.Command, ...] = (
    list_people,
    create_administrator,
    enter,
    invite,
    grant,
    end_grant,
    revoke,
    close,
    erase_names,
)
