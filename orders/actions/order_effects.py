"""What each kind of signed order brings into being, line by line, by the verbs of the rooms that keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from accounts.signing_models import SigningDone
from accounts.signing_queries import deeds_of
from applications import notices
from applications.actions import checking, course
from applications.models import Case
from applications.papers import OrderPoint
from commissions.actions import evaluating, forming
from core.database import db
from core.holding import held_all
from core.languages import _l
from core.models import StoredFile
from core.refusals import Refusal
from orders.actions import drawing, refusing, standing
from orders.actions.appeal_carrying import carried_by_order
from orders.actions.order_undoing import annul
from orders.actions.ordering import hold_cases
from orders.models import HeadDecision, Order, OrderLine, ResultPaper
from orders.order_facts import read_order
from orders.order_reading import details_of
from orders.paper_standing import STATUS_OF
from orders.result_notices import tell_standing
from regulations.places import parse
from regulations.verbs import Verb


def take_effect(order: Order, done: SigningDone, lines: Sequence[OrderLine]) -> None:
    """Carry out a signed order."""
    if order.kind == "commission":
        _form(order, done)
        return
    _hold(lines)
    for line in lines:
        EFFECTS[order.kind](order, line, done)


def _hold(lines: Sequence[OrderLine]) -> None:
    """Everything that the lines change, before the first of them changes anything: cases, then papers."""
    hold_cases(lines)
    ended = [drawing.live_paper(line.case_id) for line in lines if line.outcome == "annul"]
    papers = [paper.id for paper in ended if paper is not None]
    held_all(ResultPaper, papers + [line.paper_id for line in lines if line.paper_id is not None])


def _decided(order: Order, line: OrderLine, done: SigningDone) -> None:
    """The case goes on to its paper, or out with its motivated refusal, which whoever signed the order signs too."""
    case = course.locked(line.case_id)
    told = course.With(new={"order": order.spelled_number, "line": line.id, "decision": line.outcome})
    moved = course.perform(case, Verb.SIGN_ORDER, brings=told)
    if line.outcome == "refuse":
        way_out = parse(course.edition_of(case), case.procedure, case.place).exit
        if way_out is None:
            raise Refusal(_l("Application %(number)s does not stand on the way out.", number=case.number))
        decision = db.session.get(HeadDecision, line.decision_id) if line.decision_id else None
        motives = checking.Motives(
            line.ground, line.clause, line.facts, decision.ground_id if decision else None
        )
        facts = read_order(order.facts or "")
        item = next(one.item for one in facts.lines if one.case == case.id)
        point = OrderPoint(order.spelled_number, _day(order), item, facts.on_paper)
        refused = checking.write_refusal(case, order.office_id, way_out, motives, point)
        if not facts.on_paper:
            refusing.send_with_order(refused, deeds_of(done.sheet_id)[-1].grant)
    notices.of_step(case, moved.notices)


def _evaluated(order: Order, line: OrderLine, done: SigningDone) -> None:
    """The external evaluation is opened by the group and for the days that the order names."""
    details = details_of(order)
    named = cast(Sequence[Mapping[str, object]], details["people"])
    evaluating.open_evaluation(
        line.case_id,
        evaluating.Ordered(
            order_number=order.spelled_number,
            order_date=_day(order),
            order_file_id=done.file_id,
            group=tuple(evaluating.Expert(cast(int, one["account"]), str(one["role"])) for one in named),
            from_day=date.fromisoformat(str(details["from_day"])),
            until_day=date.fromisoformat(str(details["until_day"])),
            group_name=str(details.get("name", "")),
        ),
    )


def _form(order: Order, done: SigningDone) -> None:
    """The commission is formed in the composition that the order names."""
    details = details_of(order)
    formed = forming.form(
        forming.Formed(
            kind=str(details["commission_kind"]),
            name=str(details["name"]),
            order_number=order.spelled_number,
            order_date=_day(order),
            order_file=db.session.get_one(StoredFile, done.file_id),
        )
    )
    for one in cast(Sequence[Mapping[str, object]], details["people"]):
        forming.add_member(formed.id, forming.Named(cast(int, one["account"]), str(one["role"]), _day(order)))


def _changed(_order: Order, line: OrderLine, _done: SigningDone) -> None:
    """The paper gets its new status, and its holder is told."""
    tell_standing(_case(line), standing.by_line(line.paper_id or 0, STATUS_OF[line.outcome], line))


def _annulled(order: Order, line: OrderLine, _done: SigningDone) -> None:
    """The earlier point ends; where it ends because an appeal was granted, that is the act that carries it out."""
    annul(order, line)
    carried_by_order(line)


def _corrected(_order: Order, _line: OrderLine, _done: SigningDone) -> None:
    """A mistake in writing is mended by being read together with the order; no case moves."""


def _case(line: OrderLine) -> Case:
    return course.locked(line.case_id)


def _day(order: Order) -> date:
    assert order.day is not None, "a signed order has its day"
    return order.day


EFFECTS: dict[str, Callable[[Order, OrderLine, SigningDone], None]] = {
    "award": _decided,
    "refusal": _decided,
    "evaluation": _evaluated,
    "status": _changed,
    "annulment": _annulled,
    "correction": _corrected,
}
