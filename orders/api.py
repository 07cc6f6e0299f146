"""For the e-licensing portal and other systems: the results of services as JSON, pulled as often as they like.

A result is told as it stands now, so that taking it twice is taking it once: who goes on from the last change that they
have gets that one again, and every later one. A change carries the moment at which it was made and is seen at its
commit, so that an earlier one may come into sight after a later one: what happened just now is told a little later.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, Select, func, select

from accounts.models import Office, Specialty
from accounts.token_door import calling
from applications import api_access
from applications.api import PDF, offers
from applications.models import Case, CasePerson
from core.clock import now
from core.database import db
from core.files import send_file
from core.refusals import NotFound
from core.views import settings
from orders.api_schemas import ResultListSchema, ResultQuerySchema, ResultSchema
from orders.last_status import last_status
from orders.models import ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.paper_standing import standing_of
from orders.register import today_at

# Longer than any transaction that issues a paper or changes its status: an order of five hundred lines takes seconds.
SETTLED = timedelta(minutes=1)

_last = last_status()
_changed: ColumnElement[datetime] = func.coalesce(_last.c.from_at, ResultPaperIssued.issued_at)

Found = Sequence[Any]


def _issued() -> Select[Any]:
    """Issued papers of the cases that this token may see, each with the last thing that became of it."""
    return (
        select(
            ResultPaper, ResultPaperIssued, ResultPaperSigned, Case, CasePerson.name, Specialty.code, Office.code,
            _last.c.status, _changed.label("changed_at"),
        )
        .join(ResultPaperIssued, ResultPaperIssued.paper_id == ResultPaper.id)
        .join(ResultPaperSigned, ResultPaperSigned.paper_id == ResultPaper.id)
        .join(Case, Case.id == ResultPaper.case_id)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .join(Office, Office.id == ResultPaper.office_id)
        .outerjoin(Specialty, Specialty.id == Case.specialty_id)
        .outerjoin(_last, _last.c.paper_id == ResultPaper.id)
        .where(api_access.may_see(calling()))
    )  # fmt: skip


def _told(found: Found) -> dict[str, Any]:
    paper, issued, signed, case, holder, specialty, office, status, changed_at = found
    order = json.loads(paper.facts).get("order")
    return {
        "id": paper.register_id,
        "case_id": case.public_id,
        "case_number": case.number,
        "service": paper.kind,
        "number": paper.number,
        "holder": holder,
        "specialty": specialty,
        "category": case.category,
        "office": office,
        "valid_from": paper.valid_from,
        "valid_until": paper.valid_until,
        "status": standing_of([status] if status else [], paper.valid_until, today_at(paper)).value,
        "order": {"number": order["number"], "day": datetime.fromisoformat(order["day"]["iso"]).date()}
        if order
        else None,
        "issued_at": issued.issued_at,
        "changed_at": changed_at,
        "check_address": f"{settings().public_address}/register/{paper.register_id}",
        "file_digest": signed.digest,
    }


@offers(
    "/results",
    "api.results.read",
    ResultListSchema,
    takes=((ResultQuerySchema, "query"),),
    also=(422,),
)
def results(wanted: dict[str, Any]) -> dict[str, Any]:
    """The results that were issued or changed since a moment and more than a minute ago, as they stand now."""
    query = (
        _issued()
        .where(_changed <= now() - SETTLED)
        .order_by(_changed, ResultPaper.id)
        .limit(wanted["limit"] + 1)
    )
    if "since" in wanted:
        query = query.where(_changed >= wanted["since"])
    if "service" in wanted:
        query = query.where(ResultPaper.kind == wanted["service"])
    rows: Sequence[Found] = db.session.execute(query).all()
    told = [_told(one) for one in rows[: wanted["limit"]]]
    return {"results": told, "more": len(rows) > wanted["limit"]}


@offers("/results/<register_id>", "api.results.read", ResultSchema, also=(404,))
def one_result(register_id: str) -> dict[str, Any]:
    """One result by its id in the public register."""
    return _told(_find(register_id))


@offers(
    "/results/<register_id>/file",
    "api.results.read",
    PDF,
    also=(404,),
    content_type="application/pdf",
)
def result_file(register_id: str) -> Response:
    """The signed PDF, the very one that was given out."""
    return send_file(_find(register_id)[2].file)


def _find(register_id: str) -> Found:
    found = db.session.execute(_issued().where(ResultPaper.register_id == register_id)).first()
    if found is None:
        raise NotFound
    return found
