"""The public register: what anybody may learn of an issued paper, by its code, or by number and name together.

Found are issued papers only. A refusal, a ticket and an extract of an order are found by their code or their file
alone, never by searching. Who asks with a wrong name learns as little as who asks for a number that was never
given.
"""

from __future__ import annotations

import json
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from core.clock import now
from core.database import db
from core.sorting import fold
from orders import register_extracts as extracts
from orders import register_given as given
from orders.models import PaperStatus, ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.paper_standing import standing_of
from orders.register_entry import Entry
from orders.result_facts import public_facts
from orders.result_kinds import KINDS

SEARCHABLE = tuple(kind for kind, found in KINDS.items() if found.searchable)


def _issued() -> Select[ResultPaper, str]:
    return (
        select(ResultPaper, ResultPaperSigned.digest)
        .join(ResultPaperSigned, ResultPaperSigned.paper_id == ResultPaper.id)
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
    )


def by_code(register_id: str) -> Entry | None:
    """The paper whose code was read."""
    found = _entry(_issued().where(ResultPaper.register_id == register_id))
    return found or given.by_code(register_id) or extracts.by_code(register_id)


def by_number(number: str, name: str) -> Entry | None:
    """The paper of this number, if it is of this holder."""
    return _entry(
        _issued().where(
            ResultPaper.number == number.strip().upper(),
            ResultPaper.folded_name == fold(name)[:320],
            ResultPaper.kind.in_(SEARCHABLE),
        )
    )


def by_file(digest: str) -> Entry | None:
    """The paper whose signed file has this digest, to the byte."""
    found = _entry(_issued().where(ResultPaperSigned.digest == digest))
    return found or given.by_file(digest) or extracts.by_file(digest)


def today_at(paper: ResultPaper) -> date:
    """The day at the office that issued it."""
    return now().astimezone(ZoneInfo(paper.office.zone)).date()


def _entry(query: Select[ResultPaper, str]) -> Entry | None:
    found = db.session.execute(query).first()
    if found is None:
        return None
    paper, file_digest = found
    history = db.session.scalars(
        select(PaperStatus).where(PaperStatus.paper_id == paper.id).order_by(PaperStatus.position)
    ).all()
    standing = standing_of([one.status for one in history], paper.valid_until, today_at(paper))
    facts = public_facts(json.loads(paper.facts))
    # A ticket neither runs out nor holds for ever: it was given on its day.
    lasts = paper.valid_until is not None or bool(facts["unlimited"])
    return Entry(paper.office.zone, facts, standing, history, file_digest, lasts)
