"""What the marks of an expert group come to, and what is still open before its report. Pure.

The texts give neither standards nor weights nor a threshold. Weights and how much a partly met standard counts come
with the act that lists the standards; the group draws its own conclusion from the share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Mark(StrEnum):
    """How an expert found a standard."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


# A mark that takes something away says what was found.
NEEDS_REMARK = frozenset({Mark.PARTLY, Mark.NOT_MET, Mark.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Marked:
    """One standard as the group left it; without a mark it is still to be looked at."""

    weight: int
    mark: Mark | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the group has come: what is marked, what is not, which marks lack their remark."""

    standards: int
    unmarked: int
    unsaid: int

    @property
    def complete(self) -> bool:
        return self.standards > 0 and self.unmarked == 0 and self.unsaid == 0


def progress(standards: Iterable[Marked]) -> Progress:
    """What of the checklist is done."""
    found = list(standards)
    return Progress(
        len(found), sum(one.mark is None for one in found), sum(lacks_remark(one) for one in found)
    )


def lacks_remark(one: Marked) -> bool:
    """Whether a mark takes something away and does not say why."""
    return one.mark in NEEDS_REMARK and not one.remark.strip()


def share(standards: Iterable[Marked], partly_percent: int) -> int | None:
    """The weighted share that is met, in whole per cent, rounded down: a report claims no more than was found.

    What does not apply to the organisation counts neither way; None when nothing that applies was marked.
    """
    counted = {
        Mark.MET: Fraction(1),
        Mark.PARTLY: Fraction(partly_percent, 100),
        Mark.NOT_MET: Fraction(0),
    }
    applied = [one for one in standards if one.mark in counted]
    whole = sum(one.weight for one in applied)
    if not whole:
        return None
    met = sum(one.weight * counted[one.mark] for one in applied if one.mark is not None)
    return int(met * 100 / whole)
