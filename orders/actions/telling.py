"""The e-licensing portal is told what a service came to: when its paper is issued, and when an order changes it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import cast

from flask import current_app

from applications.actions import course, neighbours
from core.database import db
from core.settings import Settings
from gateways import elicensing
from orders.models.papers import PaperStatus, ResultPaper, ResultPaperIssued, ResultPaperSigned
from orders.paper_standing import Standing, standing_of
from orders.portal_paper import signed_paper
from orders.register import today_at
from orders.register_key import register_key
from regulations.kinds import ChannelId


def tell_issued(issued: ResultPaperIssued, paper: ResultPaper) -> None:
    """The applicant has the paper: the portal shows it."""
    _tell(paper, standing_of([], paper.valid_until, today_at(paper)), issued.issued_at)


def tell_changed(entry: PaperStatus, paper: ResultPaper) -> None:
    """An order, or another paper, changed its status."""
    _tell(paper, standing_of([entry.status], paper.valid_until, today_at(paper)), entry.from_at)


def _tell(paper: ResultPaper, status: Standing, since: datetime) -> None:
    edition = course.edition_of(paper.case)
    if not any(one.id is ChannelId.ELICENSING_PORTAL for one in edition.channels):
        return
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    signed = db.session.get_one(ResultPaperSigned, paper.id)
    order = json.loads(paper.facts).get("order")
    told = elicensing.PortalPaper(
        case_number=paper.case.number,
        applicant_number=paper.case.person.iin or paper.case.person.bin or "",
        service=paper.kind,
        number=paper.number,
        status=status.value,
        valid_from=paper.valid_from,
        valid_until=paper.valid_until,
        order_number=order["number"] if order else "",
        order_day=datetime.fromisoformat(order["day"]["iso"]).date() if order else None,
        check_address=f"{settings.public_address}/register/{paper.register_id}",
        file_digest=signed.digest,
        since=since,
        signature="",
    )
    neighbours.tell_paper(paper.case, signed_paper(told, register_key(settings)))
