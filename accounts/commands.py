"""The operator's verbs of accounts: offices, their settings, imports, and (from `commands_people`) staff and roles.

What is done here is journalled as done by the system, or by the administrator whom `--as` names. Each command is one
transaction: it is carried out as a whole or not at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from accounts import commands_people, declared_settings
from accounts.actions import imports, office_settings, offices
from accounts.command_line import BY, DAY, carried_out, day, office
from accounts.hours import usual_week
from accounts.import_columns import SPECIALTIES, STAFF
from accounts.models import Office
from accounts.office_kinds import OFFICE_KINDS
from accounts.office_tree import all_offices, flat, tree
from accounts.setting_book import SettingBook
from accounts.setting_words import value_lines
from accounts.spreadsheets import Column, SheetRow, read_rows
from core.database import db, reading
from core.languages import speaking
from core.views import settings


@click.group("accounts")
def accounts_group() -> None:
    """Offices, staff, roles and the settings of offices.

    A new installation begins with `enter-office` and `create-administrator`; all else is done on the pages as well.
    """


for command in commands_people.COMMANDS:
    accounts_group.add_command(command)


@accounts_group.command("offices")
@with_appcontext
def list_offices() -> None:
    """Print the tree of offices with their codes."""
    with reading(), speaking("en"):
        for node in flat(tree(all_offices())):
            closed = f"  closed from {node.office.closed_on}" if node.office.closed_on else ""
            click.echo(f"{'  ' * node.depth}{node.office.code}  {node.office.short}{closed}")


@accounts_group.command("enter-office")
@click.argument("code")
@click.option("--kind", type=click.Choice(list(OFFICE_KINDS)), required=True)
@click.option("--under", metavar="CODE", help="The office above it.")
@click.option("--name", nargs=3, required=True, metavar="KK RU EN", help="Full name in the three languages.")
@click.option(
    "--short", nargs=3, required=True, metavar="KK RU EN", help="Short name in the three languages."
)
@click.option("--zone", default="Asia/Almaty", show_default=True)
@click.option("--address", default="")
@BY
@with_appcontext
def enter_office(
    code: str,
    kind: str,
    under: str | None,
    name: tuple[str, str, str],
    short: tuple[str, str, str],
    zone: str,
    address: str,
    by: str | None,
) -> None:
    """Enter the office CODE, with the usual hours 09:00-18:30 and lunch 13:00-14:30; the page changes them.

    synaq accounts enter-office COM --kind committee --name "…" "…" "Committee for Control of …"
    --short Комитет Комитет Committee
    """
    with carried_out(by):
        made = offices.enter_office(
            offices.OfficeFacts(
                code, kind, office(under).id if under else None, *name, *short, zone, usual_week(), address
            )
        )
        click.echo(f"entered {made.code}")


def _office_or_all(code: str) -> Office | None:
    return None if code == "all" else office(code)


@accounts_group.command("settings")
@click.argument("office_code", metavar="OFFICE")
@click.option("--service", help="Only the settings of this service.")
@click.option("--unset", is_flag=True, help="Only what nobody has decided; exit 1 if there is anything.")
@with_appcontext
def list_settings(office_code: str, service: str | None, unset: bool) -> None:
    """Print the settings of OFFICE (a code, or `all` for every office) and where each value comes from."""
    missing = 0
    with reading(), speaking("en"):
        book = SettingBook(_office_or_all(office_code))
        for known in book.services() if service is None else (service,):
            click.echo(known)
            for line in book.lines(known):
                missing += line.is_missing
                if line.is_missing:
                    click.echo(f"  {line.kind.key}: NOT DECIDED")
                elif line.row is None:
                    continue
                elif not unset:
                    value = "; ".join(value_lines(line.kind, known, line.row.value))
                    demo = " [demo]" if line.row.is_demo else ""
                    click.echo(f"  {line.kind.key}: {value}{demo} (No. {line.row.decision_number})")
    if unset and missing:
        sys.exit(1)


@accounts_group.command("set")
@click.argument("office_code", metavar="OFFICE")
@click.argument("key")
@click.argument("value")
@click.option("--service", default="", help="The service it concerns; without one all of them.")
@click.option("--decision", required=True, help="Number of the decision.")
@click.option("--decision-date", type=DAY, help="Its date; today when not given.")
@click.option("--from", "from_day", type=DAY, help="First day; today when not given.")
@click.option("--demo", is_flag=True, help="Mark the value as demo wherever it shows.")
@BY
@with_appcontext
def set_setting(
    office_code: str,
    key: str,
    value: str,
    service: str,
    decision: str,
    decision_date: datetime | None,
    from_day: datetime | None,
    demo: bool,
    by: str | None,
) -> None:
    r"""Enter what OFFICE (a code, or `all`) has decided on the setting KEY. VALUE is JSON, or the plain word.

    \b
    synaq accounts set all pass_mark 70 --decision 15-НҚ
    synaq accounts set TD-AKM appeal_term '{"value": 90, "unit": "calendar_day"}' --decision 16-НҚ
    synaq accounts set COM order_signature eds --service organisation-accreditation --decision 17-НҚ
    """
    kind = declared_settings.find(key)
    if kind is None:
        known = ", ".join(sorted(found.key for found in declared_settings.kinds()))
        raise click.ClickException(f"nobody asks for {key}; the settings are {known}")
    if demo and settings().is_production:
        raise click.ClickException("production takes no demo values")
    with carried_out(by):
        office_settings.decide(
            key,
            service,
            _office_or_all(office_code),
            _value(value),
            office_settings.Decision(decision, day(decision_date), day(from_day)),
            is_demo=demo,
        )
        click.echo(f"{key} at {office_code}: {'; '.join(value_lines(kind, service, _value(value)))}")


@accounts_group.command("withdraw")
@click.argument("office_code", metavar="OFFICE")
@click.argument("key")
@click.option("--service", default="", help="The service it concerns; without one all of them.")
@click.option("--decision", required=True, help="Number of the decision that takes the earlier one back.")
@click.option("--decision-date", type=DAY, help="Its date; today when not given.")
@click.option("--from", "from_day", type=DAY, help="First day; today when not given.")
@BY
@with_appcontext
def withdraw_setting(
    office_code: str,
    key: str,
    service: str,
    decision: str,
    decision_date: datetime | None,
    from_day: datetime | None,
    by: str | None,
) -> None:
    """Take back what OFFICE (a code, or `all`) itself has decided on KEY; what is next in line counts again."""
    with carried_out(by):
        office_settings.withdraw(
            key,
            service,
            _office_or_all(office_code),
            office_settings.Decision(decision, day(decision_date), day(from_day)),
        )
        click.echo(f"{key} at {office_code}: withdrawn")


def _value(text: str) -> Any:
    """JSON as it is, whole numbers too; a word that is no JSON, and a number with a point, stay text."""
    try:
        read = json.loads(text)
    except ValueError:
        return text
    return text if isinstance(read, float) else read


def _import(
    path: Path, columns: tuple[Column, ...], run: Callable[[list[SheetRow]], Any], enter_rows: bool
) -> None:
    report = run(read_rows(path.read_bytes(), columns))
    for row in report:
        why = f": {row.cell} {row.reason}".rstrip() if row.reason else ""
        click.echo(f"row {row.number}  {row.name}  {row.outcome}{why}")
    if enter_rows:
        imports.insist(report)
        click.echo(f"entered {sum(row.outcome == imports.TAKEN for row in report)} rows")
    else:
        db.session.rollback()
        click.echo("nothing was entered: this was a dry run; add --enter")


FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
ENTER = click.option(
    "--enter", "enter_rows", is_flag=True, help="Enter the rows, all or none; else a dry run."
)


@accounts_group.command("import-staff")
@FILE
@ENTER
@BY
@with_appcontext
def import_staff(file: Path, enter_rows: bool, by: str | None) -> None:
    """Report what would become of each row of the XLSX list FILE; with --enter, enter all or none."""
    with carried_out(by):
        _import(file, STAFF, lambda rows: imports.import_staff(rows, settings()), enter_rows)


@accounts_group.command("import-specialties")
@FILE
@ENTER
@BY
@with_appcontext
def import_specialties(file: Path, enter_rows: bool, by: str | None) -> None:
    """Report what would become of each row of the XLSX list FILE; with --enter, enter all or none."""
    with carried_out(by):
        _import(file, SPECIALTIES, imports.import_specialties, enter_rows)
