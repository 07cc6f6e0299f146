"""Drafting an order: begin it, put cases into it, take them out again, name people and days, give it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from accounts.actions import signing
from accounts.models import Office
from accounts.refused_facts import RefusedFact
from applications import office_rules
from applications.actions import course
from applications.models import Case
from core.actor import current_actor
from core.canonical import canonical
from core.clock import now
from core.database import db
from core.holding import held, held_all
from core.journal import record
from core.languages import _l
from core.refusals import NotFound, Refusal
from orders import order_queries, order_templates
from orders.models import Order, OrderLine
from orders.models.order import KIND
from orders.office_settings import lawyer_approves
from orders.order_bodies import first_editions, key_of
from orders.order_gates import demand_gates, gates_of, line_on
from regulations.catalogue import catalogue
from regulations.kinds import Need

WITHOUT_SERVICE = "commission"
DRAFTED = frozenset({"draft", "returned"})


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom an order names, and as what."""

    account_id: int
    role: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a kind has besides its lines: the group and its days, or a commission with its members."""

    people: tuple[Named, ...] = ()
    from_day: date | None = None
    until_day: date | None = None
    name: str = ""
    commission_kind: str = ""


def begin(kind: str, service: str | None, case_ids: Sequence[int] = ()) -> Order:
    """Begin a draft by the office's newest words, with the cases that it is to decide."""
    actor = current_actor()
    office = db.session.get(Office, actor.office_id) if actor.office_id else None
    if office is None:
        raise NotFound
    if (kind == WITHOUT_SERVICE) is not (service is None) or not _has_words(kind, service):
        raise RefusedFact("service", _l("Choose the kind of the order and the service that it is about."))
    wording = order_templates.newest(office.id, key_of(kind, service))
    made = Order(
        office_id=office.id,
        kind=kind,
        service=service,
        template_key=wording.key,
        template_edition=wording.edition,
        template_id=wording.row.id if wording.row else None,
        drafted_by=actor.account_id,
        drafted_as=actor.role,
        drafted_at=now(),
        drafter_may_sign=_drafter_may_sign(office.id, service),
        lawyer_approves=lawyer_approves(office.id),
    )
    db.session.add(made)
    db.session.flush()
    note(
        made,
        "begin",
        {"kind": kind, "service": service or "", "template": f"{wording.key} {wording.edition}"},
    )
    if case_ids:
        put_in(made.id, case_ids)
    return made


def _has_words(kind: str, service: str | None) -> bool:
    keys = first_editions()
    return key_of(kind, service) in keys or (f"{kind}/*" in keys and service in catalogue().services())


def _drafter_may_sign(office_id: int, service: str | None) -> bool:
    """Where the office has decided nothing, drafter and signatory are two people."""
    if service is None:
        return False
    return office_rules.decided(office_id, catalogue().newest(service), "order_drafter_signs") is True


def put_in(order_id: int, case_ids: Sequence[int]) -> list[OrderLine]:
    """Put cases into a draft, each on all on which it rests; whichever lacks a gate is refused with its clause."""
    order = drafted(order_id)
    if order.kind not in {"award", "refusal", "evaluation"}:
        raise Refusal(_l("Orders of this kind are not made of waiting cases."))
    cases = {case.id: case for case in held_all(Case, case_ids)}
    if len(cases) < len(set(case_ids)):
        raise NotFound
    made = [_line(order, cases[case_id]) for case_id in dict.fromkeys(case_ids)]
    lines = add_lines(order, made)
    note(order, "put_in", {"cases": [line.case_id for line in lines]})
    return lines


def _line(order: Order, case: Case) -> OrderLine:
    edition = course.edition_of(case)
    if case.desk_office_id != order.office_id:
        raise NotFound
    waits = order_queries.waits_for(case)
    if (
        case.service != order.service
        or waits is None
        or (waits == "evaluation") is not (order.kind == "evaluation")
    ):
        raise Refusal(_l("Application %(number)s does not wait for such an order.", number=case.number))
    office_rules.demand(order.office_id, edition, Need.ORDER, case.procedure)
    if order.kind == "evaluation":
        return OrderLine(case_id=case.id, outcome="evaluate")
    gates = gates_of(case)
    demand_gates(case, gates)
    if order.kind == "refusal" and gates.outcome != "refuse":
        raise Refusal(
            _l(
                "The head decided to award on application %(number)s; this order only refuses.",
                number=case.number,
            )
        )
    return line_on(gates, case)


def add_lines(order: Order, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Write lines into a draft in one go; a case that stands in another order is named."""
    last = db.session.scalar(select(func.max(OrderLine.position)).where(OrderLine.order_id == order.id)) or 0
    for position, line in enumerate(lines, start=last + 1):
        line.order_id, line.kind, line.position = order.id, order.kind, position
        line.added_by, line.added_at = current_actor().account_id or 0, now()
        number = db.session.get_one(Case, line.case_id).number
        try:
            with db.session.begin_nested():
                db.session.add(line)
                db.session.flush()
        except IntegrityError as error:
            raise Refusal(
                _l(
                    "Application %(number)s cannot stand in this order: it stands in another one.",
                    number=number,
                ),
                next_step=_l("Load the page again: it shows which cases wait for an order."),
            ) from error
    return list(lines)


def take_out(order_id: int, line_id: int) -> None:
    """Take a line out of a draft; its case waits for another order."""
    order = drafted(order_id)
    line = db.session.scalar(select(OrderLine).where(OrderLine.id == line_id, OrderLine.order_id == order.id))
    if line is None:
        raise NotFound
    case_id = line.case_id
    db.session.execute(delete(OrderLine).where(OrderLine.id == line.id))
    db.session.expire_all()
    note(order, "take_out", {"case": case_id})


def set_details(order_id: int, wanted: Details) -> Order:
    """Say who is named and which days: of an expert group, or of a commission."""
    order = drafted(order_id)
    _demand_details(order, wanted)
    told: dict[str, Any] = {
        "people": [{"account": one.account_id, "role": one.role} for one in wanted.people],
        "from_day": wanted.from_day.isoformat() if wanted.from_day else None,
        "until_day": wanted.until_day.isoformat() if wanted.until_day else None,
        "name": wanted.name.strip() or None,
        "commission_kind": wanted.commission_kind or None,
    }
    order.details = canonical({key: value for key, value in told.items() if value})
    db.session.flush()
    note(order, "set_details", {"people": len(wanted.people)})
    return order


def _demand_details(order: Order, wanted: Details) -> None:
    if order.kind not in {"evaluation", "commission"}:
        raise Refusal(_l("An order of this kind names nobody besides its lines."))
    if not wanted.people or len({one.account_id for one in wanted.people}) != len(wanted.people):
        raise RefusedFact("people", _l("Name the people, each once."))
    if sum(one.role == "chair" for one in wanted.people) != 1:
        raise RefusedFact("people", _l("Name exactly one chair or leader."))
    if order.kind == "commission" and (not wanted.name.strip() or not wanted.commission_kind):
        raise RefusedFact("name", _l("Say what the commission is called, and of which kind it is."))
    if order.kind == "evaluation" and (wanted.from_day is None or wanted.until_day is None):
        raise RefusedFact("from_day", _l("Say from when until when the group evaluates."))
    if wanted.from_day and wanted.until_day and wanted.until_day < wanted.from_day:
        raise RefusedFact("until_day", _l("The last day lies before the first."))


def withdraw(order_id: int, reason: str) -> Order:
    """Give up an order that nobody has signed: its number stays spoilt, its cases wait for another order."""
    sheet, order = signing.hold_sheet(KIND, order_id), locked(order_id)
    if order_queries.signed_of(order.id) is not None:
        raise Refusal(_l("This order is signed: only an order of its own kind annuls it."))
    if order.state == "withdrawn":
        raise Refusal(_l("This order has been withdrawn already."))
    if not reason.strip():
        raise RefusedFact("reason", _l("Say why the order is withdrawn."))
    signing.take_back(KIND, order.id, sheet, reason)
    order.state = "withdrawn"
    order.withdrawn_at, order.withdrawn_by = now(), current_actor().account_id
    order.withdrawn_reason = reason.strip()
    db.session.flush()
    db.session.execute(
        update(OrderLine)
        .where(OrderLine.order_id == order.id, OrderLine.released_at.is_(None))
        .values(released_at=now())
    )
    db.session.expire_all()
    note(order, "withdraw", {"reason": reason.strip()})
    return order


def locked(order_id: int) -> Order:
    """An order of the own office, held until the commit."""
    found = held(Order, order_id)
    if found.office_id != current_actor().office_id:
        raise NotFound
    return found


def hold_cases(lines: Sequence[OrderLine]) -> None:
    """The cases of an order, held in the one order of cases and not in that of its lines."""
    held_all(Case, [line.case_id for line in lines])


def drafted(order_id: int) -> Order:
    """An order that may still be changed."""
    order = locked(order_id)
    if order.state not in DRAFTED:
        raise Refusal(
            _l("This order is not a draft any more."),
            next_step=_l("Whoever approves it returns it with remarks; then it can be changed."),
        )
    return order


def note(order: Order, verb: str, new: Mapping[str, object], office_id: int | None = None) -> None:
    """Enter in the journal what was done to an order."""
    told = {"order": order.spelled_number} if order.number else {}
    record(
        f"orders:order:{verb}",
        subject=("act_order", order.id),
        office_id=office_id or order.office_id,
        new={**told, **new},
    )
