"""What becomes of an issued paper: suspended, resumed, returned, revoked, annulled by an order; replaced by a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.refused_facts import RefusedFact
from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.models import StoredFile
from core.refusals import NotFound, Refusal
from orders.actions import telling
from orders.models.papers import PaperStatus, ResultPaper, ResultPaperIssued
from orders.paper_standing import CHANGES, may_follow


@dataclass(frozen=True, slots=True)
class ByOrder:
    """The order that changes a paper's status: number, day, the signed order itself, and its ground."""

    number: str
    day: date
    file: StoredFile
    ground: str


def entries_of(paper_id: int) -> Sequence[PaperStatus]:
    """What became of a paper, in order."""
    return db.session.scalars(
        select(PaperStatus).where(PaperStatus.paper_id == paper_id).order_by(PaperStatus.position)
    ).all()


def change(paper_id: int, status: str, by: ByOrder) -> PaperStatus:
    """Change a paper's status by its order; without one nothing happens to it."""
    paper = held(ResultPaper, paper_id)
    if paper.office_id != current_actor().office_id:
        raise NotFound
    if db.session.get(ResultPaperIssued, paper.id) is None:
        raise Refusal(_l("Only an issued paper has a status."))
    if status not in CHANGES:
        raise RefusedFact("status", _l("Choose what the order makes of the paper."))
    if not by.number.strip():
        raise RefusedFact("order_number", _l("Type the number of the order."))
    if not by.ground.strip():
        raise RefusedFact("ground", _l("Type the ground that the order names."))
    if by.day > now().astimezone(ZoneInfo(paper.office.zone)).date():
        raise RefusedFact("order_date", _l("The order is of a day to come."))
    earlier = entries_of(paper.id)
    if status not in may_follow([one.status for one in earlier]):
        raise Refusal(_l("After what became of this paper, the order cannot do this to it."))
    return _entered(
        PaperStatus(
            paper_id=paper.id,
            position=len(earlier) + 1,
            status=status,
            ground=by.ground.strip(),
            order_number=by.number.strip(),
            order_date=by.day,
            order_file_id=by.file.id,
            from_at=now(),
            entered_by=current_actor().account_id,
        ),
        paper,
    )


def replaced(paper_id: int, by: ResultPaper) -> PaperStatus | None:
    """A re-issue or duplicate was issued: the paper it stands for ends with it, unless it has ended before."""
    paper = held(ResultPaper, paper_id)
    earlier = entries_of(paper.id)
    if not may_follow([one.status for one in earlier]):
        return None
    return _entered(
        PaperStatus(
            paper_id=paper.id,
            position=len(earlier) + 1,
            status="replaced",
            ground=f"№ {by.number}",
            by_paper_id=by.id,
            from_at=now(),
            entered_by=current_actor().account_id,
        ),
        paper,
    )


def _entered(entry: PaperStatus, paper: ResultPaper) -> PaperStatus:
    db.session.add(entry)
    db.session.flush()
    record(
        "orders:paper_status:enter",
        subject=("result_paper", paper.id),
        office_id=paper.office_id,
        new={"status": entry.status, "order": entry.order_number, "by": entry.by_paper_id},
    )
    telling.tell_changed(entry, paper)
    return entry
