"""The minutes that a candidate lost to a dead computer or network, computed from what reached the server.

Pure, for the invigilator, to whom they are proposed as a grant: nobody gets time by itself. A candidate who went on
answering without a network lost nothing; the answers that came later show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


def made_at(arrived: datetime, sent_ms: int, made_ms: int) -> datetime:
    """When an entry was made, by the server's clock: its age on arrival is the difference of two times of one device.

    So a clock that is a day off does nothing. A device that says it sent before it made is not believed.
    """
    age = max(0, sent_ms - made_ms)
    return arrived - timedelta(milliseconds=age)


def lost(
    signs: Iterable[datetime], whole: Stretch, pauses: Sequence[Stretch], usual: timedelta
) -> tuple[Stretch, ...]:
    """The silences longer than usual between signs of life (receipts, and when answers were made), pauses left out."""
    marks = sorted({whole.begins, whole.ends, *(one for one in signs if whole.begins < one < whole.ends)})
    silent = [Stretch(one, other) for one, other in pairwise(marks)]
    found = [part for one in silent for part in _without(one, pauses) if part.length > usual]
    return tuple(found)


def _without(stretch: Stretch, pauses: Sequence[Stretch]) -> list[Stretch]:
    """What is left of a stretch when the pauses are taken out of it."""
    parts = [stretch]
    for pause in pauses:
        parts = [
            left
            for part in parts
            for left in (
                Stretch(part.begins, min(part.ends, pause.begins)),
                Stretch(max(part.begins, pause.ends), part.ends),
            )
            if left.begins < left.ends
        ]
    return parts


def minutes(stretches: Iterable[Stretch]) -> int:
    """Whole minutes of all of them together, rounded up in the candidate's favour."""
    total = sum((one.length for one in stretches), timedelta(0))
    return -(-total // timedelta(minutes=1))
