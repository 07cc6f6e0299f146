"""The order as a paper, and its extract for one recipient. Pure but for the printing press: same facts, same bytes."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.pdf import add_papers, render_pdf
from core.typed_facts import digest_of, spelled
from orders.extract_facts import ENCLOSED as EXTRACT_ENCLOSED
from orders.extract_facts import ExtractFacts
from orders.order_bodies import Two
from orders.order_facts import LineFacts, OrderFacts
from regulations.words import Words

add_papers("orders", Path(__file__).parent / "papers_typ")
ENCLOSED = "order.json"


def order_pdf(facts: OrderFacts) -> bytes:
    """The order in Kazakh and in Russian, with its canonical facts as an attachment."""
    return render_pdf(
        "orders/order",
        laid_out(facts),
        specimen=facts.specimen,
        attached={ENCLOSED: spelled(facts).encode()},
    )


def extract_pdf(facts: ExtractFacts, code: str) -> bytes:
    """What a signed order says under one point, and nothing of the others; `code` seals the facts that are enclosed."""
    told = laid_out(facts.order) | {
        "number": facts.number,
        "order_number": facts.order.number,
        "signed": facts.signed,
        "order_digest": facts.order_digest,
        "digest": digest_of(facts),
        "check_address": code.partition("#")[0],
        "check_code": code,
    }
    return render_pdf(
        "orders/order-extract",
        told,
        specimen=facts.order.specimen,
        attached={EXTRACT_ENCLOSED: spelled(facts).encode()},
    )


def laid_out(facts: OrderFacts) -> dict[str, Any]:
    """The facts in the order and the words in which they are printed."""
    zone = ZoneInfo(facts.zone)
    dated = datetime.combine(facts.day, time(0), zone) if facts.day else facts.drafted_at.astimezone(zone)
    return {
        **({"number": facts.number} if facts.number else {}),
        "moment": dated,
        "draft": not facts.number,
        "office": _three(facts.office),
        "title": _two(facts.title),
        "preamble": _two(facts.preamble),
        "lists": [
            {
                "outcome": one.outcome,
                "point": one.point,
                "heading": _two(one.heading),
                "lines": [_line(line) for line in facts.lines if line.outcome == one.outcome],
            }
            for one in facts.lists
        ],
        "people": [{"name": one.name, "capacity": _three(one.capacity)} for one in facts.people],
        "closing": [_two(text) for text in facts.closing],
        "drafted_by": facts.drafted_by,
        "signatory": {"name": facts.signatory.name, "role": _three(facts.signatory.capacity)}
        if facts.signatory
        else None,
        "on_paper": facts.on_paper,
        "digest": digest_of(facts),
    }


def _line(line: LineFacts) -> dict[str, Any]:
    return {
        "item": line.item,
        "name": line.name,
        "case": line.case_number,
        "specialty": _three(line.specialty) if line.specialty else None,
        "category": _three(line.category) if line.category else None,
        "ground": _three(line.ground_words) if line.ground_words else line.ground,
        "clause": line.clause,
        "facts": line.facts,
        "result": {
            "verdict": line.result.verdict,
            "points": line.result.points,
            "of": line.result.out_of,
            "day": line.result.day,
        }
        if line.result
        else None,
        "protocol": {
            "number": line.protocol.number,
            "day": line.protocol.day,
            "position": line.protocol.position,
        }
        if line.protocol
        else None,
        "report": {"number": line.report.number, "day": line.report.day} if line.report else None,
        "decision": {
            "day": line.decision.day,
            "departure_ground": line.decision.departure_ground,
            "departure_clause": line.decision.departure_clause,
        }
        if line.decision
        else None,
        "documents": line.documents,
        "reopens": _three(line.reopens) if line.reopens else None,
        "paper": line.paper,
        "earlier": {"number": line.earlier.number, "day": line.earlier.day, "item": line.earlier.item}
        if line.earlier
        else None,
    }


def _two(text: Two) -> dict[str, str]:
    return {"kk": text.kk, "ru": text.ru}


def _three(said: Words) -> dict[str, str]:
    return {"kk": said.kk, "ru": said.ru, "en": said.en}
