"""`synaq verify paper`: what there is to say of the signatures in a PDF; no database is asked."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from core.languages import LANGUAGES, speaking
from gateways.doors import doors
from gateways.signatures.door import RootedSignatures, SignatureDoor
from gateways.signatures.enclosed import linked_addresses
from gateways.signatures.evidence import nothing_known
from gateways.signatures.findings import Doubt, FoundSignature, NotChecked, Valid
from gateways.signatures.saying import finding_sentence

# As papers of the whole country are dated.
_ZONE = "Asia/Almaty"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("paper")
@click.argument("file", type=_FILE)
@click.option("--roots", type=_FILE, help="Trusted roots and issuers (PEM) in place of this installation's.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@with_appcontext
def verify_paper(file: Path, roots: Path | None, language: str) -> None:
    """Each signature of a signed paper: who, when, valid or why not.

    Exit 0: every one is valid. 1: one is not. 2: this machine trusts no authority, so that nothing can be said.
    """
    document = file.read_bytes()
    door = doors().signatures if roots is None else door_of(roots)
    with speaking(language):
        found = door.check_pdf(document, ())
        for number, one in enumerate(found, start=1):
            click.echo(_line(number, one))
        if door.stand_in:
            click.echo("Checked against this installation's demo authority: nothing here has force.")
    if any("#" in address for address in linked_addresses(document)):
        click.echo("It carries a code of the register: `synaq verify certificate` checks that.")
    wrong = sum(not isinstance(one.finding, Valid) for one in found)
    if roots is None and all(_not_known(one) for one in found):
        click.echo("It cannot be said here whether the signatures hold: give --roots.")
        raise SystemExit(2)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(found)} not valid")
    click.echo(f"All valid: {len(found)}.")


def door_of(roots: Path) -> SignatureDoor:
    """A door that trusts these roots and asks nobody: a paper that was sealed for long proves itself."""
    from gateways.signatures.trust import read_trust

    try:
        return RootedSignatures(read_trust(roots.read_bytes()), nothing_known, None)
    except ValueError as error:
        raise click.ClickException(f"{roots} holds no certificates: {error}") from None


def _not_known(one: FoundSignature) -> bool:
    finding = one.finding
    return isinstance(finding, NotChecked) and finding.doubt is Doubt.NOT_CONNECTED


def _line(number: int, one: FoundSignature) -> str:
    signer = one.finding.signer
    who = ""
    if signer is not None:
        numbers = " ".join(
            f"{name} {value}" for name, value in (("IIN", signer.iin), ("BIN", signer.bin)) if value
        )
        who = f" [{signer.name}, {numbers or 'no number'}, certificate {signer.serial}]"
    return f"{number}. {one.field or '–'}: {finding_sentence(one.finding, _ZONE)}{who}"
