"""The applicant signs the request: a text is offered, its signature comes back and was checked, and the case begins.

The signature door is asked by the view, before anything is changed; the verb here gets what was found.
"""

from __future__ import annotations

import base64
from dataclasses import replace

from sqlalchemy import select

from accounts.models import Account
from applications.actions import applying, submission
from applications.actions.submission import Declaration, Entry
from applications.models import Case, RequestSignature, RequestToSign
from applications.request import request_digest, request_text
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from core.settings import Settings
from gateways.signatures.findings import Expected, Use, Valid


def offer(draft_id: int, author: Account, language: str, settings: Settings) -> RequestToSign | Case:
    """Write down the text of a complete application as it is to be signed."""
    entry = applying.whole_draft(draft_id, author, Declaration(author.name, "signed"), language, settings)
    if isinstance(entry, Case):
        return entry
    moment = now()
    asked = submission.request_of(replace(entry, made=moment))
    offered = RequestToSign(
        draft_id=draft_id, text=request_text(asked), digest=request_digest(asked), made_at=moment
    )
    db.session.add(offered)
    db.session.flush()
    record("applications:draft:offer", subject=("draft", draft_id), new={"digest": offered.digest})
    return offered


def newest_offer(draft_id: int) -> RequestToSign | None:
    """The text that was offered last; an earlier one is signed no more."""
    return db.session.scalar(
        select(RequestToSign)
        .where(RequestToSign.draft_id == draft_id)
        .order_by(RequestToSign.id.desc())
        .limit(1)
    )


def expected_of(author: Account) -> Expected:
    """Who must have signed: the person who applies, or somebody who signs for the organisation."""
    if author.kind == "organisation":
        return Expected(Use.SIGNING, bin=author.bin)
    return Expected(Use.SIGNING, iin=author.iin)


def submit_signed(
    draft_id: int,
    author: Account,
    offer_id: int,
    signature: bytes,
    found: Valid,
    language: str,
    settings: Settings,
    *,
    stand_in: bool,
) -> Case:
    """Submit an application by a signature that holds over the text that was offered."""
    entry = applying.whole_draft(
        draft_id, author, Declaration(found.signer.name, "signed"), language, settings
    )
    if isinstance(entry, Case):
        return entry
    offered = newest_offer(draft_id)
    if offered is None or offered.id != offer_id:
        raise NotFound
    entry = replace(entry, made=offered.made_at)
    _demand_unchanged(entry, offered)
    _demand_author(found, expected_of(author))
    case = submission.submit_draft(draft_id, entry)
    _keep(case, signature, found, stand_in=stand_in)
    return case


def _demand_unchanged(entry: Entry, offered: RequestToSign) -> None:
    if request_text(submission.request_of(entry)) != offered.text:
        raise Refusal(
            _l(
                "Answers were changed after the file was prepared, so the signature is not of what you apply for now."
            ),
            next_step=_l("Prepare the file again and sign the new one; all answers are kept."),
            stale=True,
        )


def _demand_author(found: Valid, expected: Expected) -> None:
    """The finding was asked for this person; a verb does not take that on trust."""
    if (expected.iin and found.signer.iin != expected.iin) or (
        expected.bin and found.signer.bin != expected.bin
    ):
        raise Refusal(_l("The IIN or BIN in the certificate is not that of the applicant."), status=409)


def _keep(case: Case, signature: bytes, found: Valid, *, stand_in: bool) -> None:
    signer = found.signer
    db.session.add(
        RequestSignature(
            case_id=case.id,
            request_digest=case.request_digest,
            signature=_pem(signature),
            signer_name=signer.name[:320],
            signer_iin=signer.iin,
            signer_bin=signer.bin,
            certificate_serial=signer.serial,
            certificate_issuer=signer.issuer[:320],
            certificate_digest=signer.digest,
            algorithm=signer.algorithm,
            stamped_at=found.stamped_at,
            checked_at=now(),
            stand_in=stand_in,
        )
    )
    record(
        "applications:request:sign",
        subject=("case", case.id),
        new={"digest": case.request_digest, "certificate": signer.digest, "stand_in": stand_in},
        personal={"name": signer.name, "iin": signer.iin, "bin": signer.bin},
    )


def _pem(der: bytes) -> str:
    lines = base64.encodebytes(der).decode().replace("\n", "")
    body = "\n".join(lines[start : start + 64] for start in range(0, len(lines), 64))
    return f"-----BEGIN CMS-----\n{body}\n-----END CMS-----\n"
