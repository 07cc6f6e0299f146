"""An office's hours: how they are kept in its row, and as the clock of the regulations takes them.

Kept as one line a weekday, `09:00-18:30,13:00-14:30` (open, then lunch), empty where the office is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Office
from regulations.office_hours import USUAL_HOURS, OfficeHours, OpenHours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def write_day(hours: OpenHours | None) -> str:
    """The line of one weekday."""
    if hours is None:
        return ""
    line = f"{hours.opens:%H:%M}-{hours.closes:%H:%M}"
    return line + (f",{hours.lunch[0]:%H:%M}-{hours.lunch[1]:%H:%M}" if hours.lunch else "")


def read_day(line: str) -> OpenHours | None:
    """The hours of one weekday; raises ValueError where the line says none."""
    return OpenHours.parse(line) if line.strip() else None


def write_week(hours: OfficeHours) -> dict[str, str]:
    """How a week is kept."""
    return {name: write_day(day) for name, day in zip(WEEKDAYS, hours.week, strict=True)}


def read_week(kept: Mapping[str, Any], zone: str) -> OfficeHours:
    """The week of an office; raises ValueError where it cannot be one."""
    return OfficeHours(tuple(read_day(str(kept.get(name, ""))) for name in WEEKDAYS), zone)


def hours_of(office: Office) -> OfficeHours:
    """What the statutory clock asks of an office."""
    return read_week(office.hours, office.zone)


def usual_week() -> dict[str, str]:
    """The hours most state bodies keep, to begin with."""
    return write_week(OfficeHours.every_workday(USUAL_HOURS))
