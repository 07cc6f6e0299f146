"""How much time a candidate has left: the sum of what was granted, by the server's clock alone.

Pure, for the saving path, the player, the board and whoever recounts. The candidate's own clock has no part in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

GrantKind = Literal["base", "accommodation", "incident", "pause"]
_NONE, _MILLISECOND = timedelta(0), timedelta(milliseconds=1)
GRANT_KINDS: tuple[GrantKind, ...] = ("base", "accommodation", "incident", "pause")


@dataclass(frozen=True, slots=True)
class Grant:
    """So many seconds, for one reason; never edited, only followed by another. A negative one takes back an error."""

    kind: GrantKind
    seconds: int


class Clock(NamedTuple):
    """One candidate's clock. `version` grows with every grant and every pause, so that a page knows what it has heard.

    While a pause is open the clock stands; when it ends, its length is granted, so nothing is lost by standing.
    """

    started_at: datetime
    granted_seconds: int
    version: int
    paused_at: datetime | None = None

    def deadline(self, moment: datetime) -> datetime:
        """When the time ends, as it looks at this moment: in an open pause it moves with the moment."""
        ends = self.started_at + timedelta(seconds=self.granted_seconds)
        return ends if self.paused_at is None else ends + max(moment - self.paused_at, _NONE)

    def left(self, moment: datetime) -> timedelta:
        """The time left, never less than none."""
        return max(self.deadline(moment) - moment, _NONE)

    def takes(self, arrived: datetime, grace: timedelta) -> bool:
        """Whether an entry that arrives now counts by itself: by the deadline and the grace, both ends included."""
        return arrived <= self.deadline(arrived) + grace

    def is_over(self, moment: datetime, grace: timedelta) -> bool:
        """Whether nothing that arrives from now on can count by itself, so that the attempt may be closed."""
        return not self.takes(moment, grace)


def clock(started_at: datetime, grants: Iterable[Grant], pauses: int, paused_at: datetime | None) -> Clock:
    """The clock that these grants make; `pauses` are those that were ever begun, an open one included."""
    held = tuple(grants)
    return Clock(started_at, sum(grant.seconds for grant in held), len(held) + pauses, paused_at)


def pause_seconds(paused_at: datetime, resumed_at: datetime) -> int:
    """What a pause gives back: its length, rounded up to a whole second in the candidate's favour."""
    return max(0, -((paused_at - resumed_at) // timedelta(seconds=1)))


def left_ms(left: timedelta) -> int:
    """The time left in whole milliseconds, as receipts carry it."""
    return left // _MILLISECOND
