"""The register as a list without names, for statisticians and other systems: made once a day, given to anybody.

Of each paper stand its number, what it certifies, since and until when, by which order and office, and whether it
holds. Who has it stands nowhere; tickets, which nobody may look for, are not in it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.models import Office, Specialty
from applications.models import Case
from core.clock import now
from core.database import db
from core.settings import Settings
from orders.daily_files import drop_old, newest_of
from orders.last_status import last_status
from orders.models import ResultPaper, ResultPaperIssued
from orders.paper_standing import standing_of
from orders.register import SEARCHABLE

COLUMNS = (
    "number", "kind", "specialty", "category", "office", "issued", "valid_from", "valid_until", "order", "order_day",
    "status",
)  # fmt: skip
KINDS = ("csv", "json")
_AT_ONCE = 5_000


def newest_export(settings: Settings, kind: str) -> Path | None:
    """The export that was made last; its name says of which day it is."""
    return newest_of(_folder(settings), f"papers-*.{kind}")


def _folder(settings: Settings) -> Path:
    return settings.data_folder / "register"


def make_export(settings: Settings) -> int:
    """Make today's export in both forms where there is none yet; says how many papers stand in it."""
    targets = [_folder(settings) / f"papers-{now().date().isoformat()}.{kind}" for kind in KINDS]
    if all(target.exists() for target in targets):
        return 0
    _folder(settings).mkdir(parents=True, exist_ok=True)
    count = 0
    for target, write in zip(targets, (write_csv, write_json), strict=True):
        half = target.with_suffix(f".{target.suffix[1:]}-half")
        with half.open("w", encoding="utf-8", newline="") as stream:
            count = write(stream, rows())
        half.replace(target)
        drop_old(target.parent, f"papers-*{target.suffix}")
    return count


def write_csv(stream: TextIO, listed: Iterator[dict[str, Any]]) -> int:
    """One line for each paper, with a head."""
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for count, row in enumerate(listed, start=1):  # noqa: B007 - the last number is the count
        writer.writerow(row)
    return count


def write_json(stream: TextIO, listed: Iterator[dict[str, Any]]) -> int:
    """One array, a paper on each line."""
    count = 0
    stream.write("[")
    for count, row in enumerate(listed, start=1):
        stream.write(",\n" if count > 1 else "\n")
        stream.write(json.dumps(row, ensure_ascii=False))
    stream.write("\n]\n")
    return count


def rows() -> Iterator[dict[str, Any]]:
    """Every searchable paper in the order of its issue, a few thousand at a time."""
    last = last_status()
    query = (
        select(
            ResultPaper.number, ResultPaper.kind, Specialty.code, Case.category, Office.code, Office.zone,
            ResultPaperIssued.issued_at, ResultPaper.valid_from, ResultPaper.valid_until, ResultPaper.facts,
            last.c.status,
        )
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .join(Case, Case.id == ResultPaper.case_id)
        .join(Office, Office.id == ResultPaper.office_id)
        .outerjoin(Specialty, Specialty.id == Case.specialty_id)
        .outerjoin(last, last.c.paper_id == ResultPaper.id)
        .where(ResultPaper.kind.in_(SEARCHABLE))
        .order_by(ResultPaper.id)
    )  # fmt: skip
    moment = now()
    for found in db.session.execute(query.execution_options(yield_per=_AT_ONCE)):
        number, kind, specialty, category, office, zone, issued, since, until, facts, status = found
        order, clock = json.loads(facts).get("order"), ZoneInfo(zone)
        yield {
            "number": number,
            "kind": kind,
            "specialty": specialty or "",
            "category": category or "",
            "office": office,
            "issued": issued.astimezone(clock).date().isoformat(),
            "valid_from": since.isoformat(),
            "valid_until": until.isoformat() if until else "",
            "order": order["number"] if order else "",
            "order_day": order["day"]["iso"] if order else "",
            "status": standing_of([status] if status else [], until, moment.astimezone(clock).date()).value,
        }
