"""What a run came to, as a table for people and as JSON for whoever compares runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.rounds import Result

TOO_MUCH = 0.1
HEAD = (
    "",
    "median",
    "",
    "cpu ms",
    "database ms",
    "beside its floor",
    "by cpu",
    "p50 ms",
    "p99 ms",
    "max ms",
    "client",
    "memory",
)
TEXTS = {0, 2, 5}


def table(title: str, results: Sequence[Result]) -> str:
    """One line for each subject and floor."""
    known = {result.subject.name: result for result in results}
    rows = [HEAD, *(row for result in results for row in _rows(result, known))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if at in TEXTS else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([title, "-" * len(title), *lines, *_remarks(results)])


def _rows(result: Result, known: dict[str, Result]) -> list[tuple[str, ...]]:
    """The subject beside its first floor, and a line for each other floor."""
    floors = result.subject.floors
    first = _beside(result, known[floors[0]]) if floors else ("", "")
    share = result.typical("client_share")
    row = (
        result.subject.name,
        _number(result.rate),
        result.subject.unit,
        _number(result.typical("cpu_ms"), 2),
        _number(result.typical("database_ms"), 2),
        *first,
        _number(result.typical("p50_ms")),
        _number(result.typical("p99_ms")),
        _number(result.typical("max_ms")),
        "" if share is None else f"{share:.1%}",
        "" if result.typical("memory_mb") is None else f"{result.typical('memory_mb'):,.0f} MB",
    )
    before, after = ("",) * 5, ("",) * 5
    return [row, *((*before, *_beside(result, known[floor]), *after) for floor in floors[1:])]


def _beside(result: Result, floor: Result) -> tuple[str, str]:
    name = floor.subject.name
    ratios = result.ratios[name]
    told = f"{result.ratio(name):.2f} of {name} ({min(ratios):.2f}-{max(ratios):.2f})"
    return told, _number(result.cpu_ratio(floor), 2)


def _number(value: float | None, places: int = 1) -> str:
    return "" if value is None else f"{value:,.{places}f}"


def _remarks(results: Sequence[Result]) -> list[str]:
    lines = []
    for result in results:
        if result.reached is not None:
            word = "reached" if result.reached else "MISSED"
            lines.append(f"goal of {result.subject.name}: {result.subject.goal:.2f} of its floor: {word}")
        within, p99 = result.subject.p99_goal_ms, result.typical("p99_ms")
        if within is not None and p99 is not None:
            word = "reached" if p99 < within else "MISSED"
            lines.append(f"goal of {result.subject.name}: p99 under {within:,.0f} ms: {word}")
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
            "cpu_ms": result.typical("cpu_ms"),
            "database_ms": result.typical("database_ms"),
            "p50_ms": result.typical("p50_ms"),
            "p99_ms": result.typical("p99_ms"),
            "max_ms": result.typical("max_ms"),
            "client_share": result.typical("client_share"),
            "memory_mb": result.typical("memory_mb"),
        }
        for result in results
    ]
