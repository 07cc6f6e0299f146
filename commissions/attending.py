"""Who is there, as the one form of the meeting's page says it: only what differs from what was noted is noted anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from accounts.formats import tidy
from commissions.actions.live import Noted
from commissions.models import Attendance
from core.incoming import row_number
from core.languages import _l
from core.refusals import Refusal

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be noted of one member, and the version that the page had shown."""

    member_id: int
    noted: Noted
    seen: int | None


def changes(sent: MultiDict[str, str], rows: Iterable[Attendance]) -> list[Change]:
    """Those who have come, gone or given a reason. Whoever leaves goes first: an alternate takes a free place."""
    here = set(sent.getlist("here"))
    found = []
    for row in rows:
        noted = _of(row, sent, str(row.member_id) in here)
        stands = (row.present, row.absent_because, row.stands_in_for)
        if stands != (noted.present, noted.absent_because, noted.stands_in_for):
            found.append(Change(row.member_id, noted, row_number(sent.get(f"version-{row.member_id}", ""))))
    return sorted(found, key=lambda one: one.noted.present)


def _of(row: Attendance, sent: MultiDict[str, str], present: bool) -> Noted:
    reason = tidy(sent.get(f"reason-{row.member_id}", ""))
    if len(reason) > LONGEST:
        raise Refusal(
            _l("The reason of %(name)s is too long: at most 500 characters.", name=row.member.account.name),
            status=422,
        )
    instead = row_number(sent.get(f"instead-{row.member_id}", "")) or None
    return Noted(present, "" if present else reason, instead if row.member.role == "alternate" else None)
