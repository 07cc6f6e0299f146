"""The applicant has read a message in the cabinet."""

from __future__ import annotations

from applications.models import Case, CaseNotice
from core.clock import now
from core.database import db
from core.journal import record
from core.refusals import NotFound


def read(case: Case, notice_id: int) -> CaseNotice:
    """Note that a message was read; the first reading counts."""
    notice = db.session.get(CaseNotice, notice_id)
    if notice is None or notice.case_id != case.id or notice.medium != "cabinet":
        raise NotFound
    if notice.read_at is None:
        notice.read_at = now()
        record(
            "applications:notice:read",
            subject=("case", case.id),
            office_id=case.office_id,
            new={"notice": notice.id},
        )
    return notice
