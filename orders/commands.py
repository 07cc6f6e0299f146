"""The operator's verb of this room: a code or a file is checked without any database, with the published key."""

from __future__ import annotations

from pathlib import Path

import click

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
    """What the QR code of a paper proves; CODE is its text or a file that holds it. Exit 1 if it proves nothing."""
    text = Path(code).read_text(encoding="utf-8") if "#" not in code and Path(code).is_file() else code
    try:
        trusted = paper_proof.key_bytes(key)
        proven = paper_proof.proven_by(text, trusted)
        body = paper_proof.read_list(listed.read_text(encoding="utf-8"), trusted) if listed else None
    except ValueError as fault:
        raise click.ClickException(f"not proved: {fault}") from None
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
