"""A certification authority of our own, for demo, trials and tests: a root, an issuer under it, and what they issued.

Everything lies in one folder, and the files are the only record: `root.pem`, `issuing.pem`, `ocsp.pem`, `stamps.pem`
with their keys beside them, `issued/SERIAL.pem`, `revoked/SERIAL`. Nothing it signs has force outside.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from gateways.signatures import profiles
from gateways.signatures.findings import Use
from gateways.signatures.key_files import (
    PrivateKey,
    new_key,
    private_folder,
    read_key,
    write_key,
    write_private,
)
from gateways.signatures.profiles import Issuer, Subject

LASTS = timedelta(days=365)
AUTHORITY_LASTS = timedelta(days=3650)
# So that a clock a little behind ours finds a new certificate valid already.
BACKDATED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate that the authority has issued, and whether it was taken back."""

    certificate: x509.Certificate
    revoked_at: datetime | None

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:x}"


class Authority:
    """The authority whose files lie in this folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        return (self.folder / "root.pem").is_file()

    def certificate(self, name: str) -> x509.Certificate:
        """One of its own: root, issuing, ocsp or stamps."""
        return x509.load_pem_x509_certificate((self.folder / f"{name}.pem").read_bytes())

    def key(self, name: str) -> PrivateKey:
        return read_key(self.folder / f"{name}.key")

    @property
    def bundle(self) -> bytes:
        """What has to be trusted: the root, and the issuer under it."""
        return (self.folder / "root.pem").read_bytes() + (self.folder / "issuing.pem").read_bytes()

    @property
    def address(self) -> str:
        """Where its certificates say that it can be asked."""
        return (self.folder / "address").read_text(encoding="utf-8").strip()

    def issue(
        self,
        subject: Subject,
        use: Use,
        key: PrivateKey,
        moment: datetime,
        lasts: timedelta = LASTS,
    ) -> x509.Certificate:
        """Certify a key as this person's, for one use."""
        builder = profiles.person(subject, use, self.address)
        issued = self._sign(builder, "issuing", key, moment, lasts)
        write_private(self.folder / "issued" / f"{issued.serial_number:x}.pem", _pem(issued))
        return issued

    def revoke(self, serial: str, moment: datetime) -> bool:
        """Take a certificate back from a moment on; says whether it was not taken back before."""
        if not (self.folder / "issued" / f"{serial}.pem").is_file():
            raise KeyError(serial)
        try:
            with (self.folder / "revoked" / serial).open("x", encoding="utf-8") as stream:
                stream.write(moment.astimezone(UTC).isoformat())
        except FileExistsError:
            return False
        return True

    def issued(self) -> Iterator[Issued]:
        """Every certificate it has issued, oldest first."""
        found = [
            x509.load_pem_x509_certificate(path.read_bytes())
            for path in (self.folder / "issued").glob("*.pem")
        ]
        for certificate in sorted(found, key=lambda one: (one.not_valid_before_utc, one.serial_number)):
            yield Issued(certificate, self.revoked_at(f"{certificate.serial_number:x}"))

    def revoked_at(self, serial: str) -> datetime | None:
        """Since when a certificate is revoked."""
        path = self.folder / "revoked" / serial
        return datetime.fromisoformat(path.read_text(encoding="utf-8")) if path.is_file() else None

    def _sign(
        self, builder: x509.CertificateBuilder, by: str, key: PrivateKey, moment: datetime, lasts: timedelta
    ) -> x509.Certificate:
        issuer = Issuer(self.certificate(by), self.key(by))
        return profiles.sign(builder, issuer, key, moment - BACKDATED, moment + lasts)


def make_authority(folder: Path, moment: datetime, address: str, key_kind: str = "ec") -> Authority:
    """The authority of this folder; made when it is not there. Of two that make it at once, one comes to be."""
    authority = Authority(folder)
    if authority.exists:
        return authority
    private_folder(folder.parent)
    making = Path(mkdtemp(dir=folder.parent, prefix=".making-"))
    try:
        _fill(making, moment, address, key_kind)
        making.rename(folder)
    except OSError:
        if not authority.exists:
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return authority


def _fill(folder: Path, moment: datetime, address: str, key_kind: str) -> None:
    private_folder(folder / "issued")
    private_folder(folder / "revoked")
    (folder / "address").write_text(address.rstrip("/") + "\n", encoding="utf-8")
    keys = {name: new_key(key_kind) for name in ("root", "issuing", "ocsp", "stamps")}
    for name, key in keys.items():
        write_key(folder / f"{name}.key", key)
    start, end = moment - BACKDATED, moment + AUTHORITY_LASTS
    root = profiles.sign(profiles.root(), Issuer(None, keys["root"]), keys["root"], start, end)
    over = Issuer(root, keys["root"])
    issuing = profiles.sign(profiles.issuing(address), over, keys["issuing"], start, end)
    under = Issuer(issuing, keys["issuing"])
    made = {
        "root": root,
        "issuing": issuing,
        "ocsp": profiles.sign(profiles.ocsp(), under, keys["ocsp"], start, end),
        "stamps": profiles.sign(profiles.stamps(address), under, keys["stamps"], start, end),
    }
    # The root comes last: with it, the authority exists.
    for name in ("issuing", "ocsp", "stamps", "root"):
        write_private(folder / f"{name}.pem", _pem(made[name]))


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
