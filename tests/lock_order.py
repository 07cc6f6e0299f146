"""Whether rows are held in the order of docs/decisions/0020: watched in every test, on both databases, in one thread.

What would be a deadlock of two on PostgreSQL is one verb here that goes back in the order. A test calls verbs one after
the other in one transaction, so a new verb begins wherever another call out of a test does; and out of the demo, which
fills in its data in the same way, alone with its database.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from core.database import Model

_TESTS = str(Path(__file__).parent)
_HOUSE = str(Path(__file__).parent.parent)
# An order's sheet is held, then those of the papers that it ends; nobody who holds a paper's sheet asks for an order's.
_IN_ANY_ORDER = frozenset({"signing_sheet"})


class OutOfOrderError(AssertionError):
    """A row was held after one that comes later: two who do this the other way round wait for each other."""


def watch_the_order() -> None:
    """From now on every hold of every session is looked at."""
    event.listen(Session, "do_orm_execute", _watch)
    event.listen(Session, "pending_to_persistent", _made)


def _made(session: Session, row: object) -> None:
    """Nobody else can hold what this very verb has made."""
    _of_the_verb(session)[1].add(row)


def _watch(state: ORMExecuteState) -> Any:
    kind: type[Model] | None = state.execution_options.get("held")
    if kind is None:
        return None
    frozen = state.invoke_statement().freeze()
    for row in frozen().scalars():
        _note(state.session, kind, row)
    return frozen()


def _note(session: Session, kind: type[Model], row: Any) -> None:
    taken, made = _of_the_verb(session)
    if row in made:
        return
    now = (kind.__lock_rank__, kind.__tablename__, session.identity_key(instance=row)[1])
    if now in taken:
        return
    for before in taken:
        if now < before and not (now[1] == before[1] and now[1] in _IN_ANY_ORDER):
            raise OutOfOrderError("{1} {2[0]} is held after {4} {5[0]}".format(*now, *before))
    taken.append(now)


def _of_the_verb(session: Session) -> tuple[list[tuple[int, str, Any]], WeakSet[object]]:
    """What the verb that runs now has held and made so far."""
    at = (session.get_transaction(), _verb())
    if session.info.get("verb") != at:
        session.info["verb"], session.info["of_the_verb"] = at, ([], WeakSet())
    found: tuple[list[tuple[int, str, Any]], WeakSet[object]] = session.info["of_the_verb"]
    return found


def _verb() -> FrameType | None:
    """The outermost call into the house since the last line of a test; what a request does is one such call."""
    frame: FrameType | None = sys._getframe()
    found: FrameType | None = None
    while frame is not None:
        name = frame.f_code.co_filename
        if (name.startswith(_TESTS) and name != __file__) or Path(name).stem.startswith("demo"):
            return found
        if name.startswith(_HOUSE) and "/.venv/" not in name and name != __file__:
            found = frame
        frame = frame.f_back
    return found
