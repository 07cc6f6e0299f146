"""Signing a PDF with a signature made outside: a place is kept free, what is covered is offered, a CMS comes back.

The same way serves a keystore of this server. What is embedded was checked before, stamped with a time where an
authority is set (PAdES B-T), and given what proves it for long (B-LT) where a source of revocation is set.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, crl, ocsp
from pyhanko.pdf_utils.generic import TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from pyhanko.sign.validation.dss import DocumentSecurityStore

from gateways.signatures.detached import demand_standing, stamp_of
from gateways.signatures.documents import Level, Prepared, Sealed
from gateways.signatures.evidence import Ask, Evidence, Source, Trust, nothing_known
from gateways.signatures.findings import Expected, Fault, not_valid
from gateways.signatures.integrity import demand_intact
from gateways.signatures.people import demand_person, demand_use, signer_of
from gateways.signatures.strict_cms import ReadCms, read_cms
from gateways.signatures.strict_der import unarmoured
from gateways.signatures.time_stamping import ask_stamp
from gateways.signatures.trust import demand_chain

# Hexadecimal digits kept free: a signature with its chain and a time-stamp takes a third of it.
RESERVED = 24_576


def prepare_pdf(document: bytes, field: str, name: str, moment: datetime, reason: str = "") -> Prepared:
    """Keep a place free for a signature; every earlier signature stays valid."""
    writer = IncrementalPdfFileWriter(BytesIO(document))
    embedding = PdfCMSEmbedder(SigFieldSpec(sig_field_name=field)).write_cms(field, writer)
    next(embedding)
    placeholder = PdfSignedData(
        obj_type=pdf_name("/Sig"),
        subfilter=SigSeedSubFilter.PADES,
        timestamp=moment,
        bytes_reserved=RESERVED,
    )
    # As readers of PDFs show it; the certificate alone proves who signed.
    placeholder[pdf_name("/Name")] = TextStringObject(name)
    if reason:
        placeholder[pdf_name("/Reason")] = TextStringObject(reason)
    embedding.send(SigObjSetup(sig_placeholder=placeholder))
    held, output = embedding.send(SigIOSetup(md_algorithm="sha256", in_place=False))
    return Prepared(output.getvalue(), held.reserved_region_start, held.reserved_region_end)


def seal_pdf(
    prepared: Prepared,
    brought: bytes,
    expected: Expected,
    trust: Trust,
    source: Source,
    moment: datetime,
    ask: Ask | None = None,
) -> Sealed:
    """Check the signature that came back, stamp it, embed it, and add what proves it for long.

    Raises `Flawed` when the signature is not what was asked for; the document then stays unsigned.
    """
    der = unarmoured(brought)
    read = read_cms(der)
    signer = signer_of(read.certificate)
    demand_intact(read, hashlib.new(read.digest_name, prepared.covered).digest(), signer)
    _demand_bound(read)
    known_to_stand = source is not nothing_known
    if known_to_stand:
        chain, told = demand_standing(read, signer, expected, trust, source, Evidence(), moment)
    else:
        chain, told = demand_chain(read.certificate, read.enclosed, trust, moment, signer), Evidence()
        demand_use(read.certificate, expected.use, signer)
        demand_person(signer, expected)
    if read.stamp is None and ask is not None:
        der = _stamped(read, ask)
        read = read_cms(der)
    signed = _embedded(prepared, der)
    if read.stamp is None:
        return Sealed(signed, Level.B_B, signer)
    if not known_to_stand:
        return Sealed(signed, Level.B_T, signer)
    kept = _for_long(prepared, signed, read, chain, told, trust, source, moment)
    return Sealed(kept, Level.B_LT, signer)


def _for_long(
    prepared: Prepared,
    signed: bytes,
    read: ReadCms,
    chain: tuple[Any, ...],
    told: Evidence,
    trust: Trust,
    source: Source,
    moment: datetime,
) -> bytes:
    """The document with what the authorities said today, for the day they are asked no more."""
    stamp = stamp_of(read, trust, source, Evidence(), moment)
    assert stamp is not None
    told += stamp.evidence
    certificates = {link.dump(): link for link in (*chain, *stamp.chain)}
    gap = signed[prepared.start + 1 : prepared.end - 1]
    return _with_evidence(signed, gap, list(certificates.values()), told)


def _demand_bound(read: ReadCms) -> None:
    """PAdES wants the certificate named inside of what is signed, so that no other one can take its place."""
    held = {attribute["type"].native for attribute in read.signer_info["signed_attrs"]}
    if not held & {"signing_certificate_v2", "signing_certificate"}:
        raise not_valid(Fault.UNREADABLE, "the certificate is not among what is signed")
    if read.signed_data["encap_content_info"]["content"].native is not None:
        raise not_valid(Fault.UNREADABLE, "not detached")


def _stamped(read: ReadCms, ask: Ask) -> bytes:
    """The same signature with a time-stamp attached."""
    name = read.digest_name
    digest = hashlib.new(name, read.signer_info["signature"].native).digest()
    token = ask_stamp(ask, digest, name)
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    signer_info = read.signer_info.copy()
    signer_info["unsigned_attrs"] = cms.CMSAttributes([attribute])
    signed = read.signed_data.copy()
    signed["signer_infos"] = cms.SignerInfos([signer_info])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())


def _embedded(prepared: Prepared, der: bytes) -> bytes:
    room = prepared.end - prepared.start - 2
    spelled = der.hex().upper().encode()
    if len(spelled) > room:
        raise not_valid(Fault.UNREADABLE, "the signature is larger than the place kept free for it")
    filled = b"<" + spelled.ljust(room, b"0") + b">"
    return prepared.document[: prepared.start] + filled + prepared.document[prepared.end :]


def _with_evidence(document: bytes, contents: bytes, certificates: list[Any], told: Evidence) -> bytes:
    output = BytesIO(document)
    DocumentSecurityStore.add_dss(
        output,
        contents,
        certs=certificates,
        ocsps=[ocsp.OCSPResponse.load(part) for part in told.ocsps],
        crls=[crl.CertificateList.load(part) for part in told.crls],
    )
    return output.getvalue()
