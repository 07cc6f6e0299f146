"""The lists of the register that are made anew every day: the newest is given out, a week of them is kept."""

from __future__ import annotations

from pathlib import Path

KEPT = 7


def newest_of(folder: Path, pattern: str) -> Path | None:
    """The list that was made last; the names of all begin alike and go on with the day."""
    return max(folder.glob(pattern), default=None)


def drop_old(folder: Path, pattern: str) -> None:
    """Whoever compares with yesterday still can; what is older can be told from the register itself."""
    for old in sorted(folder.glob(pattern))[:-KEPT]:
        old.unlink(missing_ok=True)
