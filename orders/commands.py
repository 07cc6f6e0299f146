"""The operator's verb of this room: a code or a file is checked without any table, with the published key."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from gateways.doors import doors
from gateways.signatures.findings import Expected, Valid
from orders import paper_proof

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("certificate")
@click.argument("code")
@click.option(
    "--key", required=True, help="The published key of the register, as /register/papers/key gives it."
)
@click.option(
    "--list", "listed", type=_FILE, help="A signed status list: says whether the paper was issued and holds."
)
def verify_certificate(code: str, key: str, listed: Path | None) -> None:
    """What a paper proves; CODE is the text of its QR code, a file that holds it, or the signed PDF itself.

    Of a PDF the signatures must hold too. Exit 1 if nothing is proved.
    """
    held = Path(code).read_bytes() if "#" not in code and Path(code).is_file() else code.encode()
    is_pdf = held.startswith(b"%PDF")
    try:
        text = _code_in(held) if is_pdf else held.decode("utf-8")
        trusted = paper_proof.key_bytes(key)
        proven = paper_proof.proven_by(text, trusted)
        body = paper_proof.read_list(listed.read_text(encoding="utf-8"), trusted) if listed else None
    except ValueError as fault:
        raise click.ClickException(f"not proved: {fault}") from None
    if is_pdf:
        _demand_signed(held)
    until = proven.until.isoformat() if proven.until else "without end"
    click.echo(f"Proved. {proven.kind} {proven.number}: {proven.name}, {proven.since.isoformat()} to {until}")
    if body is None:
        click.echo(
            "Whether it was issued and still holds, only the register or its status list can say (--list)."
        )
        return
    status = paper_proof.status_in(body, proven.register_id)
    click.echo(f"Status on {body['at']}: {status or 'not issued when the list was made'}")
    if status != "valid":
        raise SystemExit(1)


def _code_in(document: bytes) -> str:
    """The code behind the picture of it on the first page."""
    from gateways.signatures.enclosed import linked_addresses

    found = [one for one in linked_addresses(document) if "#" in one]
    if not found:
        raise ValueError("the PDF carries no code")
    return found[0]


@with_appcontext
def _demand_signed(document: bytes) -> None:
    """Every signature in the PDF holds, by the authorities that this installation trusts."""
    for one in doors().signatures.check_pdf(document, [Expected()]):
        if not isinstance(one.finding, Valid):
            raise click.ClickException(f"not proved: the signature does not hold: {one.finding}")
        click.echo(f"Signed by {one.finding.signer.name}")
