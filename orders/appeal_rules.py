"""What a granted appeal still asks for, on plain values: the correction of a result, and the case back at its gate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum


class Due(StrEnum):
    """An act that has still to be done."""

    CORRECTION = "correction"
    ORDER = "order"
    OWN_ACT = "own_act"


def acts_due(against: str, done: Collection[str], *, by_order: bool, refused: bool) -> tuple[Due, ...]:
    """What is still to be done, in its order: a result is corrected before the case goes back.

    `by_order` says that a signed order refused the case: then only an order brings it back. `refused` says that the
    case is refused, or on the way out; a case that went on all the same needs no way back for its test.
    """
    found = [Due.CORRECTION] if against == "test" and "correction" not in done else []
    brought_back = "order" in done or "own_act" in done
    if not brought_back and (refused or against != "test"):
        found.append(Due.ORDER if by_order else Due.OWN_ACT)
    return tuple(found)


def gate_for(gates: Sequence[str], against: str, *, interview: str | None, notice: str | None) -> str | None:
    """At which of the gates the case goes on, unless somebody chooses another: the last one to which it came.

    Heard anew is whoever appealed against the commission; whose result was taken back gets another sitting, which
    begins with its notice.
    """
    wanted = interview if against == "interview" else notice
    if wanted in gates:
        return wanted
    return gates[-1] if gates else None
