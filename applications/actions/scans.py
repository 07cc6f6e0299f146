"""Papers signed by hand: printed, signed and scanned in."""

from __future__ import annotations

from sqlalchemy import select

from applications import papers
from applications.models import Paper, SignedScan
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal


def attach_signed_scan(paper_id: int, scan: StoredFile, signed_by: str) -> SignedScan:
    """Keep the signed paper beside the printed one. Once: a signature is not exchanged."""
    actor = current_actor()
    paper = db.session.get(Paper, paper_id)
    if paper is None or paper.office_id != actor.office_id:
        raise NotFound
    if not papers.signed_by_hand(paper):
        raise Refusal(_l("This paper needs no signature by hand."))
    if db.session.scalar(select(SignedScan.id).where(SignedScan.paper_id == paper.id)) is not None:
        raise Refusal(_l("The signed paper has been scanned in already."))
    signed = SignedScan(
        paper_id=paper.id,
        file_id=scan.id,
        signed_by=signed_by,
        scanned_by=actor.account_id,
        scanned_at=now(),
    )
    db.session.add(signed)
    db.session.flush()
    record(
        "applications:paper:sign",
        subject=("case", paper.case_id) if paper.case_id else ("paper", paper.id),
        office_id=paper.office_id,
        new={"paper": paper.id, "digest": scan.digest},
        personal={"signed_by": signed_by},
    )
    return signed
