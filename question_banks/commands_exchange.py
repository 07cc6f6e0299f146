"""The operator's verbs of bringing questions in and taking them out, on the same actions as the pages."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from accounts.command_line import holder, in_the_name_of
from accounts.grant_queries import live
from accounts.models import Account, RoleGrant
from accounts.queries import today
from accounts.roles import Role
from core.actor import Actor
from core.database import db
from core.languages import LANGUAGES
from core.refusals import Refusal
from question_banks import import_work
from question_banks.actions import exports, imports
from question_banks.import_words import told
from question_banks.models import Bank, BankImport, ImportOutcome
from question_banks.queries import find_bank
from question_banks.taking_out import items_of, media_for

SOME_REFUSED = 3

_CODE = click.option("--bank", "code", metavar="CODE", required=True, help="The bank.")
_BY = click.option(
    "--as",
    "by",
    metavar="LOGIN",
    help="The bank administrator who answers for it; not needed where the office has only one.",
)


def _person(by: str | None, code: str) -> Actor:
    """Who answers: the person named, or the only bank administrator of the bank's office."""
    if by is not None:
        return holder(by, Role.BANK_ADMINISTRATOR)
    logins = db.session.scalars(
        select(Account.login)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(Bank, Bank.office_id == RoleGrant.office_id)
        .where(Bank.code == code, RoleGrant.role == Role.BANK_ADMINISTRATOR.value, live(today()))
    ).all()
    if len(logins) != 1 or logins[0] is None:
        raise click.ClickException("say with --as which bank administrator answers for this")
    return holder(logins[0], Role.BANK_ADMINISTRATOR)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_CODE
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="ru",
    show_default=True,
    help="Of texts that name none.",
)
@click.option("--charset", help="Where the file does not tell it rightly.")
@click.option("--dry-run", is_flag=True, help="Only the report; nothing is entered.")
@click.option("--duplicates", is_flag=True, help="Take the duplicates too.")
@click.option("--without-refused", is_flag=True, help="Take the others although some items are refused.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON, for scripts.")
@_BY
@with_appcontext
def import_questions(file: Path, code: str, by: str | None, dry_run: bool, as_json: bool, **how: Any) -> None:
    """Bring FILE into a bank: the report of every item, then all of them or none.

    Exit codes: 0 all in order; 1 refused, nothing was entered; 3 some items are refused (entered only with
    --without-refused).
    """
    person = _person(by, code)
    with in_the_name_of(person):
        bank = find_bank(code, person)
        row = imports.bring(
            bank, imports.Brought(file.name, file.read_bytes(), how["language"], how["charset"])
        )
        row.state = "reading"  # where nobody can be asked, the headings of a sheet speak for themselves
        db.session.flush()
        import_work.work_on(row.id, commit=False)
        db.session.refresh(row)
        _print(row, as_json=as_json, entered=_enter(row, dry_run=dry_run, **how))
        if dry_run:
            db.session.rollback()
    if row.refused_count:
        sys.exit(SOME_REFUSED)


def _enter(row: BankImport, *, dry_run: bool, duplicates: bool, without_refused: bool, **_: Any) -> bool:
    """Take what was read; a refused item keeps everything out unless the person has said otherwise."""
    if dry_run or (row.refused_count and not without_refused):
        return False
    imports.take(row.id, duplicates=duplicates, without_refused=without_refused)
    import_work.work_on(row.id, commit=False)
    return True


def _print(row: BankImport, *, as_json: bool, entered: bool) -> None:
    lines = db.session.scalars(
        select(ImportOutcome).where(ImportOutcome.import_id == row.id).order_by(ImportOutcome.position)
    ).all()
    counts = Counter(line.result for line in lines)
    if as_json:
        items = [
            {
                "item": line.position,
                "result": line.result,
                "where": line.where,
                "title": line.title,
                "key": line.key,
                "reasons": [dict(one, sentence=told([one])[0]) for one in line.reasons],
            }
            for line in lines
        ]
        click.echo(
            json.dumps(
                {"form": row.format, "entered": entered, "counts": counts, "items": items}, ensure_ascii=False
            )
        )
        return
    for line in lines:
        if line.result != "taken":
            where = f" at {line.where}" if line.where else ""
            click.echo(
                f"{line.result}: item {line.position}{where} {line.title}: {' '.join(told(line.reasons))}"
            )
    summed = ", ".join(f"{counts[word]} {word}" for word in ("taken", "loss", "duplicate", "refused"))
    click.echo(f"{row.format}: {summed}. {'Entered.' if entered else 'Nothing was entered.'}")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_CODE
@click.option("--form", type=click.Choice(exports.FORMS), default="archive", show_default=True)
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="All three when not given."
)
@click.option("--reason", required=True, help="For what the questions are taken out; kept in the journal.")
@_BY
@with_appcontext
def export_questions(
    file: Path, code: str, form: str, languages: tuple[Any, ...], reason: str, by: str | None
) -> None:
    """Write the questions of a bank, with their keys, to FILE.

    Exit codes: 0 all was written whole; 1 refused; 3 some were written with loss or not at all, each named.
    """
    person = _person(by, code)
    with in_the_name_of(person):
        bank = find_bank(code, person)
        items = items_of(bank.id)
        if not items:
            raise Refusal("the bank holds no question")
        wanted = exports.Wanted(form=form, languages=languages or ("kk", "ru", "en"), reason=reason)
        made = exports.export(bank, items, media_for(bank.id, items), wanted)
        file.write_bytes(made.data)
        for left in made.left:
            notes = [{"code": note.code, "facts": note.facts} for note in left.notes]
            click.echo(f"{'loss' if left.written else 'not written'}: {left.key}: {' '.join(told(notes))}")
        click.echo(f"{len(items)} items to {file}")
    if made.left:
        sys.exit(SOME_REFUSED)
