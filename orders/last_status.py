"""The last thing that became of each paper, for whoever lists many of them at once."""

from __future__ import annotations

from sqlalchemy import Subquery, func, select

from orders.models import PaperStatus


def last_status() -> Subquery:
    """Paper, status, and since when; a paper of which nothing has become is not in it."""
    newest = (
        select(PaperStatus.paper_id, func.max(PaperStatus.position).label("position"))
        .group_by(PaperStatus.paper_id)
        .subquery()
    )
    return (
        select(PaperStatus.paper_id, PaperStatus.status, PaperStatus.from_at)
        .join(
            newest,
            (newest.c.paper_id == PaperStatus.paper_id) & (newest.c.position == PaperStatus.position),
        )
        .subquery()
    )
