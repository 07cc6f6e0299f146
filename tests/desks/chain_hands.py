"""A case with its whole chain, by the verbs: signed request, test, record of the hall, interview, signed protocol."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from flask import current_app

from accounts.demo_signing import demo_subject
from applications.actions.request_signing import _pem
from applications.models import Case, RequestSignature
from commissions.models import MeetingProtocol
from core.actor import Actor, acting
from core.canonical import canonical
from core.clock import now
from core.database import db
from desks.chain.evidence_file import MANIFEST
from desks.chain.links import sha256
from desks.chain.whole import Chain, chain_of
from exam.actions import recording
from gateways.doors import doors
from gateways.signatures.demo_keys import DEMO_PASSPHRASE, sign_with_demo_key
from gateways.signatures.findings import Expected, Use, Valid
from tests.accounts.signing_hands import with_iin
from tests.applications import making as applying
from tests.commissions.hearing import Hearing
from tests.commissions.live_hands import hold_meeting
from tests.commissions.protocol_hands import signed_protocol

Files = dict[str, bytes]


def sign_request(case: Case) -> None:
    """As if the applicant had signed the request by key when applying."""
    settings = current_app.extensions["synaq.settings"]
    account = with_iin(applying.applicant())
    made = sign_with_demo_key(
        settings, demo_subject(account), Use.SIGNING, case.request.encode(), DEMO_PASSPHRASE
    )
    found = doors().signatures.check(case.request.encode(), made, Expected())
    assert isinstance(found, Valid)
    signer = found.signer
    db.session.add(
        RequestSignature(
            case_id=case.id,
            request_digest=case.request_digest,
            signature=_pem(made),
            signer_name=signer.name,
            signer_iin=signer.iin,
            signer_bin=signer.bin,
            certificate_serial=signer.serial,
            certificate_issuer=signer.issuer,
            certificate_digest=signer.digest,
            algorithm=signer.algorithm,
            stamped_at=found.stamped_at,
            checked_at=now(),
            stand_in=True,
        )
    )
    db.session.commit()


def interviewed(hearing: Hearing, decision: str = "positive") -> tuple[Case, MeetingProtocol]:
    """The first case, from its signed request to the signed protocol."""
    case = hearing.cases[0]
    sign_request(case)
    with acting(hearing.official):
        recording.issue_record(hearing.closed.sitting_id)
    protocol = signed_protocol(hold_meeting(hearing.meeting, {case.id: decision}))
    db.session.commit()
    return case, protocol


def read_chain(case: Case, actor: Actor) -> Chain:
    return chain_of(case, actor, current_app.extensions["synaq.settings"])


def unpacked(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(files: Files) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return kept.getvalue()


def changed(data: bytes, change: Callable[[Files], None], *, keep_books: bool = False) -> bytes:
    """The file with something changed; with `keep_books` the manifest is made to fit, as a forger would."""
    files = unpacked(data)
    change(files)
    if keep_books:
        told = json.loads(files[MANIFEST])
        told["files"] = {
            name: {"sha256": sha256(held), "size": len(held)} for name, held in files.items() if "/" in name
        }
        files[MANIFEST] = canonical(told).encode()
    return packed(files)
