"""What a run came to, as a table for people and as JSON for whoever compares runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.rounds import Result

TOO_MUCH = 0.1
HEAD = ("", "median", "", "beside its floor", "p50 ms", "p99 ms", "client", "memory")


def table(title: str, results: Sequence[Result]) -> str:
    """One line for each subject and floor."""
    rows = [HEAD, *(row for result in results for row in _rows(result))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(cell.rjust(width) if at in {1, 4, 5, 6, 7} else cell.ljust(width)
                  for at, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]  # fmt: skip
    return "\n".join([title, "-" * len(title), *lines, *_remarks(results)])


def _rows(result: Result) -> list[tuple[str, ...]]:
    floors = result.subject.floors or ("",)
    return [_row(result, floor, first=floor == floors[0]) for floor in floors]


def _row(result: Result, floor: str, *, first: bool) -> tuple[str, ...]:
    beside = ""
    if floor:
        ratios = result.ratios[floor]
        beside = f"{result.ratio(floor):.2f} of {floor} ({min(ratios):.2f}-{max(ratios):.2f})"
    if not first:
        return ("", "", "", beside, "", "", "", "")
    share, memory = result.typical("client_share"), result.typical("memory_mb")
    return (
        result.subject.name,
        f"{result.rate:,.1f}" if result.rate < 1000 else f"{result.rate:,.0f}",
        result.subject.unit,
        beside,
        _number(result.typical("p50_ms")),
        _number(result.typical("p99_ms")),
        "" if share is None else f"{share:.1%}",
        "" if memory is None else f"{memory:,.0f} MB",
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"


def _remarks(results: Sequence[Result]) -> list[str]:
    lines = []
    for result in results:
        if result.reached is not None:
            word = "reached" if result.reached else "MISSED"
            lines.append(f"goal of {result.subject.name}: {result.subject.goal:.2f} of its floor: {word}")
        share = result.typical("client_share")
        if share is not None and share >= TOO_MUCH:
            lines.append(
                f"{result.subject.name}: the client took {share:.0%} of the server's processor time, so this figure is "
                "rather too low, and its ratio to a dearer one too good"
            )
    return lines


def as_json(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Every round, so that others can take other averages."""
    return [
        {
            "name": result.subject.name,
            "unit": result.subject.unit,
            "median": result.rate,
            "rates": [one.rate for one in result.measured],
            "ratios": {
                floor: {"median": result.ratio(floor), "rounds": ratios}
                for floor, ratios in result.ratios.items()
            },
            "goal": result.subject.goal,
            "p50_ms": result.typical("p50_ms"),
            "p99_ms": result.typical("p99_ms"),
            "client_share": result.typical("client_share"),
            "memory_mb": result.typical("memory_mb"),
        }
        for result in results
    ]
