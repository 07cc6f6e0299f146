"""Extracts of orders in the register: by the code on them or by the file itself, and in no search or list.

Shown is what the extract decides and by which order, and which later act annulled or corrected that point; grounds
stand on the paper, for whoever holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from applications.paper_parts import in_three
from core.database import db
from core.languages import _l
from core.paper_facts import frozen_facts
from orders.extract_facts import ExtractFacts, read_extract
from orders.models import OrderExtract, OrderLine, OrderLineSigned
from orders.order_words import LINES
from orders.paper_standing import Standing
from orders.register_entry import Act, Entry
from regulations.catalogue import catalogue
from regulations.words import Words

TITLE = _l("Extract of an order")


def by_code(register_id: str) -> Entry | None:
    """The extract whose code was read."""
    return _entry(OrderExtract.register_id == register_id)


def by_file(digest: str) -> Entry | None:
    """The extract whose file has this digest."""
    return _entry(OrderExtract.file_digest == digest)


def acts_on(line_id: int) -> Sequence[Act]:
    """The signed orders that annulled or corrected a point, the first one first."""
    later = db.session.scalars(
        select(OrderLineSigned)
        .join(OrderLine, OrderLine.id == OrderLineSigned.line_id)
        .where(OrderLine.earlier_id == line_id)
        .order_by(OrderLineSigned.line_id)
    ).all()
    return [Act(one.outcome, one.signed.order.spelled_number, one.signed.day) for one in later]


def statuses() -> dict[str, str]:
    """Every extract by its register id, with its status, for the list of the day."""
    annulled = exists().where(
        OrderLine.earlier_id == OrderExtract.line_id,
        OrderLine.outcome == "annul",
        OrderLineSigned.line_id == OrderLine.id,
    )
    rows = db.session.execute(select(OrderExtract.register_id, annulled))
    return {
        register_id: (Standing.ANNULLED if ended else Standing.VALID).value for register_id, ended in rows
    }


def files() -> Sequence[tuple[str, str]]:
    """The digest of the file of every extract, by its register id."""
    rows = db.session.execute(select(OrderExtract.register_id, OrderExtract.file_digest))
    return [(one.register_id, one.file_digest) for one in rows]


def _entry(found: ColumnElement[bool]) -> Entry | None:
    extract = db.session.scalar(select(OrderExtract).where(found))
    if extract is None:
        return None
    facts = read_extract(extract.facts)
    acts = acts_on(extract.line_id)
    ended = any(one.outcome == "annul" for one in acts)
    return Entry(
        facts.order.zone,
        _public(facts),
        Standing.ANNULLED if ended else Standing.VALID,
        (),
        extract.file_digest,
        lasts=False,
        acts=acts,
        sealed=True,
    )


def _public(facts: ExtractFacts) -> dict[str, Any]:
    order, line = facts.order, facts.line
    assert order.day is not None, "a signed order has its day"
    assert order.signatory is not None, "and its signatory"
    return frozen_facts(
        {
            "title": in_three(TITLE),
            "number": facts.number,
            "name": line.name,
            "service": _three(catalogue().newest(order.service).title) if order.service else None,
            "specialty": _three(line.specialty) if line.specialty else None,
            "category": _three(line.category) if line.category else None,
            "decides": in_three(LINES[line.outcome]),
            "office": _three(order.office),
            "order": {"number": order.number, "day": order.day, "on_paper": order.on_paper},
            "signatory": {"name": order.signatory.name},
            "since": order.day,
        }
    )


def _three(words: Words) -> dict[str, str]:
    return {"kk": words.kk, "ru": words.ru, "en": words.en}
