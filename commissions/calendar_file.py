"""Calendar files (RFC 5545): a meeting for its members, naming no candidate; an interview for its own candidate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from commissions.models import Meeting, Slot

_WIDTH = 73


def of_meeting(meeting: Meeting) -> str:
    """One event; a meeting that was called off is cancelled under the same identity."""
    off = meeting.called_off_at is not None
    return _calendar(
        off,
        [
            f"UID:meeting-{meeting.id}-{meeting.number}@synaq",
            f"SEQUENCE:{1 if off else 0}",
            f"DTSTAMP:{_stamp(meeting.called_off_at or meeting.scheduled_at)}",
            f"DTSTART:{_stamp(meeting.starts_at)}",
            f"DTEND:{_stamp(meeting.ends_at)}",
            f"SUMMARY:{_text(f'{meeting.commission.name}: {meeting.number}')}",
            *_where(meeting),
        ],
    )


def of_interview(slot: Slot, summary: str, told: Sequence[str]) -> str:
    """The candidate's own event. A time that took the place of another is the same event, moved."""
    return _calendar(
        False,
        [
            f"UID:interview-{slot.interview_id}@synaq",
            f"SEQUENCE:{slot.id}",
            f"DTSTAMP:{_stamp(slot.put_at)}",
            f"DTSTART:{_stamp(slot.starts_at)}",
            f"DTEND:{_stamp(slot.ends_at)}",
            f"SUMMARY:{_text(summary)}",
            f"LOCATION:{_text(slot.meeting.place or slot.meeting.link)}",
            f"DESCRIPTION:{_text(chr(10).join(told))}",
        ],
    )


def _where(meeting: Meeting) -> list[str]:
    found = [f"LOCATION:{_text(meeting.place or meeting.link)}"]
    return [*found, f"DESCRIPTION:{_text(meeting.link)}"] if meeting.link else found


def _calendar(off: bool, event: list[str]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Synaq//commissions//KK",
        f"METHOD:{'CANCEL' if off else 'PUBLISH'}",
        "BEGIN:VEVENT",
        *event,
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
