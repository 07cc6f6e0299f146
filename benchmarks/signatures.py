"""Signatures a second, made into a paper (PAdES B-LT) and checked, beside bare pyHanko on the same keys and answers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import cms, keys, tsp, x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from benchmarks.cores import Done, again_and_again, all_cores, on_all
from benchmarks.ground import Ground
from benchmarks.rounds import Subject
from core.clock import now
from core.paper_example import EXAMPLE_FACTS
from core.pdf import render_pdf
from gateways.signatures.authority import Authority, make_authority
from gateways.signatures.authority_answers import evidence_of
from gateways.signatures.detached import check_detached
from gateways.signatures.evidence import Evidence
from gateways.signatures.findings import Expected, Use, Valid
from gateways.signatures.key_files import new_key
from gateways.signatures.keystore import sign_detached, signer_with
from gateways.signatures.pdf_reading import check_pdf
from gateways.signatures.profiles import Subject as Holder
from gateways.signatures.signing import prepare_pdf, seal_pdf
from gateways.signatures.trust import demand_chain, gather, read_trust

REQUEST = b"x" * 2000
USAGE = KeyUsageConstraints(key_usage={"non_repudiation"})


@contextmanager
def signatures(ground: Ground) -> Iterator[list[Subject]]:
    """One process a core; every process reads the same authority and keeps what it answered."""
    folder = ground.folder / "authority"
    make_authority(folder, now(), "http://127.0.0.1:8810", "rsa")
    with all_cores() as pool:
        yield [
            Subject(f"pyHanko {what}", on_all(pool, partial(bare, str(folder))))
            if ours is None
            else Subject(what, on_all(pool, partial(ours, str(folder))), (f"pyHanko {what}",))
            for what, bare, ours in _pairs()
        ]


def _pairs() -> Iterator[tuple[str, Any, Any]]:
    for what, bare, ours in (
        ("signs papers", bare_signs, signs),
        ("checks papers", bare_checks, checks),
        ("checks requests", bare_checks_requests, checks_requests),
    ):
        yield what, bare, None
        yield what, None, ours


class Bench:
    """What both sides have in their hands before the clock runs."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder)
        key = new_key("rsa")
        holder = Holder("Қайырбекова", "Өлмесхан", "910314400013")
        certificate = self.authority.issue(holder, Use.SIGNING, key, now())
        self.signer = signer_with(key, certificate, [self.authority.certificate("issuing")])
        self.trust = read_trust(self.authority.bundle)
        self.stamper = _stamper(self.authority)
        self.told = Evidence()
        for held in (self.signer.signing_cert, self.stamper.tsa_cert):
            chain = demand_chain(held, (), self.trust, now())
            self.told += gather(chain, partial(evidence_of, self.authority), now())
        self.paper = render_pdf("core/example", EXAMPLE_FACTS, specimen=True)
        self.signed = self.sign()
        self.request = sign_detached(self.signer, REQUEST)

    def source(self, _certificate: bytes, _issuer: bytes, _moment: object) -> Evidence:
        return self.told

    def stamp(self, question: bytes) -> bytes:
        answer = asyncio.run(self.stamper.async_request_tsa_response(tsp.TimeStampReq.load(question)))
        return bytes(answer.dump())

    def context(self) -> Any:
        return ValidationContext(
            trust_roots=list(self.trust.roots),
            other_certs=list(self.trust.issuers),
            crls=self.told.crls,
            ocsps=self.told.ocsps,
            moment=now(),
            revocation_mode="require",
            retroactive_revinfo=True,
        )

    def sign(self) -> bytes:
        return self.sign_paper(self.paper)

    def sign_paper(self, paper: bytes) -> bytes:
        """By the way of the service: a place kept free, a CMS checked, stamped, embedded, with its evidence."""
        prepared = prepare_pdf(paper, "S1", "Қайырбекова", now())
        signature = sign_detached(self.signer, prepared.covered)
        sealed = seal_pdf(prepared, signature, Expected(), self.trust, self.source, now(), self.stamp)
        return sealed.document

    def sign_bare(self, paper: bytes) -> None:
        """pyHanko's own signer with a time-stamp and validation information."""
        facts = signers.PdfSignatureMetadata(
            field_name="S1",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=True,
            validation_context=self.context(),
            signer_key_usage={"non_repudiation"},
        )
        made = signers.PdfSigner(facts, signer=self.signer, timestamper=self.stamper)
        made.sign_pdf(IncrementalPdfFileWriter(BytesIO(paper)))


def _stamper(authority: Authority) -> Any:
    def der(certificate: Any) -> Any:
        return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

    spelled = authority.key("stamps").private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store: Any = [der(authority.certificate("issuing"))]
    made: Any = DummyTimeStamper
    return made(der(authority.certificate("stamps")), keys.PrivateKeyInfo.load(spelled), store)


@cache
def _bench(folder: str, _process: int) -> Bench:
    return Bench(Path(folder))


def _again(seconds: float, folder: str, work: Callable[[Bench], object]) -> Done:
    bench = _bench(folder, os.getpid())
    return again_and_again(seconds, lambda: work(bench))


def signs(folder: str, seconds: float) -> Done:
    """One paper again and again."""
    return _again(seconds, folder, Bench.sign)


def bare_signs(folder: str, seconds: float) -> Done:
    """The same paper, by pyHanko alone."""
    return _again(seconds, folder, lambda bench: bench.sign_bare(bench.paper))


def checks(folder: str, seconds: float) -> Done:
    """Every check of the service on a signed paper."""

    def work(bench: Bench) -> None:
        (found,) = check_pdf(bench.signed, (), bench.trust, bench.source, now())
        assert isinstance(found.finding, Valid)

    return _again(seconds, folder, work)


def bare_checks(folder: str, seconds: float) -> Done:
    """pyHanko's own check of the same paper."""

    def work(bench: Bench) -> None:
        (embedded,) = PdfFileReader(BytesIO(bench.signed)).embedded_regular_signatures
        status = asyncio.run(
            async_validate_pdf_signature(
                embedded, bench.context(), ts_validation_context=bench.context(), key_usage_settings=USAGE
            )
        )
        assert status.bottom_line

    return _again(seconds, folder, work)


def checks_requests(folder: str, seconds: float) -> Done:
    """Every check of the service on a signed request."""

    def work(bench: Bench) -> None:
        found = check_detached(REQUEST, bench.request, Expected(), bench.trust, bench.source, now())
        assert isinstance(found, Valid)

    return _again(seconds, folder, work)


def bare_checks_requests(folder: str, seconds: float) -> Done:
    """pyHanko's own check of the same request."""

    def work(bench: Bench) -> None:
        status = asyncio.run(
            async_validate_detached_cms(
                REQUEST,
                cms.ContentInfo.load(bench.request)["content"],
                signer_validation_context=bench.context(),
                key_usage_settings=USAGE,
            )
        )
        assert status.bottom_line

    return _again(seconds, folder, work)
