"""An order's rows read as its canonical facts: for the draft that is shown, the version that is frozen, the paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from accounts.models import Account
from applications.models import Case, CaseStep
from applications.paper_parts import ground_words, in_three
from applications.questions import CATEGORIES
from commissions.models import EvaluationReport, ProtocolItem
from commissions.protocol_words import SEATS
from commissions.voting import Seat
from core.database import db
from core.paper_dates import written
from core.settings import Settings
from exam.models import Result
from orders import order_queries
from orders.models import Order, OrderLine, ResultPaper
from orders.order_bodies import Body, Two
from orders.order_facts import (
    FORM,
    FORM_ON_PAPER,
    DecisionFact,
    EarlierFact,
    LineFacts,
    ListFact,
    OrderFacts,
    PersonFact,
    ProtocolFact,
    ReportFact,
    ResultFact,
    SignatoryFact,
    read_order,
)
from orders.order_templates import wording_of
from regulations.catalogue import catalogue
from regulations.model import Edition
from regulations.verbs import Outcome
from regulations.words import Words


@dataclass(frozen=True, slots=True)
class Opened:
    """What an order gets when its signing opens."""

    number: str
    day: date
    signatory: SignatoryFact
    on_paper: bool = False


def facts_of(order: Order, opened: Opened | None = None) -> OrderFacts:
    """All that the order says now."""
    settings = cast(Settings, current_app.extensions["synaq.settings"])
    wording = wording_of(order)
    holes = _holes(order)
    lines, lists = _numbered(order, wording.body, holes)
    office = order.office
    return OrderFacts(
        form=FORM_ON_PAPER if opened and opened.on_paper else FORM,
        kind=order.kind,
        service=order.service or "",
        template=wording.key,
        edition=wording.edition,
        office=Words(office.name_kk, office.name_ru, office.name_en),
        zone=office.zone,
        title=wording.body.title.filled(holes),
        preamble=wording.body.preamble.filled(holes),
        lists=lists,
        closing=tuple(text.filled(holes) for text in wording.body.closing),
        lines=lines,
        people=_people(order),
        drafted_by=order.drafter.name,
        drafted_at=order.drafted_at,
        specimen=settings.specimen,
        number=opened.number if opened else "",
        day=opened.day if opened else None,
        signatory=opened.signatory if opened else None,
    )


def shown_facts_of(order: Order) -> OrderFacts:
    """What is to be shown of an order: as it was frozen while it is being signed and after, else as it stands."""
    if order.state == "signing" and order.facts:
        return read_order(order.facts)
    return facts_of(order)


def details_of(order: Order) -> dict[str, object]:
    """What its kind has besides lines."""
    found: dict[str, object] = json.loads(order.details)
    return found


def _holes(order: Order) -> Mapping[str, Two]:
    holes = {"office": Two(order.office.name_kk, order.office.name_ru)}
    if order.service:
        edition = catalogue().newest(order.service)
        holes |= {"service": _two(edition.title), "result": _result(edition), "act": _act(edition)}
    details = details_of(order)
    if name := details.get("name"):
        holes["name"] = Two(str(name), str(name))
    for key in ("from_day", "until_day"):
        if key in details:
            holes[key] = _day(date.fromisoformat(str(details[key])))
    return holes


def _two(words: Words) -> Two:
    """A title as it stands within quotation marks: its own become the inner ones."""
    return Two(*(text.replace("«", "„").replace("»", "“") for text in (words.kk, words.ru)))


def _result(edition: Edition) -> Two:
    return _two(edition.result.name or edition.title)


def _act(edition: Edition) -> Two:
    act, day = edition.legal, written(edition.legal.date)["short"]
    return Two(
        f"{act.act.kk}, {day}, № {act.number}, {act.annex.kk}",
        f"{act.act.ru}, {day}, № {act.number}, {act.annex.ru}",
    )


def _day(day: date) -> Two:
    words = cast(Mapping[str, str], written(day)["day"])
    return Two(words["kk"], words["ru"])


def _numbered(
    order: Order, body: Body, holes: Mapping[str, Two]
) -> tuple[tuple[LineFacts, ...], tuple[ListFact, ...]]:
    """The lines in the order of the lists and of names, each with the point under which it stands."""
    rows = order_queries.lines_of(order.id)
    lists: list[ListFact] = []
    lines: list[LineFacts] = []
    for outcome, heading in body.lists.items():
        own = sorted((row for row in rows if row.outcome == outcome), key=_by_name)
        if not own and outcome != "people":
            continue
        point = len(lists) + 1
        lists.append(ListFact(outcome, point, heading.filled(holes)))
        lines += [_line(row, f"{point}.{number}") for number, row in enumerate(own, start=1)]
    return tuple(lines), tuple(lists)


def _by_name(line: OrderLine) -> tuple[str, int]:
    return line.case.person.name, line.case_id


def _line(row: OrderLine, item: str) -> LineFacts:
    case = row.case
    decision = row.decision
    return LineFacts(
        item=item,
        case=case.id,
        case_number=case.number,
        name=case.person.name,
        outcome=row.outcome,
        specialty=_specialty(case),
        category=_category(case),
        ground=row.ground,
        ground_words=_ground_words(row),
        clause=row.clause,
        facts=row.facts,
        result=_result_fact(row),
        protocol=_protocol_fact(row),
        report=_report_fact(row),
        decision=DecisionFact(
            decision.decided_at.astimezone(ZoneInfo(case.office.zone)).date(),
            decision.clause,
            row.departure_ground or "",
            row.departure_clause or "",
        )
        if decision
        else None,
        documents=_accepted(case) if row.outcome == "award" and decision is None else None,
        paper=db.session.get_one(ResultPaper, row.paper_id).number if row.paper_id else "",
        earlier=_earlier(row),
        reopen_at=row.reopen_at or "",
        reopens=catalogue().edition(case.edition_id).step(row.reopen_at).name if row.reopen_at else None,
    )


def _ground_words(row: OrderLine) -> Words | None:
    """The ground of a refusal as the text or the office's list has it in each language; a typed one stays as it is."""
    if row.outcome != "refuse" or not row.ground:
        return None
    words = ground_words(row.order.office_id, catalogue().edition(row.case.edition_id), row.ground)
    return words if words.kk != words.ru else None


def _specialty(case: Case) -> Words | None:
    found = case.specialty
    return Words(found.name_kk, found.name_ru, found.name_en) if found else None


def _category(case: Case) -> Words | None:
    return Words(**in_three(CATEGORIES[case.category])) if case.category else None


def _accepted(case: Case) -> date | None:
    """The day on which the documents were found in order."""
    ended = db.session.scalar(
        select(CaseStep.ended_at)
        .where(CaseStep.case_id == case.id, CaseStep.outcome == Outcome.ACCEPT.value)
        .order_by(CaseStep.id.desc())
        .limit(1)
    )
    return ended.astimezone(ZoneInfo(case.office.zone)).date() if ended else None


def _result_fact(row: OrderLine) -> ResultFact | None:
    if row.result_id is None:
        return None
    result = db.session.get_one(Result, row.result_id)
    score = json.loads(result.score) if result.score else {}
    return ResultFact(
        verdict=result.verdict,
        points=str(score.get("earned", "")),
        out_of=str(score.get("possible", "")),
        day=result.entered_at.astimezone(ZoneInfo(row.case.office.zone)).date(),
        transcript=result.transcript_digest or "",
    )


def _protocol_fact(row: OrderLine) -> ProtocolFact | None:
    if row.item_id is None:
        return None
    item = db.session.get_one(ProtocolItem, row.item_id)
    drawn = item.protocol.drawn_at.astimezone(ZoneInfo(row.case.office.zone)).date()
    return ProtocolFact(item.protocol.spelled_number, drawn, item.position, item.decision)


def _report_fact(row: OrderLine) -> ReportFact | None:
    if row.report_id is None:
        return None
    report = db.session.get_one(EvaluationReport, row.report_id)
    day = report.finished_at.astimezone(ZoneInfo(row.case.office.zone)).date()
    return ReportFact(report.number, day, report.verdict, report.digest)


def _earlier(row: OrderLine) -> EarlierFact | None:
    if row.earlier_id is None:
        return None
    line = db.session.get_one(OrderLine, row.earlier_id)
    order = line.order
    item = next((one.item for one in read_order(order.facts or "").lines if one.case == line.case_id), "")
    assert order.day is not None
    return EarlierFact(order.spelled_number, order.day, item)


def _people(order: Order) -> tuple[PersonFact, ...]:
    """The group or the members whom the details name, in their order."""
    named = cast(Sequence[Mapping[str, object]], details_of(order).get("people", []))
    found = []
    for one in named:
        account = db.session.get_one(Account, int(cast(int, one["account"])))
        found.append(PersonFact(account.name, SEATS[Seat(str(one["role"]))]))
    return tuple(found)
