"""The operator's verbs of this room: exports are proved without any database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from exam import proofs

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("verify")
def verify_group() -> None:
    """Prove an exported test or sitting, or a signed paper; no database is asked."""


@verify_group.command("attempt")
@click.argument("file", type=_FILE)
@click.option("--root", help="The root printed in the record of the hall.")
def verify_attempt(file: Path, root: str | None) -> None:
    """One test: digest, sums, verdict, and its path to the root; exit 1 if anything is wrong."""
    told = _read(file)
    _answer(proofs.faults_of_attempt(told), told, root)


@verify_group.command("sitting")
@click.argument("file", type=_FILE)
@click.option("--root", help="The root printed in the record of the hall.")
def verify_sitting(file: Path, root: str | None) -> None:
    """All tests of a sitting, and the root over them; exit 1 if anything is wrong."""
    told = _read(file)
    _answer(proofs.faults_of_sitting(told), told, root)


def _read(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise click.ClickException(f"{file} holds no JSON: {error}") from None


def _answer(faults: list[str], told: object, root: str | None) -> None:
    named = told.get("root") if isinstance(told, dict) else None
    if root is not None and "".join(root.split()).casefold() != named:
        faults = [*faults, "the root is not the one of the record"]
    if faults:
        raise click.ClickException("not proved: " + "; ".join(faults))
    click.echo(f"Proved. Root: {named}")
    if root is None:
        click.echo("Compare the root with the one printed in the record of the hall, or give it with --root.")
