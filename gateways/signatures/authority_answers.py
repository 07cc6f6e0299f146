"""What our own authority says when it is asked: lists of revoked certificates, the state of one, a time-stamp."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from gateways.signatures.authority import Authority
from gateways.signatures.evidence import Evidence
from gateways.signatures.keystore import signer_with

LIST_LASTS = timedelta(days=1)
ANSWER_LASTS = timedelta(hours=1)
_POLICY = "1.2.398.3.3.2.6.1"


def revocation_list(authority: Authority, moment: datetime, by: str = "issuing") -> bytes:
    """The list that the issuer, or the root, signs now."""
    issuer = authority.certificate(by)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(moment)
        .next_update(moment + LIST_LASTS)
        .add_extension(x509.CRLNumber(int(moment.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key(by).public_key()), critical=False
        )
    )
    for one in authority.issued() if by == "issuing" else ():
        if one.revoked_at is not None and one.revoked_at <= moment:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(one.certificate.serial_number)
                .revocation_date(one.revoked_at)
                .build()
            )
    made = builder.sign(authority.key(by), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def state_of(authority: Authority, question: bytes, moment: datetime) -> bytes:
    """Answer an OCSP request about one certificate; about others than its own it says that it does not know them."""
    asked = ocsp.load_der_ocsp_request(question)
    serial = f"{asked.serial_number:x}"
    path = authority.folder / "issued" / f"{serial}.pem"
    own = authority.certificate("stamps")
    if path.is_file():
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    elif asked.serial_number == own.serial_number:
        certificate = own
    else:
        unknown = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
        return unknown.public_bytes(serialization.Encoding.DER)
    return _answer(authority, certificate, moment)


def _answer(authority: Authority, certificate: x509.Certificate, moment: datetime) -> bytes:
    revoked_at = authority.revoked_at(f"{certificate.serial_number:x}")
    revoked = revoked_at is not None and revoked_at <= moment
    responder = authority.certificate("ocsp")
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=certificate,
            issuer=authority.certificate("issuing"),
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=moment,
            next_update=moment + ANSWER_LASTS,
            revocation_time=revoked_at if revoked else None,
            revocation_reason=None,
        )
        .certificates([responder])
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder)
    )
    made = builder.sign(authority.key("ocsp"), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def evidence_of(authority: Authority, certificate: bytes, issuer: bytes, moment: datetime) -> Evidence:
    """What the authority says of one certificate, without any line between."""
    held = x509.load_der_x509_certificate(certificate)
    if held.issuer == authority.certificate("root").subject:
        return Evidence(crls=(revocation_list(authority, moment, "root"),))
    if held.issuer != authority.certificate("issuing").subject:
        return Evidence(silent=("another authority",))
    over = x509.load_der_x509_certificate(issuer)
    question = ocsp.OCSPRequestBuilder().add_certificate(held, over, hashes.SHA256()).build()
    return Evidence(ocsps=(state_of(authority, question.public_bytes(serialization.Encoding.DER), moment),))


def time_stamp(authority: Authority, question: bytes, moment: datetime) -> bytes:
    """Attest that a digest was shown at a moment: a whole RFC 3161 answer."""
    asked = tsp.TimeStampReq.load(question, strict=True)
    attested = {
        "version": "v1",
        "policy": _POLICY,
        "message_imprint": asked["message_imprint"],
        "serial_number": x509.random_serial_number(),
        "gen_time": core.GeneralizedTime(moment.replace(microsecond=0)),
    }
    if asked["nonce"].native is not None:
        attested["nonce"] = asked["nonce"]
    content = cms.EncapsulatedContentInfo(
        {"content_type": "tst_info", "content": cms.ParsableOctetString(tsp.TSTInfo(attested).dump())}
    )
    signer = signer_with(
        authority.key("stamps"), authority.certificate("stamps"), [authority.certificate("issuing")]
    )
    token = asyncio.run(signer.async_sign_general_data(content, "sha256", detached=False))
    answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
    return bytes(answer.dump())
