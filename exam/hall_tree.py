"""The tree over a sitting's transcripts: its root stands in the hall record, and a proof shows one transcript alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from core.database import db
from exam import hash_tree
from exam.models import Attempt, Result
from exam.transcript import tree_leaf


@dataclass(frozen=True, slots=True)
class Tree:
    """The head over the transcripts in the order of their results."""

    root: str
    size: int


def texts_of(sitting_id: int) -> list[str]:
    """Every transcript of the sitting that was ever scored, in the order of their rows."""
    texts = db.session.scalars(
        select(Result.transcript)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Attempt.sitting_id == sitting_id, Result.transcript.is_not(None))
        .order_by(Result.id)
    )
    return [text for text in texts if text is not None]


def leaves_of(sitting_id: int) -> list[bytes]:
    """The leaves of the tree."""
    return [tree_leaf(text) for text in texts_of(sitting_id)]


def tree_of(sitting_id: int) -> Tree:
    leaves = leaves_of(sitting_id)
    return Tree(hash_tree.root(leaves).hex(), len(leaves))
