"""A meeting as a calendar file (RFC 5545), for the calendars of its members. No candidate is named in it."""

from __future__ import annotations

from datetime import UTC, datetime

from commissions.models import Meeting

_WIDTH = 73


def of_meeting(meeting: Meeting) -> str:
    """One event; a meeting that was called off is cancelled under the same identity."""
    off = meeting.called_off_at is not None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Synaq//commissions//KK",
        f"METHOD:{'CANCEL' if off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.id}-{meeting.number}@synaq",
        f"SEQUENCE:{1 if off else 0}",
        f"DTSTAMP:{_stamp(meeting.called_off_at or meeting.scheduled_at)}",
        f"DTSTART:{_stamp(meeting.starts_at)}",
        f"DTEND:{_stamp(meeting.ends_at)}",
        f"SUMMARY:{_text(f'{meeting.commission.name}: {meeting.number}')}",
        f"LOCATION:{_text(meeting.place or meeting.link)}",
        *([f"DESCRIPTION:{_text(meeting.link)}"] if meeting.link else []),
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for mark in "\\;,":
        value = value.replace(mark, f"\\{mark}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines longer than 75 octets go on in the next one, never cut within a letter."""
    found, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _WIDTH:
            found.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*found, part])
