"""What becomes of an issued paper: suspended, resumed, returned, revoked, annulled by an order; replaced by a paper."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.actor import current_actor
from core.clock import now
from core.database import db
from core.holding import held
from core.journal import record
from core.languages import _l
from core.refusals import Refusal
from orders.actions import telling
from orders.models import OrderLine, OrderLineSigned
from orders.models.papers import PaperStatus, ResultPaper
from orders.paper_standing import may_follow


def entries_of(paper_id: int) -> Sequence[PaperStatus]:
    """What became of a paper, in order."""
    return db.session.scalars(
        select(PaperStatus).where(PaperStatus.paper_id == paper_id).order_by(PaperStatus.position)
    ).all()


def by_line(paper_id: int, status: str, line: OrderLine) -> PaperStatus:
    """What the line of a signed order makes of a paper; without one nothing happens to it.

    The paper was looked at when the line was written; what has become of it since is asked again here.
    """
    paper = held(ResultPaper, paper_id)
    signed = db.session.get_one(OrderLineSigned, line.id)
    earlier = entries_of(paper.id)
    if status not in may_follow([one.status for one in earlier]):
        raise Refusal(
            _l("After what became of paper %(number)s, the order cannot do this to it.", number=paper.number)
        )
    return _entered(
        PaperStatus(
            paper_id=paper.id,
            position=len(earlier) + 1,
            status=status,
            ground=line.ground,
            order_number=line.order.spelled_number,
            order_date=signed.signed.day,
            order_file_id=signed.signed.file_id,
            line_id=line.id,
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
