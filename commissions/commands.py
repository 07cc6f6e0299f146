"""The operator's verb of this room: a protocol is proved from its file, without any database."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from exam import proofs
from exam.commands import verify_group
from gateways.doors import doors

__all__ = ["verify_group"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@verify_group.command("protocol")
@click.argument("file", type=_FILE)
@click.option(
    "--result", "results", type=_FILE, multiple=True, help="An exported test on which a decision rests."
)
@with_appcontext
def verify_protocol(file: Path, results: tuple[Path, ...]) -> None:
    """A protocol or its correction sheet: pages, signatures, results; exit 1 if anything is wrong."""
    from commissions.protocol_proof import prove
    from gateways.signatures.enclosed import enclosed_files

    document = file.read_bytes()
    transcripts = [_transcript(one) for one in results]
    proof = prove(document, enclosed_files(document), doors().signatures.check_pdf, transcripts)
    for line in proof.lines:
        click.echo(line)
    if proof.faults:
        raise click.ClickException("not proved: " + "; ".join(proof.faults))
    click.echo("Proved. The pages are those of the enclosed facts, and every signature holds.")


def _transcript(file: Path) -> str:
    """The text of an exported test, which must prove itself first."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise click.ClickException(f"{file} holds no JSON: {error}") from None
    faults = proofs.faults_of_attempt(told)
    if faults:
        raise click.ClickException(f"{file} is not proved: " + "; ".join(faults))
    return str(told["transcript"])
