"""What an applicant has of a case's papers: a refusal only once it was handed out, and then as it was signed.

The refusal is printed when it is decided; between that and its handing out it is the office's alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from accounts.signing_queries import done_of, sheet_of
from applications.models import Case, Paper, Refused
from applications.queries import papers_of, refusal_of
from applications.queries_counter import scan_of
from core.database import db
from core.models import StoredFile

# The kind of the sheet on which a refusal is signed.
SHEET = "refusal"


def papers_given(case: Case) -> Sequence[Paper]:
    """The papers of a case that have left the office."""
    return [one for one in papers_of(case) if is_given(one)]


def refusal_given(case: Case) -> Refused | None:
    """The refusal that counts, once it was handed out."""
    return refusal_of(case) if case.ended_at is not None else None


def is_given(paper: Paper) -> bool:
    """Whether the paper has left the office."""
    refused = _refusal(paper)
    if refused is None:
        return True
    ended = refused.annulled_at is not None or refused.case.ended_at is not None
    return ended and refused.called_back_at is None


def file_given(paper: Paper) -> StoredFile:
    """The file that is given: signed by key where it was; a refusal signed by hand as its scan; else as printed."""
    refused = _refusal(paper)
    sheet = sheet_of(SHEET, refused.id) if refused else None
    done = done_of(sheet.id) if sheet else None
    scan = scan_of(paper.id) if refused and done is None else None
    if scan is not None:
        return db.session.get_one(StoredFile, scan.file_id)
    return done.file if done else paper.file


def _refusal(paper: Paper) -> Refused | None:
    if paper.kind != "refusal":
        return None
    return db.session.scalar(select(Refused).where(Refused.paper_id == paper.id))
