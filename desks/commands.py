"""The operator's verb of this room: the evidence file of a case is proved without any database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from core.languages import LANGUAGES, _, speaking
from core.settings import Settings
from desks.chain.links import Holds, Kind, Line
from desks.chain.words import ABSENCES, NAMES

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# What stands before a line: it holds, it does not, nothing can be said, it is merely told.
MARKS = {Holds.YES: "+", Holds.NO: "!", Holds.UNSAID: "?", Holds.NOTE: "·"}


@click.command("case")
@click.argument("file", type=_FILE)
@click.option("--key", help="The published key of the register, as /register/papers/key gives it.")
@click.option("--roots", type=_FILE, help="Trusted roots (PEM), as /register/papers/roots gives them.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@with_appcontext
def verify_case(file: Path, key: str | None, roots: Path | None, language: str) -> None:
    """The evidence file of a case, line by line: + holds, ! does not, ? cannot be said here.

    Exit 0 if everything holds, 1 if anything does not, 2 if nothing is wrong but something could not be checked.
    """
    from desks.chain.checking import checks_anywhere
    from desks.chain.demanded import prove_absences, unproved
    from desks.chain.evidence_file import NoEvidence, opened
    from desks.chain.proof import prove_all
    from orders.paper_proof import key_bytes

    with speaking(language):
        try:
            found = opened(file.read_bytes(), key_bytes(key) if key else None)
        except (NoEvidence, ValueError) as fault:
            raise click.ClickException(_("This is no evidence file: %(fault)s", fault=fault)) from None
        said = list(found.lines)
        _tell(_("The file"), found.lines)
        settings: Settings = current_app.extensions["synaq.settings"]
        for proved in prove_all(found.evidence, checks_anywhere(found.evidence, roots, settings)):
            _tell(str(NAMES[proved.kind]), proved.lines)
            said += proved.lines
        absences = list(prove_absences(found.evidence))
        said += absences
        if absences:
            _tell(_("What is missing"), absences)
        for kind in (one for one in Kind if one in found.evidence.missing):
            click.echo(f"{NAMES[kind]}: {ABSENCES[found.evidence.missing[kind]]}")
        if roots is None and any(one.holds is Holds.UNSAID for one in said):
            click.echo(
                _(
                    "What cannot be said here of a signature can be said with the published roots: give --roots."
                )
            )
        _end(found.evidence.case.number, said, unproved(found.evidence))


def _tell(title: str, lines: Sequence[Line]) -> None:
    click.echo(title)
    for line in lines:
        click.echo(f"  {MARKS[line.holds]} {line.sentence}")


def _end(number: str, said: Sequence[Line], missing: Sequence[Kind]) -> None:
    wrong = sum(one.holds is Holds.NO for one in said)
    open_ = sum(one.holds is Holds.UNSAID for one in said)
    if wrong:
        click.echo(
            _("Case %(number)s is not proved: %(wrong)s lines do not hold.", number=number, wrong=wrong)
        )
        raise SystemExit(1)
    if open_:
        click.echo(
            _("Nothing is wrong with case %(number)s, but %(count)s lines could not be checked here.",
              number=number, count=open_)
        )  # fmt: skip
        raise SystemExit(2)
    if missing:
        names = ", ".join(str(NAMES[kind]) for kind in missing)
        click.echo(
            _("What the file holds of case %(number)s is proved. Not in it, and not proved: %(links)s.",
              number=number, links=names)
        )  # fmt: skip
        return
    click.echo(_("Case %(number)s is proved.", number=number))
