"""The signed list of all issued papers and their status: made once a day, kept as a file, given to anybody.

It names nobody and holds no register id, only digests of them: whoever has a paper in hand finds its status offline,
and whoever has none learns nothing.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from accounts.models import Office
from core.clock import now
from core.database import db
from core.settings import Settings
from orders import register_extracts, register_given
from orders.daily_files import drop_old, newest_of
from orders.last_status import last_status
from orders.models import ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.paper_proof import list_entry, signed_list
from orders.paper_standing import standing_of
from orders.register_key import register_key


def newest_list(settings: Settings) -> Path | None:
    """The list that was made last; it says itself of which day it is. None before the first one."""
    return newest_of(_folder(settings), "status-*.json")


def _folder(settings: Settings) -> Path:
    return settings.data_folder / "register"


def make_list(settings: Settings) -> int:
    """Make today's list where there is none yet; says how many papers stand in it."""
    target = _folder(settings) / f"status-{now().date().isoformat()}.json"
    if target.exists():
        return 0
    statuses, files = present_statuses(), signed_files()
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    half.write_text(signed_list(statuses, now(), register_key(settings), files), encoding="utf-8")
    half.replace(target)
    drop_old(target.parent, "status-*.json")
    return len(statuses)


def signed_files() -> dict[str, str]:
    """The digest of the file of every issued paper and extract: who holds a file can compare it offline."""
    rows = db.session.execute(
        select(ResultPaper.register_id, ResultPaperSigned.digest)
        .join(ResultPaperSigned, ResultPaperSigned.paper_id == ResultPaper.id)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
    )
    papers = [(one.register_id, one.digest) for one in rows]
    return {list_entry(which): digest for which, digest in (*papers, *register_extracts.files())}


def present_statuses() -> dict[str, str]:
    """Every issued paper, refusal, ticket and extract by its entry in the list, with its status today."""
    last = last_status()
    rows = db.session.execute(
        select(ResultPaper.register_id, ResultPaper.valid_until, Office.zone, last.c.status)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .join(Office, Office.id == ResultPaper.office_id)
        .outerjoin(last, last.c.paper_id == ResultPaper.id)
    )
    moment = now()
    found = {
        list_entry(register_id): standing_of(
            [status] if status else [], until, moment.astimezone(ZoneInfo(zone)).date()
        ).value
        for register_id, until, zone, status in rows
    }
    others = register_given.statuses() | register_extracts.statuses()
    return found | {list_entry(register_id): status for register_id, status in others.items()}
