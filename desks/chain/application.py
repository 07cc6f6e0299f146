"""The application: the request as one canonical text, and the signature over just that text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from applications.models import Case, RequestSignature
from core.canonical import canonical
from core.database import db
from core.languages import _l
from desks.chain.links import Checks, Document, Evidence, Holds, Kind, Line, Link, held, sha256
from desks.chain.signatures import ZONE, holds
from gateways.signatures.findings import Expected, NotChecked
from gateways.signatures.saying import finding_sentence

REQUEST, SIGNATURE = "application/request.json", "application/request.cms.pem"


def read(case: Case) -> Link:
    """The request that began the case, and its signature where it has one."""
    signed = db.session.get(RequestSignature, case.id)
    documents = [Document.of(REQUEST, case.request.encode())]
    if signed is not None:
        documents.append(Document.of(SIGNATURE, signed.signature.encode()))
    return Link(
        Kind.APPLICATION,
        case.number,
        case.submitted_at,
        {
            "request": case.request_digest,
            "declared_by": case.declared_by,
            "declared_how": case.declared_how,
            "certificate": signed.certificate_digest if signed else None,
            "received": (signed.checked_at if signed else case.submitted_at).isoformat(),
        },
        tuple(documents),
        (signed.signer_name if signed else case.declared_by,),
    )


def prove(evidence: Evidence, checks: Checks) -> Iterator[Line]:
    """The text is the one with the digest, asks for this service, and was signed."""
    facts, text = evidence.facts[Kind.APPLICATION], evidence.text(REQUEST)
    request = evidence.json(REQUEST)
    yield held(
        sha256(text.encode()) == facts["request"] and canonical(request) == text,
        _l(
            "The request has the digest under which the case was opened: %(digest)s.",
            digest=facts["request"][:16],
        ),
    )
    case = evidence.case
    asked = [request.get(name) for name in ("service", "edition", "procedure")]
    yield held(
        asked == [case.service, case.edition, case.procedure],
        _l("The request asks for the very service of this case, under the same edition of its regulation."),
    )
    if facts["certificate"] is None:
        yield Line(
            Holds.NOTE,
            _l("The request was not signed by key; %(name)s stands for it.", name=facts["declared_by"]),
        )
        return
    finding = checks.detached(
        text.encode(),
        evidence.text(SIGNATURE).encode(),
        Expected(),
        datetime.fromisoformat(facts["received"]),
    )
    yield Line(
        holds(finding), _l("Signature of the request: %(finding)s", finding=finding_sentence(finding, ZONE))
    )
    if isinstance(finding, NotChecked) and finding.signer is None:
        return
    yield held(
        finding.signer is not None and finding.signer.digest == facts["certificate"],
        _l("It was made with the certificate that was noted when it was handed in."),
    )


def applicant_of(evidence: Evidence) -> str:
    """The name under which was applied; empty where the request names nobody."""
    told = json.loads(evidence.text(REQUEST)).get("applicant") or {}
    return str(told.get("name") or "")
