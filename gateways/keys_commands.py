"""`synaq keys`: a certification authority for demo and trials: made, issuing, revoking, renewing, answering.

Nothing of it has force outside of this installation; production trusts the roots of SYNAQ_SIGNATURE_ROOTS.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from core.clock import now
from core.views import settings
from gateways.signatures.door import DEMO_ADDRESS, authority_folder
from gateways.signatures.findings import Use

if TYPE_CHECKING:
    from gateways.signatures.authority import Authority
    from gateways.signatures.profiles import Subject

USES = {"signing": Use.SIGNING, "sign-in": Use.SIGN_IN}
_use = click.option("--use", type=click.Choice(sorted(USES)), default="signing", show_default=True)
_passphrase = click.option(
    "--passphrase",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    envvar="SYNAQ_KEY_PASSPHRASE",
    help="Opens the file at each signing; asked for when it is not given.",
)


@click.group("keys")
def keys_group() -> None:
    """Keys and certificates for demo and trials: an authority, and what it issues to people."""


@keys_group.command("make")
@click.option(
    "--address", default=DEMO_ADDRESS, show_default=True, help="Where its certificates say it answers."
)
@click.option("--rsa", is_flag=True, help="RSA keys instead of elliptic ones.")
@with_appcontext
def make(address: str, rsa: bool) -> None:
    """Make the authority: root, issuer, OCSP and time-stamps, in keys/authority of the data folder."""
    from gateways.signatures.authority import make_authority

    folder = authority_folder(settings())
    there = (folder / "root.pem").is_file()
    make_authority(folder, now(), address, "rsa" if rsa else "ec")
    click.echo(f"{folder}: {'is there already' if there else 'made'}")


@keys_group.command("issue")
@click.argument("iin")
@click.argument("surname")
@click.argument("given_name")
@click.option("--patronymic", default="")
@click.option("--bin", "bin_number", default="", help="For an organisation's signatory: its BIN.")
@click.option("--organisation", default="", help="The organisation's name.")
@_use
@_passphrase
@with_appcontext
def issue(
    iin: str,
    surname: str,
    given_name: str,
    patronymic: str,
    bin_number: str,
    organisation: str,
    use: str,
    passphrase: str,
) -> None:
    """Issue a key and a certificate to a person, as a PKCS#12 file in the keystore."""
    from gateways.signatures.demo_keys import key_path, make_demo_key
    from gateways.signatures.profiles import Subject

    if not (iin.isdecimal() and len(iin) == 12) or (bin_number and not bin_number.isdecimal()):
        raise click.ClickException("an IIN and a BIN have twelve digits")
    subject = Subject(surname, given_name, iin, patronymic, bin_number, organisation)
    path = key_path(settings(), subject, USES[use])
    if path.exists():
        raise click.ClickException(f"{path} is there; renew it, or take it away first")
    serial = make_demo_key(_authority(), path, subject, USES[use], passphrase)
    click.echo(f"{path}: certificate {serial}")


@keys_group.command("renew")
@click.argument("serial")
@_passphrase
@with_appcontext
def renew(serial: str, passphrase: str) -> None:
    """Issue a new key and certificate to whom SERIAL names, and revoke SERIAL."""
    from gateways.signatures.demo_keys import key_path, make_demo_key

    authority = _authority()
    subject, use = _named(authority, serial)
    path = key_path(settings(), subject, use)
    fresh = make_demo_key(authority, path, subject, use, passphrase)
    authority.revoke(serial, now())
    click.echo(f"{path}: certificate {fresh}; {serial} is revoked")


@keys_group.command("revoke")
@click.argument("serial")
@with_appcontext
def revoke(serial: str) -> None:
    """Take a certificate back from now on."""
    authority = _authority()
    _named(authority, serial)
    done = authority.revoke(serial, now())
    click.echo(f"{serial} {'is revoked' if done else 'was revoked already'}")


@keys_group.command("list")
@with_appcontext
def list_issued() -> None:
    """List what was issued: serial number, until when, state, whom it names."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from gateways.signatures.people import der_signer

    for one in _authority().issued():
        signer = der_signer(one.certificate.public_bytes(Encoding.DER))
        state = f"revoked {one.revoked_at:%Y-%m-%d %H:%M}" if one.revoked_at else "stands"
        numbers = " ".join(filter(None, (signer.iin, signer.bin)))
        click.echo(f"{one.serial}  {signer.not_after:%Y-%m-%d}  {state}  {numbers}  {signer.name}")


@keys_group.command("serve")
@click.option("--port", default=8810, show_default=True)
@with_appcontext
def serve(port: int) -> None:
    """Answer as the authority on this machine: OCSP, lists and time-stamps, for programs that ask for themselves."""
    from gateways.signatures.responder import Responder

    with Responder(_authority(), port, now) as responder:
        click.echo(f"http://127.0.0.1:{responder.server_port}")
        responder.serve_forever()


def _authority() -> Authority:
    from gateways.signatures.authority import Authority

    authority = Authority(authority_folder(settings()))
    if not authority.exists:
        raise click.ClickException("there is no authority yet: run `synaq keys make`")
    return authority


def _named(authority: Authority, serial: str) -> tuple[Subject, Use]:
    """Whom a certificate names, and for what."""
    from gateways.signatures.people import subject_of

    path: Path = authority.folder / "issued" / f"{serial}.pem"
    if not serial.isalnum() or not path.is_file():
        raise click.ClickException(f"{serial} was not issued here: see `synaq keys list`")
    return subject_of(path.read_bytes())
