"""The operator's verb of this room: a code or a file is checked without any table, with the published key."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click
from flask.cli import with_appcontext

from core.languages import speaking
from core.pdf import are_pages_of
from gateways.doors import doors
from gateways.paper_command import door_of
from gateways.signatures.enclosed import enclosed_files, linked_addresses
from gateways.signatures.findings import Expected, FoundSignature, NotChecked, Valid
from gateways.signatures.saying import finding_sentence
from orders import paper_proof
from orders.extract_facts import ENCLOSED, read_extract
from orders.extract_facts import KIND as EXTRACT
from orders.order_paper import extract_pdf
from orders.paper_proof import NotGenuine, Proven

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# As papers of the whole country are dated.
_ZONE = "Asia/Almaty"


@click.command("certificate")
@click.argument("code")
@click.option(
    "--key", required=True, help="The published key of the register, as /register/papers/key gives it."
)
@click.option(
    "--list", "listed", type=_FILE, help="A signed status list: says whether the paper was issued and holds."
)
@click.option(
    "--roots", type=_FILE, help="Published roots (PEM), as /register/papers/roots gives them: for a PDF."
)
def verify_certificate(code: str, key: str, listed: Path | None, roots: Path | None) -> None:
    """What a paper proves; CODE is the text of its QR code, a file that holds it, or the signed PDF itself.

    Of a PDF the signatures must hold too, and with a status list it must be the very file that was issued. An extract
    of an order bears no signature: its pages must be those of the facts that its code seals.
    Exit 0: proved. 1: not proved, or the paper does not hold. 2: nothing is wrong, but something cannot be said here.
    """
    document, text = _brought(code)
    trusted = _key(key)
    try:
        proven = paper_proof.proven_by(text, trusted)
        body = paper_proof.read_list(_text_of(listed), trusted) if listed else None
    except NotGenuine as fault:
        raise click.ClickException(f"not proved: {fault}") from None
    if proven.kind == EXTRACT and document is not None:
        # A file that stands in the list to the byte needs its pages compared by nobody.
        known = paper_proof.file_in(body, proven.register_id) if body else None
        unsaid = _pages_unsaid(document, text, proven) and known != sha256(document).hexdigest()
    else:
        unsaid = _signatures_unsaid(document, roots)
    _tell(proven)
    if body is None:
        click.echo(
            "Whether it was issued and still holds, only the register or its status list can say (--list)."
        )
    else:
        _tell_listed(body, proven, document)
    if unsaid:
        click.echo("Not proved here: something could not be said.")
        raise SystemExit(2)
    click.echo("Proved: the register has written these facts.")


def _brought(code: str) -> tuple[bytes | None, str]:
    """The PDF, if it is one, and the text of the code."""
    if "#" in code:
        return None, code
    try:
        held = Path(code).read_bytes()
    except OSError:
        raise click.ClickException(f"{code[:80]}: neither the text of a code nor a file") from None
    if not held.startswith(b"%PDF"):
        return None, held.decode("utf-8", errors="replace")
    return held, _code_in(held)


def _code_in(document: bytes) -> str:
    """The code behind the picture of it on the first page."""
    found = [one for one in linked_addresses(document) if "#" in one]
    if not found:
        raise click.ClickException("not proved: the PDF carries no code of the register")
    return found[0]


def _key(text: str) -> bytes:
    try:
        key = paper_proof.key_bytes(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise click.ClickException("--key is no key of the register: take it from /register/papers/key")
    return key


def _text_of(listed: Path) -> str:
    return listed.read_bytes().decode("utf-8", errors="replace")


def _signatures_unsaid(document: bytes | None, roots: Path | None) -> bool:
    """Whether it cannot be said here that the signatures in the file hold; one that does not hold ends it."""
    said = _signatures(document, roots) if document is not None else ()
    unsaid = any(isinstance(one.finding, NotChecked) for one in said)
    if unsaid:
        click.echo(
            "Whether the signature holds cannot be said here: give --roots, as the register publishes them."
        )
    return unsaid


def _pages_unsaid(document: bytes, code: str, proven: Proven) -> bool:
    """An extract bears no signature: its pages, made anew of the facts that the code seals, must be those of the file.

    True where another release printed it, so that its pages cannot be made here.
    """
    enclosed = enclosed_files(document).get(ENCLOSED, b"")
    if sha256(enclosed).hexdigest() != proven.digest:
        raise click.ClickException("not proved: the facts in the file are not those that its code seals")
    facts = read_extract(enclosed.decode())
    made = extract_pdf(facts, code)
    if document != made and are_pages_of(document, made) is not None:
        raise click.ClickException("not proved: the pages do not say what the code seals")
    order = facts.order
    click.echo(
        f"Extract of order {order.number} of {order.day}, point {facts.line.item}, which says: {facts.line.outcome}."
    )
    if document == made:
        click.echo("It bears no signature; its pages are those of the facts that its code seals.")
        return False
    click.echo("Another release has printed it: compare its pages with the register, or give --list.")
    return True


def _tell(proven: Proven) -> None:
    until = proven.until.isoformat() if proven.until else "without end"
    click.echo(
        f"By its code: {proven.kind} {proven.number}: {proven.name}, {proven.since.isoformat()} to {until}"
    )


def _tell_listed(body: dict[str, object], proven: Proven, document: bytes | None) -> None:
    status = paper_proof.status_in(body, proven.register_id)
    click.echo(f"Status on {body['at']}: {status or 'not issued when the list was made'}")
    digest = paper_proof.file_in(body, proven.register_id)
    if document is not None and digest is not None:
        if sha256(document).hexdigest() != digest:
            raise click.ClickException("not proved: the file is not the one that was issued, to the byte")
        click.echo("The file is the one that was issued, to the byte.")
    if status != "valid":
        click.echo("The register has written these facts, and the paper does not hold.")
        raise SystemExit(1)


@with_appcontext
def _signatures(document: bytes, roots: Path | None) -> tuple[FoundSignature, ...]:
    """Every signature in the PDF: one that does not hold ends it; one that cannot be checked here is left open."""
    door = doors().signatures if roots is None else door_of(roots)
    found = door.check_pdf(document, [Expected()])
    for one in found:
        finding = one.finding
        if isinstance(finding, Valid):
            click.echo(f"Signed by {finding.signer.name}")
        elif not isinstance(finding, NotChecked):
            with speaking("en"):
                why = finding_sentence(finding, _ZONE)
            raise click.ClickException(f"not proved: the signature does not hold: {why}")
    return found
