"""People with keys, and documents that they sign: an authority of the test run, at a moment of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from asn1crypto import cms

from gateways.signatures.authority import LASTS, Authority, make_authority
from gateways.signatures.authority_answers import evidence_of, time_stamp
from gateways.signatures.detached import check_detached
from gateways.signatures.evidence import Evidence, Source, Trust
from gateways.signatures.findings import Expected, Finding, FoundSignature, Use
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.pdf_reading import check_pdf
from gateways.signatures.profiles import Subject
from gateways.signatures.signing import prepare_pdf, seal_pdf
from gateways.signatures.time_stamping import ask_stamp
from gateways.signatures.trust import read_trust

NOW = datetime(2026, 4, 14, 10, 0, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
IIN, OTHER_IIN, BIN = "910314400013", "850902300025", "050140090017"
REQUEST = '{"service":"specialist-certificate","applicant":"Қайырбекова"}'.encode()


def silence(_certificate: bytes, _issuer: bytes, _moment: datetime) -> Evidence:
    """An authority that does not answer."""
    return Evidence(silent=("ocsp.example.kz: too_slow",))


@dataclass(frozen=True)
class Bench:
    """An authority and everything that is done with its certificates."""

    authority: Authority

    @property
    def trust(self) -> Trust:
        return read_trust(self.authority.bundle)

    @property
    def source(self) -> Source:
        return partial(evidence_of, self.authority)

    def person(
        self,
        use: Use = Use.SIGNING,
        *,
        iin: str = IIN,
        bin_number: str = "",
        kind: str = "ec",
        moment: datetime = NOW,
        lasts: timedelta = LASTS,
    ) -> Any:
        """Somebody who can sign."""
        key = new_key(kind)
        subject = Subject(
            "Қайырбекова", "Өлмесхан", iin, "Үсенқызы", bin_number, "«Шипа» орталығы" if bin_number else ""
        )
        certificate = self.authority.issue(subject, use, key, moment, lasts)
        return signer_with(key, certificate, [self.authority.certificate("issuing")])

    def revoke(self, signer: Any, moment: datetime = NOW) -> None:
        self.authority.revoke(f"{signer.signing_cert.serial_number:x}", moment)

    def check(
        self,
        signature: bytes,
        signed: bytes = REQUEST,
        *,
        expected: Expected = Expected(),  # noqa: B008 - frozen
        moment: datetime = NOW,
        source: Source | None = None,
        trust: Trust | None = None,
    ) -> Finding:
        return check_detached(signed, signature, expected, trust or self.trust, source or self.source, moment)

    def stamps(self, moment: datetime = NOW) -> Any:
        """A line to its time-stamps."""
        return lambda question: time_stamp(self.authority, question, moment)

    def sealed(
        self,
        document: bytes,
        signer: Any,
        field: str = "S1",
        *,
        moment: datetime = NOW,
        stamped: bool = True,
    ) -> bytes:
        """The document signed, as an official would have it."""
        prepared = prepare_pdf(document, field, "Қайырбекова Ө. Ү.", moment)
        ask = self.stamps(moment) if stamped else None
        signature = sign_detached(signer, prepared.covered)
        return seal_pdf(prepared, signature, Expected(), self.trust, self.source, moment, ask).document

    def check_pdf(
        self,
        document: bytes,
        *,
        expected: Sequence[Expected] = (),
        moment: datetime = NOW,
        source: Source | None = None,
        trust: Trust | None = None,
    ) -> tuple[FoundSignature, ...]:
        return check_pdf(document, expected, trust or self.trust, source or self.source, moment)


def make_bench(folder: Path, kind: str = "ec") -> Bench:
    """An authority with nobody in it."""
    return Bench(make_authority(folder / "authority", NOW - YEAR, "http://127.0.0.1:8810", kind))


def changed(signature: bytes, change: Callable[[Any], None]) -> bytes:
    """The signature with something else in what its signer wrote; nothing is signed anew."""
    signed = cms.ContentInfo.load(signature)["content"].copy()
    one = signed["signer_infos"][0].copy()
    change(one)
    signed["digest_algorithms"] = cms.DigestAlgorithms([one["digest_algorithm"]])
    signed["signer_infos"] = cms.SignerInfos([one])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def with_unsigned(signature: bytes, kind: str, value: Any) -> bytes:
    """The signature with something attached to it that nobody signed."""

    def attach(one: Any) -> None:
        one["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]})])

    return changed(signature, attach)


def with_stamp(signature: bytes, token: Any) -> bytes:
    """The signature with a time-stamp attached, whoever's it is."""
    return with_unsigned(signature, "signature_time_stamp_token", token)


def stamp_for(bench: Bench, signature: bytes, moment: datetime = NOW) -> Any:
    """A genuine time-stamp of this signature."""
    value = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]["signature"].native
    return ask_stamp(bench.stamps(moment), hashlib.sha256(value).digest(), "sha256")


def small_pdf(pages: int = 1) -> bytes:
    """A document of a few hundred bytes, so that each of them can be turned."""
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] /MediaBox [0 0 200 200] >>".encode(),
        *(b"<< /Type /Page /Parent 2 0 R /Resources << >> >>" for _ in range(pages)),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, spelled in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, spelled)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(body),
        )
    )
