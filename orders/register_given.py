"""Motivated refusals and tickets in the register: by the code on them or by the file itself, and in no search or list.

A refusal stands in it once it was handed out, and never if it was called back before; one that an act has annulled
says so. Why somebody was refused is shown to nobody: who holds the paper reads it there.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, select

from accounts.models import Office
from accounts.signing_models import SigningDone
from applications.models import Case, Paper, Refused, SignedScan
from applications.paper_kinds import PAPER_KINDS
from applications.paper_parts import in_three
from core.database import db
from core.models import StoredFile
from orders.paper_standing import Standing
from orders.register_entry import Entry

REFUSAL = "refusal"


def by_code(register_id: str) -> Entry | None:
    """The refusal or ticket whose code was read."""
    return _entry(Paper.register_id == register_id)


def by_file(digest: str) -> Entry | None:
    """The one whose file has this digest: as it was signed by key, or where none signs it: scan, or print.

    The print of one that was signed by key lacks its signature, and is not the file that was given.
    """
    by_key = select(Refused.paper_id).join(
        SigningDone, (SigningDone.subject_id == Refused.id) & (SigningDone.kind == REFUSAL)
    )
    refused = db.session.scalar(by_key.where(SigningDone.digest == digest))
    if refused is not None:
        return _entry(Paper.id == refused)
    scanned = db.session.scalar(
        select(SignedScan.paper_id)
        .join(StoredFile, StoredFile.id == SignedScan.file_id)
        .where(StoredFile.digest == digest)
    )
    if scanned is not None:
        return _entry((Paper.id == scanned) & Paper.register_id.is_not(None))
    printed = select(StoredFile.id).where(StoredFile.digest == digest)
    return _entry(
        Paper.file_id.in_(printed) & Paper.register_id.is_not(None) & Paper.id.not_in(by_key),
    )


def statuses() -> dict[str, str]:
    """Every one of them by its register id, with its status, for the list of the day."""
    rows = db.session.execute(
        select(Paper.register_id, Paper.kind, Case.ended_at, Refused.annulled_at)
        .join(Case, Case.id == Paper.case_id)
        .outerjoin(Refused, Refused.paper_id == Paper.id)
        .where(Paper.register_id.is_not(None), Refused.called_back_at.is_(None))
    )
    return {
        str(register_id): (Standing.VALID if annulled is None else Standing.ANNULLED).value
        for register_id, kind, ended, annulled in rows
        if kind != REFUSAL or ended is not None or annulled is not None
    }


def _entry(found: ColumnElement[bool]) -> Entry | None:
    query = (
        select(Paper, Office, Case, Refused, StoredFile.digest)
        .join(Office, Office.id == Paper.office_id)
        .join(Case, Case.id == Paper.case_id)
        .join(StoredFile, StoredFile.id == Paper.file_id)
        .outerjoin(Refused, Refused.paper_id == Paper.id)
        .where(found, Refused.called_back_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    paper, office, case, _refused, file_digest = row
    refused: Refused | None = _refused
    annulled = refused is not None and refused.annulled_at is not None
    if paper.kind == REFUSAL and case.ended_at is None and not annulled:
        return None
    facts = _public(paper)
    return Entry(
        office.zone, facts, Standing.ANNULLED if annulled else Standing.VALID, (), file_digest, lasts=False
    )


def _public(paper: Paper) -> dict[str, Any]:
    facts = json.loads(paper.facts)
    order, by_hand = facts.get("order"), facts.get("by_key") is False
    return {
        "title": in_three(PAPER_KINDS[paper.kind]),
        "number": facts["number"],
        "name": facts["name"],
        "service": facts["service"],
        "office": facts["office"],
        # A refusal that rests on an order is signed as the order was.
        "order": {**order, "on_paper": by_hand} if order else None,
        "by_hand": bool(order) and by_hand,
        "signatory": facts["signatures"][0],
        "since": facts["moment"],
    }
