"""Rounds: everything that is compared is measured in turn, again and again, and the medians are set side by side.

What disturbs a machine for a while then disturbs all alike; a ratio is taken within one round, never between hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

WARM_UP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one load of some seconds came to."""

    rate: float
    # Processor time of one, in the processes that were measured: it means the same on a busy machine.
    cpu_ms: float | None = None
    # The same in the processes of the database, where they can be seen.
    database_ms: float | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    max_ms: float | None = None
    # CPU seconds of the loading program for each CPU second of the server.
    client_share: float | None = None
    # Memory that the largest worker holds, in megabytes.
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is measured; `floors` name those it is set beside, `goal` the least ratio to the first.

    `p99_goal_ms` is the latency under which all but the slowest hundredth must stay.
    """

    name: str
    measure: Callable[[float], Measured]
    floors: tuple[str, ...] = ()
    goal: float | None = None
    unit: str = "a second"
    p99_goal_ms: float | None = None


class BadLoad(Exception):
    """A load that was not answered as it should be has measured nothing."""


@dataclass(slots=True)
class Result:
    """All rounds of one subject."""

    subject: Subject
    measured: list[Measured] = field(default_factory=list)
    # For each floor, the ratio of each round.
    ratios: dict[str, list[float]] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return median(one.rate for one in self.measured)

    def typical(self, name: str) -> float | None:
        """The median of another value of the rounds, None where it is not measured."""
        values = [value for one in self.measured if (value := getattr(one, name)) is not None]
        return median(values) if values else None

    def cpu_ratio(self, floor: Result) -> float | None:
        """The floor's processor time beside this one's; steadier than rates where others use the machine too."""
        mine, its = self.typical("cpu_ms"), floor.typical("cpu_ms")
        return its / mine if mine and its else None

    def ratio(self, floor: str) -> float:
        return median(self.ratios[floor])

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.subject.goal is None:
            return None
        return self.ratio(self.subject.floors[0]) >= self.subject.goal


def alternate(
    subjects: Sequence[Subject], rounds: int, seconds: float, tell: Callable[[str], None] = lambda _line: None
) -> list[Result]:
    """Measure all subjects in turn; every second round goes backwards, so that none always comes first."""
    results = {subject.name: Result(subject) for subject in subjects}
    for subject in subjects:
        subject.measure(WARM_UP_SECONDS)
    for number in range(rounds):
        for subject in subjects if number % 2 == 0 else reversed(subjects):
            measured = subject.measure(seconds)
            results[subject.name].measured.append(measured)
            tell(f"round {number + 1} of {rounds}: {subject.name}: {measured.rate:,.1f} {subject.unit}")
    for result in results.values():
        for floor in result.subject.floors:
            pairs = zip(result.measured, results[floor].measured, strict=True)
            result.ratios[floor] = [one.rate / beside.rate for one, beside in pairs]
    return list(results.values())
