"""The tree over a sitting's transcripts: its root stands in the hall record, and a proof shows one transcript alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from core.database import db
from exam import hash_tree
from exam.models import Attempt, Result
from exam.transcript import tree_leaf

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Tree:
    """The head over the transcripts in the order of their results."""

    root: str
    size: int


def texts_of(sitting_id: int) -> list[str]:
    """Every transcript of the sitting that was ever scored, in the order of their rows."""
    return list(_texts(sitting_id))


def leaves_of(sitting_id: int) -> list[bytes]:
    """The leaves of the tree; of a large hall only some transcripts are held at a time."""
    return [tree_leaf(text) for text in _texts(sitting_id)]


def place_of(result: Result, sitting_id: int) -> int:
    """Which leaf of the tree is this result's."""
    earlier = (
        select(func.count())
        .select_from(Result)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Attempt.sitting_id == sitting_id, Result.transcript.is_not(None), Result.id < result.id)
    )
    return db.session.scalars(earlier).one()


def _texts(sitting_id: int) -> Iterator[str]:
    texts = db.session.scalars(
        select(Result.transcript)
        .join(Attempt, Attempt.id == Result.attempt_id)
        .where(Attempt.sitting_id == sitting_id, Result.transcript.is_not(None))
        .order_by(Result.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    return (text for text in texts if text is not None)


def tree_of(sitting_id: int) -> Tree:
    leaves = leaves_of(sitting_id)
    return Tree(hash_tree.root(leaves).hex(), len(leaves))
